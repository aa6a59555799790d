"""The live script of each account, held compiled in memory."""

from concurrent.futures import Future, wait
from datetime import datetime
from threading import Lock, Thread
from time import monotonic

import msgspec
import structlog
from sqlalchemy import Connection

from replies.language.rule import Script
from replies.language.source import ScriptError
from replies.matching.index import ScriptIndex
from replies.matching.normalise import Normaliser
from replies.versions.publishing import Kept, decode, live_publication, live_publications, load_kept, was_published

PATIENCE_SECONDS = 0.5
"""How long from its beginning turns wait for a compilation: a channel waits five seconds, and others wait behind."""


class Publication(msgspec.Struct, frozen=True):
    """What was published when: a publication that was rolled back leaves its number to another script."""

    account_id: str
    version: int
    at: datetime


class Published(msgspec.Struct, frozen=True):
    """What answers now. ``version`` is None, and the index empty, where nothing was ever published."""

    version: int | None
    index: ScriptIndex


class _Compiled(msgspec.Struct, frozen=True):
    publication: Publication
    published: Published


class _Begun(msgspec.Struct, frozen=True):
    """The last compilation of an account that was begun; turns wait for it until ``patience``, of the monotonic clock.

    Once finished it stays, so that who looked for it a moment earlier does not begin it again.
    """

    publication: Publication
    future: Future[Published]
    patience: float


class ScriptLibrary:
    """Hands out the live script of each account. Shared by every thread of a process.

    A script is compiled on a thread of its own, one at a time, while the one before it goes on answering. The thread
    ends with its work, and a process that ends does not wait for it.
    """

    def __init__(self) -> None:
        self._normaliser = Normaliser()
        self._nothing = Published(None, ScriptIndex(Script(), self._normaliser))
        self._compiled: dict[str, _Compiled] = {}
        self._begun: dict[str, _Begun] = {}
        self._lock = Lock()
        self._one_at_a_time = Lock()

    def current(self, connection: Connection, account_id: str) -> Published:
        """The version that is live in this transaction, or for a moment the whole one before it.

        The one before it answers while a new one is compiled for longer than half a second.
        """
        live = _live(connection, account_id)
        if live is None:
            return self._nothing
        held = self._compiled.get(account_id)
        if held is not None and held.publication == live:
            return held.published
        begun = self._begin(connection, live)
        if held is None or not _stands(connection, held.publication):
            return begun.future.result()
        wait((begun.future,), max(0.0, begun.patience - monotonic()))
        return begun.future.result() if begun.future.done() else held.published

    def refresh(self, connection: Connection) -> None:
        """Begin to compile whatever is live and not compiled yet, of every account."""
        for row in live_publications(connection):
            live = Publication(row.account_id, row.version, row.published_at)
            held = self._compiled.get(live.account_id)
            if held is None or held.publication != live:
                self._begin(connection, live)

    def _begin(self, connection: Connection, live: Publication) -> _Begun:
        """The compilation of a publication, which is under way or done from here on."""
        last = self._begun.get(live.account_id)
        if last is not None and last.publication == live:
            return last
        kept = load_kept(connection, live.account_id, live.version)
        begun = _Begun(live, Future(), monotonic() + PATIENCE_SECONDS)
        with self._lock:
            last = self._begun.get(live.account_id)
            if last is not None and last.publication == live:
                return last
            # Started first: where no thread can be had, nobody waits for one.
            Thread(target=self._finish, args=(begun, kept), name="script-library", daemon=True).start()
            self._begun[live.account_id] = begun
        return begun

    def _finish(self, begun: _Begun, kept: Kept) -> None:
        with self._one_at_a_time:
            published = self._compile(begun.publication, kept)
        with self._lock:
            # Never over a newer one, which may have been compiled first.
            if self._begun[begun.publication.account_id] is begun:
                self._compiled[begun.publication.account_id] = _Compiled(begun.publication, published)
        begun.future.set_result(published)

    def _compile(self, publication: Publication, kept: Kept) -> Published:
        try:
            return Published(publication.version, ScriptIndex(decode(kept), self._normaliser))
        except Exception as error:
            # To answer nothing and remember everything is better than to remember nothing.
            reason = str(error) if isinstance(error, ScriptError) else repr(error)
            account, version = publication.account_id, publication.version
            structlog.get_logger().error("script unreadable", account=account, version=version, error=reason)
            return Published(version, self._nothing.index)


def _live(connection: Connection, account_id: str) -> Publication | None:
    row = live_publication(connection, account_id)
    return None if row is None else Publication(account_id, row.version, row.published_at)


def _stands(connection: Connection, publication: Publication) -> bool:
    return was_published(connection, publication.account_id, publication.version, publication.at)
