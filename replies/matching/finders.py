"""The ways for a text to fit a rule: each finds its phrase among thousands at once, and the first that does wins."""

from collections.abc import Callable, Mapping

import ahocorasick
import re2

from replies.language.pattern import pattern_options
from replies.language.rule import How
from replies.matching.match import Match
from replies.matching.normalise import Normaliser

Find = Callable[[str], Match | None]
"""What a folded text fits, None where it fits nothing. Called by any number of threads at once."""
Phrases = Mapping[str, Match]
"""At least one phrase, by its folded words, in the script's order."""


def whole(phrases: Phrases) -> Find:
    """Finds the phrase that a text is."""
    return phrases.get


def longest_contained(phrases: Phrases) -> Find:
    """Finds the longest phrase that stands anywhere in a text; of two as long the one written first."""
    automaton = ahocorasick.Automaton()
    for place, (words, match) in enumerate(phrases.items()):
        automaton.add_word(words, (len(words), -place, match))
    automaton.make_automaton()

    def find(folded: str) -> Match | None:
        # No two phrases have one place, so the comparison never comes to their matches.
        best = max((found for _, found in automaton.iter(folded)), default=None)
        return None if best is None else best[2]

    return find


def first_pattern(patterns: Phrases) -> Find:
    """Finds the pattern written first of those that a text fits; only those whose literals occur in it are tried."""
    matches = tuple(patterns.values())
    by_literals = re2.Filter()
    for pattern in patterns:
        by_literals.Add(pattern, pattern_options())
    by_literals.Compile()

    def find(folded: str) -> Match | None:
        fitting = by_literals.Match(folded)
        return matches[min(fitting)] if fitting else None

    return find


FINDERS: tuple[tuple[How, Callable[[Normaliser, str], str], Callable[[Phrases], Find]], ...] = (
    (How.EXACT, Normaliser.__call__, whole),
    (How.CONTAINS, Normaliser.__call__, longest_contained),
    (How.PATTERN, Normaliser.letters, first_pattern),
)
"""In order of precedence: how a phrase is to be fitted, how its words are folded, and what finds it."""
