"""``huitou scripts list show export publish rollback diff log``: what was published, by whom, and how it differs."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import Engine

from app.accounts import MAIN
from app.cli.open import known_account, one_database, one_look, one_transaction
from app.cli.scripts.files import read_file, telling
from app.cli.scripts.options import Account, BasedOn, Before, By, Limit, Note, Overrule
from app.cli.terminal import columns, harmless, on_the_clock, tell
from app.scripts import publish_source, script_called
from app.settings import Settings
from records.clock import utc_now
from replies.language.rule import Script
from replies.language.script import read_script
from replies.versions import log
from replies.versions.diff import difference, text
from replies.versions.log import Deed, Entry
from replies.versions.publishing import ScriptVersion, history, live_version, load_source, published_version, roll_back

Number = Annotated[int, typer.Argument(min=1, max=2**31 - 1, help="The number of a version.")]
Side = Annotated[str, typer.Argument(help="A version's number, `live`, a draft's id, or a file.")]


DEEDS: Mapping[Deed, str] = {
    Deed.DRAFT_MADE: "建草稿",
    Deed.DRAFT_SAVED: "存草稿",
    Deed.DRAFT_RENAMED: "草稿改名",
    Deed.DRAFT_DISCARDED: "丢弃草稿",
    Deed.DRAFT_RESTORED: "找回草稿",
    Deed.PUBLISHED: "发布",
    Deed.ROLLED_BACK: "回退",
}


def list_versions(account: Account = MAIN) -> None:
    """Every version, newest first, with who published it; the live one has a star."""
    settings = Settings()
    with one_look(settings) as connection:
        known_account(connection, account)
        live = published_version(connection, account)
        versions = history(connection, account)
    zone = ZoneInfo(settings.timezone)
    tell(columns([_told_version(each, live, zone) for each in versions]))


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
    settings = Settings()
    with one_look(settings) as connection:
        known_account(connection, account)
        entries = log.log_of(connection, account, before, limit)
    tell(columns([_told_entry(entry, ZoneInfo(settings.timezone)) for entry in entries]))


def _told_version(version: ScriptVersion, live: int | None, zone: ZoneInfo) -> tuple[str, ...]:
    star = "*" if version.version == live else " "
    at = on_the_clock(version.created_at, zone)
    return star, str(version.version), at, version.published_by or "-", version.note


def _told_entry(entry: Entry, zone: ZoneInfo) -> tuple[str, ...]:
    subject = f"第 {entry.subject} 版" if entry.deed in (Deed.PUBLISHED, Deed.ROLLED_BACK) else entry.subject
    return str(entry.id), on_the_clock(entry.at, zone), entry.actor or "-", DEEDS[entry.deed], subject, entry.detail


def _script(engine: Engine, account: str, name: str) -> Script:
    file = Path(name)
    return read_script(read_file(file)) if file.is_file() else script_called(engine, account, name)


def _print_source(account: str, version: int | None) -> None:
    with telling(), one_look(Settings()) as connection:
        source = load_source(connection, account, version or live_version(connection, account))
    sys.stdout.write(source)
