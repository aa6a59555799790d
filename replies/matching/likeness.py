"""How much a text is like a phrase, of 100: measured on real sentences (docs/decisions/0011)."""

from collections.abc import Iterable

import msgspec
from rapidfuzz import fuzz, process

SURE = 56.0
"""From here a phrase answers, if it is clearly the likest."""
MAYBE = 40.0
"""From here a phrase may have been meant."""
CLEAR = 0.75
"""The likest phrase answers if it lacks no more than this part of what the next one lacks."""
LETTERS = 2
"""As many letters must be in common at least: one is chance."""


class Alike(msgspec.Struct, frozen=True):
    """A phrase, by its place among the phrases compared, and how much a text is like it."""

    score: float
    place: int


class Likeness:
    """Compares texts with phrases, all of them bare (``replies.matching.bare``). Shared by any number of threads."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = list(phrases)

    def alike(self, text: str, at_least: float = MAYBE) -> list[Alike]:
        """The phrases a text is that much like, the likest first; of two as like the one that came first."""
        found = process.extract(text, self._phrases, scorer=fuzz.ratio, score_cutoff=at_least, limit=None)
        return [
            Alike(score, place)
            for phrase, score, place in found
            if round(score * (len(phrase) + len(text)) / 200) >= LETTERS
        ]


def contending(alike: list[Alike]) -> list[Alike]:
    """The likest, and those that it is not clearly ahead of."""
    if not alike or alike[0].score < SURE:
        return []
    lacking = 100.0 - alike[0].score
    return [alike[0], *(other for other in alike[1:] if lacking > CLEAR * (100.0 - other.score))]
