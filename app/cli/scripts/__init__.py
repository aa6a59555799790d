"""``huitou scripts``: what the account says, checked, published and exported."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.scripts import drafts, learn, rehearse, versions
from app.cli.scripts.files import read_file, refused
from replies.language.script import read_script
from replies.language.source import ScriptError

verb = typer.Typer(
    help="What the account says: write, check, publish, compare and take back scripts.",
    no_args_is_help=True,
    add_completion=False,
)


@verb.command()
def check(file: Annotated[Path, typer.Argument(help="A script, YAML in UTF-8.", exists=True, dir_okay=False)]) -> None:
    """Say whether a script could be published. Nothing is changed."""
    try:
        script = read_script(read_file(file))
    except ScriptError as error:
        raise refused(error) from error
    print(f"可以用：{len(script.rules)} 条规则，{len(script.facts)} 条店里的信息。")


verb.command("list")(versions.list_versions)
verb.command("show")(versions.show)
verb.command("export")(versions.export)
verb.command("publish")(versions.publish_file)
verb.command("rollback")(versions.go_back)
verb.command("diff")(versions.show_difference)
verb.command("log")(versions.show_log)
verb.add_typer(drafts.verb, name="draft")
verb.command("try")(rehearse.try_out)
verb.command("replay")(rehearse.replay)
verb.command("unanswered")(learn.unanswered)
verb.command("stats")(learn.stats)
verb.command("answer")(learn.answer)
