"""Notices: the same one is left once in a while, and nothing else is held back."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import Connection, Engine

from records.contacts import Contact, find_or_make
from records.database import reading, writing
from records.notices import leave, newest_first
from tests.factories import NOON, make_account, make_contact

WANG = ("main", "o-wang")


@pytest.fixture
def lin(engine: Engine) -> Contact:
    with writing(engine) as connection:
        make_account(connection)
        make_account(connection, "bakery")
        make_contact(connection, "o-wang")
        return make_contact(connection)


def count(engine: Engine, account_id: str = "main") -> int:
    with reading(engine) as connection:
        return len(newest_first(connection, account_id))


def test_what_is_said_by_another_rule_of_another_person_or_in_other_words_is_left(engine: Engine, lin: Contact) -> None:
    with writing(engine) as connection:
        wang = make_contact(connection, "o-wang")
        for _ in range(2):
            leave(connection, "main", lin.id, "投诉", "投诉", NOON)
            leave(connection, "main", lin.id, "投诉", "退款", NOON)
            leave(connection, "main", lin.id, "退款", "投诉", NOON)
            leave(connection, "main", wang.id, "投诉", "投诉", NOON)
            leave(connection, "main", None, "投诉", "投诉", NOON)
            leave(connection, "bakery", lin.id, "投诉", "投诉", NOON)
    assert (count(engine), count(engine, "bakery")) == (5, 1)


def test_it_is_left_again_ten_minutes_later(engine: Engine, lin: Contact) -> None:
    with writing(engine) as connection:
        for minutes in (0, 9, 10, 19):
            leave(connection, "main", lin.id, "投诉", "投诉", NOON + timedelta(minutes=minutes))
    assert count(engine) == 2


def test_turns_of_one_person_at_once_leave_it_once(engine: Engine, lin: Contact) -> None:
    start = Barrier(4)

    def turn() -> None:
        start.wait()
        with writing(engine) as connection:
            leave(connection, "main", _locked(connection).id, "投诉", "投诉", NOON)

    threads = [Thread(target=turn) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(engine) == 1


def _locked(connection: Connection) -> Contact:
    """As the reception finds a person: whoever comes at the same time waits."""
    return find_or_make(connection, [WANG], NOON)[WANG]
