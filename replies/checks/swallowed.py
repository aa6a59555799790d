"""Claims to texts that another way of finding takes whole: by the words that they are sure to hold."""

import re
from collections.abc import Iterable, Iterator

import ahocorasick
import re2

from replies.checks.claims import Claim, Claims
from replies.language.condition import ALWAYS
from replies.language.pattern import pattern_options
from replies.language.rule import How

_SPECIAL = re.compile(r"[\\^$.*+?()\[\]{}]")
SAMPLES = ("", "\u3400", "x1")
"""What has nothing in common: a pattern that fits each of them fits every text."""
SEPARATOR = "\n"
"""Stands in no folded words, so nothing is found across it."""


def alternatives(pattern: str) -> tuple[str, ...] | None:
    """The words of a pattern that is nothing but words, one or the other; None for any other pattern."""
    return None if _SPECIAL.search(pattern) else tuple(pattern.split("|"))


def fits_all(pattern: str) -> bool:
    """Whether every text fits a pattern, for all one can see. One of which nothing is left is never looked for."""
    found = re2.compile(pattern, pattern_options())
    return bool(pattern) and all(found.search(sample) for sample in SAMPLES)


class Swallowing:
    """The unconditional claims by contained words and by patterns that fit everything."""

    def __init__(self, claims: Claims) -> None:
        certain = [found for bucket in claims.by_key.values() if (found := _first_certain(bucket)) is not None]
        self._all = [claim for claim in certain if claim.key[0] == How.PATTERN and fits_all(claim.folded[0])]
        self._words = ahocorasick.Automaton()
        by_word: dict[str, list[Claim]] = {}
        for claim in certain:
            if claim.key[0] == How.CONTAINS and all(claim.folded):
                by_word.setdefault(max(claim.folded, key=len), []).append(claim)
        for word, holding in by_word.items():
            self._words.add_word(word, tuple(holding))
        if by_word:
            self._words.make_automaton()

    def of(self, claim: Claim) -> tuple[Claim, ...]:
        """The claims of other rules that leave nothing to this one; none where it may still answer."""
        match claim.key[0]:
            case How.CONTAINS:
                return self._of_contains(claim)
            case How.PATTERN:
                return self._before(claim) or self._of_pattern(claim)
            case How.SIMILAR:
                return self._before(claim)
        return ()

    def _of_contains(self, claim: Claim) -> tuple[Claim, ...]:
        held = SEPARATOR.join(claim.folded)
        for other in self._contained(held):
            if other.rule.name != claim.rule.name and _precedence(other) < _precedence(claim):
                return (other,)
        return ()

    def _of_pattern(self, claim: Claim) -> tuple[Claim, ...]:
        words = alternatives(claim.folded[0])
        if words is None:
            return ()
        taking = [self._other(word.casefold(), claim) for word in words]
        return tuple(filter(None, dict.fromkeys(taking))) if all(taking) else ()

    def _other(self, word: str, claim: Claim) -> Claim | None:
        return next((other for other in self._contained(word) if other.rule.name != claim.rule.name), None)

    def _before(self, claim: Claim) -> tuple[Claim, ...]:
        similar = claim.key[0] == How.SIMILAR
        for other in self._all:
            if other.rule.name != claim.rule.name and (similar or other.position < claim.position):
                return (other,)
        return ()

    def _contained(self, held: str) -> Iterator[Claim]:
        """The claims whose words all stand in ``held``."""
        if not len(self._words):
            return
        for _, holding in self._words.iter(held):
            for claim in holding:
                if all(word in held for word in claim.folded):
                    yield claim


def _first_certain(bucket: Iterable[Claim]) -> Claim | None:
    """Of one key's claims the first that answers whoever it is, and whenever: the others answer nothing before it."""
    return next((claim for claim in bucket if claim.only_if == ALWAYS and claim.until is None), None)


def _precedence(claim: Claim) -> tuple[int, int]:
    """Less for what comes first: the longest, then the first in the script."""
    return -sum(map(len, claim.folded)), claim.position
