"""A script's rules, as frozen data."""

from collections.abc import Mapping

import msgspec

from records.message import Kind
from replies.reply import Reply

ANY = "*"
"""The scene pattern that every scene fits, also no scene at all."""


class WhenFollow(msgspec.Struct, frozen=True, kw_only=True):
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


class WhenText(msgspec.Struct, frozen=True, kw_only=True):
    """A text that is one of ``exact``, or has one of ``contains`` in it, or fits one of the re2 ``patterns``."""

    exact: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


class When(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule answers. Any one of these is enough; ``scans`` are scenes as in ``WhenFollow``."""

    follows: tuple[WhenFollow, ...] = ()
    scans: tuple[str, ...] = ()
    menus: tuple[str, ...] = ()
    text: WhenText = WhenText()
    kinds: tuple[Kind, ...] = ()
    fallback: bool = False


class AddTag(msgspec.Struct, frozen=True, tag="tag"):
    tag: str


class GiveCoupon(msgspec.Struct, frozen=True, tag="coupon"):
    """``kind`` is the id of a coupon kind of the account."""

    kind: str


class GivePoints(msgspec.Struct, frozen=True, tag="points"):
    """``points`` is at least one."""

    points: int


Action = AddTag | GiveCoupon | GivePoints


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """When this reaches us, do that and say so; say ``otherwise`` when something of it could not be done."""

    name: str
    when: When
    say: Reply
    do: tuple[Action, ...] = ()
    otherwise: Reply | None = None


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """Everything an account says, in the order that breaks ties, with the shop's own facts by name."""

    rules: tuple[Rule, ...] = ()
    facts: Mapping[str, str] = {}
