"""The schema's level: what the database has, what the code needs, and the way from one to the other."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from records.database import reading, writing


def upgrade(engine: Engine) -> None:
    """Bring the database to the level of the code, with the data in it. Safe to call at any level."""
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            # Two processes that start together must not both migrate: the second waits, then has nothing to do.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(4820761)")
        command.upgrade(_config(connection), "head")


def needed_level() -> str | None:
    """The level that this code needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def present_level(engine: Engine) -> str | None:
    """The level that the database is at, None for one that was never migrated."""
    with reading(engine) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("migrations")))
    config.attributes["connection"] = connection
    return config
