"""A write under a key happens once, and everybody who asks under the key hears the same."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select

from records.contacts import add_tag
from records.database import reading, writing
from records.idempotency import KeyReused, forget_keys, once
from records.tables import contact_tags, idempotency_keys
from tests.factories import NOON, make_account, make_contact


def never() -> str:
    raise AssertionError("it was done again")


def test_the_first_answer_is_given_again_and_nothing_is_done_again(engine: Engine) -> None:
    with writing(engine) as connection:
        assert once(connection, "till", "k", "redeem 7", NOON, lambda: "done") == "done"
        assert once(connection, "till", "k", "redeem 7", NOON, never) == "done"
    with writing(engine) as connection:
        assert once(connection, "till", "k", "redeem 7", NOON, never) == "done"


def test_another_wish_under_the_same_key_is_refused(engine: Engine) -> None:
    with writing(engine) as connection:
        once(connection, "till", "k", "redeem 7", NOON, lambda: "done")
        with pytest.raises(KeyReused, match="Make a new key"):
            once(connection, "till", "k", "redeem 8", NOON, never)


def test_keys_of_different_callers_do_not_meet_nor_do_different_keys_of_one(engine: Engine) -> None:
    with writing(engine) as connection:
        assert once(connection, "till", "k", "a", NOON, lambda: "one") == "one"
        assert once(connection, "oven", "k", "b", NOON, lambda: "two") == "two"
        assert once(connection, "till", "l", "c", NOON, lambda: "three") == "three"
        assert once(connection, "till", "k", "a", NOON, never) == "one"
        assert once(connection, "oven", "k", "b", NOON, never) == "two"


def test_a_wish_that_fails_leaves_nothing_behind_and_its_key_free(engine: Engine) -> None:
    with writing(engine) as connection:
        make_account(connection)
        contact = make_contact(connection)

        def half() -> str:
            add_tag(connection, contact.id, "half", NOON)
            raise LookupError

        with pytest.raises(LookupError):
            once(connection, "till", "k", "a", NOON, half)
        assert once(connection, "till", "k", "b", NOON, lambda: "done") == "done"
    with reading(engine) as connection:
        assert connection.execute(select(func.count()).select_from(contact_tags)).scalar_one() == 0
        assert connection.execute(select(func.count()).select_from(idempotency_keys)).scalar_one() == 1


def test_whoever_asks_while_the_first_is_at_it_waits_and_hears_the_same(engine: Engine) -> None:
    gate = threading.Barrier(8)
    done: list[str] = []

    def act(name: str) -> Callable[[], str]:
        def acted() -> str:
            done.append(name)
            return f"done by {name}"

        return acted

    def ask(name: str) -> str:
        gate.wait()
        with writing(engine) as connection:
            return once(connection, "till", "k", "a", NOON, act(name))

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(ask, "abcdefgh"))
    assert answers == {f"done by {done[0]}"}
    assert len(done) == 1


def test_keys_first_used_before_a_moment_are_forgotten_and_those_since_are_kept(engine: Engine) -> None:
    with writing(engine) as connection:
        once(connection, "till", "old", "a", NOON - timedelta(microseconds=1), lambda: "done")
        once(connection, "till", "new", "a", NOON, lambda: "done")
        assert forget_keys(connection, NOON) == 1
        assert once(connection, "till", "new", "a", NOON, never) == "done"
        assert once(connection, "till", "old", "b", NOON, lambda: "done anew") == "done anew"
