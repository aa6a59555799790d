"""What every command starts with: the settings, and a database at the right level."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from app.preflight import check_database
from app.settings import Settings
from records.database import open_engine, writing


def open_database(settings: Settings) -> Engine:
    """The database of the settings. Raises ``NotReady`` when it cannot be used."""
    engine = open_engine(settings.database_url)
    check_database(engine)
    return engine


@contextmanager
def one_transaction(settings: Settings) -> Iterator[Connection]:
    """A transaction on the database of the settings, committed at the end."""
    engine = open_database(settings)
    with writing(engine) as connection:
        yield connection
    engine.dispose()
