"""``huitou notices``: what scripts left for the shop to read."""

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from app.accounts import MAIN
from app.cli.open import known_account, one_look, one_transaction
from app.cli.terminal import on_the_clock, one_line, whoever_types
from app.settings import Settings
from records import notices
from records.clock import utc_now
from records.ids import LARGEST_NUMBER
from records.notices import Notice, UnknownNotice

verb = typer.Typer(
    help="Notices that rules and dialogs left: list and read.", no_args_is_help=True, add_completion=False
)

Account = Annotated[str, typer.Option(help="The account whose notices they are.")]


@verb.command("list")
def list_notices(
    account: Account = MAIN,
    every: Annotated[bool, typer.Option("--all", help="Also those that are read.")] = False,
    before: Annotated[
        int | None, typer.Option(min=1, max=LARGEST_NUMBER, help="The last number of the page before.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many at most.")] = 50,
) -> None:
    """Unread notices, newest first."""
    settings = Settings()
    with one_look(settings) as connection:
        known_account(connection, account)
        for notice in notices.newest_first(connection, account, None if every else True, before, limit):
            print(_line(notice, ZoneInfo(settings.timezone)))


@verb.command()
def read(
    numbers: Annotated[list[int], typer.Argument(min=1, max=LARGEST_NUMBER, help="The notices that were read.")],
    by: Annotated[str, typer.Option(default_factory=whoever_types, help="Who read them; you, unless told.")],
    account: Account = MAIN,
) -> None:
    """Put notices away as read."""
    try:
        with one_transaction(Settings()) as connection:
            for number in numbers:
                notices.mark_read(connection, account, number, by, utc_now())
    except UnknownNotice as error:
        raise typer.BadParameter(
            f"there is no notice {error}, and none was put away; `huitou notices list` shows them"
        ) from error
    print(f"Read: {', '.join(map(str, numbers))}.")


def _line(notice: Notice, zone: ZoneInfo) -> str:
    told = one_line(f"{notice.rule}: {notice.text}")
    read_by = f"  [{one_line(notice.read_by or '')}]" if notice.read_at else ""
    return f"{notice.id}  {on_the_clock(notice.at, zone)}  {notice.contact_id or '-'}  {told}{read_by}"
