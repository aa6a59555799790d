"""The migrations make exactly the schema that the code speaks of, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Engine, insert, inspect
from sqlalchemy.exc import IntegrityError, StatementError

from records.database import open_engine, reading, writing
from records.migrate import alembic_config, upgrade
from records.schema import LEVEL, present_level
from records.tables import accounts, metadata, point_balances, touchpoints
from tests.factories import NOON, make_account, make_contact


def test_the_migrated_database_is_the_one_that_the_tables_describe(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_every_invariant_that_the_tables_state_is_stated_in_the_database(engine: Engine) -> None:
    found = {check["name"] for table in metadata.tables for check in inspect(engine).get_check_constraints(table)}
    stated = {
        constraint.name
        for table in metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    assert found == stated


def test_the_level_that_the_code_needs_is_the_last_migration() -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_current_head() == LEVEL


def test_migrating_again_changes_nothing_and_keeps_what_is_there(engine: Engine) -> None:
    with writing(engine) as connection:
        make_account(connection)
    upgrade(engine)
    assert present_level(engine) == LEVEL
    with reading(engine) as connection:
        assert connection.execute(accounts.select()).one().id == "main"


def test_two_processes_that_migrate_at_once_both_find_it_migrated(postgresql: Engine, tmp_path: Path) -> None:
    name = f"huitou_test_{tmp_path.name.replace('-', '_')}"
    with postgresql.connect() as server:
        server.exec_driver_sql(f"DROP DATABASE IF EXISTS {name}")
        server.exec_driver_sql(f"CREATE DATABASE {name}")
    engines = [open_engine(postgresql.url.set(database=name).render_as_string(hide_password=False)) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(upgrade, engines))
    assert {present_level(engine) for engine in engines} == {LEVEL}
    for engine in engines:
        engine.dispose()
    with postgresql.connect() as server:
        server.exec_driver_sql(f"DROP DATABASE {name}")


def test_a_database_that_was_never_migrated_has_no_level(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    assert present_level(engine) is None
    engine.dispose()


def test_a_negative_balance_is_refused_by_the_database_itself(engine: Engine) -> None:
    with writing(engine) as connection:
        make_account(connection)
        contact = make_contact(connection)
    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(insert(point_balances).values(contact_id=contact.id, balance=-1))


def test_a_touchpoint_of_nobody_we_know_is_refused_by_the_database_itself(engine: Engine) -> None:
    row = {
        "key": "k",
        "account_id": "nowhere",
        "direction": "in",
        "kind": "text",
        "text": "",
        "subject": "",
        "body": "",
    }
    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(insert(touchpoints).values(**row, occurred_at=NOON, recorded_at=NOON))


def test_a_moment_without_a_time_zone_is_refused(sqlite_engine: Engine) -> None:
    naive = accounts.update().values(created_at=NOON.replace(tzinfo=None))
    with writing(sqlite_engine) as connection, pytest.raises(StatementError, match="needs a time zone"):
        connection.execute(naive)
