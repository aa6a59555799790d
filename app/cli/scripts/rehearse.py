"""``huitou scripts try`` and ``replay``: what a script would answer, before it answers anybody."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from app.accounts import MAIN
from app.cli.open import one_shop
from app.cli.scripts.files import read_file, telling
from app.cli.scripts.options import Account
from app.cli.scripts.told import told_report, told_trial
from app.rehearsals import YEARS, Rehearsals
from app.settings import Settings
from handlers.rehearse import Doing
from records.clock import utc_now
from records.message import Kind
from replies.rehearsal.replay import Progress, Report
from replies.versions.library import Published, ScriptLibrary

Draft = Annotated[str | None, typer.Option(help="A draft, instead of the live script.")]
File = Annotated[Path | None, typer.Option(help="A script in a file instead.", exists=True, dir_okay=False)]


def try_out(
    text: Annotated[str | None, typer.Argument(help="What is typed.")] = None,
    follow: Annotated[str | None, typer.Option(help="Instead: a follow through this scene, '' for none.")] = None,
    scan: Annotated[str | None, typer.Option(help="Instead: a scan of this scene.")] = None,
    menu: Annotated[str | None, typer.Option(help="Instead: a tap on the menu item of this key.")] = None,
    contact: Annotated[str | None, typer.Option(help="A contact's id; without it a stranger asks.")] = None,
    openid: Annotated[str | None, typer.Option(help="Or the person's openid.")] = None,
    at: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d %H:%M"], help="When, on the shop's clock.")] = None,
    draft: Draft = None,
    file: File = None,
    version: Annotated[int | None, typer.Option(help="A version instead of the live one.")] = None,
    account: Account = MAIN,
) -> None:
    """Say what would be answered, by which rule, and why no other. Nothing is kept of it."""
    doing = _doing(text, follow, scan, menu)
    settings = Settings()
    zone = ZoneInfo(settings.timezone)
    with _rehearsals(settings, account) as rehearsals:
        person = openid if contact is None else rehearsals.openid_of(account, contact)
        script = _script(rehearsals, account, draft, file, version)
        trial = rehearsals.try_out(account, script, doing, person, _moment(at, zone))
    print(told_trial(trial))


def replay(draft: Draft = None, file: File = None, account: Account = MAIN) -> None:
    """Run a draft over the last 1,000 real messages and list the answers that change, worst first."""
    if (draft is None) == (file is None):
        raise typer.BadParameter("name one script to replay: --draft ID or --file FILE")
    settings = Settings()
    with _rehearsals(settings, account) as rehearsals:
        report = _with_a_bar(rehearsals.replay(account, _script(rehearsals, account, draft, file, None), utc_now()))
    print(told_report(report, ZoneInfo(settings.timezone)))


def _doing(text: str | None, follow: str | None, scan: str | None, menu: str | None) -> Doing:
    wishes = [
        Doing(kind, **{field: said})
        for kind, field, said in (
            (Kind.TEXT, "text", text),
            (Kind.FOLLOW, "subject", follow),
            (Kind.SCAN, "subject", scan),
            (Kind.MENU_CLICK, "subject", menu),
        )
        if said is not None
    ]
    if len(wishes) != 1:
        raise typer.BadParameter("say one thing that happens: a TEXT, --follow, --scan or --menu")
    return wishes[0]


def _moment(at: datetime | None, zone: ZoneInfo) -> datetime:
    if at is None:
        return utc_now()
    if at.year not in YEARS:
        raise typer.BadParameter(f"--at takes a year from {YEARS[0]} to {YEARS[-1]}")
    return at.replace(tzinfo=zone)


@contextmanager
def _rehearsals(settings: Settings, account: str) -> Iterator[Rehearsals]:
    """Rehearsals on the database of the settings; what cannot be rehearsed is told in a sentence."""
    with telling(), one_shop(settings, account) as engine:
        yield Rehearsals(engine, ScriptLibrary(), ZoneInfo(settings.timezone))


def _script(
    rehearsals: Rehearsals, account: str, draft: str | None, file: Path | None, version: int | None
) -> Published:
    if file is not None:
        return rehearsals.source(read_file(file))
    if draft is not None:
        return rehearsals.draft(account, draft)
    return rehearsals.live(account) if version is None else rehearsals.version(account, version)


def _with_a_bar(words: Iterator[Progress | Report]) -> Report:
    """The report, behind a bar that fills on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        return _report(words, lambda _: None)
    with typer.progressbar(length=1, label="重放", file=sys.stderr) as bar:

        def fill(progress: Progress) -> None:
            bar.length = progress.total
            bar.update(progress.done - bar.pos)

        return _report(words, fill)


def _report(words: Iterator[Progress | Report], tell: Callable[[Progress], None]) -> Report:
    for word in words:
        if isinstance(word, Report):
            return word
        tell(word)
    raise AssertionError("a replay ends with its report")
