"""A lease is held by one, for a while, under a number that never comes back."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine

from records.database import writing
from records.leases import Lease, acquire, release, still_held
from tests.factories import NOON

MINUTE = timedelta(minutes=1)


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with writing(engine) as connection:
        yield connection


def take(connection: Connection, holder: str, at: datetime = NOON, name: str = "sync") -> Lease | None:
    return acquire(connection, name, holder, at, MINUTE)


def held(connection: Connection, holder: str, at: datetime = NOON) -> Lease:
    lease = take(connection, holder, at)
    assert lease is not None
    return lease


def test_while_one_holds_it_no_other_gets_it(connection: Connection) -> None:
    assert held(connection, "a") == Lease("sync", "a", 1, NOON + MINUTE)
    assert take(connection, "b") is None
    assert take(connection, "b", NOON + MINUTE - timedelta(microseconds=1)) is None
    assert take(connection, "b", name="another") is not None


def test_the_holder_renews_it_under_the_same_number(connection: Connection) -> None:
    held(connection, "a")
    assert held(connection, "a", NOON + MINUTE / 2) == Lease("sync", "a", 1, NOON + MINUTE * 1.5)
    assert take(connection, "b", NOON + MINUTE) is None


def test_when_it_has_run_out_another_takes_it_under_a_higher_number(connection: Connection) -> None:
    first = held(connection, "a")
    second = held(connection, "b", NOON + MINUTE)
    assert (second.holder, second.fence) == ("b", 2)
    assert still_held(connection, second)
    assert not still_held(connection, first)
    assert take(connection, "a", NOON + MINUTE) is None


def test_a_holder_that_slept_through_the_end_comes_back_under_a_new_number(connection: Connection) -> None:
    first = held(connection, "a")
    again = held(connection, "a", NOON + MINUTE)
    assert again.fence == 2
    assert not still_held(connection, first)
    assert held(connection, "a", NOON + MINUTE * 5).fence == 3


def test_a_lease_that_ran_out_unnoticed_is_still_held_until_somebody_takes_it(connection: Connection) -> None:
    lease = held(connection, "a")
    assert still_held(connection, lease)


def test_given_back_it_is_free_at_once_and_the_number_still_rises(connection: Connection) -> None:
    first = held(connection, "a")
    release(connection, first, NOON)
    assert held(connection, "b").fence == 2


def test_only_the_holder_gives_it_back(connection: Connection) -> None:
    late = held(connection, "a")
    held(connection, "b", NOON + MINUTE)
    release(connection, late, NOON + MINUTE)
    assert take(connection, "c", NOON + MINUTE) is None


@pytest.mark.parametrize("taken_before", [False, True])
def test_of_many_who_race_for_it_one_gets_it(engine: Engine, taken_before: bool) -> None:
    if taken_before:
        with writing(engine) as connection:
            held(connection, "earlier", NOON - MINUTE * 2)
    gate = threading.Barrier(8)

    def race(name: str) -> Lease | None:
        gate.wait()
        with writing(engine) as connection:
            return take(connection, name)

    with ThreadPoolExecutor(8) as pool:
        (won,) = [lease for lease in pool.map(race, "abcdefgh") if lease]
    assert won.fence == (2 if taken_before else 1)
