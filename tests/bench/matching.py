"""``python -m tests.bench.matching``: which rule answers, in microseconds, beside a plain loop over the rules.

Each size is measured in a process of its own. Half of the messages name something that a keyword is for, the others
are what customers type. The script is not read from YAML here; building is from rules to an index that answers.
"""

import gc
import re
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from typing import TypeVar

import msgspec
import typer

from records.message import Kind
from replies.answers.reply import Text
from replies.language.rule import How, Phrase, Rule, Script, When, WhenText
from replies.matching.index import ScriptIndex
from replies.matching.match import Trigger
from replies.matching.normalise import Normaliser
from tests.bench.catalogue import PATTERNS, keyword_rules, keywords, messages, sentences

Told = TypeVar("Told")

SIZES = (100, 10_000, 100_000)
ALIKE = 2_000
MESSAGES = 5_000
LOOPED = 40


class Figures(msgspec.Struct, frozen=True):
    """CPU seconds to build, MB held, and microseconds a message: ``naive`` is the median of a loop over the rules."""

    keywords: int
    build: float
    script_mb: float
    index_mb: float
    median: float
    p99: float
    longest: float
    naive: float


def main() -> None:
    """Measure every size, one after another."""
    for line in lines():
        print(line, flush=True)


def lines() -> Iterator[str]:
    """The figures as they come."""
    yield f"which rule answers, with {PATTERNS:,} patterns beside the keywords; µs a message"
    yield f"{'keywords':>10}{'build s':>9}{'script MB':>11}{'index MB':>10}{'median':>8}{'p99':>7}{'max':>8}{'loop':>9}"
    for size in SIZES:
        told = _apart(measure, size)
        yield (
            f"{told.keywords:>10,}{told.build:>9.2f}{told.script_mb:>11.1f}{told.index_mb:>10.1f}{told.median:>8.1f}"
            f"{told.p99:>7.1f}{told.longest:>8.0f}{told.naive:>9,.0f}  ×{told.naive / told.median:,.0f}"
        )
    answered, offered = _apart(measure_likeness, ALIKE)
    yield f"of {ALIKE:,} phrases to be like: {answered:.0f} µs to find whom to answer, {offered:.0f} µs what to offer"


def measure(size: int) -> Figures:
    """Everything about a script of so many keywords."""
    before = _resident()
    rules = keyword_rules(size)
    script = Script(rules=tuple(rules))
    gc.collect()
    with_script = _resident()
    started = time.process_time()
    index = ScriptIndex(script, Normaliser())
    build = time.process_time() - started
    texts = messages(size, MESSAGES)
    took = _timed(lambda text: next(index.candidates(Trigger(kind=Kind.TEXT, text=text)), None), texts)
    loop = Loop(rules)
    _check(index, loop, texts)
    return Figures(
        keywords=size,
        build=build,
        script_mb=with_script - before,
        index_mb=_resident() - with_script,
        median=median(took),
        p99=quantiles(took, n=100)[98],
        longest=max(took),
        naive=median(_timed(loop, texts[:LOOPED])),
    )


def measure_likeness(size: int) -> tuple[float, float]:
    """Medians, in microseconds, of answering and of offering what a text is like."""
    when = [When(text=WhenText(phrases=(Phrase(How.SIMILAR, words),))) for words in keywords(size)]
    rules = tuple(Rule(name=f"r{number}", when=each, say=Text("好")) for number, each in enumerate(when))
    index = ScriptIndex(Script(rules=rules), Normaliser())
    texts = sentences()
    found = _timed(lambda text: next(index.candidates(Trigger(kind=Kind.TEXT, text=text)), None), texts)
    return median(found), median(_timed(index.suggestions, texts))


class Loop:
    """The plainest way to answer: each text against each rule, keywords first, then patterns compiled beforehand."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._normaliser = Normaliser()
        phrases = [(rule, phrase) for rule in rules for phrase in rule.when.text.phrases]
        self._keywords = [
            (rule, phrase.how, self._normaliser(phrase.words)) for rule, phrase in phrases if phrase.how in _KEYWORDS
        ]
        self._patterns = [(rule, re.compile(phrase.words)) for rule, phrase in phrases if phrase.how is How.PATTERN]

    def __call__(self, text: str) -> Rule | None:
        folded = self._normaliser(text)
        best: tuple[int, int, int, Rule] | None = None
        for place, (rule, how, words) in enumerate(self._keywords):
            if folded == words if how is How.EXACT else words in folded:
                rank = (how is How.EXACT, len(words), -place, rule)
                best = rank if best is None or rank[:3] > best[:3] else best
        if best is not None:
            return best[3]
        return next((rule for rule, pattern in self._patterns if pattern.search(folded)), None)


_KEYWORDS = (How.EXACT, How.CONTAINS)


def _check(index: ScriptIndex, loop: Loop, texts: Sequence[str]) -> None:
    """A figure counts only if the answer is the right one."""
    for text in texts[:LOOPED]:
        found = next(index.candidates(Trigger(kind=Kind.TEXT, text=text)), None)
        if (found and found.rule) != loop(text):
            raise AssertionError(f"the index and the loop disagree about {text}")


def _timed(act: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Microseconds of each, after one that is not counted."""
    act(texts[0])
    took = []
    for text in texts:
        started = time.perf_counter_ns()
        act(text)
        took.append((time.perf_counter_ns() - started) / 1_000)
    return took


def _apart(measuring: Callable[[int], Told], size: int) -> Told:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(measuring, size).result()


def _resident() -> float:
    """MB of this process that are in memory."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1_000_000


if __name__ == "__main__":
    typer.run(main)
