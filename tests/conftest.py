"""What every test may ask for: a migrated database of its own, on SQLite and on PostgreSQL."""

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import structlog
from hypothesis import settings
from sqlalchemy import Engine, create_engine

from records.database import open_engine
from records.migrate import upgrade

POSTGRESQL = os.environ.get("HUITOU_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
CI = os.environ.get("CI") == "true"

# A verdict on a change must not hang on the dice; elsewhere they are thrown anew each time.
settings.register_profile("ci", derandomize=True)
if CI:
    settings.load_profile("ci")


@pytest.fixture(autouse=True)
def plain_logs() -> None:
    """A test that reads the log reads it from standard output, whatever one before it has set up."""
    structlog.reset_defaults()


def postgresql_listens() -> bool:
    address = create_engine(POSTGRESQL).url
    try:
        socket.create_connection((address.host or "127.0.0.1", address.port or 5432), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Engine]:
    """The server that test databases are made on; without one the test is skipped, and says so."""
    if not postgresql_listens():
        message = f"no PostgreSQL listens at {create_engine(POSTGRESQL).url.render_as_string()}"
        pytest.fail(message) if CI else pytest.skip(message)
    server = create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
    yield server
    server.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that the real migrations made, to be copied."""
    file = tmp_path_factory.mktemp("template") / "huitou.db"
    engine = open_engine(f"sqlite:///{file}")
    upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def postgresql_template(postgresql: Engine) -> Iterator[str]:
    """A database that the real migrations made, to be used as a template."""
    with _database_on(postgresql) as name:
        engine = open_engine(_address(name))
        upgrade(engine)
        engine.dispose()
        yield name


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a migrated SQLite database that nobody else uses."""
    file = tmp_path / "huitou.db"
    shutil.copy(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgresql_url(postgresql: Engine, postgresql_template: str) -> Iterator[str]:
    """The address of a migrated PostgreSQL database that nobody else uses."""
    with _database_on(postgresql, postgresql_template) as name:
        yield _address(name)


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """The address of an SQLite database that was never migrated."""
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def empty_postgresql_url(postgresql: Engine) -> Iterator[str]:
    """The address of a PostgreSQL database that was never migrated."""
    with _database_on(postgresql) as name:
        yield _address(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An engine on a database that was never migrated: the test runs on SQLite and on PostgreSQL."""
    engine = open_engine(request.getfixturevalue(f"empty_{request.param}_url"))
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Runs the test twice: on SQLite and on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a migrated database: the test runs on SQLite and on PostgreSQL."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_engine(sqlite_url: str) -> Iterator[Engine]:
    """An engine on a migrated SQLite database, where the kind of database does not matter."""
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


@contextmanager
def _database_on(server: Engine, template: str = "template1") -> Iterator[str]:
    """The name of a new database, gone after the block whatever happens in it."""
    name = f"huitou_test_{uuid4().hex}"
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield name
    finally:
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def _address(database: str) -> str:
    return create_engine(POSTGRESQL).url.set(database=database).render_as_string(hide_password=False)
