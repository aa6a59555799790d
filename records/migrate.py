"""The way from the level that the database has to the one that the code needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from records.schema import LEVEL, present_level

LOCK = 4_820_761
"""The advisory lock of migrations, a number that nobody else on the server uses."""


class BrokenReference(Exception):
    """A migration would leave rows that refer to others which are not there."""


def upgrade(engine: Engine) -> None:
    """Bring the database to the level of the code, with the data in it. Safe to call at any level.

    Raises ``BrokenReference``.
    """
    if present_level(engine) == LEVEL:
        return
    with migrating(engine) as config:
        command.upgrade(config, "head")


@contextmanager
def migrating(engine: Engine) -> Iterator[Config]:
    """For Alembic's commands: one transaction, in which nobody else migrates and tables may be rebuilt with their rows.

    Raises ``BrokenReference``.
    """
    alone = _alone_on_sqlite if engine.dialect.name == "sqlite" else _alone_on_postgresql
    with engine.connect() as connection, alone(connection):
        yield alembic_config(connection)


def alembic_config(connection: Connection | None = None) -> Config:
    """Where the migrations are, and the connection to run them on."""
    config = Config()
    config.set_main_option("script_location", str(files("migrations")))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _alone_on_postgresql(connection: Connection) -> Iterator[None]:
    """Two processes that start together must not both migrate: the second waits, then has nothing to do."""
    with connection.begin():
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        yield


@contextmanager
def _alone_on_sqlite(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making another and dropping the first, which rows that refer to it would forbid."""
    with _references_unwatched(connection), connection.begin():
        yield
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise BrokenReference(
                f"rows refer to what is not there, in {', '.join(sorted({row[0] for row in broken}))}"
            )


@contextmanager
def _references_unwatched(connection: Connection) -> Iterator[None]:
    """To be entered before the transaction begins: within one SQLite does not listen."""
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
