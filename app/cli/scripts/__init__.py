"""``huitou scripts``: what the account says, written, checked, tried, published, compared and taken back."""

import typer

from app.cli.scripts import drafts, learn, rehearse, versions
from app.cli.scripts.check import check_file

verb = typer.Typer(
    help="What the account says: write, check, try, publish, compare and take back scripts.",
    no_args_is_help=True,
    add_completion=False,
)

verb.command("list")(versions.list_versions)
verb.command("show")(versions.show)
verb.command("export")(versions.export)
verb.command("check")(check_file)
verb.command("try")(rehearse.try_out)
verb.command("replay")(rehearse.replay)
verb.command("publish")(versions.publish_file)
verb.command("rollback")(versions.go_back)
verb.command("diff")(versions.show_difference)
verb.command("log")(versions.show_log)
verb.command("unanswered")(learn.unanswered)
verb.command("stats")(learn.stats)
verb.command("answer")(learn.answer)
verb.add_typer(drafts.verb, name="draft")
