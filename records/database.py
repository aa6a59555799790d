"""Engines: SQLite as one careful writer with free readers, PostgreSQL as it comes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

BUSY_TIMEOUT_MS = 5_000
CHECKPOINT_PAGES = 8_000
"""32 MB. A group of turns writes some 3 MB; SQLite's own 4 MB had every other commit wait for a checkpoint."""
LOCK_TIMEOUT_MS = 1_500
"""Short beside the five seconds that a channel waits: a stuck row must not hold up whoever waits behind it."""
CONNECT_SECONDS = 3
SILENCE_MS = 4_000
"""How long a server may leave what we sent unacknowledged before the connection counts as dead."""


def open_engine(url: str) -> Engine:
    """An engine for a ``sqlite:///`` or ``postgresql://`` address.

    SQLite: write-ahead log, every commit on the disk before it returns, foreign keys on, busy timeout 5 s.
    Raises ``sqlalchemy.exc.ArgumentError`` for an address that cannot be read.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return _open_sqlite(url, address.database)
    return _open_postgresql(url)


def _open_sqlite(url: str, file: str | None) -> Engine:
    if file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        # What customers say is nobody else's on this machine.
        Path(file).touch(mode=0o600)
    engine = create_engine(
        url, hide_parameters=True, connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000}
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # The driver's own transactions begin deferred, which loses updates between a read and a write.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _open_postgresql(url: str) -> Engine:
    address = make_url(url)
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    engine = create_engine(
        address,
        hide_parameters=True,
        connect_args={
            "options": f"-c lock_timeout={LOCK_TIMEOUT_MS} -c timezone=UTC",
            # A plan made while a table was small is kept for ever, and reads all of it once it is large. One group
            # of turns is six statements, so planning each anew costs a message next to nothing.
            "prepare_threshold": None,
            "connect_timeout": CONNECT_SECONDS,
            "tcp_user_timeout": SILENCE_MS,
        },
    )
    # Many rows in one INSERT: psycopg's executemany costs the server a round of work per row.
    engine.dialect.use_insertmanyvalues_wo_returning = True
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that may write, committed at the end, rolled back when the block raises."""
    with engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads and, on SQLite, waits for no writer."""
    with engine.connect().execution_options(reading=True) as connection, connection.begin():
        yield connection


@contextmanager
def undone(engine: Engine) -> Iterator[Connection]:
    """A transaction in which everything may be tried: it is always rolled back.

    On SQLite it keeps everybody else from writing while it lasts, so it must not last.
    """
    with engine.connect() as connection:
        transaction = connection.begin()
        try:
            yield connection
        finally:
            transaction.rollback()
