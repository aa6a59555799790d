"""The turn runner: many turns, one commit, no answer before it.

A durable commit costs far more than the rows it carries. So the turns that wait at the same moment share one
transaction, and every one of them is answered only after its commit. When anything in a shared transaction fails,
all of it is rolled back and each turn is tried again alone: the one that fails then fails by itself.

On SQLite one lane (a thread) does all the writing of a process. On PostgreSQL there are a few; turns of one key
always meet on the same lane, one to a transaction, in the order in which they came.
"""

import asyncio
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, Protocol, TypeVar
from zlib import crc32

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from records.database import writing

T = TypeVar("T")
Item = TypeVar("Item", contravariant=True)
Result = TypeVar("Result", covariant=True)

GROUP_LIMIT = 256
QUEUE_LIMIT = 5_000
"""More than a few seconds of work: a channel that is told so at once tries again, one that waits gives up."""
POSTGRESQL_LANES = 2
CLASHES = frozenset({"40001", "40P01"})
"""PostgreSQL's codes for a serialization failure and a deadlock: nothing was written, so it is done again."""
TRIES_OF_A_CLASH = 4
UNUSABLE = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})
"""SQLite's codes for a database that takes nothing from anybody now."""


class GroupTurn(Protocol[Item, Result]):
    """The work of several turns with different keys in one transaction: a result per item, in their order."""

    def __call__(self, connection: Connection, items: Sequence[Item], /) -> Sequence[Result]: ...


class Stopped(Exception):
    """The runner is closing and began nothing of this turn. Ask again."""


class Overloaded(Exception):
    """Too many turns wait; nothing of this one was begun. Ask again in a moment."""


class TurnRunner:
    """Runs turns for an event loop on the lanes of one database."""

    def __init__(self, engine: Engine) -> None:
        lanes = POSTGRESQL_LANES if engine.dialect.name == "postgresql" else 1
        self._lanes = [_Lane(engine, f"turns-{number}") for number in range(lanes)]

    @property
    def waiting(self) -> int:
        """How many turns wait to be begun."""
        return sum(lane.waiting for lane in self._lanes)

    @property
    def finished(self) -> int:
        """How many turns have been answered since the start."""
        return sum(lane.finished for lane in self._lanes)

    async def run(self, turn: Callable[[Connection], T], key: str = "") -> T:
        """What ``turn`` returns, once it is committed.

        Raises what the turn or its commit raised, after rolling it back; ``Overloaded`` or ``Stopped`` when it was
        not begun. Turns that share a non-empty ``key`` run one after another.
        """
        result: T = await self.join(_run_each, turn, key)
        return result

    async def join(self, work: GroupTurn[Item, Result], item: Item, key: str) -> Result:
        """The result of ``work`` for ``item``, which shares a transaction with items of other keys.

        Promises and errors are those of ``run``. Because a failed group is tried again item by item, ``work`` must
        leave no trace outside its connection.
        """
        lane = self._lanes[crc32(key.encode()) % len(self._lanes)]
        result: Result = await lane.submit(work, item, key)
        return result

    def stop(self) -> None:
        """Finish every turn that was begun or waits, refuse new ones, end the threads."""
        for lane in self._lanes:
            lane.stop()


class _Waiting:
    """A turn in the queue, with the future that its caller awaits."""

    __slots__ = ("future", "item", "key", "work")

    def __init__(self, work: GroupTurn[Any, Any], item: Any, key: str, future: asyncio.Future[Any]) -> None:
        self.work = work
        self.item = item
        self.key = key
        self.future = future


class _Lane:
    """A thread that takes what waits, commits it together, and tells the callers."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._queue: deque[_Waiting] = deque()
        self._changed = threading.Condition()
        self._stopping = False
        self.finished = 0
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        return len(self._queue)

    def submit(self, work: GroupTurn[Any, Any], item: Any, key: str) -> asyncio.Future[Any]:
        future = asyncio.get_running_loop().create_future()
        with self._changed:
            if self._stopping:
                raise Stopped
            if len(self._queue) >= QUEUE_LIMIT:
                raise Overloaded
            self._queue.append(_Waiting(work, item, key, future))
            self._changed.notify()
        return future

    def stop(self) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join()

    def _work(self) -> None:
        while group := self._take():
            for turns, results in self._run(group):
                _settle(turns, results)
                self.finished += len(turns)

    def _take(self) -> list[_Waiting]:
        """The next group: of every key the first turn that waits. Empty when the lane is to end."""
        with self._changed:
            while not self._queue and not self._stopping:
                self._changed.wait()
            group: dict[object, _Waiting] = {}
            later: list[_Waiting] = []
            while self._queue and len(group) < GROUP_LIMIT and len(later) < GROUP_LIMIT:
                turn = self._queue.popleft()
                if turn.key in group:
                    later.append(turn)
                else:
                    group[turn.key or turn] = turn
            self._queue.extendleft(reversed(later))
            return list(group.values())

    def _run(self, group: list[_Waiting]) -> Iterator[tuple[list[_Waiting], list[Any]]]:
        """The turns with a result or an exception for each, as soon as it is known."""
        try:
            done = self._commit(group)
        except Exception as error:
            if len(group) > 1 and not _meets_everybody(error):
                for turn in group:
                    yield from self._run([turn])
                return
            done = [error] * len(group)
        yield group, done

    def _commit(self, group: list[_Waiting]) -> list[Any]:
        tries = TRIES_OF_A_CLASH
        while True:
            try:
                with writing(self._engine) as connection:
                    return _work_through(connection, group)
            except DBAPIError as error:
                tries -= 1
                if not tries or getattr(error.orig, "sqlstate", None) not in CLASHES:
                    raise


def _meets_everybody(error: Exception) -> bool:
    """Whether the next turn would fare no better: the database is away, or somebody else keeps it locked."""
    if isinstance(error, PoolTimeout):
        return True
    cause = getattr(error, "orig", None)
    if isinstance(cause, sqlite3.Error):
        return cause.sqlite_errorcode & 0xFF in UNUSABLE
    return isinstance(error, OperationalError) and getattr(cause, "sqlstate", None) is None


def _run_each(connection: Connection, turns: Sequence[Callable[[Connection], T]]) -> list[Any]:
    return [_attempt(connection, turn) for turn in turns]


def _attempt(connection: Connection, turn: Callable[[Connection], T]) -> T | Exception:
    """What the turn returns, or what it refused with, all of it taken back: the turns beside it stand."""
    try:
        with connection.begin_nested():
            return turn(connection)
    except SQLAlchemyError:
        raise
    except Exception as refusal:
        return refusal


def _work_through(connection: Connection, group: list[_Waiting]) -> list[Any]:
    """The results of a group's turns in their order; turns of the same work are handed to it together."""
    together: dict[Any, list[int]] = {}
    for position, turn in enumerate(group):
        together.setdefault(turn.work, []).append(position)
    results: list[Any] = [None] * len(group)
    for work, positions in together.items():
        done = work(connection, [group[position].item for position in positions])
        for position, result in zip(positions, done, strict=True):
            results[position] = result
    return results


def _settle(group: list[_Waiting], results: list[Any]) -> None:
    """Hand the results over to the event loops, with one wake-up for each of them."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Any]]] = {}
    for turn, result in zip(group, results, strict=True):
        by_loop.setdefault(turn.future.get_loop(), []).append((turn.future, result))
    for loop, settled in by_loop.items():
        # A loop that has closed meanwhile has nobody left who waits.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(_deliver, settled)


def _deliver(settled: list[tuple[asyncio.Future[Any], Any]]) -> None:
    for future, result in settled:
        if future.cancelled():
            continue
        if isinstance(result, Exception):
            future.set_exception(result)
        else:
            future.set_result(result)
