"""``huitou cases``: what customers are waiting for somebody of the shop to do."""

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from app.accounts import MAIN
from app.cli.open import known_account, one_look, one_transaction
from app.cli.terminal import on_the_clock, one_line, whoever_types
from app.settings import Settings
from records import cases
from records.cases import Case, ClosedAlready, UnknownCase
from records.clock import utc_now

verb = typer.Typer(
    help="Cases that rules and dialogs opened: list and close.", no_args_is_help=True, add_completion=False
)

Account = Annotated[str, typer.Option(help="The account whose cases they are.")]


@verb.command("list")
def list_cases(
    account: Account = MAIN,
    every: Annotated[bool, typer.Option("--all", help="Also those that are closed.")] = False,
    before: Annotated[str, typer.Option(help="The last id of the page before.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many at most.")] = 50,
) -> None:
    """Open cases, newest first."""
    settings = Settings()
    with one_look(settings) as connection:
        known_account(connection, account)
        for case in cases.newest_first(connection, account, None if every else True, before, limit):
            print(_line(case, ZoneInfo(settings.timezone)))


@verb.command()
def close(
    case_id: Annotated[str, typer.Argument(help="The case; `huitou cases list` shows them.")],
    outcome: Annotated[str, typer.Option(help="How it ended, for whoever reads it later.")],
    by: Annotated[str, typer.Option(default_factory=whoever_types, help="Who closes it; you, unless told.")],
    account: Account = MAIN,
) -> None:
    """Say how a case ended."""
    if not outcome.strip():
        raise typer.BadParameter("say in a few words how it ended: --outcome")
    settings = Settings()
    zone = ZoneInfo(settings.timezone)
    try:
        with one_transaction(settings) as connection:
            case = cases.close(connection, account, case_id, outcome.strip(), by, utc_now())
    except UnknownCase as error:
        raise typer.BadParameter("there is no case of that id; `huitou cases list` shows them") from error
    except ClosedAlready as error:
        raise typer.BadParameter(f"it is closed already: {_ended(error.case, zone)}") from error
    print(f"{case.id} is closed: {_ended(case, zone)}")


def _line(case: Case, zone: ZoneInfo) -> str:
    opened = on_the_clock(case.opened_at, zone)
    told = one_line(f"{case.rule}: {case.subject}")
    ended = f"  [{_ended(case, zone)}]" if case.closed_at else ""
    return f"{case.id}  {opened}  {case.contact_id}  {told}{ended}"


def _ended(case: Case, zone: ZoneInfo) -> str:
    at = on_the_clock(case.closed_at, zone) if case.closed_at else ""
    return one_line(f"{at} {case.closed_by}: {case.outcome}")
