"""Script versions: every one that was published is kept in SQL, and one is live."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, Row, bindparam, func, insert, select, update

from records.tables import accounts, published_scripts, script_versions
from replies.language.rule import Script
from replies.language.script import read_script
from replies.versions.log import Deed, record
from replies.versions.refusals import AlreadyLive, PublishedMeanwhile, UnknownAccount, UnknownVersion


class Prepared(msgspec.Struct, frozen=True):
    """A source that was read and can be published: as staff wrote it, as rules, and as JSON for the machine."""

    source: str
    script: Script
    checked: str


class Kept(msgspec.Struct, frozen=True):
    """Both forms of a version, as they lie in SQL."""

    source: str
    checked: str


class ScriptVersion(msgspec.Struct, frozen=True):
    """One published version; ``created_at`` is in UTC, ``published_by`` None from before this was kept."""

    version: int
    note: str
    created_at: datetime
    published_by: str | None = None


_LIVE = select(published_scripts.c.version, published_scripts.c.published_at).where(
    published_scripts.c.account_id == bindparam("account")
)
_VERSION = tuple(script_versions.c[name] for name in ScriptVersion.__struct_fields__)
_checked = msgspec.json.Encoder()
_script = msgspec.json.Decoder(Script)


def prepare(source: str) -> Prepared:
    """Read a source, outside any transaction: 10,000 rules take more than a second. Raises ``ScriptError``."""
    script = read_script(source)
    return Prepared(source, script, _checked.encode(script).decode())


def publish_prepared(
    connection: Connection,
    account_id: str,
    prepared: Prepared,
    note: str,
    by: str,
    now: datetime,
    based_on: int | None = None,
) -> int:
    """Keep it as the account's next version and make it the live one; its number.

    Raises ``UnknownAccount``, and ``PublishedMeanwhile`` when ``based_on`` is not the live version any more.
    """
    _lock(connection, account_id)
    if based_on is not None:
        _check_live(connection, account_id, based_on, now)
    version = _append(connection, account_id, Kept(prepared.source, prepared.checked), note, by, now)
    record(connection, account_id, by, Deed.PUBLISHED, str(version), note, now)
    return version


def publish(connection: Connection, account_id: str, source: str, note: str, now: datetime, by: str = "") -> int:
    """Read a source and publish it, all in one transaction: for where nobody waits for it.

    Raises ``ScriptError`` for a source that cannot be used and ``UnknownAccount``: then nothing changes.
    """
    return publish_prepared(connection, account_id, prepare(source), note, by, now)


def roll_back(connection: Connection, account_id: str, version: int, by: str, now: datetime) -> int:
    """Let an older version answer again, as a new version with both its forms; the new number.

    Raises ``UnknownAccount``, ``UnknownVersion``, ``AlreadyLive``, and ``ScriptError`` for one that can no longer
    be read.
    """
    _lock(connection, account_id)
    if version == published_version(connection, account_id):
        raise AlreadyLive(version)
    kept = load_kept(connection, account_id, version)
    checked = _checked.encode(decode(kept)).decode()
    note = f"回到第 {version} 版"
    new = _append(connection, account_id, Kept(kept.source, checked), note, by, now)
    record(connection, account_id, by, Deed.ROLLED_BACK, str(new), note, now)
    return new


def published_version(connection: Connection, account_id: str) -> int | None:
    """The number of the live version, None where nothing was ever published."""
    live = connection.execute(_LIVE, {"account": account_id}).first()
    return live.version if live else None


def live_version(connection: Connection, account_id: str) -> int:
    """The number of the live version. Raises ``UnknownVersion`` where nothing was ever published."""
    version = published_version(connection, account_id)
    if version is None:
        raise UnknownVersion(account_id, None)
    return version


def live_publication(connection: Connection, account_id: str) -> Row[*tuple[Any, ...]] | None:
    """The live version and when it was published, None where nothing ever was. Every group of turns asks."""
    return connection.execute(_LIVE, {"account": account_id}).first()


def live_publications(connection: Connection) -> list[Row[*tuple[Any, ...]]]:
    """The live version of every account that published one: ``account_id``, ``version`` and ``published_at``."""
    columns = published_scripts.c
    return list(connection.execute(select(columns.account_id, columns.version, columns.published_at)))


def was_published(connection: Connection, account_id: str, version: int, at: datetime) -> bool:
    """Whether that publication stands: one that was rolled back leaves its number to another."""
    query = select(script_versions.c.created_at).where(_of(account_id, version))
    return connection.execute(query).scalar() == at


def load_source(connection: Connection, account_id: str, version: int) -> str:
    """A version as staff wrote it. Raises ``UnknownVersion``."""
    return str(_forms(connection, account_id, version, script_versions.c.source)[0])


def load(connection: Connection, account_id: str, version: int) -> Script:
    """A version, as it was checked when it was published.

    Raises ``UnknownVersion``, or ``ScriptError`` for one that can no longer be read.
    """
    return decode(load_kept(connection, account_id, version))


def load_kept(connection: Connection, account_id: str, version: int) -> Kept:
    """Both forms of a version. Raises ``UnknownVersion``."""
    return Kept(*_forms(connection, account_id, version, script_versions.c.source, script_versions.c.checked))


def decode(kept: Kept) -> Script:
    """The script, as it was checked when it was published: to read YAML again takes fifty times as long.

    A version that was checked by an older Huitou is read again where its form has changed since. Raises
    ``ScriptError`` for one that can no longer be read.
    """
    try:
        return _script.decode(kept.checked)
    except msgspec.DecodeError:
        return read_script(kept.source)


def history(
    connection: Connection, account_id: str, before: int | None = None, limit: int | None = None
) -> list[ScriptVersion]:
    """The versions of an account, newest first; those older than ``before``, and no more than ``limit``."""
    query = select(*_VERSION).where(script_versions.c.account_id == account_id)
    if before is not None:
        query = query.where(script_versions.c.version < before)
    rows = connection.execute(query.order_by(script_versions.c.version.desc()).limit(limit))
    return [ScriptVersion(*row) for row in rows]


def version_of(connection: Connection, account_id: str, version: int) -> ScriptVersion:
    """One version. Raises ``UnknownVersion``."""
    row = connection.execute(select(*_VERSION).where(_of(account_id, version))).first()
    if row is None:
        raise UnknownVersion(account_id, version)
    return ScriptVersion(*row)


def _forms(connection: Connection, account_id: str, version: int, *forms: Column[str]) -> Sequence[str]:
    row = connection.execute(select(*forms).where(_of(account_id, version))).first()
    if row is None:
        raise UnknownVersion(account_id, version)
    return row


def _of(account_id: str, version: int) -> ColumnElement[bool]:
    return (script_versions.c.account_id == account_id) & (script_versions.c.version == version)


def _lock(connection: Connection, account_id: str) -> None:
    """Two who publish at once get two numbers, one after the other; turns, which only refer to it, pass by."""
    account = select(accounts.c.id).where(accounts.c.id == account_id).with_for_update(key_share=True)
    if connection.execute(account).first() is None:
        raise UnknownAccount(account_id)


def _check_live(connection: Connection, account_id: str, based_on: int, now: datetime) -> None:
    version = published_version(connection, account_id)
    if version is None:
        raise UnknownVersion(account_id, based_on)
    if version != based_on:
        live = version_of(connection, account_id, version)
        raise PublishedMeanwhile(based_on, version, live.published_by or "", live.created_at, now)


def _append(connection: Connection, account_id: str, kept: Kept, note: str, by: str, now: datetime) -> int:
    highest = select(func.max(script_versions.c.version)).where(script_versions.c.account_id == account_id)
    version: int = (connection.execute(highest).scalar() or 0) + 1
    row = {"account_id": account_id, "version": version, "note": note, "published_by": by, "created_at": now}
    connection.execute(insert(script_versions), row | {"source": kept.source, "checked": kept.checked})
    live = {"version": version, "published_at": now}
    of_account = update(published_scripts).where(published_scripts.c.account_id == account_id)
    if connection.execute(of_account.values(live)).rowcount == 0:
        connection.execute(insert(published_scripts), {"account_id": account_id, **live})
    return version
