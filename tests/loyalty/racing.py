"""Races: the same moment, many threads, a real database."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from sqlalchemy import Connection, Engine

from loyalty.refusals import Refusal
from records.database import writing

T = TypeVar("T")


def race(engine: Engine, works: Sequence[Callable[[Connection], T]]) -> list[T | Refusal]:
    """What each work returned or was refused with, in a thread and a transaction of its own; all start together."""
    start = Barrier(len(works))

    def run(work: Callable[[Connection], T]) -> T | Refusal:
        start.wait()
        try:
            with writing(engine) as connection:
                return work(connection)
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))
