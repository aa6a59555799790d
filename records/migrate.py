"""The way from the level that the database has to the one that the code needs."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from records.database import writing

LOCK = 4_820_761
"""The advisory lock of migrations, a number that nobody else on the server uses."""


def upgrade(engine: Engine) -> None:
    """Bring the database to the level of the code, with the data in it. Safe to call at any level."""
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            # Two processes that start together must not both migrate: the second waits, then has nothing to do.
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        command.upgrade(alembic_config(connection), "head")


def alembic_config(connection: Connection | None = None) -> Config:
    """Where the migrations are, and the connection to run them on."""
    config = Config()
    config.set_main_option("script_location", str(files("migrations")))
    config.attributes["connection"] = connection
    return config
