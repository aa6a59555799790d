"""Script versions: every one that was published is kept in SQL; one is live, and held compiled in memory."""

from datetime import datetime
from threading import Lock

import msgspec
import structlog
from sqlalchemy import Column, Connection, bindparam, func, insert, select, update

from records.tables import accounts, published_scripts, script_versions
from replies.language.rule import Script
from replies.language.script import read_script
from replies.language.source import ScriptError
from replies.matching.index import ScriptIndex
from replies.matching.normalise import Normaliser


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


Publication = tuple[str, int, datetime]
"""Account, version and moment: a publication that was rolled back leaves its number to another script."""


class Published(msgspec.Struct, frozen=True):
    """What answers now. ``version`` is None, and the index empty, where nothing was ever published."""

    version: int | None
    index: ScriptIndex


class ScriptLibrary:
    """Hands out the live script of each account. Shared by every thread of a process."""

    def __init__(self) -> None:
        self._normaliser = Normaliser()
        self._nothing = Published(None, ScriptIndex(Script(), self._normaliser))
        self._compiled: dict[str, tuple[Publication, Published]] = {}
        self._lock = Lock()

    def current(self, connection: Connection, account_id: str) -> Published:
        """The version that is live in this transaction, whole. Compiled when it is asked for the first time."""
        live = connection.execute(_LIVE, {"account": account_id}).first()
        if live is None:
            return self._nothing
        key = account_id, live.version, live.published_at
        with self._lock:
            kept = self._compiled.get(account_id)
            if kept is None or kept[0] != key:
                kept = self._compiled[account_id] = key, self._compile(connection, account_id, live.version)
            return kept[1]

    def _compile(self, connection: Connection, account_id: str, version: int) -> Published:
        try:
            return Published(version, ScriptIndex(load(connection, account_id, version), self._normaliser))
        except ScriptError as error:
            # To answer nothing and remember everything is better than to remember nothing.
            structlog.get_logger().error("script unreadable", account=account_id, version=version, error=str(error))
            return Published(version, self._nothing.index)
