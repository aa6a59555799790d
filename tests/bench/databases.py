"""Databases for the bench, made and dropped by itself."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from uuid import uuid4

from sqlalchemy import URL, create_engine, make_url

Database = Literal["sqlite", "postgresql"]

POSTGRESQL = os.environ.get("HUITOU_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")


class NoPostgreSQL(Exception):
    """Nothing listens where PostgreSQL should be."""

    def __init__(self, address: URL) -> None:
        super().__init__(f"no PostgreSQL listens at {address.render_as_string()}; HUITOU_TEST_POSTGRESQL names another")


@contextmanager
def made(database: Database, folder: Path) -> Iterator[str]:
    """The address of an empty database, dropped afterwards. Raises ``NoPostgreSQL``."""
    if database == "sqlite":
        yield f"sqlite:///{folder / 'bench.db'}"
        return
    address = make_url(POSTGRESQL)
    try:
        socket.create_connection((address.host or "127.0.0.1", address.port or 5432), timeout=1).close()
    except OSError as error:
        raise NoPostgreSQL(address) from error
    name = f"huitou_bench_{uuid4().hex}"
    server = create_engine(address, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield address.set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        server.dispose()
