"""A script's rules, as frozen data."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from records.message import Kind
from replies.answers.reply import Reply

ANY = "*"
"""The scene pattern that every scene fits, also no scene at all."""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a script: kept in a form that has more in it, it fails to decode rather than losing that."""


class How(StrEnum):
    """In which way a rule is found."""

    EXACT = "exact"
    CONTAINS = "contains"
    PATTERN = "pattern"
    SCENE = "scene"
    MENU = "menu"
    KIND = "kind"
    FALLBACK = "fallback"


class WhenFollow(Part, frozen=True, kw_only=True):
    """A follow through ``scene`` (whole, or a prefix that ends in ``*``).

    ``returning`` asks whether the person followed before, ``has_coupon`` whether they hold one that still counts;
    None asks nothing.
    """

    scene: str = ANY
    returning: bool | None = None
    has_coupon: bool | None = None

    @property
    def conditions(self) -> int:
        """How many things it asks besides the scene."""
        return (self.returning is not None) + (self.has_coupon is not None)


class Phrase(Part, frozen=True):
    """What a text may fit, and ``how``: ``words`` as staff wrote them, of a pattern in the syntax of re2."""

    how: How
    words: str


class WhenText(Part, frozen=True, kw_only=True):
    """A text that fits one of ``phrases``."""

    phrases: tuple[Phrase, ...] = ()

    @property
    def patterns(self) -> tuple[str, ...]:
        """The patterns among the phrases."""
        return tuple(phrase.words for phrase in self.phrases if phrase.how is How.PATTERN)


class When(Part, frozen=True, kw_only=True):
    """What a rule answers. Any one of these is enough; ``scans`` are scenes as in ``WhenFollow``."""

    follows: tuple[WhenFollow, ...] = ()
    scans: tuple[str, ...] = ()
    menus: tuple[str, ...] = ()
    text: WhenText = WhenText()
    kinds: tuple[Kind, ...] = ()
    fallback: bool = False


class AddTag(Part, frozen=True, tag="tag"):
    tag: str


class GiveCoupon(Part, frozen=True, tag="coupon"):
    """``kind`` is the id of a coupon kind of the account."""

    kind: str


class GivePoints(Part, frozen=True, tag="points"):
    """``points`` is at least one."""

    points: int


Action = AddTag | GiveCoupon | GivePoints


class Rule(Part, frozen=True, kw_only=True):
    """When this reaches us, do that and say so; say ``otherwise`` when something of it could not be done."""

    name: str
    say: Reply
    when: When = When()
    do: tuple[Action, ...] = ()
    otherwise: Reply | None = None


class Script(Part, frozen=True, kw_only=True):
    """Everything an account says, in the order that breaks ties, with the shop's own facts by name."""

    rules: tuple[Rule, ...] = ()
    facts: Mapping[str, str] = {}
