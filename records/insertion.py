"""Insert what is not there yet, in one statement, on either database."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], returning: Column[Any]
) -> set[Any]:
    """Insert the rows that collide with nothing; the value of ``returning`` of each that was inserted.

    Give the rows sorted by their key: two writers that insert in different orders lock each other out.
    """
    if not rows:
        return set()
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).on_conflict_do_nothing().returning(returning)
    return set(connection.execute(statement, list(rows)).scalars())
