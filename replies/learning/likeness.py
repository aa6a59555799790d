"""Which texts say the same in other words, among many thousands, without comparing each with each.

Texts are folded and bare (``replies.matching.bare``), and likened by the characters and pairs of characters that
they share (Dice): of two like texts twice the shared ones are at least six tenths of all. Two that are so like share
one of the rarer of theirs, so that only texts which do are compared.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil

ALIKE = 0.6
SHARED_AT_LEAST = Fraction(3, 7)
"""Of its grams, what a text shares with any that is like it: ``ALIKE / (2 - ALIKE)``, exactly, for it is rounded up."""
CHARACTERS = 60
"""What of a folded text counts."""
Grams = frozenset[str]


def grams(folded: str) -> Grams:
    """The characters of a folded text and the pairs of neighbours among them."""
    said = folded[:CHARACTERS]
    return frozenset(said) | frozenset(one + other for one, other in pairwise(said))


def are_alike(one: str, other: str) -> bool:
    """Whether two texts say the same. Nothing is like an empty text."""
    these, those = grams(one), grams(other)
    return bool(these and those) and 2 * len(these & those) >= ALIKE * (len(these) + len(those))


def gathered(folded: Sequence[str]) -> list[list[int]]:
    """The places of the texts that are like one another: each joins the leading text that it is most like.

    The texts are different from one another; one that is like none before it leads a group of its own.
    """
    every = [grams(text) for text in folded]
    commonness = Counter(gram for one in every for gram in one)
    leaders = _Leaders(commonness)
    groups: dict[int, list[int]] = {}
    for place, one in enumerate(every):
        groups.setdefault(leaders.lead(place, one), []).append(place)
    return list(groups.values())


class _Leaders:
    """The texts that lead a group. What they share is counted in bits: one for each gram that two texts have."""

    def __init__(self, commonness: Counter[str]) -> None:
        self._commonness = commonness
        shared = (gram for gram, count in commonness.most_common() if count > 1)
        self._bits = {gram: 1 << place for place, gram in enumerate(shared)}
        self._by_gram: dict[str, list[int]] = {}
        self._leaders: dict[int, tuple[int, int]] = {}

    def lead(self, place: int, one: Grams) -> int:
        """The leader that this text is most like, the first of several; itself where it is like none."""
        bits = sum(self._bits.get(gram, 0) for gram in one)
        rarest = self._rarest(one)
        leader = self._most_like(bits, len(one), rarest)
        if leader is not None:
            return leader
        self._leaders[place] = bits, len(one)
        for gram in rarest:
            self._by_gram.setdefault(gram, []).append(place)
        return place

    def _most_like(self, bits: int, size: int, rarest: Iterable[str]) -> int | None:
        best, found = ALIKE, None
        for place in set[int]().union(*(self._by_gram.get(gram, ()) for gram in rarest)):
            others, other_size = self._leaders[place]
            like = 2 * (bits & others).bit_count() / (size + other_size)
            if like > best or (like == best and (found is None or place < found)):
                best, found = like, place
        return found

    def _rarest(self, one: Grams) -> list[str]:
        """So many of the rarest that whatever is like this text shares one of its own rarest with them."""
        needed = ceil(len(one) * SHARED_AT_LEAST)
        return sorted(one, key=lambda gram: (self._commonness[gram], gram))[: len(one) - needed + 1]
