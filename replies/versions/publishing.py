"""Script versions: every one that was published is kept in SQL, and one is live."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, Row, bindparam, func, insert, select, update

from records.tables import accounts, published_scripts, script_versions
from replies.language.rule import Script
from replies.language.script import read_script


class UnknownAccount(Exception):
    """There is no such account; the text says so."""


class UnknownVersion(Exception):
    """The account has no such version; the text says so."""


class ScriptVersion(msgspec.Struct, frozen=True):
    """One published version; ``created_at`` is in UTC."""

    version: int
    note: str
    created_at: datetime


_LIVE = select(published_scripts.c.version, published_scripts.c.published_at).where(
    published_scripts.c.account_id == bindparam("account")
)


_checked = msgspec.json.Encoder()
_script = msgspec.json.Decoder(Script)


def publish(connection: Connection, account_id: str, source: str, note: str, now: datetime) -> int:
    """Keep the source as the account's next version and make it the live one; its number.

    Raises ``ScriptError`` for a source that cannot be used and ``UnknownAccount``: then nothing changes.
    """
    checked = _checked.encode(read_script(source)).decode()
    _lock(connection, account_id)
    highest = select(func.max(script_versions.c.version)).where(script_versions.c.account_id == account_id)
    version = (connection.execute(highest).scalar() or 0) + 1
    kept = {"account_id": account_id, "version": version, "note": note, "created_at": now}
    connection.execute(insert(script_versions), kept | {"source": source, "checked": checked})
    _make_live(connection, account_id, version, now)
    return version


def published_version(connection: Connection, account_id: str) -> int | None:
    """The number of the live version, None where nothing was ever published."""
    live = connection.execute(_LIVE, {"account": account_id}).first()
    return live.version if live else None


def live_publication(connection: Connection, account_id: str) -> Row[*tuple[Any, ...]] | None:
    """The live version and when it was published, None where nothing ever was. Every group of turns asks."""
    return connection.execute(_LIVE, {"account": account_id}).first()


def load_source(connection: Connection, account_id: str, version: int) -> str:
    """A version as staff wrote it. Raises ``UnknownVersion``."""
    return _kept(connection, account_id, version, script_versions.c.source)


def load(connection: Connection, account_id: str, version: int) -> Script:
    """A version, as it was checked when it was published: reading YAML again would hold up the turns meanwhile.

    A version that was checked by an older Huitou is read again where its form has changed since.
    Raises ``UnknownVersion``, or ``ScriptError`` for one that can no longer be read.
    """
    try:
        return _script.decode(_kept(connection, account_id, version, script_versions.c.checked))
    except msgspec.DecodeError:
        return read_script(load_source(connection, account_id, version))


def history(connection: Connection, account_id: str) -> list[ScriptVersion]:
    """Every version of an account, newest first."""
    query = (
        select(script_versions.c.version, script_versions.c.note, script_versions.c.created_at)
        .where(script_versions.c.account_id == account_id)
        .order_by(script_versions.c.version.desc())
    )
    return [ScriptVersion(*row) for row in connection.execute(query)]


def _kept(connection: Connection, account_id: str, version: int, form: Column[str]) -> str:
    of_version = (script_versions.c.account_id == account_id) & (script_versions.c.version == version)
    kept: str | None = connection.execute(select(form).where(of_version)).scalar()
    if kept is None:
        raise UnknownVersion(f"账号「{account_id}」没有第 {version} 版脚本。用 huitou scripts list 看有哪些版本。")
    return kept


def _lock(connection: Connection, account_id: str) -> None:
    """Two who publish at once get two numbers, one after the other."""
    account = select(accounts.c.id).where(accounts.c.id == account_id).with_for_update()
    if connection.execute(account).first() is None:
        raise UnknownAccount(f"没有叫「{account_id}」的账号。请检查 --account，或先启动一次服务来建立它。")


def _make_live(connection: Connection, account_id: str, version: int, now: datetime) -> None:
    live = {"version": version, "published_at": now}
    of_account = update(published_scripts).where(published_scripts.c.account_id == account_id)
    if connection.execute(of_account.values(live)).rowcount == 0:
        connection.execute(insert(published_scripts), {"account_id": account_id, **live})
