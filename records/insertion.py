"""Insert what is not there yet, or renew what is, in one statement, on either database."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table, TextClause, or_
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


def put(
    connection: Connection,
    table: Table,
    row: Mapping[str, Any],
    key: Sequence[str],
    renewed: Sequence[str],
    *,
    besides: Sequence[str] = (),
    among: TextClause | None = None,
) -> bool:
    """Insert the row, or give the one that has its ``key`` the new values of ``renewed``; False if it had them all.

    ``besides`` are renewed with them, and alone are no reason to. Where the key is unique only among some rows,
    ``among`` is the condition of that index, in its own words.
    """
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(dict(row))
    differs = or_(*(table.c[name].is_distinct_from(statement.excluded[name]) for name in renewed))
    statement = statement.on_conflict_do_update(
        index_elements=list(key),
        index_where=among,
        set_={name: statement.excluded[name] for name in (*renewed, *besides)},
        where=differs,
    )
    return connection.execute(statement.returning(table.c[key[0]])).first() is not None
