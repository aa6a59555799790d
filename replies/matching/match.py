"""What reached us, as far as a script cares, and which rule answers it."""

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from records.message import Kind
from replies.language.rule import How, Rule

Key = TypeVar("Key", bound=str)


class Trigger(msgspec.Struct, frozen=True, kw_only=True):
    """Something to answer. ``subject`` is the scene of a follow or scan, or the key of a menu item.

    ``returning`` and ``has_coupon`` count for a follow only; the latter only where ``needs_coupons`` says so.
    """

    kind: Kind
    text: str = ""
    subject: str = ""
    returning: bool = False
    has_coupon: bool = False


class Match(msgspec.Struct, frozen=True):
    """The rule that answers, and why: ``by`` is the phrase's words, the scene, key or kind as the script has it."""

    rule: Rule
    how: How
    by: str


def first_by_key(pairs: Iterable[tuple[Key, Match]]) -> dict[Key, Match]:
    """Of the matches with one key, the first; the keys in order."""
    kept: dict[Key, Match] = {}
    for key, match in pairs:
        kept.setdefault(key, match)
    return kept
