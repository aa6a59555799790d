"""``huitou scripts draft``: scripts that are being written, side by side."""

import sys
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from app import scripts
from app.accounts import MAIN
from app.cli.open import known_account, one_database, one_look, one_transaction
from app.cli.scripts.check import tell_findings
from app.cli.scripts.files import read_file, telling
from app.cli.scripts.options import Account, BasedOn, By, Note, Overrule
from app.cli.terminal import columns, harmless, on_the_clock, tell
from app.settings import Settings
from app.surroundings import checked_for
from records.clock import utc_now
from records.ids import LARGEST_NUMBER
from replies.versions import drafts, log

verb = typer.Typer(help="Scripts that are being written, any number side by side.", no_args_is_help=True)

DraftId = Annotated[str, typer.Argument(metavar="DRAFT", help="The id of a draft; `draft list` shows them.")]
Revision = Annotated[int, typer.Option(min=1, max=2**31 - 1, help="The revision that you have seen.")]


@verb.command("new")
def new(
    name: str,
    by: By,
    file: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="What it begins with; without it, a copy of the live version."),
    ] = None,
    account: Account = MAIN,
) -> None:
    """Begin a draft, and tell its id."""
    with telling(), one_transaction(Settings()) as connection:
        known_account(connection, account)
        source = None if file is None else read_file(file)
        print(drafts.new_draft(connection, account, name, by, utc_now(), source).head.id)


@verb.command("list")
def list_drafts(account: Account = MAIN) -> None:
    """The drafts, the one last saved first."""
    settings = Settings()
    with one_look(settings) as connection:
        known_account(connection, account)
        heads = drafts.drafts_of(connection, account)
    tell(columns([_told(head, ZoneInfo(settings.timezone)) for head in heads]))


@verb.command()
def show(draft_id: DraftId, account: Account = MAIN) -> None:
    """A draft as it was last saved."""
    with telling(), one_look(Settings()) as connection:
        source = drafts.load_draft(connection, account, draft_id).source
    sys.stdout.write(source)


@verb.command()
def before(
    entry: Annotated[int, typer.Argument(min=1, max=LARGEST_NUMBER, help="The number of saves in `scripts log`.")],
    account: Account = MAIN,
) -> None:
    """What a draft said before somebody's saves, for who wants it back."""
    with telling(), one_look(Settings()) as connection:
        source = log.text_before(connection, account, entry)
    sys.stdout.write(source)


@verb.command()
def save(
    draft_id: DraftId,
    file: Annotated[Path, typer.Argument(help="The new text.", exists=True, dir_okay=False)],
    revision: Revision,
    by: By,
    account: Account = MAIN,
) -> None:
    """Save a file over a draft, and say what is wrong with it: it need not be right yet.

    Refused when somebody saved it since.
    """
    settings = Settings()
    with telling(), one_database(settings) as engine:
        source = read_file(file)
        saved = scripts.save_draft(engine, account, draft_id, revision, source, by, utc_now)
        checked = checked_for(engine, account, source, utc_now(), ZoneInfo(settings.timezone))
    print(f"已存为第 {saved} 稿。")
    tell_findings(str(file), checked)


@verb.command()
def rename(draft_id: DraftId, name: str, by: By, account: Account = MAIN) -> None:
    """Give a draft another name."""
    with telling(), one_transaction(Settings()) as connection:
        drafts.rename(connection, account, draft_id, name, by, utc_now())
    print("名字改好了。")


@verb.command()
def discard(draft_id: DraftId, by: By, account: Account = MAIN) -> None:
    """Put a draft out of sight; `draft restore` brings it back."""
    with telling(), one_transaction(Settings()) as connection:
        drafts.discard_draft(connection, account, draft_id, by, utc_now())
    print(f"已丢弃。想找回来：huitou scripts draft restore {draft_id}")


@verb.command()
def restore(draft_id: DraftId, by: By, account: Account = MAIN) -> None:
    """Bring back a draft that was discarded."""
    with telling(), one_transaction(Settings()) as connection:
        head = drafts.restore_draft(connection, account, draft_id, by, utc_now())
    print(harmless(f"「{head.name}」在了，第 {head.revision} 稿。"))


@verb.command()
def publish(
    draft_id: DraftId,
    note: Note,
    by: By,
    overrule: Overrule = None,
    based_on: BasedOn = None,
    account: Account = MAIN,
) -> None:
    """Let a draft answer from now on. The draft stays, for what comes next."""
    settings = Settings()
    with telling(), one_database(settings) as engine:
        zone = ZoneInfo(settings.timezone)
        version = scripts.publish_draft(
            engine, account, draft_id, note, by, utc_now, zone, overrule or (), based_on=based_on
        )
    print(f"第 {version} 版已发布。")


def _told(head: drafts.DraftHead, zone: ZoneInfo) -> tuple[str, ...]:
    begun = "新写的" if head.based_on is None else f"从第 {head.based_on} 版"
    saved = on_the_clock(head.updated_at, zone)
    return head.id, head.name, f"第 {head.revision} 稿", begun, saved, head.updated_by or "-"
