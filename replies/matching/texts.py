"""The rules for texts, compiled."""

from collections.abc import Iterable, Iterator

from replies.language.rule import Rule
from replies.matching.finders import FINDERS, Find
from replies.matching.match import Match, first_by_key
from replies.matching.normalise import Normaliser


class TextIndex:
    """Finds the rule for a text. Read by any number of threads at once."""

    def __init__(self, rules: Iterable[Rule], normaliser: Normaliser) -> None:
        matches = [Match(rule, phrase.how, phrase.words) for rule in rules for phrase in rule.when.text.phrases]
        self._normaliser = normaliser
        self._finders = tuple(_compile(matches, normaliser))

    def match(self, text: str) -> Match | None:
        """The rule that wins: the first finder's that finds one; the script's order breaks ties."""
        folded = self._normaliser(text)
        if not folded:
            return None
        for find in self._finders:
            if (found := find(folded)) is not None:
                return found
        return None


def _compile(matches: list[Match], normaliser: Normaliser) -> Iterator[Find]:
    """The finders that have something to find; words of which folding leaves nothing are nothing."""
    for how, fold, finder in FINDERS:
        pairs = ((fold(normaliser, match.by), match) for match in matches if match.how is how)
        if phrases := first_by_key(pair for pair in pairs if pair[0]):
            yield finder(phrases)
