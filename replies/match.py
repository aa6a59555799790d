"""What reached us, as far as a script cares, and which rule answers it."""

from enum import StrEnum

import msgspec

from records.message import Kind
from replies.rule import Rule


class Trigger(msgspec.Struct, frozen=True, kw_only=True):
    """Something to answer. ``subject`` is the scene of a follow or scan, or the key of a menu item.

    ``returning`` and ``has_coupon`` count for a follow only; the latter only where ``needs_coupons`` says so.
    """

    kind: Kind
    text: str = ""
    subject: str = ""
    returning: bool = False
    has_coupon: bool = False


class How(StrEnum):
    """In which way a rule was found."""

    EXACT = "exact"
    CONTAINS = "contains"
    PATTERN = "pattern"
    SCENE = "scene"
    MENU = "menu"
    KIND = "kind"
    FALLBACK = "fallback"


class Match(msgspec.Struct, frozen=True):
    """The rule that answers, and why: ``by`` is the keyword, pattern, scene, key or kind as the script has it."""

    rule: Rule
    how: How
    by: str
