"""What every command starts with: the settings, and a database at the right level."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from app.preflight import check_database, open_address, unusable
from app.settings import Settings
from records.accounts import account_ids
from records.database import reading, writing


def open_database(settings: Settings) -> Engine:
    """The database of the settings. Raises ``NotReady`` when it cannot be used."""
    engine = open_address(settings.database_url)
    check_database(engine)
    return engine


@contextmanager
def one_database(settings: Settings) -> Iterator[Engine]:
    """The database of the settings, whose failures are told in a sentence. Raises ``NotReady``."""
    engine = open_database(settings)
    try:
        yield engine
    except OperationalError as error:
        raise unusable(engine, error) from error
    finally:
        engine.dispose()


@contextmanager
def one_transaction(settings: Settings) -> Iterator[Connection]:
    """A transaction on the database of the settings, committed at the end. Raises ``NotReady``."""
    with one_database(settings) as engine, writing(engine) as connection:
        yield connection


@contextmanager
def one_look(settings: Settings) -> Iterator[Connection]:
    """A transaction that only reads, and waits for nobody who writes. Raises ``NotReady``."""
    with one_database(settings) as engine, reading(engine) as connection:
        yield connection


@contextmanager
def one_shop(settings: Settings, account: str) -> Iterator[Engine]:
    """The database of the settings, which knows this account. Raises ``NotReady`` and ``typer.BadParameter``."""
    with one_database(settings) as engine:
        with reading(engine) as connection:
            known_account(connection, account)
        yield engine


def known_account(connection: Connection, account: str) -> None:
    """Raises ``typer.BadParameter`` for an account that is not there."""
    if account not in account_ids(connection):
        raise typer.BadParameter(f"there is no account {account!r}; `huitou account list` shows them")
