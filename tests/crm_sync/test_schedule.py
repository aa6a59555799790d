"""The timer fires soon, again and again, whatever happens, and stops when told."""

import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from time import monotonic, sleep

import pytest
from sqlalchemy import Engine
from structlog.testing import capture_logs

from crm_sync.connector import Outgoing, RowResult, Sent
from crm_sync.connectors.http.connector import MappedHttp
from crm_sync.delivery import Sync
from crm_sync.schedule import start
from records.database import open_engine
from tests.crm_sync.shop import change, open_shop, states, to
from tests.crm_sync.stand_in import StandInCrm, says

NOW = timedelta(seconds=0)
OFTEN = timedelta(seconds=0.1)
HOURLY = timedelta(hours=1)


def until(true: Callable[[], bool]) -> None:
    deadline = monotonic() + 10
    while not true():
        assert monotonic() < deadline, "it did not come true in ten seconds"
        sleep(0.01)


def test_the_first_run_comes_soon_after_the_start(engine: Engine, crm: StandInCrm) -> None:
    ids = open_shop(engine, 3)
    connector = to(crm)
    schedule = start(Sync(engine=engine, connector=connector), HOURLY, NOW)
    until(lambda: states(engine) == ["sent"] * 3)
    schedule.stop()
    connector.close()
    assert sorted(crm.contacts) == sorted(ids)


def test_later_changes_go_with_later_runs(engine: Engine, crm: StandInCrm) -> None:
    (lin,) = open_shop(engine, 1)
    connector = to(crm)
    schedule = start(Sync(engine=engine, connector=connector), OFTEN, NOW)
    for number in range(1, 4):
        until(lambda number=number: states(engine) == ["sent"] * number)  # type: ignore[misc]
        change(engine, lin)
    schedule.stop()
    connector.close()


def test_two_processes_with_a_timer_each_send_each_contact_once(
    engine: Engine, database_url: str, crm: StandInCrm
) -> None:
    ids = open_shop(engine, 20)
    engines = [open_engine(database_url) for _ in range(2)]
    connectors = [to(crm) for _ in engines]
    syncs = [Sync(engine=own, connector=connector) for own, connector in zip(engines, connectors, strict=True)]
    schedules = [start(sync, OFTEN, NOW) for sync in syncs]
    until(lambda: set(states(engine)) == {"sent"})
    for schedule, connector, own in zip(schedules, connectors, engines, strict=True):
        schedule.stop()
        connector.close()
        own.dispose()
    assert sorted(request["id"] for request in crm.requests) == sorted(ids)


def test_stopping_lets_the_batch_on_its_way_arrive_and_puts_the_rest_back(sqlite_engine: Engine) -> None:
    open_shop(sqlite_engine, 3)
    slow = Slow()
    schedule = start(Sync(engine=sqlite_engine, connector=slow), HOURLY, NOW)
    assert slow.arrived.wait(10)
    stopping = threading.Thread(target=schedule.stop)
    stopping.start()
    until(schedule._stopping.is_set)
    slow.go_on.set()
    stopping.join(10)
    assert states(sqlite_engine) == ["sent", "waiting", "waiting"]


class Slow:
    name = "slow"
    batch_size = 1

    def __init__(self) -> None:
        self.arrived, self.go_on = threading.Event(), threading.Event()

    def upsert(self, batch: Sequence[Outgoing], /) -> list[RowResult]:
        self.arrived.set()
        self.go_on.wait(10)
        return [Sent() for _ in batch]

    def close(self) -> None: ...


def test_a_run_that_fails_is_told_and_the_next_one_runs_all_the_same(sqlite_engine: Engine, crm: StandInCrm) -> None:
    open_shop(sqlite_engine, 1)
    connector = to(crm)
    with sqlite_engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE leases RENAME TO gone")
    with capture_logs() as told:
        schedule = start(Sync(engine=sqlite_engine, connector=connector), OFTEN, NOW)
        until(lambda: len(told) >= 2)
        with sqlite_engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE gone RENAME TO leases")
        until(lambda: states(sqlite_engine) == ["sent"])
        schedule.stop()
    connector.close()
    assert told[0] == {
        "event": "crm_sync_failed",
        "connector": "http",
        "error": "OperationalError",
        "log_level": "error",
    }


@pytest.mark.parametrize("status", [401, 422])
def test_the_log_tells_numbers_and_no_persons_data(sqlite_engine: Engine, crm: StandInCrm, status: int) -> None:
    open_shop(sqlite_engine, 1)
    crm.then(says(status, {"message": "+8613800138000 o-0000"}))
    connector: MappedHttp = to(crm)
    with capture_logs() as told:
        schedule = start(Sync(engine=sqlite_engine, connector=connector), HOURLY, NOW)
        until(lambda: bool(told))
        schedule.stop()
    connector.close()
    assert len(told) == 1
    assert "138" not in str(told)
    assert "o-0000" not in str(told)
