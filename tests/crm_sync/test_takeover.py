"""One runner at a time; a dead one is replaced, and a late one can do no harm."""

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine

from crm_sync.connector import Outgoing, RowResult, Sent
from crm_sync.delivery import LEASE_LASTS, Report, deliver
from crm_sync.settlement import Counts
from records.clock import utc_now
from records.database import open_engine
from tests.crm_sync.shop import StoppedClock, open_shop, states, syncing, to
from tests.crm_sync.stand_in import StandInCrm, held_up, well

ROOT = Path(__file__).parents[2]
RUNNER = """
import sys
from crm_sync.connectors.http.connector import MappedHttp
from crm_sync.connectors.http.template import Template
from crm_sync.delivery import Sync, deliver
from records.database import open_engine

connector = MappedHttp(sys.argv[2], {}, Template({"id": "{id}"}))
deliver(Sync(engine=open_engine(sys.argv[1]), connector=connector))
"""


def test_a_runner_killed_in_mid_delivery_is_replaced_and_every_contact_is_there_once(
    engine: Engine, database_url: str, crm: StandInCrm
) -> None:
    ids = open_shop(engine, 20)
    crm.then(*[well] * 7)
    with held_up(crm) as arrived:
        runner = subprocess.Popen([sys.executable, "-c", RUNNER, database_url, crm.url], cwd=ROOT)
        assert arrived.wait(20)
        runner.kill()
        runner.wait()
        assert states(engine) == ["sent"] * 7 + ["claimed"] * 13
        connector = to(crm)
        clock = StoppedClock(utc_now())
        assert deliver(syncing(engine, connector, clock)) is None
        clock.pass_by(LEASE_LASTS)
        assert deliver(syncing(engine, connector, clock)) == Report(Counts(sent=13))
        connector.close()
    assert set(states(engine)) == {"sent"}
    assert sorted(crm.contacts) == sorted(ids)
    assert sum(Counter(request["id"] for request in crm.requests).values()) == 21


def test_of_two_processes_at_once_only_one_runs(engine: Engine, database_url: str, crm: StandInCrm) -> None:
    ids = open_shop(engine, 20)
    command = [sys.executable, "-c", RUNNER, database_url, crm.url]
    both = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    assert [process.wait(30) for process in both] == [0, 0]
    assert Counter(request["id"] for request in crm.requests) == Counter(ids)


def test_of_many_threads_at_once_only_one_sends_each_contact(
    engine: Engine, database_url: str, crm: StandInCrm, clock: StoppedClock
) -> None:
    ids = open_shop(engine, 20)
    barrier = threading.Barrier(4)

    def race() -> None:
        own, connector = open_engine(database_url), to(crm)
        barrier.wait()
        deliver(syncing(own, connector, clock))
        connector.close()
        own.dispose()

    threads = [threading.Thread(target=race) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(request["id"] for request in crm.requests) == Counter(ids)
    assert set(states(engine)) == {"sent"}


def test_a_runner_that_slept_through_its_lease_settles_nothing_and_its_contact_is_sent_anew(
    engine: Engine, clock: StoppedClock
) -> None:
    open_shop(engine, 3)
    crm = Sleepy(engine, clock)
    report = deliver(syncing(engine, crm, clock))
    assert crm.taken_over == Report(Counts(sent=3))
    assert report == Report(Counts(), "another runner took over")
    # The sleeper's write came last and may be older than the other's, so the contact is announced once more.
    assert states(engine) == ["sent", "sent", "sent", "waiting"]
    assert deliver(syncing(engine, Quick(), clock)) == Report(Counts(sent=1))


class Quick:
    name = "quick"
    batch_size = 1

    def upsert(self, batch: Sequence[Outgoing], /) -> list[RowResult]:
        return [Sent() for _ in batch]

    def close(self) -> None: ...


class Sleepy(Quick):
    """During its first call the lease runs out and another runner does all the work."""

    def __init__(self, engine: Engine, clock: StoppedClock) -> None:
        self.engine, self.clock = engine, clock
        self.taken_over: Report | None = None

    def upsert(self, batch: Sequence[Outgoing], /) -> list[RowResult]:
        self.clock.pass_by(LEASE_LASTS)
        self.taken_over = deliver(syncing(self.engine, Quick(), self.clock))
        return super().upsert(batch)


def test_a_clock_that_jumps_back_delays_the_sync_and_loses_nothing(
    engine: Engine, crm: StandInCrm, clock: StoppedClock
) -> None:
    ids = open_shop(engine, 3)
    connector = to(crm)
    clock.pass_by(-timedelta(hours=1))
    assert deliver(syncing(engine, connector, clock)) == Report(Counts())
    clock.pass_by(timedelta(hours=1))
    assert deliver(syncing(engine, connector, clock)) == Report(Counts(sent=3))
    connector.close()
    assert sorted(crm.contacts) == sorted(ids)
