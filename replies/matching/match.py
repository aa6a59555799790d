"""What reached us, as far as a script cares, and the rules that could answer it."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

import msgspec

from records.message import Kind
from replies.language.condition import ALWAYS, OnlyIf
from replies.language.rule import How, Near, Phrase, Rule

Key = TypeVar("Key", bound=str)


class Trigger(msgspec.Struct, frozen=True, kw_only=True):
    """Something to answer. ``subject`` is the scene of a follow or scan, or the key of a menu item.

    ``returning`` counts for a follow only.
    """

    kind: Kind
    text: str = ""
    subject: str = ""
    returning: bool = False


class Match(msgspec.Struct, frozen=True):
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
        return self.only_if == ALWAYS and self.near is None and self.until is None


Written = tuple[Phrase, Match]
"""A phrase of a rule, and the match that it makes."""


def by_key(pairs: Iterable[tuple[Key, Match]]) -> dict[Key, list[Match]]:
    """The matches of each key, in order."""
    kept: dict[Key, list[Match]] = {}
    for key, match in pairs:
        kept.setdefault(key, []).append(match)
    return kept
