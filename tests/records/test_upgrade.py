"""A database with a shop in it is brought to the level of the code, and the shop is still there."""

import pytest
from alembic import command
from sqlalchemy import Engine, delete
from sqlalchemy.exc import IntegrityError

from records.database import reading
from records.migrate import BrokenReference, migrating, upgrade
from records.schema import LEVEL, present_level
from records.tables import contacts
from tests.records.first_level import FIRST_LEVEL, fill, rows_in, tables_of


def test_a_shop_of_the_first_level_is_still_there_at_the_last(empty_engine: Engine) -> None:
    with migrating(empty_engine) as config:
        command.upgrade(config, FIRST_LEVEL)
        connection = config.attributes["connection"]
        tables = tables_of(connection)
        fill(connection, tables)
        before = rows_in(connection, tables)
    assert [name for name, rows in before.items() if len(rows) != 1] == []
    upgrade(empty_engine)
    assert present_level(empty_engine) == LEVEL
    with reading(empty_engine) as connection:
        assert rows_in(connection, tables) == before


def test_a_migration_that_loses_what_others_refer_to_is_undone(empty_engine: Engine) -> None:
    with migrating(empty_engine) as config:
        command.upgrade(config, FIRST_LEVEL)
        tables = tables_of(config.attributes["connection"])
        fill(config.attributes["connection"], tables)
    with pytest.raises((BrokenReference, IntegrityError), match="contact"), migrating(empty_engine) as config:
        config.attributes["connection"].execute(delete(contacts))
    with reading(empty_engine) as connection:
        assert connection.execute(contacts.select()).one().id == "lin"
