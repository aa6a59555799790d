"""A CRM that is ugly loses nothing, doubles nothing, and is treated politely."""

from collections.abc import Sequence
from datetime import timedelta
from email.utils import format_datetime

import httpx
import pytest
from sqlalchemy import Engine

from crm_sync.connector import Outgoing, RowResult
from crm_sync.connectors.http.connector import MappedHttp
from crm_sync.connectors.http.template import parse
from crm_sync.delivery import FRUITLESS_BATCHES, Report, deliver
from crm_sync.retry import Policy
from crm_sync.settlement import Counts
from tests.crm_sync.shop import EVERY_FIELD, IN_ONE_LIST, StoppedClock, change, open_shop, rows, states, syncing, to
from tests.crm_sync.stand_in import HTML, Behaviour, StandInCrm, breaks_off, held_up, says
from tests.factories import NOON

MINUTE = timedelta(minutes=1)
WEEK = timedelta(days=7)


@pytest.mark.parametrize("asked", ["60", format_datetime(NOON + MINUTE, usegmt=True)])
def test_a_wait_that_the_crm_asks_for_is_kept_to_the_second(
    engine: Engine, crm: StandInCrm, clock: StoppedClock, asked: str
) -> None:
    ids = open_shop(engine, 5)
    crm.limit, crm.retry_after = 2, asked
    connector = to(crm, clock=clock)
    sync = syncing(engine, connector, clock)
    assert deliver(sync) == Report(Counts(sent=2, retried=1), "429 quota", NOON + MINUTE)
    assert len(crm.requests) == 3
    assert states(engine) == ["sent", "sent", "waiting", "waiting", "waiting"]
    change(engine, ids[0])
    crm.limit = None
    clock.pass_by(MINUTE - timedelta(seconds=1))
    assert deliver(sync) is None
    assert len(crm.requests) == 3
    clock.pass_by(timedelta(seconds=1))
    assert deliver(sync) == Report(Counts(sent=4))
    assert sorted(crm.contacts) == sorted(ids)
    connector.close()


def test_a_refused_contact_is_dead_with_the_crms_words_and_holds_nobody_back(
    engine: Engine, crm: StandInCrm, clock: StoppedClock
) -> None:
    ids = open_shop(engine, 5)
    crm.refuse(ids[2], "手机号格式不对")
    connector = to(crm)
    assert deliver(syncing(engine, connector, clock)) == Report(Counts(sent=4, dead=1))
    connector.close()
    assert rows(engine)[ids[2]] == [("dead", "422 手机号格式不对")]
    assert sorted(crm.contacts) == sorted(set(ids) - {ids[2]})


@pytest.mark.parametrize("each_row", [True, False], ids=["with a result per row", "refusing the batch as a whole"])
def test_bad_rows_in_a_batch_are_found(
    sqlite_engine: Engine, crm: StandInCrm, clock: StoppedClock, each_row: bool
) -> None:
    ids = open_shop(sqlite_engine, 40)
    crm.each_row = each_row
    crm.refuse(ids[7], "no name")
    crm.refuse(ids[31], "no phone")
    connector = to(crm, IN_ONE_LIST)
    assert deliver(syncing(sqlite_engine, connector, clock)) == Report(Counts(sent=38, dead=2))
    connector.close()
    assert rows(sqlite_engine)[ids[7]] == [("dead", "422 no name")]
    assert rows(sqlite_engine)[ids[31]] == [("dead", "422 no phone")]
    assert len(crm.contacts) == 38


@pytest.mark.parametrize(
    "mood",
    [says(500, {"error": "oops"}), says(502, HTML), says(408), says(503, Retry_After="soon"), breaks_off],
    ids=["500", "502 with a page", "408", "503 with nonsense", "reset in mid-answer"],
)
def test_a_passing_fault_delays_one_contact_and_no_other(
    sqlite_engine: Engine, crm: StandInCrm, clock: StoppedClock, mood: Behaviour
) -> None:
    ids = open_shop(sqlite_engine, 3)
    crm.then(mood)
    connector = to(crm)
    sync = syncing(sqlite_engine, connector, clock)
    assert deliver(sync) == Report(Counts(sent=2, retried=1))
    clock.pass_by(timedelta(seconds=30))
    assert deliver(sync) == Report(Counts(sent=1))
    connector.close()
    assert sorted(crm.contacts) == sorted(ids)
    assert {request["id"] for request in crm.requests} == set(ids)


@pytest.mark.parametrize(
    ("mood", "words"),
    [
        (says(200, HTML), "is not the CRM's interface"),
        (says(401, {"message": "token expired"}), "check address and authentication: 401 token expired"),
        (says(404, {"message": "no such page"}), "check address and authentication: 404 no such page"),
        (says(302, Location="https://elsewhere.example"), "answers from another address: 302"),
    ],
    ids=["a page instead of JSON", "wrong key", "wrong address", "redirect"],
)
def test_what_is_no_contacts_fault_condemns_no_contact(
    sqlite_engine: Engine, crm: StandInCrm, clock: StoppedClock, mood: Behaviour, words: str
) -> None:
    ids = open_shop(sqlite_engine, 3)
    crm.then(mood)
    connector = to(crm)
    sync = syncing(sqlite_engine, connector, clock)
    report = deliver(sync)
    assert report is not None
    assert report.counts == Counts(retried=1)
    assert words in (report.error or "")
    assert states(sqlite_engine) == ["waiting"] * 3
    clock.pass_by(MINUTE)
    assert deliver(sync) == Report(Counts(sent=3))
    connector.close()
    assert sorted(crm.contacts) == sorted(ids)


def test_one_contact_that_always_meets_a_page_does_not_keep_the_others_waiting(
    sqlite_engine: Engine, crm: StandInCrm, clock: StoppedClock
) -> None:
    ids = open_shop(sqlite_engine, 3)
    crm.then(says(200, HTML))
    connector = to(crm)
    sync = syncing(sqlite_engine, connector, clock)
    deliver(sync)
    assert deliver(sync) == Report(Counts(sent=2))
    connector.close()
    assert sorted(crm.contacts) == sorted(ids[1:])


def test_a_crm_that_dies_in_mid_batch_gets_the_rest_when_it_is_back(engine: Engine, clock: StoppedClock) -> None:
    ids = open_shop(engine, 30)
    dying = StandInCrm()
    connector = to(dying)
    sync = syncing(engine, DiesAfter(connector, dying, calls=12), clock)
    report = deliver(sync)
    connector.close()
    assert report is not None
    assert "cannot reach 127.0.0.1" in (report.error or "")
    assert states(engine).count("sent") == 12
    assert len(dying.contacts) == 12
    clock.pass_by(MINUTE)
    back = StandInCrm()
    connector = to(back)
    deliver(syncing(engine, connector, clock))
    connector.close()
    back.close()
    assert sorted(dying.contacts | back.contacts) == sorted(ids)
    assert not dying.contacts.keys() & back.contacts.keys()


class DiesAfter:
    """The way to a CRM that is switched off after some calls."""

    name = "dies"
    batch_size = 1

    def __init__(self, connector: MappedHttp, crm: StandInCrm, calls: int) -> None:
        self.connector, self.crm, self.calls = connector, crm, calls

    def upsert(self, batch: Sequence[Outgoing], /) -> list[RowResult]:
        if not self.calls:
            self.crm.close()
            self.connector.close()
            self.connector = to(self.crm)
        self.calls -= 1
        return list(self.connector.upsert(batch))

    def close(self) -> None: ...


def test_a_crm_that_answers_nobody_is_asked_no_more_in_this_run(
    sqlite_engine: Engine, crm: StandInCrm, clock: StoppedClock
) -> None:
    open_shop(sqlite_engine, 20)
    crm.then(*[says(500)] * 20)
    connector = to(crm)
    report = deliver(syncing(sqlite_engine, connector, clock))
    connector.close()
    assert report is not None
    assert report.counts == Counts(retried=FRUITLESS_BATCHES)
    assert (report.error or "").endswith("500")
    assert len(crm.requests) == FRUITLESS_BATCHES
    assert states(sqlite_engine) == ["waiting"] * 20


def test_a_frozen_crm_is_not_waited_for_for_ever(sqlite_engine: Engine, crm: StandInCrm, clock: StoppedClock) -> None:
    (lin,) = open_shop(sqlite_engine, 1)
    connector = to(crm, timeout=httpx.Timeout(0.05, connect=5))
    with held_up(crm):
        assert deliver(syncing(sqlite_engine, connector, clock)) == Report(Counts(retried=1))
    connector.close()
    assert rows(sqlite_engine)[lin] == [("waiting", "the CRM did not answer in time")]


def test_after_a_week_of_failures_a_contact_is_dead_with_the_last_reason(
    sqlite_engine: Engine, crm: StandInCrm, clock: StoppedClock
) -> None:
    (lin,) = open_shop(sqlite_engine, 1)
    connector = to(crm)
    sync = syncing(sqlite_engine, connector, clock, policy=Policy(tries=3))
    for _ in range(3):
        crm.then(says(500, {"message": "disk full"}))
        deliver(sync)
        clock.pass_by(timedelta(hours=1))
    connector.close()
    assert rows(sqlite_engine)[lin] == [("dead", "given up after 3 tries: 500 disk full")]


def test_a_fault_in_a_connector_is_one_more_reason_to_try_later(sqlite_engine: Engine, clock: StoppedClock) -> None:
    (lin,) = open_shop(sqlite_engine, 1)
    assert deliver(syncing(sqlite_engine, Faulty(), clock)) == Report(Counts(retried=1))
    assert rows(sqlite_engine)[lin] == [("waiting", "the connector failed: KeyError")]


class Faulty:
    name = "faulty"
    batch_size = 1

    def upsert(self, batch: Sequence[Outgoing], /) -> list[RowResult]:
        raise KeyError("+8613800138000")

    def close(self) -> None: ...


def test_the_key_goes_along_and_chinese_goes_as_it_is(
    sqlite_engine: Engine, crm: StandInCrm, clock: StoppedClock
) -> None:
    open_shop(sqlite_engine, 1)
    crm.token = "s3cret"
    template = parse('{"id": "{id}", "来源": "公众号", "积分": "{points}"}', EVERY_FIELD)
    connector = MappedHttp(crm.url, {"Authorization": "Bearer s3cret"}, template)
    assert deliver(syncing(sqlite_engine, connector, clock)) == Report(Counts(sent=1))
    connector.close()
    assert crm.requests[0]["来源"] == "公众号"
    assert crm.requests[0]["积分"] == 0
    assert crm.headers[0]["Content-Type"] == "application/json; charset=utf-8"


def test_an_answer_that_never_ends_is_cut_off(sqlite_engine: Engine, crm: StandInCrm, clock: StoppedClock) -> None:
    open_shop(sqlite_engine, 1)
    crm.then(says(200, b" " * 3_000_000))
    ticks = iter(range(0, 10_000, 20))
    connector = to(crm, stopwatch=lambda: float(next(ticks)))
    assert deliver(syncing(sqlite_engine, connector, clock)) == Report(Counts(retried=1))
    connector.close()
