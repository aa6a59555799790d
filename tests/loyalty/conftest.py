"""The shop that these tests play in."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import msgspec
import pytest
from sqlalchemy import Engine

from records.database import open_engine, writing
from tests.factories import make_account, make_contact, make_store

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Shop(msgspec.Struct, frozen=True):
    """Account ``main`` with the stores riverside (滨江店) and westside (城西店), and the contacts Lin and Wang."""

    engine: Engine
    lin: str
    wang: str


@pytest.fixture
def shop(engine: Engine) -> Shop:
    """A shop with nothing to give away yet, on SQLite and on PostgreSQL."""
    return furnish(engine)


@pytest.fixture
def sqlite_shop(sqlite_engine: Engine) -> Shop:
    return furnish(sqlite_engine)


@pytest.fixture
def postgresql_shop(postgresql_url: str) -> Iterator[Shop]:
    """The shop on PostgreSQL, where more than one transaction can write at a time."""
    engine = open_engine(postgresql_url)
    yield furnish(engine)
    engine.dispose()


def furnish(engine: Engine) -> Shop:
    with writing(engine) as connection:
        make_account(connection)
        make_store(connection)
        make_store(connection, "westside", "城西店")
        lin, wang = make_contact(connection), make_contact(connection, "o-wang")
    return Shop(engine, lin.id, wang.id)
