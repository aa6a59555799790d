"""The ways for a text to fit a rule: each finds its phrases among thousands at once, the first to answer first."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import ahocorasick
import re2
from msgspec.structs import replace

from replies.language.pattern import pattern_options
from replies.language.rule import How
from replies.matching.bare import bare
from replies.matching.likeness import Likeness, contending
from replies.matching.match import Match, grouped
from replies.matching.normalise import Normaliser

Find = Callable[[str], Iterable[Match]]
"""What a folded text fits, in order of precedence. Called by any number of threads at once."""
Phrases = Sequence[tuple[tuple[str, ...], Match]]
"""At least one phrase in the script's order: its folded words, of which a text must have all, with its match."""


def whole(phrases: Phrases) -> Find:
    """Finds the phrases that a text is."""
    matches = grouped((words[0], match) for words, match in phrases)

    def find(folded: str) -> Iterable[Match]:
        return matches.get(folded, ())

    return find


def longest_beginning(phrases: Phrases) -> Find:
    """Finds the phrases that a text begins with, the longest first."""
    matches = grouped((words[0], match) for words, match in phrases)
    lengths = sorted({len(beginning) for beginning in matches}, reverse=True)

    def find(folded: str) -> Iterator[Match]:
        for length in lengths:
            if length <= len(folded):
                yield from matches.get(folded[:length], ())

    return find


def longest_contained(phrases: Phrases) -> Find:
    """Finds the phrases all of whose words stand anywhere in a text; those with the most letters first."""
    ranked = sorted(phrases, key=lambda phrase: -sum(map(len, phrase[0])))
    matches = [match for _, match in ranked]
    words = {rank: words for rank, (words, _) in enumerate(ranked) if len(words) > 1}
    ranks = _by_longest_word(ranked)
    automaton = ahocorasick.Automaton()
    for word, reached in ranks.items():
        automaton.add_word(word, reached)
    automaton.make_automaton()

    def find(folded: str) -> Iterator[Match]:
        found = {rank for _, reached in automaton.iter(folded) for rank in reached}
        return (matches[rank] for rank in sorted(found) if rank not in words or _has_all(folded, words[rank]))

    return find


def _has_all(folded: str, words: tuple[str, ...]) -> bool:
    return all(word in folded for word in words)


def _by_longest_word(phrases: Phrases) -> dict[str, list[int]]:
    """The places of the phrases, by the word that is the rarest to be found: without it the others need no look."""
    return grouped((max(words, key=len) if len(words) > 1 else words[0], at) for at, (words, _) in enumerate(phrases))


def fitting_patterns(phrases: Phrases) -> Find:
    """Finds the patterns that a text fits; only those whose literals occur in it are tried."""
    matches = tuple(match for _, match in phrases)
    by_literals = re2.Filter()
    for (pattern,), _ in phrases:
        by_literals.Add(pattern, pattern_options())
    by_literals.Compile()

    def find(folded: str) -> Iterator[Match]:
        return (matches[place] for place in sorted(by_literals.Match(folded) or ()))

    return find


def clearly_alike(phrases: Phrases) -> Find:
    """Finds the phrases that a text is like, the likest first; none where those of another rule are about as like."""
    matches = grouped((bare(words[0]), match) for words, match in phrases)
    likeness = Likeness(matches)
    meant = tuple(matches.values())

    def find(folded: str) -> Iterator[Match]:
        contenders = contending(likeness.alike(bare(folded)))
        rules = [{match.rule.name for match in meant[alike.place]} for alike in contenders]
        if all(names & rules[0] for names in rules):
            for alike in contenders:
                yield from (replace(match, score=alike.score) for match in meant[alike.place])

    return find


FINDERS: tuple[tuple[How, Callable[[Normaliser, str], str], Callable[[Phrases], Find]], ...] = (
    (How.EXACT, Normaliser.__call__, whole),
    (How.STARTS_WITH, Normaliser.__call__, longest_beginning),
    (How.CONTAINS, Normaliser.__call__, longest_contained),
    (How.PATTERN, Normaliser.letters, fitting_patterns),
    (How.SIMILAR, Normaliser.__call__, clearly_alike),
)
"""In order of precedence: how a phrase is to be fitted, how its words are folded, and what finds it."""
