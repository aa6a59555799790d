"""The rules for texts, compiled."""

from collections.abc import Callable, Iterator
from functools import partial

from replies.language.rule import Phrase
from replies.matching.finders import FINDERS, Find
from replies.matching.match import ByHow, Match
from replies.matching.normalise import Normaliser


class TextIndex:
    """Finds the rules for a text. Read by any number of threads at once."""

    def __init__(self, phrases: ByHow, normaliser: Normaliser) -> None:
        self._normaliser = normaliser
        self._finders = tuple(_compile(phrases, normaliser))

    def matches(self, text: str) -> Iterator[Match]:
        """The rules that a text fits: those of the first finder first; the script's order breaks ties."""
        folded = self._normaliser(text)
        if folded:
            for find in self._finders:
                yield from find(folded)


def _compile(phrases: ByHow, normaliser: Normaliser) -> Iterator[Find]:
    """The finders that have something to find; a phrase of whose words folding leaves one empty is nothing."""
    for how, fold, finder in FINDERS:
        by = partial(fold, normaliser)
        folded = [(_folded(phrase, by), match) for phrase, match in phrases.get(how, ())]
        if spoken := [entry for entry in folded if all(entry[0])]:
            yield finder(spoken)


def _folded(phrase: Phrase, fold: Callable[[str], str]) -> tuple[str, ...]:
    return (fold(phrase.words), *map(fold, phrase.also)) if phrase.also else (fold(phrase.words),)
