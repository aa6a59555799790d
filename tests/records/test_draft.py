"""What ``make migration`` drafts on SQLite runs as it is, on both databases and with rows in the tables."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Boolean, CheckConstraint, Column, Engine, ForeignKey, Integer, MetaData, Table, Text, true

from migrations.draft import draft
from records.database import reading
from records.migrate import migrating
from records.schema import LEVEL
from records.tables import contacts, metadata
from records.tables.types import Instant, Serial
from tests.factories import make_account, make_contact

MIGRATIONS = Path(__file__).parents[2] / "migrations"

Elsewhere = Callable[[Config], Config]


def tables_of_tomorrow() -> MetaData:
    """The tables, with one more and with a column more in one that others refer to."""
    tomorrow = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        table.to_metadata(tomorrow)
    Table(
        "tomorrows",
        tomorrow,
        Column("id", Serial, primary_key=True, autoincrement=True),
        Column("contact_id", ForeignKey("contacts.id"), nullable=False, index=True),
        Column("text", Text, nullable=False),
        CheckConstraint("text <> ''", name="text"),
        Column("listed", Boolean, nullable=False, server_default=true()),
        Column("written_at", Instant, nullable=False),
    )
    Table(
        "contacts",
        tomorrow,
        Column("tomorrow", Integer, nullable=False, server_default="1"),
        CheckConstraint("tomorrow > 0", name="tomorrow"),
        extend_existing=True,
    )
    return tomorrow


@pytest.fixture
def tomorrow(tmp_path: Path) -> Elsewhere:
    """Points Alembic to a copy of the migrations, and to the tables of tomorrow."""
    folder = shutil.copytree(MIGRATIONS, tmp_path / "migrations")

    def point(config: Config) -> Config:
        config.set_main_option("script_location", str(folder))
        config.attributes["metadata"] = tables_of_tomorrow()
        return config

    return point


def test_a_drafted_migration_runs_with_rows_in_the_tables(
    sqlite_engine: Engine, empty_engine: Engine, tomorrow: Elsewhere, tmp_path: Path
) -> None:
    with migrating(sqlite_engine) as config:
        draft(tomorrow(config), "what_tomorrow_brings")
    (file,) = tmp_path.glob(f"migrations/versions/{int(LEVEL) + 1:04}_*.py")
    assert file.name.endswith("_what_tomorrow_brings.py")
    assert "import records" not in file.read_text()
    with migrating(empty_engine) as config:
        connection = config.attributes["connection"]
        command.upgrade(tomorrow(config), LEVEL)
        make_account(connection)
        lin = make_contact(connection)
        command.upgrade(config, "head")
        command.check(config)
    with reading(empty_engine) as connection:
        assert connection.execute(contacts.select()).one().id == lin.id
        assert connection.exec_driver_sql("SELECT tomorrow FROM contacts").scalar_one() == 1
