"""What reached us, as far as a script cares, and the rules that could answer it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

import msgspec

from records.message import Kind
from replies.language.condition import ALWAYS, OnlyIf
from replies.language.rule import How, Near, Phrase, Rule

Key = TypeVar("Key")
Value = TypeVar("Value")


class Trigger(msgspec.Struct, frozen=True, kw_only=True):
    """Something to answer. ``subject`` is the scene of a follow or scan, or the key of a menu item.

    ``returning`` counts for a follow only.
    """

    kind: Kind
    text: str = ""
    subject: str = ""
    returning: bool = False


class Match(msgspec.Struct, frozen=True, gc=False):
    """A rule that answers if ``only_if`` holds, and why.

    ``by`` is the phrase's words, the scene, the key, the kind, or the store that a place is near (``any``).
    ``near`` must hold too where there is one, and no day after ``until`` may have begun: what it says ends then.
    ``score`` is the likeness, of 100, of a text that is only similar.
    """

    rule: Rule
    how: How
    by: str
    only_if: OnlyIf = ALWAYS
    near: Near | None = None
    until: date | None = None
    score: float = 100.0

    @property
    def unconditional(self) -> bool:
        """Whether it answers whoever it is, and whenever."""
        # Most rules share the one that asks nothing, so to look at it twice is quicker than to compare it.
        return (self.only_if is ALWAYS or self.only_if == ALWAYS) and self.near is None and self.until is None


Written = tuple[Phrase, Match]
"""A phrase of a rule, and the match that it makes."""
ByHow = Mapping[How, Sequence[Written]]
"""The phrases of a script by the way they are to be fitted, in the script's order."""


def written(phrase: Phrase) -> str:
    """All its words, as a match has them in ``by``."""
    return "、".join((phrase.words, *phrase.also)) if phrase.also else phrase.words


def words_of(match: Match) -> tuple[str, ...]:
    """The words of the phrase that made the match."""
    phrases = match.rule.when.text.phrases
    phrase = next(each for each in phrases if each.how is match.how and written(each) == match.by)
    return phrase.words, *phrase.also


def grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    """The values of each key, in order."""
    kept: dict[Key, list[Value]] = {}
    for key, value in pairs:
        if key in kept:
            kept[key].append(value)
        else:
            kept[key] = [value]
    return kept
