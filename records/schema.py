"""The schema's level: what the code needs, and what a database has. Alembic itself is for ``records.migrate``."""

from sqlalchemy import Engine, inspect

from records.database import reading

LEVEL = "0002"
"""The last migration. Whoever adds one writes its name here; a test holds the two together."""


def present_level(engine: Engine) -> str | None:
    """The level that the database is at, None for one that was never migrated."""
    with reading(engine) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
