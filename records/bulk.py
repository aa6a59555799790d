"""Many rows in one statement, for the path that every message takes.

SQLite takes rows as plain tuples, one after another in a compiled loop. PostgreSQL takes them all as one JSON
document, so that the text of a statement never depends on the number of rows. Either way the general machinery,
which costs several times the work of the database itself, is passed through once a group and not once a row.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    DateTime,
    Dialect,
    Insert,
    Table,
    Text,
    Update,
    bindparam,
    cast,
    column,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.selectable import TableValuedAlias
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine

from records.tables.types import Instant

Row = Sequence[Any]

_to_json = msgspec.json.Encoder().encode


class TextList(TypeDecorator[Sequence[str]]):
    """A list of texts as one parameter."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str:
        return _to_json(value).decode()


class one_of(FunctionElement[Any]):  # noqa: N801 - it reads as the SQL that it stands for
    """``one_of(column, bindparam(name, type_=TextList()))``: whether the column is one of the listed texts."""

    # Not a boolean to SQLAlchemy, which would compare it with 1 and so keep SQLite from its index.
    type = NullType()
    inherit_cache = True


@compiles(one_of, "sqlite")
def _one_of_sqlite(element: one_of, compiler: Any, **options: Any) -> str:
    tested, listed = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{tested} IN (SELECT value FROM json_each({listed}))"  # noqa: S608 - both are compiled by SQLAlchemy


@compiles(one_of, "postgresql")
def _one_of_postgresql(element: one_of, compiler: Any, **options: Any) -> str:
    tested, listed = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{tested} = ANY(ARRAY(SELECT json_array_elements_text(CAST({listed} AS JSON))))"


class BulkInsert:
    """Inserts rows of the named columns, each given as a tuple in their order."""

    def __init__(self, table: Table, *names: str) -> None:
        columns = [table.c[name] for name in names]
        rows = _rows_of_json(columns)
        document = insert(table).from_select(list(names), select(*rows.c))
        by_row = insert(table).values({column.name: bindparam(f"v{n}") for n, column in enumerate(columns)})
        self._statement = _Statement(columns, document, by_row)

    def run(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Raises ``sqlalchemy.exc.IntegrityError`` when a row collides."""
        self._statement.run(connection, rows)


class BulkUpdate:
    """Sets the named columns of the rows that have the given keys, each row a tuple of keys, then values."""

    def __init__(self, table: Table, keys: Sequence[str], names: Sequence[str]) -> None:
        columns = [table.c[name] for name in (*keys, *names)]
        rows = _rows_of_json(columns)
        document = update(table).values({name: rows.c[f"v{n}"] for n, name in enumerate(names, len(keys))})
        by_row = update(table).values({name: bindparam(f"v{n}") for n, name in enumerate(names, len(keys))})
        for n, key in enumerate(keys):
            document = document.where(table.c[key] == rows.c[f"v{n}"])
            by_row = by_row.where(table.c[key] == bindparam(f"v{n}"))
        self._statement = _Statement(columns, document, by_row)

    def run(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Rows whose keys are not there are passed over."""
        self._statement.run(connection, rows)


class _Statement:
    """One statement in both of its forms."""

    def __init__(self, columns: Sequence[Column[Any]], document: Insert | Update, by_row: Insert | Update) -> None:
        self._names = [f"v{n}" for n in range(len(columns))]
        self._moments = [n for n, column in enumerate(columns) if isinstance(column.type, Instant)]
        self._document = document
        compiled = by_row.compile(dialect=sqlite.dialect())
        self._by_row = str(compiled)
        self._order = [self._names.index(name) for name in compiled.positiontup or ()]

    def run(self, connection: Connection, rows: Sequence[Row]) -> None:
        if not rows:
            return
        if connection.dialect.name == "postgresql":
            given = _to_json([dict(zip(self._names, row, strict=True)) for row in rows])
            connection.execute(self._document, {"given": given.decode()})
        else:
            connection.exec_driver_sql(self._by_row, self._ordered(rows))

    def _ordered(self, rows: Sequence[Row]) -> list[Row]:
        """The rows as SQLite keeps them, in the order in which the statement asks for them."""
        columns: list[Any] = list(zip(*rows, strict=True))
        for n in self._moments:
            columns[n] = _as_kept(columns[n])
        return list(zip(*(columns[n] for n in self._order), strict=True))


def _rows_of_json(columns: Sequence[Column[Any]]) -> TableValuedAlias:
    """A table of the document ``given``, whose columns are ``v0``, ``v1``… of the types of the given ones."""
    typed = [column(f"v{n}", _plain(given.type)) for n, given in enumerate(columns)]
    rows = func.json_to_recordset(cast(bindparam("given", type_=Text()), JSON(none_as_null=True)))
    return rows.table_valued(*typed).render_derived(name="given", with_types=True)


def _plain(type_: TypeEngine[Any]) -> TypeEngine[Any]:
    """The type as PostgreSQL itself knows it."""
    return DateTime(timezone=True) if isinstance(type_, Instant) else type_


def _as_kept(moments: Iterable[datetime | None]) -> list[str | None]:
    """Moments as ``Instant`` keeps them on SQLite; most of a group are the same few."""
    written: dict[datetime | None, str | None] = {None: None}
    for moment in moments:
        if moment not in written and moment is not None:
            written[moment] = moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    return [written[moment] for moment in moments]
