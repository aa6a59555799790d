"""``huitou scripts list show export publish rollback diff log``: what was published, by whom, and how it differs."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import Connection, Engine

from app.accounts import MAIN
from app.cli.open import known_account, one_database, one_look, one_transaction
from app.cli.scripts.files import read_file, refused
from app.cli.scripts.options import Account, BasedOn, Before, By, Limit, Note, Overrule
from app.cli.terminal import harmless, one_line
from app.scripts import publish_source, script_called
from app.settings import Settings
from records.clock import utc_now
from replies.language.rule import Script
from replies.language.script import read_script
from replies.language.source import ScriptError
from replies.versions import log
from replies.versions.diff import difference, text
from replies.versions.publishing import history, load_source, published_version, roll_back
from replies.versions.refusals import Refused, UnknownVersion

Number = Annotated[int, typer.Argument(min=1, max=2**31 - 1, help="The number of a version.")]
Side = Annotated[str, typer.Argument(help="A version's number, `live`, a draft's id, or a file.")]


@contextmanager
def telling() -> Iterator[None]:
    """What a script is refused for is told, and ends the command."""
    try:
        yield
    except (ScriptError, Refused) as error:
        raise refused(error) from error


def list_versions(account: Account = MAIN) -> None:
    """Every version, newest first, with who published it; the live one has a star."""
    with one_look(Settings()) as connection:
        live = published_version(connection, account)
        for each in history(connection, account):
            star = "*" if each.version == live else " "
            told = (each.published_by or "-", each.note)
            print(f"{star} {each.version}  {each.created_at:%Y-%m-%d %H:%M}Z", *map(one_line, told), sep="  ")


def show(version: Number, account: Account = MAIN) -> None:
    """A version as staff wrote it."""
    _print_source(account, version)


def export(
    version: Annotated[
        int | None, typer.Option(min=1, max=2**31 - 1, help="The version; the live one when it is not given.")
    ] = None,
    account: Account = MAIN,
) -> None:
    """A version as staff wrote it, the live one unless another is named."""
    _print_source(account, version)


def publish_file(
    file: Annotated[Path, typer.Argument(help="A script, YAML in UTF-8.", exists=True, dir_okay=False)],
    note: Note,
    by: By,
    overrule: Overrule = None,
    based_on: BasedOn = None,
    account: Account = MAIN,
) -> None:
    """Check a script, run its examples, and let it answer from now on. One that cannot be used changes nothing."""
    settings = Settings()
    with telling(), one_database(settings) as engine:
        zone = ZoneInfo(settings.timezone)
        version = publish_source(engine, account, read_file(file), note, by, utc_now, zone, overrule or (), based_on)
    print(f"第 {version} 版已发布。")


def go_back(version: Number, by: By, account: Account = MAIN) -> None:
    """Let an older version answer again, as a new version."""
    with telling(), one_transaction(Settings()) as connection:
        new = roll_back(connection, account, version, by, utc_now())
    print(f"已回到第 {version} 版，现在是第 {new} 版。")


def show_difference(old: Side, new: Side, account: Account = MAIN) -> None:
    """What is different between two scripts, rule by rule."""
    with telling(), one_database(Settings()) as engine:
        found = difference(_script(engine, account, old), _script(engine, account, new))
    sys.stdout.write(harmless(text(found)))


def show_log(account: Account = MAIN, before: Before = None, limit: Limit = 50) -> None:
    """Who did what to the scripts, newest first."""
    with one_look(Settings()) as connection:
        known_account(connection, account)
        for entry in log.log_of(connection, account, before, limit):
            told = (entry.actor or "-", entry.deed, entry.subject, entry.detail)
            print(f"{entry.id}  {entry.at:%Y-%m-%d %H:%M}Z", *map(one_line, told), sep="  ")


def _script(engine: Engine, account: str, name: str) -> Script:
    file = Path(name)
    return read_script(read_file(file)) if file.is_file() else script_called(engine, account, name)


def _print_source(account: str, version: int | None) -> None:
    with telling(), one_look(Settings()) as connection:
        source = load_source(connection, account, version or _live(connection, account))
    sys.stdout.write(source)


def _live(connection: Connection, account: str) -> int:
    version = published_version(connection, account)
    if version is None:
        raise UnknownVersion(account, None)
    return version
