"""What a text that nothing answers may have meant, to be offered rather than guessed."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain, islice

from replies.language.rule import How
from replies.matching.bare import bare
from replies.matching.decide import choose
from replies.matching.known import Known
from replies.matching.likeness import Likeness
from replies.matching.match import ByHow, Match, grouped
from replies.matching.normalise import Normaliser

OFFERED = 3
"""As many as a person reads."""
COMPARED = 5_000
"""Exact phrases that are compared, the first of the script: some 0.3 ms for a text that nothing answers."""


class Suggestions:
    """Finds the phrases that a text may have meant: of those that mean their rule by themselves.

    These are the phrases to be similar to, and those to be the whole text. Shared by any number of threads.
    """

    def __init__(self, phrases: ByHow, normaliser: Normaliser) -> None:
        compared = chain(phrases.get(How.SIMILAR, ()), islice(phrases.get(How.EXACT, ()), COMPARED))
        matches = grouped((bare(normaliser(match.by)), match) for _, match in compared)
        self._normaliser = normaliser
        self._likeness = Likeness(matches)
        self._meant = tuple(matches.values())

    def suggest(self, text: str, know: Callable[[], Known] | None = None) -> tuple[str, ...]:
        """At most three phrases of different rules, the likest first; with ``know`` only of rules that may answer."""
        offered: dict[str, str] = {}
        for match in self._meant_by(text, know):
            offered.setdefault(match.rule.name, match.by)
            if len(offered) == OFFERED:
                break
        return tuple(offered.values())

    def _meant_by(self, text: str, know: Callable[[], Known] | None) -> Iterator[Match]:
        once = know and cache(know)
        for alike in self._likeness.alike(bare(self._normaliser(text))):
            meant = self._meant[alike.place]
            match = meant[0] if once is None else choose(meant, once)
            if match is not None:
                yield match
