"""The turn runner answers only what is committed, and never lets one turn spoil another."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import Connection, Engine, func, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from records.database import open_engine, reading, writing
from records.tables import accounts, stores
from records.turns import QUEUE_LIMIT, Overloaded, Stopped, TurnRunner
from tests.factories import NOON


@asynccontextmanager
async def running(engine: Engine) -> AsyncIterator[TurnRunner]:
    runner = TurnRunner(engine)
    try:
        yield runner
    finally:
        await asyncio.to_thread(runner.stop)


def open_account(name: str) -> Callable[[Connection], str]:
    def turn(connection: Connection) -> str:
        connection.execute(insert(accounts).values(id=name, channel="wechat", created_at=NOON))
        return name

    return turn


def account_names(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        return list(connection.execute(select(accounts.c.id).order_by(accounts.c.id)).scalars())


async def outcomes(*turns: object) -> list[object]:
    return await asyncio.gather(*turns, return_exceptions=True)  # type: ignore[call-overload, no-any-return]


def test_what_was_answered_is_already_committed(engine: Engine) -> None:
    async def answer_then_look() -> None:
        async with running(engine) as runner:
            assert await runner.run(open_account("a")) == "a"
            assert account_names(engine) == ["a"]

    asyncio.run(answer_then_look())


def test_a_turn_that_fails_rolls_back_alone(engine: Engine) -> None:
    def spoil(connection: Connection) -> None:
        open_account("spoiled")(connection)
        raise RuntimeError("spoiled")

    async def three_at_once() -> list[object]:
        async with running(engine) as runner:
            return await outcomes(runner.run(open_account("a")), runner.run(spoil), runner.run(open_account("b")))

    first, failed, last = asyncio.run(three_at_once())
    assert (first, last) == ("a", "b")
    assert isinstance(failed, RuntimeError)
    assert account_names(engine) == ["a", "b"]


def test_a_constraint_that_breaks_only_at_the_second_turn_fails_only_that_one(engine: Engine) -> None:
    async def the_same_twice() -> list[object]:
        async with running(engine) as runner:
            return await outcomes(runner.run(open_account("a")), runner.run(open_account("a")))

    first, second = asyncio.run(the_same_twice())
    assert first == "a"
    assert isinstance(second, IntegrityError)
    assert account_names(engine) == ["a"]


def test_turns_of_one_key_never_share_a_transaction_and_keep_their_order(engine: Engine) -> None:
    groups: list[list[int]] = []

    def note(_connection: Connection, numbers: Sequence[int]) -> Sequence[int]:
        groups.append(list(numbers))
        return numbers

    async def many() -> list[int]:
        async with running(engine) as runner:
            return list(await asyncio.gather(*(runner.join(note, number, "one person") for number in range(20))))

    assert asyncio.run(many()) == list(range(20))
    assert groups == [[number] for number in range(20)]


def test_turns_that_wait_together_share_a_transaction(sqlite_engine: Engine) -> None:
    groups: list[int] = []

    def note(_connection: Connection, numbers: Sequence[int]) -> Sequence[int]:
        groups.append(len(numbers))
        return numbers

    async def many() -> None:
        async with running(sqlite_engine) as runner:
            await asyncio.gather(*(runner.join(note, number, f"person {number}") for number in range(100)))

    asyncio.run(many())
    assert sum(groups) == 100
    assert len(groups) < 10


def test_a_commit_that_fails_fails_only_the_turn_that_broke_it(sqlite_engine: Engine) -> None:
    def break_the_commit(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        connection.execute(insert(stores).values(id="s", account_id="nowhere", name="?", created_at=NOON))

    async def many() -> list[object]:
        async with running(sqlite_engine) as runner:
            good = [runner.run(open_account(f"{number}")) for number in range(5)]
            return await outcomes(*good, runner.run(break_the_commit))

    *answered, failed = asyncio.run(many())
    assert answered == ["0", "1", "2", "3", "4"]
    assert isinstance(failed, IntegrityError)
    assert account_names(sqlite_engine) == answered


def test_a_refusal_is_taken_back_and_the_turns_beside_it_run_only_once(engine: Engine) -> None:
    ran: list[str] = []

    def neighbour(connection: Connection) -> str:
        ran.append("neighbour")
        return open_account("a")(connection)

    def refuse(connection: Connection) -> None:
        open_account("refused")(connection)
        raise LookupError("no such thing")

    async def side_by_side() -> list[object]:
        async with running(engine) as runner:
            return await outcomes(runner.run(neighbour), runner.run(refuse))

    answered, refused = asyncio.run(side_by_side())
    assert (answered, ran, account_names(engine)) == ("a", ["neighbour"], ["a"])
    assert isinstance(refused, LookupError)


def test_a_database_that_is_locked_answers_everybody_at_once(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("records.database.BUSY_TIMEOUT_MS", 200)
    engine = open_engine(sqlite_url)

    async def many() -> tuple[list[object], float]:
        async with running(engine) as runner:
            begun = time.monotonic()
            answers = await outcomes(*(runner.run(open_account(f"{number}")) for number in range(20)))
            return answers, time.monotonic() - begun

    with writing(engine):
        answers, seconds = asyncio.run(many())
    engine.dispose()
    assert all(isinstance(answer, OperationalError) for answer in answers)
    # Two groups at most, each waiting once: not twenty turns, each waiting for itself.
    assert seconds < 20 * 0.2 / 2


def test_a_runner_that_stops_finishes_what_waits_and_refuses_what_is_new(engine: Engine) -> None:
    async def stop_behind_a_queue() -> list[object]:
        runner = TurnRunner(engine)
        waiting = [asyncio.ensure_future(runner.run(open_account(f"{number:02}"))) for number in range(20)]
        await asyncio.sleep(0)
        await asyncio.to_thread(runner.stop)
        with pytest.raises(Stopped):
            await runner.run(open_account("late"))
        return await outcomes(*waiting)

    assert asyncio.run(stop_behind_a_queue()) == [f"{number:02}" for number in range(20)]
    assert len(account_names(engine)) == 20


def test_more_than_the_queue_holds_is_refused_at_once(sqlite_engine: Engine) -> None:
    begun, free = threading.Event(), threading.Event()

    def hold_up(_connection: Connection) -> bool:
        begun.set()
        return free.wait()

    async def flood() -> list[object]:
        async with running(sqlite_engine) as runner:
            slow = asyncio.ensure_future(runner.run(hold_up))
            await asyncio.to_thread(begun.wait)
            waiting = [asyncio.ensure_future(runner.run(lambda _connection: None)) for _ in range(QUEUE_LIMIT)]
            await asyncio.sleep(0)
            with pytest.raises(Overloaded):
                await runner.run(lambda _connection: None)
            free.set()
            return await outcomes(slow, *waiting)

    assert asyncio.run(flood()) == [True, *[None] * QUEUE_LIMIT]


def test_a_deadlock_between_two_runners_is_tried_again(postgresql_url: str) -> None:
    """Two processes that lock two rows in opposite order: PostgreSQL stops one, and it is done again."""
    engines = [open_engine(postgresql_url), open_engine(postgresql_url)]
    with writing(engines[0]) as connection:
        open_account("a")(connection)
        open_account("b")(connection)

    def lock_both(order: tuple[str, str]) -> Callable[[Connection], int]:
        def turn(connection: Connection) -> int:
            for name in order:
                connection.execute(select(accounts.c.id).where(accounts.c.id == name).with_for_update()).all()
                connection.exec_driver_sql("SELECT pg_sleep(0.1)")
            return int(connection.execute(select(func.count()).select_from(accounts)).scalar_one())

        return turn

    async def both() -> list[object]:
        async with running(engines[0]) as here, running(engines[1]) as there:
            return await outcomes(here.run(lock_both(("a", "b"))), there.run(lock_both(("b", "a"))))

    assert asyncio.run(both()) == [2, 2]
    for engine in engines:
        engine.dispose()
