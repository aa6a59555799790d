"""How often the mood is right, on a table of sentences labelled by hand. Run with ``-s`` to see the counts."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from insight.lexicon import Lexicon, prepare
from insight.mood import NOTHING_SAID, from_model, without_model
from insight.worker import ScoringWorker

pytestmark = pytest.mark.xdist_group("mood model")

TABLE = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text())
Confusion = Counter[tuple[str, str]]
"""How many sentences of the first mood were taken for the second."""


def sentences(group: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for mood in ("negative", "neutral", "positive"):
        yield from ((mood, text) for text in group.get(mood, []))


def confusion(group: dict[str, Any], lexicon: Lexicon, scorer: ScoringWorker | None) -> Confusion:
    """With the lexicon alone when there is no scorer: what it cannot tell is then neutral."""
    counts: Confusion = Counter()
    for expected, text in sentences(group):
        mood = without_model(prepare(text), lexicon)
        if mood is None and scorer:
            mood = from_model(scorer.score([prepare(text)])[0] or 0)
        counts[expected, (mood or NOTHING_SAID).feeling.value] += 1
    return counts


def right(counts: Confusion) -> float:
    return sum(number for (expected, got), number in counts.items() if expected == got) / counts.total()


def report(name: str, counts: Confusion) -> None:
    print(f"\n{name}: {right(counts):.0%} of {counts.total()}", {f"{a}>{b}": n for (a, b), n in sorted(counts.items())})


@pytest.mark.parametrize("name", ["first", "second"])
def test_the_sentences_that_the_lexicon_was_written_for_are_nearly_all_right(name: str, lexicon: Lexicon) -> None:
    for group in (TABLE[name], TABLE[name]["traditional"]):
        counts = confusion(group, lexicon, None)
        report(name, counts)
        assert right(counts) >= 0.95


def test_of_unseen_sentences_few_are_taken_for_the_opposite_and_few_neutral_ones_for_anger(
    lexicon: Lexicon, scorer: ScoringWorker
) -> None:
    alone, both = (confusion(TABLE["unseen"], lexicon, model) for model in (None, scorer))
    report("unseen, lexicon alone", alone)
    report("unseen, lexicon and model", both)
    assert both["positive", "negative"] + both["negative", "positive"] <= 1
    assert both["neutral", "negative"] <= 2
    assert right(both) >= 0.65
    assert both["negative", "negative"] > alone["negative", "negative"]


def test_traditional_sentences_are_right_as_often(lexicon: Lexicon, scorer: ScoringWorker) -> None:
    counts = confusion(TABLE["unseen"]["traditional"], lexicon, scorer)
    report("unseen, traditional", counts)
    assert right(counts) >= 0.7


def test_sarcasm_is_mostly_not_understood(lexicon: Lexicon, scorer: ScoringWorker) -> None:
    groups = [TABLE[name]["sarcasm"] for name in ("first", "second", "unseen")]
    counts = sum((confusion(group, lexicon, scorer) for group in groups), Confusion())
    report("sarcasm", counts)
    assert 0 < right(counts) < 0.9
