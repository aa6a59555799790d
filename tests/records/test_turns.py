"""The turn runner answers only what is committed, and never lets one turn spoil another."""

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import Connection, Engine, create_engine, event, func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from records.database import open_engine, reading, writing
from records.tables import accounts, stores
from records.turns import GROUP_LIMIT, QUEUE_LIMIT, TRIES_OF_A_CLASH, Overloaded, Stopped, TurnRunner
from tests.factories import NOON


@asynccontextmanager
async def running(engine: Engine) -> AsyncIterator[TurnRunner]:
    runner = TurnRunner(engine)
    try:
        yield runner
    finally:
        await asyncio.to_thread(runner.stop)


@asynccontextmanager
async def held_up(runner: TurnRunner, key: str = "") -> AsyncIterator[None]:
    """A turn of this key is at it until the block ends: whatever its lane is asked for in the block waits."""
    begun, free = threading.Event(), threading.Event()

    def hold(_connection: Connection) -> bool:
        begun.set()
        return free.wait(20)

    slow = asyncio.ensure_future(runner.run(hold, key))
    await asyncio.to_thread(begun.wait)
    try:
        yield
    finally:
        free.set()
        assert await slow


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


def test_a_statement_that_fails_fails_only_its_own_turn(engine: Engine) -> None:
    def ask_for_what_is_not_there(connection: Connection) -> None:
        connection.execute(text("SELECT * FROM nothing_of_this_name"))

    async def side_by_side() -> list[object]:
        async with running(engine) as runner:
            return await outcomes(runner.run(open_account("a")), runner.run(ask_for_what_is_not_there))

    answered, failed = asyncio.run(side_by_side())
    assert (answered, account_names(engine)) == ("a", ["a"])
    assert isinstance(failed, DBAPIError)


def test_a_turn_that_fails_by_itself_is_not_tried_again(engine: Engine) -> None:
    ran: list[str] = []

    def ask_for_what_is_not_there(connection: Connection) -> None:
        ran.append("once")
        connection.execute(text("SELECT * FROM nothing_of_this_name"))

    async def alone() -> None:
        async with running(engine) as runner:
            with pytest.raises(DBAPIError):
                await runner.run(ask_for_what_is_not_there)

    asyncio.run(alone())
    assert ran == ["once"]


def test_work_that_fails_for_a_group_is_done_again_one_by_one(engine: Engine) -> None:
    def open_accounts(connection: Connection, names: Sequence[str]) -> list[str]:
        opened = [open_account(name)(connection) for name in names]
        if "spoiled" in names:
            raise RuntimeError("spoiled")
        return opened

    async def three_at_once() -> list[object]:
        async with running(engine) as runner:
            return await outcomes(*(runner.join(open_accounts, name, name) for name in ("a", "spoiled", "b")))

    first, failed, last = asyncio.run(three_at_once())
    assert (first, last, account_names(engine)) == ("a", "b", ["a", "b"])
    assert isinstance(failed, RuntimeError)


def test_work_that_leaves_an_item_without_a_result_is_not_committed(sqlite_engine: Engine) -> None:
    def forget_to_answer(connection: Connection, names: Sequence[str]) -> list[str]:
        for name in names:
            open_account(name)(connection)
        return []

    async def ask() -> list[object]:
        async with running(sqlite_engine) as runner:
            return await outcomes(runner.join(forget_to_answer, "a", "a"))

    (failed,) = asyncio.run(ask())
    assert isinstance(failed, ValueError)
    assert account_names(sqlite_engine) == []


def test_turns_of_one_key_never_share_a_transaction_and_keep_their_order(engine: Engine) -> None:
    groups: list[list[int]] = []

    def note(_connection: Connection, numbers: Sequence[int]) -> Sequence[int]:
        groups.append(list(numbers))
        return numbers

    async def many() -> tuple[list[int], int]:
        async with running(engine) as runner:
            answers = await asyncio.gather(*(runner.join(note, number, "one person") for number in range(20)))
        return list(answers), runner.finished

    assert asyncio.run(many()) == (list(range(20)), 20)
    assert groups == [[number] for number in range(20)]


def test_on_sqlite_as_many_as_make_a_group_share_one_transaction(sqlite_engine: Engine) -> None:
    groups: list[int] = []

    def note(_connection: Connection, numbers: Sequence[int]) -> Sequence[int]:
        groups.append(len(numbers))
        return numbers

    async def many() -> list[int]:
        async with running(sqlite_engine) as runner:
            async with held_up(runner):
                waiting = [asyncio.ensure_future(runner.join(note, n, f"person {n}")) for n in range(GROUP_LIMIT + 1)]
                await asyncio.sleep(0)
                assert runner.waiting == GROUP_LIMIT + 1
            return list(await asyncio.gather(*waiting))

    assert asyncio.run(many()) == list(range(GROUP_LIMIT + 1))
    assert groups == [GROUP_LIMIT, 1]


def test_where_two_can_write_a_slow_turn_holds_up_only_one_lane(postgresql_url: str) -> None:
    engine = open_engine(postgresql_url)

    async def many() -> int:
        async with running(engine) as runner, held_up(runner, "slow"):
            others = [asyncio.ensure_future(runner.run(lambda _connection: None, f"person {n}")) for n in range(20)]
            answered, _waiting = await asyncio.wait(others, timeout=5, return_when=asyncio.FIRST_COMPLETED)
            return len(answered)

    assert asyncio.run(many()) > 0
    engine.dispose()


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


def test_a_database_without_a_free_connection_answers_everybody_at_once(sqlite_url: str) -> None:
    engine = create_engine(sqlite_url, pool_size=1, max_overflow=0, pool_timeout=0.1)

    async def many() -> tuple[list[object], float]:
        async with running(engine) as runner:
            begun = time.monotonic()
            answers = await outcomes(*(runner.run(open_account(f"{number}")) for number in range(20)))
            return answers, time.monotonic() - begun

    with engine.connect():
        answers, seconds = asyncio.run(many())
    engine.dispose()
    assert all(isinstance(answer, PoolTimeout) for answer in answers)
    assert seconds < 20 * 0.1 / 2


def test_a_server_that_is_away_is_not_called_once_for_everybody_who_waits() -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    engine = open_engine(f"postgresql://huitou@127.0.0.1:{port}/huitou")
    calls: list[object] = []
    event.listen(engine, "do_connect", lambda *call: calls.append(call))

    async def many() -> list[object]:
        async with running(engine) as runner:
            return await outcomes(*(runner.run(open_account(f"{number}")) for number in range(20)))

    answers = asyncio.run(many())
    assert all(isinstance(answer, OperationalError) for answer in answers)
    assert len(calls) < 20 / 2


def test_a_row_that_somebody_keeps_locked_fails_only_the_turn_that_wants_it(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("records.database.LOCK_TIMEOUT_MS", 100)
    engine = open_engine(postgresql_url)
    with writing(engine) as connection:
        open_account("a")(connection)

    def want(connection: Connection) -> None:
        connection.execute(select(accounts.c.id).where(accounts.c.id == "a").with_for_update()).all()

    async def side_by_side() -> list[object]:
        async with running(engine) as runner:
            return await outcomes(runner.run(open_account("b")), runner.run(want))

    with writing(engine) as connection:
        want(connection)
        answered, failed = asyncio.run(side_by_side())
    assert (answered, account_names(engine)) == ("b", ["a", "b"])
    assert isinstance(failed, OperationalError)
    engine.dispose()


def test_who_waits_no_longer_takes_nobody_elses_answer_away(sqlite_engine: Engine) -> None:
    async def leave_while_others_wait() -> list[object]:
        async with running(sqlite_engine) as runner:
            async with held_up(runner):
                waiting = [asyncio.ensure_future(runner.run(open_account(name))) for name in "abc"]
                await asyncio.sleep(0)
                waiting[0].cancel()
            return await outcomes(*waiting)

    left, *answered = asyncio.run(leave_while_others_wait())
    assert isinstance(left, asyncio.CancelledError)
    assert answered == ["b", "c"]
    assert account_names(sqlite_engine) == ["a", "b", "c"]


def test_a_loop_that_has_closed_meanwhile_does_not_stop_the_lane(sqlite_engine: Engine) -> None:
    runner = TurnRunner(sqlite_engine)
    begun, free = threading.Event(), threading.Event()

    def hold(_connection: Connection) -> bool:
        begun.set()
        return free.wait(20)

    async def leave_while_it_runs() -> None:
        task = asyncio.ensure_future(runner.run(hold))
        await asyncio.to_thread(begun.wait)
        task.cancel()

    asyncio.run(leave_while_it_runs())
    free.set()
    assert asyncio.run(asyncio.wait_for(runner.run(open_account("a")), 5)) == "a"
    runner.stop()


def test_a_runner_that_stops_finishes_what_waits_and_refuses_what_is_new(engine: Engine) -> None:
    async def stop_behind_a_queue() -> list[object]:
        runner = TurnRunner(engine)
        waiting = [asyncio.ensure_future(runner.run(open_account(f"{number:02}"))) for number in range(20)]
        await asyncio.sleep(0)
        await asyncio.to_thread(runner.stop)
        with pytest.raises(Stopped):
            await runner.run(open_account("late"))
        assert (runner.waiting, runner.finished) == (0, 20)
        return await outcomes(*waiting)

    assert asyncio.run(stop_behind_a_queue()) == [f"{number:02}" for number in range(20)]
    assert len(account_names(engine)) == 20


def test_more_than_the_queue_holds_is_refused_at_once(sqlite_engine: Engine) -> None:
    async def flood() -> list[object]:
        async with running(sqlite_engine) as runner:
            async with held_up(runner):
                waiting = [asyncio.ensure_future(runner.run(lambda _connection: None)) for _ in range(QUEUE_LIMIT)]
                await asyncio.sleep(0)
                with pytest.raises(Overloaded):
                    await runner.run(lambda _connection: None)
            return await outcomes(*waiting)

    assert asyncio.run(flood()) == [None] * QUEUE_LIMIT


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


def test_a_clash_that_does_not_end_is_given_up_after_a_few_tries(postgresql_url: str) -> None:
    engine = open_engine(postgresql_url)
    tries: list[int] = []

    def clash(connection: Connection) -> None:
        tries.append(len(tries))
        connection.exec_driver_sql("DO $$ BEGIN RAISE 'clash' USING ERRCODE = 'serialization_failure'; END $$")

    async def alone() -> None:
        async with running(engine) as runner:
            with pytest.raises(OperationalError, match="clash"):
                await runner.run(clash)

    asyncio.run(alone())
    assert len(tries) == TRIES_OF_A_CLASH
    engine.dispose()
