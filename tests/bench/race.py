"""The rounds: every contestant in turn, then again, with the same messages for all."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from time import process_time
from typing import Self

import msgspec
import uvloop

from tests.bench import answers, pushes
from tests.bench.client import load
from tests.bench.contestants import CannotRun, Contestant, running
from tests.bench.databases import NoPostgreSQL
from tests.bench.huitou import NotPrepared
from tests.bench.processes import DidNotStart, Server
from tests.bench.profile import NoProfiler, heaviest, profiled
from tests.bench.pushes import Mode, Push
from tests.bench.report import Round, percentile
from tests.bench.storm import sentence, storm

OBSTACLES = (CannotRun, NoPostgreSQL, NotPrepared, DidNotStart)
MODES: tuple[Mode, ...] = ("aes", "plain")


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How much. A round of a contestant ends after ``messages`` or ``seconds``, whichever comes first."""

    rounds: int
    messages: int
    seconds: float
    warm_up: int
    storm: int
    people: int
    connections: int = 256

    def with_(self, **changes: int | None) -> Self:
        """The plan with what was asked for, None for what was not."""
        return msgspec.structs.replace(self, **{name: value for name, value in changes.items() if value is not None})


class Told(msgspec.Struct, frozen=True):
    """What was measured, by name: the rounds, and the seconds from start to first answer."""

    rounds: Mapping[str, list[Round]]
    starts: Mapping[str, float]


def race(chosen: Sequence[Contestant], plan: Plan, folder: Path, stack: ExitStack, profile: bool) -> Told:
    """Measure them all; who cannot run is said and left out. The servers end with ``stack``."""
    servers = _started(chosen, folder, stack)
    rounds: dict[str, list[Round]] = {one.name: [] for one, _ in servers}
    _warm_up(servers, plan)
    for number in range(plan.rounds):
        first = plan.warm_up + number * plan.messages
        prepared = _prepared(range(first, first + plan.messages), plan, chosen)
        for one, server in servers:
            told = _awake(one, server, prepared[one.mode], plan)
            rounds[one.name].append(told)
            _say(f"round {number + 1}/{plan.rounds}  {one.name}: {told.rate:,.0f}/s")
    if profile:
        first = plan.warm_up + plan.rounds * plan.messages
        prepared = _prepared(range(first, first + 3 * plan.messages), plan, chosen)
        for one, server in servers:
            _profile(one, server, prepared[one.mode], plan)
    return Told(rounds, {one.name: server.first_answer for one, server in servers})


def storms(chosen: Sequence[Contestant], plan: Plan, folder: Path) -> Iterator[str]:
    """A storm on each database, over Huitou with all its rules: a line for each."""
    for one in chosen:
        if one.name not in ("huitou-sqlite-aes", "huitou-postgresql-aes"):
            continue
        try:
            with running(one, folder / f"storm-{one.name}") as (server, url):
                told = uvloop.run(storm(one, server, url, plan.storm, plan.people, plan.connections))
                yield sentence(one.name, told)
        except OBSTACLES as obstacle:
            yield f"storm {one.name} left out: {obstacle}"


def _started(chosen: Sequence[Contestant], folder: Path, stack: ExitStack) -> list[tuple[Contestant, Server]]:
    servers = []
    for one in chosen:
        try:
            server, _ = stack.enter_context(running(one, folder / one.name))
        except OBSTACLES as obstacle:
            _say(f"{one.name} left out: {obstacle}")
            continue
        server.hold()
        servers.append((one, server))
    return servers


def _warm_up(servers: Sequence[tuple[Contestant, Server]], plan: Plan) -> None:
    """Everybody has met every person once, as far as half a round's time goes."""
    short = msgspec.structs.replace(plan, seconds=plan.seconds / 2)
    prepared = _prepared(range(plan.warm_up), plan, [one for one, _ in servers])
    for one, server in servers:
        _awake(one, server, prepared[one.mode], short)


def _prepared(numbers: range, plan: Plan, chosen: Sequence[Contestant]) -> dict[Mode, list[Push]]:
    wanted = {one.mode for one in chosen}
    return {mode: pushes.prepare(numbers, mode, plan.people) for mode in MODES if mode in wanted}


def _awake(one: Contestant, server: Server, prepared: Sequence[Push], plan: Plan) -> Round:
    server.resume()
    try:
        return _round(one, server, prepared, plan)
    finally:
        server.hold()


def _round(one: Contestant, server: Server, prepared: Sequence[Push], plan: Plan) -> Round:
    before, client_before = server.usage(), process_time()
    told = uvloop.run(load(server.port, prepared, plan.connections, plan.seconds))
    after, client_after = server.usage(), process_time()
    per_message = 1_000_000 / max(1, len(told.latencies))
    wrong = answers.wrong(told.samples, one.right)
    if wrong:
        _say(f"{one.name} answered wrongly, for example: {wrong[0][:600]!r}")
    return Round(
        rate=told.rate,
        p50=percentile(told.latencies, 0.50) * 1_000,
        p99=percentile(told.latencies, 0.99) * 1_000,
        longest=max(told.latencies, default=0.0) * 1_000,
        cpu=(after.cpu - before.cpu) * per_message,
        helper_cpu=max(0.0, after.helper_cpu - before.helper_cpu) * per_message,
        client_cpu=(client_after - client_before) * per_message,
        rss=after.rss,
        helper_rss=after.helper_rss,
        flaws=sum(told.refused.values()) + told.broken + len(wrong),
    )


def _profile(one: Contestant, server: Server, prepared: Sequence[Push], plan: Plan) -> None:
    try:
        with profiled(server.pid, one.name, plan.seconds) as stacks:
            _awake(one, server, prepared, plan)
        print(f"\n{one.name}, where the time goes ({stacks}):\n{heaviest(stacks)}", flush=True)
    except NoProfiler as missing:
        _say(str(missing))


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
