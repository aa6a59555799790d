"""``python -m tests.bench``: everybody side by side in one run, one worker each, on the loopback.

The contestants take turns, round by round, and are held still while another is measured, so that noise hits all alike.
"""

import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from tests.bench.contestants import CONTESTANTS, Contestant, of_tree
from tests.bench.matching import lines
from tests.bench.race import Plan, race, storms
from tests.bench.report import limits, ratio_table, ratios, table

FULL = Plan(rounds=3, messages=10_000, seconds=10.0, warm_up=5_000, storm=20_000, people=5_000)
QUICK = Plan(rounds=1, messages=2_000, seconds=4.0, warm_up=500, storm=2_000, people=500)

LEGEND = """\
messages/s, p50, p99 and CPU are medians over the rounds; worst is the slowest round, max the longest answer of all.
CPU is µs a message of the serving process; helpers are its other processes (PostgreSQL's own are not counted), client
is the load client. RSS is after the load, helpers behind the plus. flaws were refused, broken off or wrong.
"""


def main(
    only: Annotated[
        list[str] | None, typer.Option(help="Only contestants whose name begins so; may be repeated.")
    ] = None,
    rounds: Annotated[int | None, typer.Option(min=1, max=50)] = None,
    messages: Annotated[int | None, typer.Option(min=100, max=1_000_000, help="A contestant's, in a round.")] = None,
    connections: Annotated[int, typer.Option(min=1, max=10_000)] = 256,
    *,
    quick: Annotated[bool, typer.Option("--quick", help="Small counts and one round: does it run?")] = False,
    profile: Annotated[bool, typer.Option("--profile", help="Sample each server once more with py-spy.")] = False,
    beside: Annotated[
        Path | None, typer.Option(help="Another working tree, with the same libraries, to measure Huitou of too.")
    ] = None,
    storm: Annotated[bool, typer.Option(help="Also the storm, on each database.")] = True,
    matching: Annotated[bool, typer.Option(help="Also which rule answers, beside a plain loop.")] = True,
) -> None:
    """Measure everybody and print one table."""
    plan = QUICK if quick else FULL
    plan = plan.with_(rounds=rounds, messages=messages, connections=connections)
    everybody = [*CONTESTANTS, *(of_tree(beside.resolve()) if beside else ())]
    chosen = [one for one in everybody if not only or one.name.startswith(tuple(only))]
    if not chosen:
        raise typer.BadParameter(f"nobody is called so; there are {', '.join(one.name for one in everybody)}")
    signal.signal(signal.SIGTERM, _leave)
    with tempfile.TemporaryDirectory(prefix="huitou-bench-") as folder:
        _measure(chosen, plan, Path(folder), profile)
        if storm:
            for line in storms(chosen, plan, Path(folder)):
                print(line, flush=True)
    if matching:
        print("", *lines(), sep="\n", flush=True)


def _measure(chosen: Sequence[Contestant], plan: Plan, folder: Path, profile: bool) -> None:
    with ExitStack() as stack:
        told = race(chosen, plan, folder, stack, profile)
    goals = (ratio_table(ratios(told.rounds)), limits(told.rounds, told.starts))
    print("", table(told.rounds, told.starts), "", LEGEND, *filter(None, goals), sep="\n", end="\n\n", flush=True)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """Let every block end, and with it every server."""
    sys.exit(143)


if __name__ == "__main__":
    typer.run(main)
