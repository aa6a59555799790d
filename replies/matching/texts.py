"""The rules for texts, compiled."""

from collections.abc import Iterator, Sequence

from replies.matching.finders import FINDERS, Find
from replies.matching.match import Match, Written
from replies.matching.normalise import Normaliser


class TextIndex:
    """Finds the rules for a text. Read by any number of threads at once."""

    def __init__(self, phrases: Sequence[Written], normaliser: Normaliser) -> None:
        self._normaliser = normaliser
        self._finders = tuple(_compile(phrases, normaliser))

    def matches(self, text: str) -> Iterator[Match]:
        """The rules that a text fits: those of the first finder first; the script's order breaks ties."""
        folded = self._normaliser(text)
        if folded:
            for find in self._finders:
                yield from find(folded)


def _compile(phrases: Sequence[Written], normaliser: Normaliser) -> Iterator[Find]:
    """The finders that have something to find; a phrase of whose words folding leaves one empty is nothing."""
    for how, fold, finder in FINDERS:
        folded = [
            (tuple(fold(normaliser, words) for words in (phrase.words, *phrase.also)), match)
            for phrase, match in phrases
            if phrase.how is how
        ]
        if spoken := [entry for entry in folded if all(entry[0])]:
            yield finder(spoken)
