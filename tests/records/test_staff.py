"""Staff are let in, found by their name however it is typed, and let in no more."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from records.database import writing
from records.sessions import close_session, open_session, session_of
from records.staff import Staff, dismiss, find_active, make_staff, set_password, staff_of
from tests.factories import NOON, make_account, make_store


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A shop with one store, and a bakery."""
    with writing(engine) as connection:
        make_account(connection)
        make_account(connection, "bakery")
        make_store(connection)
        yield connection


def let_in(connection: Connection, username: str, name: str = "", account_id: str = "main") -> Staff:
    return make_staff(
        connection,
        account_id=account_id,
        username=username,
        name=name,
        role="cashier",
        password_hash="first",
        now=NOON,
        store_id="riverside",
    )


def test_a_name_is_found_in_any_case_width_and_between_blanks(connection: Connection) -> None:
    wang = let_in(connection, " Wang", "小王")
    for typed in ("wang", "WANG ", "ｗａｎｇ"):
        assert find_active(connection, typed) == (wang, "first")
    assert find_active(connection, "li") is None


def test_a_signature_names_whom_a_manager_can_ask(connection: Connection) -> None:
    assert let_in(connection, "wang", "小王").signed_as == "小王 (wang)"
    assert let_in(connection, "li").signed_as == "li"


def test_a_name_is_taken_once_in_whichever_case(connection: Connection) -> None:
    let_in(connection, "wang")
    with pytest.raises(IntegrityError), connection.begin_nested():
        let_in(connection, "Wang", account_id="bakery")


def test_an_account_lists_its_own_staff_in_the_order_in_which_they_came(connection: Connection) -> None:
    wang, li = let_in(connection, "wang"), let_in(connection, "li")
    let_in(connection, "baker", account_id="bakery")
    assert staff_of(connection, "main") == [wang, li]


def test_a_session_belongs_to_whoever_opened_it_until_it_runs_out(connection: Connection) -> None:
    wang = let_in(connection, "wang")
    token = open_session(connection, wang.id, NOON)
    session = session_of(connection, token, NOON + timedelta(hours=11))
    assert session is not None
    assert (session.staff, session.expires_at) == (wang, NOON + timedelta(hours=12))
    assert session_of(connection, token, session.expires_at) is None
    assert session_of(connection, "made up", NOON) is None


def test_a_closed_session_lets_nobody_in_and_leaves_the_others(connection: Connection) -> None:
    wang = let_in(connection, "wang")
    here, there = open_session(connection, wang.id, NOON), open_session(connection, wang.id, NOON)
    close_session(connection, here)
    assert session_of(connection, here, NOON) is None
    assert session_of(connection, there, NOON) is not None


def test_a_new_password_ends_the_sessions_of_the_old_one_and_of_nobody_else(connection: Connection) -> None:
    wang, li = let_in(connection, "wang"), let_in(connection, "li")
    old, other = open_session(connection, wang.id, NOON), open_session(connection, li.id, NOON)
    assert set_password(connection, "WANG", "second")
    assert find_active(connection, "wang") == (wang, "second")
    assert session_of(connection, old, NOON) is None
    assert session_of(connection, other, NOON) is not None
    assert not set_password(connection, "nobody", "second")


def test_who_is_dismissed_is_out_at_once_and_only_once(connection: Connection) -> None:
    wang = let_in(connection, "wang")
    token = open_session(connection, wang.id, NOON)
    assert dismiss(connection, "Wang")
    assert session_of(connection, token, NOON) is None
    assert find_active(connection, "wang") is None
    assert staff_of(connection, "main") == []
    assert not dismiss(connection, "wang")
