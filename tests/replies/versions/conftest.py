"""A shop with one published script."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from records.database import open_engine, writing
from replies.versions.publishing import publish
from tests.factories import NOON, make_account


def script(answer: str, name: str = "时间") -> str:
    """A script of one rule, with a comment."""
    return f"# 我们的脚本\nrules:\n  - name: {name}\n    when: {{text: {{contains: 几点}}}}\n    say: {answer}\n"


@pytest.fixture
def shop(engine: Engine) -> Engine:
    """On SQLite and on PostgreSQL, with 八点 as version 1."""
    return opened(engine)


@pytest.fixture
def sqlite_shop(sqlite_engine: Engine) -> Engine:
    return opened(sqlite_engine)


def opened(engine: Engine) -> Engine:
    with writing(engine) as connection:
        make_account(connection)
        publish(connection, "main", script("八点"), "第一份", NOON, "店长")
    return engine


@pytest.fixture
def postgresql_shop(postgresql_url: str) -> Iterator[Engine]:
    engine = open_engine(postgresql_url)
    yield opened(engine)
    engine.dispose()
