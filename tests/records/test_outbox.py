"""An outbox row is waiting, claimed for a while, sent or dead with a reason: never lost, never two workers'."""

import threading
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Row, select

from records.database import writing
from records.outbox import (
    Announcement,
    Backlog,
    Claimed,
    Topic,
    announce,
    backlog,
    claim,
    forget_sent,
    is_due,
    put_back,
    revive,
    settle_dead,
    settle_retry,
    settle_sent,
)
from records.tables import outbox
from tests.factories import NOON, make_account, make_contact

MINUTE = timedelta(minutes=1)
CHANGED = Topic.CONTACT_CHANGED


@pytest.fixture
def people(engine: Engine) -> list[str]:
    """Ten contacts, of whom each has changed, in this order."""
    with writing(engine) as connection:
        make_account(connection)
        ids = [make_contact(connection, f"o-{number}").id for number in range(10)]
        announce(connection, [Announcement(CHANGED, id_) for id_ in ids], NOON)
    return ids


@pytest.fixture
def connection(engine: Engine, people: list[str]) -> Iterator[Connection]:
    with writing(engine) as connection:
        yield connection


def take(connection: Connection, worker: str, limit: int = 100, at: datetime = NOON) -> list[Claimed]:
    return claim(connection, CHANGED, worker, limit, at, MINUTE)


def ids_of(rows: Collection[Claimed]) -> list[int]:
    return [row.id for row in rows]


def row(connection: Connection, id_: int) -> Row[*tuple[Any, ...]]:
    return connection.execute(select(outbox).where(outbox.c.id == id_)).one()


def test_rows_are_claimed_oldest_first_up_to_the_limit(connection: Connection, people: list[str]) -> None:
    assert [claimed.contact_id for claimed in take(connection, "a", 4)] == people[:4]
    assert [claimed.contact_id for claimed in take(connection, "a", 4)] == people[4:8]
    assert [claimed.contact_id for claimed in take(connection, "b", 4)] == people[8:]
    assert take(connection, "b") == []


def test_another_topic_is_left_alone(connection: Connection, people: list[str]) -> None:
    announce(connection, [Announcement(Topic.TEXT_RECEIVED, people[0], "touch")], NOON)
    (text,) = claim(connection, Topic.TEXT_RECEIVED, "a", 100, NOON, MINUTE)
    assert (text.contact_id, text.subject, text.attempts) == (people[0], "touch", 0)
    assert len(take(connection, "a")) == 10


def test_a_claim_runs_out_and_is_claimed_again(connection: Connection) -> None:
    first = take(connection, "a")
    assert take(connection, "b", at=NOON + MINUTE - timedelta(microseconds=1)) == []
    assert ids_of(take(connection, "b", at=NOON + MINUTE)) == ids_of(first)


def test_only_who_holds_the_claim_settles(connection: Connection) -> None:
    ids = ids_of(take(connection, "a"))
    take(connection, "b", at=NOON + MINUTE)
    assert settle_sent(connection, ids, "a", NOON) == 0
    assert settle_dead(connection, ids, "a", NOON, "no") == 0
    assert settle_retry(connection, ids, "a", NOON, "later") == 0
    assert settle_sent(connection, ids, "b", NOON) == 10
    assert settle_sent(connection, ids, "b", NOON) == 0


def test_what_was_never_claimed_is_not_settled(connection: Connection) -> None:
    ids = list(connection.execute(select(outbox.c.id)).scalars())
    assert settle_sent(connection, ids, "a", NOON) == 0
    assert settle_sent(connection, [], "a", NOON) == 0


def test_a_row_that_is_to_be_tried_again_waits_for_its_time_and_counts(connection: Connection) -> None:
    (first, *_) = ids_of(take(connection, "a"))
    assert settle_retry(connection, [first], "a", NOON + MINUTE, "503") == 1
    assert take(connection, "a", at=NOON + MINUTE / 2) == []
    (again,) = [each for each in take(connection, "b", at=NOON + MINUTE) if each.id == first]
    assert again.attempts == 1
    assert row(connection, first).reason == "503"
    settle_sent(connection, [first], "b", NOON + MINUTE)
    assert (row(connection, first).state, row(connection, first).reason) == ("sent", None)


def test_what_was_claimed_and_never_tried_is_put_back_by_its_holder_as_if_nothing_had_happened(
    connection: Connection,
) -> None:
    ids = ids_of(take(connection, "a", 4))
    assert put_back(connection, ids[:2], "b") == 0
    assert put_back(connection, ids[:2], "a") == 2
    again = take(connection, "b", 2)
    assert (ids_of(again), [claimed.attempts for claimed in again]) == (ids[:2], [0, 0])
    assert put_back(connection, ids, "a") == 2


def test_a_dead_row_keeps_its_reason_is_not_claimed_and_is_revived(connection: Connection) -> None:
    ids = ids_of(take(connection, "a"))
    settle_sent(connection, ids[2:], "a", NOON)
    assert settle_dead(connection, ids[:1], "a", NOON, "422 no name") == 1
    assert settle_dead(connection, ids[1:2], "a", NOON, "422 no phone") == 1
    assert take(connection, "a", at=NOON + MINUTE * 60) == []
    dead = row(connection, ids[0])
    assert (dead.state, dead.reason, dead.attempts, dead.settled_at) == ("dead", "422 no name", 1, NOON)
    assert revive(connection, CHANGED, NOON, "422 no name") == 1
    (revived,) = take(connection, "b")
    assert (revived.id, revived.attempts) == (ids[0], 0)
    assert row(connection, ids[0]).settled_at is None
    assert revive(connection, Topic.TEXT_RECEIVED, NOON) == 0
    assert revive(connection, CHANGED, NOON) == 1
    assert revive(connection, CHANGED, NOON) == 0


def test_what_was_sent_before_a_moment_is_forgotten_oldest_first_and_the_rest_is_kept(connection: Connection) -> None:
    ids = ids_of(take(connection, "a", 6))
    settle_sent(connection, ids[:4], "a", NOON - timedelta(microseconds=1))
    settle_sent(connection, ids[4:5], "a", NOON)
    settle_dead(connection, ids[5:], "a", NOON - MINUTE, "no")
    assert forget_sent(connection, NOON, 3) == 3
    assert row(connection, ids[3]).state == "sent"
    assert forget_sent(connection, NOON, 3) == 1
    assert forget_sent(connection, NOON, 3) == 0
    left = connection.execute(select(outbox.c.state).order_by(outbox.c.id)).scalars().all()
    assert left == ["sent", "dead", *["waiting"] * 4]


def test_something_is_due_while_a_row_of_the_topic_waits_for_its_time_no_more(connection: Connection) -> None:
    assert not is_due(connection, Topic.TEXT_RECEIVED, NOON)
    assert is_due(connection, CHANGED, NOON)
    assert not is_due(connection, CHANGED, NOON - MINUTE)
    settle_sent(connection, ids_of(take(connection, "a")), "a", NOON)
    assert not is_due(connection, CHANGED, NOON)


def test_the_lag_is_the_age_of_the_oldest_and_nothing_where_none_waits(connection: Connection) -> None:
    assert backlog(connection, CHANGED).lag(NOON + 3 * MINUTE) == 3 * MINUTE
    assert backlog(connection, CHANGED).lag(NOON - MINUTE) == timedelta()
    assert backlog(connection, Topic.TEXT_RECEIVED).lag(NOON) == timedelta()


def test_the_backlog_counts_what_is_not_done_and_names_the_oldest(connection: Connection) -> None:
    assert backlog(connection, CHANGED) == Backlog(waiting=10, dead=0, oldest=NOON)
    ids = ids_of(take(connection, "a", 4))
    assert backlog(connection, CHANGED).waiting == 10
    settle_dead(connection, ids[:1], "a", NOON, "no")
    settle_sent(connection, ids[1:], "a", NOON)
    assert backlog(connection, CHANGED) == Backlog(waiting=6, dead=1, oldest=NOON)
    assert backlog(connection, Topic.TEXT_RECEIVED) == Backlog(waiting=0, dead=0, oldest=None)


def test_what_is_announced_in_a_transaction_that_fails_was_never_announced(engine: Engine, people: list[str]) -> None:
    def fail() -> None:
        with writing(engine) as connection:
            announce(connection, [Announcement(CHANGED, people[0])], NOON)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with writing(engine) as connection:
        assert backlog(connection, CHANGED).waiting == 10


def test_workers_who_race_share_the_rows_and_none_gets_two_of_one(engine: Engine, people: list[str]) -> None:
    gate = threading.Barrier(4)

    def work(worker: str) -> list[int]:
        gate.wait()
        mine: list[int] = []
        while True:
            with writing(engine) as connection:
                rows = ids_of(take(connection, worker, 1))
            if not rows:
                return mine
            mine += rows

    with ThreadPoolExecutor(4) as pool:
        shares = list(pool.map(work, "abcd"))
    claimed = [id_ for share in shares for id_ in share]
    assert len(claimed) == len(set(claimed)) == 10


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_on_postgresql_a_worker_passes_over_what_another_is_claiming_at_this_moment(
    engine: Engine, people: list[str]
) -> None:
    with writing(engine) as one:
        first = take(one, "a", 4)
        with writing(engine) as other:
            assert [claimed.contact_id for claimed in take(other, "b")] == people[4:]
    assert [claimed.contact_id for claimed in first] == people[:4]
