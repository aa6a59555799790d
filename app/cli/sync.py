"""``huitou sync``: tell the CRM now, see how it stands, give dead letters a second chance."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import Engine

from app.cli.open import one_transaction, open_database
from app.crm import CONNECTORS, sync_from
from app.settings import Settings
from crm_sync.delivery import Report, deliver
from crm_sync.status import Status, status
from records.clock import utc_now
from records.database import reading
from records.outbox import Topic, revive

REFUSED = 1
SOMEBODY_ELSE = 3
STOPPED_EARLY = 4

verb = typer.Typer(
    help="Tell the shop's CRM what is new about its customers.", no_args_is_help=True, add_completion=False
)


@verb.command()
def run() -> None:
    """Deliver everything that is due, now.

    Exit codes: 0 done, 1 could not start, 3 another process is at it, 4 stopped early.
    """
    settings = Settings()
    with _database(settings) as engine:
        sync = sync_from(settings, engine)
        if sync is None:
            names = ", ".join(CONNECTORS)
            raise _refused(f"HUITOU_CRM_CONNECTOR is none, so there is nobody to tell. Set it to one of: {names}.")
        with closing(sync.connector):
            report = deliver(sync)
    _tell_report(report, ZoneInfo(settings.timezone))


@verb.command("status")
def show_status() -> None:
    """Show what waits, what is dead and why, and how the last runs went."""
    settings = Settings()
    with _database(settings) as engine, reading(engine) as connection:
        now = status(connection, utc_now())
    _tell_status(now, ZoneInfo(settings.timezone))


@verb.command()
def retry(
    reason: Annotated[str, typer.Option(help="Those that are dead for this reason, as `sync status` words it.")] = "",
    all_: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
) -> None:
    """Let dead letters be sent again with the next run."""
    if bool(reason) == all_:
        raise _refused("Say which ones: --all, or --reason with the words that `huitou sync status` shows.")
    with one_transaction(Settings()) as connection:
        number = revive(connection, Topic.CONTACT_CHANGED, utc_now(), reason or None)
    typer.echo(f"{number} changes wait again.")


@contextmanager
def _database(settings: Settings) -> Iterator[Engine]:
    engine = open_database(settings)
    try:
        yield engine
    finally:
        engine.dispose()


def _refused(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(REFUSED)


def _tell_report(report: Report | None, zone: ZoneInfo) -> None:
    if report is None:
        typer.echo("Another process is at it, or the CRM wants to be left alone: see `huitou sync status`.", err=True)
        raise typer.Exit(SOMEBODY_ELSE)
    counts = report.counts
    typer.echo(f"{counts.sent} contacts sent, {counts.retried} to be tried again, {counts.dead} dead.")
    if report.error:
        typer.echo(f"Stopped early: {report.error}", err=True)
    if report.quiet_until:
        typer.echo(f"The CRM wants to be left alone until {_local(report.quiet_until, zone)}.", err=True)
    if report.error:
        raise typer.Exit(STOPPED_EARLY)


def _tell_status(now: Status, zone: ZoneInfo) -> None:
    typer.echo(f"waiting  {now.waiting}\ndead     {now.dead}\nlag      {now.lag_seconds:.0f} s")
    if now.busy_until:
        typer.echo(f"busy     until {_local(now.busy_until, zone)}: a run is going on, or the CRM asked us to wait")
    if now.runs:
        typer.echo("\nlast runs             connector   sent  again   dead")
    for past in now.runs:
        how = past.error or ("" if past.finished_at else "not finished")
        line = f"{_local(past.started_at, zone)}   {past.connector:<9} {past.sent:>6} {past.retried:>6} {past.dead:>6}"
        typer.echo(f"{line}  {how}".rstrip())
    if now.dead_letters:
        typer.echo("\ndead letters (huitou sync retry --reason '...')")
    for letters in now.dead_letters:
        typer.echo(f"{letters.contacts:>6} contacts since {_local(letters.since, zone)}: {letters.reason}")


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"
