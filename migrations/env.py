"""Runs migrations on the connection that ``records.migrate`` hands over, and compares the tables with what is there."""

from typing import Literal

from alembic import context
from sqlalchemy import DefaultClause
from sqlalchemy.sql.elements import False_, True_

from records.tables import metadata
from records.tables.types import Instant


def render(kind: str, item: object, _: object) -> str | Literal[False]:
    """What a migration says where Alembic's own words would need our code, or one database."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "server_default" and isinstance(item, DefaultClause) and isinstance(item.arg, True_ | False_):
        return f"sa.{item.arg}()"
    return False


given = context.config.attributes
context.configure(
    connection=given["connection"],
    target_metadata=given.get("metadata", metadata),
    autogenerate_plugins=["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"],
    compare_server_default=True,
    render_as_batch=True,
    render_item=render,
)
with context.begin_transaction():
    context.run_migrations()
