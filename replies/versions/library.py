"""The live script of each account, held compiled in memory."""

from datetime import datetime
from threading import Lock

import msgspec
import structlog
from sqlalchemy import Connection

from replies.language.rule import Script
from replies.language.source import ScriptError
from replies.matching.index import ScriptIndex
from replies.matching.normalise import Normaliser
from replies.versions.publishing import live_publication, load

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
        live = live_publication(connection, account_id)
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
