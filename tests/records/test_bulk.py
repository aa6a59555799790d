"""Many rows at once are written and found as single ones would be, and through an index."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, bindparam, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError

from records.bulk import BulkInsert, BulkUpdate, TextList, one_of
from records.contacts import _LOCK
from records.database import reading, writing
from records.tables import accounts, stores
from records.touchpoints import _FIRST_ANSWERS
from tests.factories import NOON, make_account

INSERT = BulkInsert(stores, "id", "account_id", "name", "created_at")
RENAME = BulkUpdate(stores, ["id"], ["name"])
NAMED = select(stores.c.id, stores.c.name).where(one_of(stores.c.id, bindparam("ids", type_=TextList())))

# What PostgreSQL can keep at all: no NUL, no lone surrogate.
TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.dictionaries(TEXTS.filter(lambda text: len(text) <= 20), TEXTS, min_size=1, max_size=8))
def test_any_text_comes_back_as_it_went_in(engine: Engine, names: dict[str, str]) -> None:
    with writing(engine) as connection:
        connection.execute(stores.delete())
        connection.execute(accounts.delete())
        make_account(connection)
        INSERT.run(connection, [(id_, "main", name, NOON) for id_, name in names.items()])
        found = {row.id: row.name for row in connection.execute(NAMED, {"ids": list(names)})}
        (moment, *_) = connection.execute(select(stores.c.created_at)).scalars()
    assert found == names
    assert moment == NOON


def test_many_rows_are_changed_by_their_keys_and_others_are_left(engine: Engine) -> None:
    with writing(engine) as connection:
        make_account(connection)
        INSERT.run(connection, [(id_, "main", "旧", NOON) for id_ in ("a", "b", "c")])
        RENAME.run(connection, [("a", "一"), ("c", "三"), ("nowhere", "无")])
        names = connection.execute(select(stores.c.name).order_by(stores.c.id)).scalars().all()
    assert names == ["一", "旧", "三"]


def test_a_row_that_collides_is_refused_with_all_of_its_group(engine: Engine) -> None:
    with writing(engine) as connection:
        make_account(connection)
        connection.execute(insert(stores).values(id="a", account_id="main", name="?", created_at=NOON))
    with pytest.raises(IntegrityError), writing(engine) as connection:
        INSERT.run(connection, [("b", "main", "?", NOON), ("a", "main", "?", NOON)])
    with reading(engine) as connection:
        assert connection.execute(select(stores.c.id)).scalars().all() == ["a"]


def test_no_rows_are_no_work(engine: Engine) -> None:
    with writing(engine) as connection:
        INSERT.run(connection, [])
        assert connection.execute(NAMED, {"ids": []}).all() == []


@pytest.mark.parametrize("query", [_LOCK, _FIRST_ANSWERS], ids=["contacts", "answers"])
def test_the_lists_of_the_hot_path_are_looked_up_in_an_index(sqlite_engine: Engine, query: object) -> None:
    compiled = query.compile(dialect=sqlite.dialect())  # type: ignore[attr-defined]
    given = {"account": "main", "openids": json.dumps(["o"]), "keys": json.dumps(["k"])} | compiled.params
    values = tuple(given[name] if given[name] is not None else "[]" for name in compiled.positiontup)
    with reading(sqlite_engine) as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values)]
    assert not [step for step in plan if step.startswith("SCAN") and "json_each" not in step], plan
