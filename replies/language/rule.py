"""A script's rules, as frozen data."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from records.message import Kind
from replies.answers.reply import Reply, Say
from replies.language.action import Action
from replies.language.condition import ALWAYS, OnlyIf
from replies.language.dialog import Dialog
from replies.language.part import Part

ANY = "*"
"""The scene pattern that every scene fits, also no scene at all."""


class How(StrEnum):
    """In which way a rule is found."""

    EXACT = "exact"
    STARTS_WITH = "starts_with"
    CONTAINS = "contains"
    PATTERN = "pattern"
    SIMILAR = "similar"
    SCENE = "scene"
    MENU = "menu"
    NEAR = "near"
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
    """What a text may fit, and ``how``: ``words`` as staff wrote them, of a pattern in the syntax of re2.

    ``also`` are further words that the text must contain.
    """

    how: How
    words: str
    also: tuple[str, ...] = ()


class WhenText(Part, frozen=True, kw_only=True):
    """A text that fits one of ``phrases``."""

    phrases: tuple[Phrase, ...] = ()

    @property
    def patterns(self) -> tuple[str, ...]:
        """The patterns among the phrases."""
        return tuple(phrase.words for phrase in self.phrases if phrase.how is How.PATTERN)


class Near(Part, frozen=True, kw_only=True):
    """A place sent on purpose within so many metres of a store; of any store where ``store`` is empty."""

    within: int
    store: str = ""


class When(Part, frozen=True, kw_only=True):
    """What a rule answers. Any one of these is enough; ``scans`` are scenes as in ``WhenFollow``."""

    follows: tuple[WhenFollow, ...] = ()
    scans: tuple[str, ...] = ()
    menus: tuple[str, ...] = ()
    text: WhenText = WhenText()
    nears: tuple[Near, ...] = ()
    kinds: tuple[Kind, ...] = ()
    fallback: bool = False


class Rule(Part, frozen=True, kw_only=True):
    """When this reaches us, and only if that is so, do this and say so.

    ``otherwise`` is said when something of it could not be done.
    """

    name: str
    say: Say
    when: When = When()
    only_if: OnlyIf = ALWAYS
    do: tuple[Action, ...] = ()
    otherwise: Reply | None = None


class Fact(Part, frozen=True, kw_only=True):
    """Something of the shop's own, so from ``since`` until ``until``, days in the shop's zone and both included.

    Outside of them it is said as ``otherwise``. A fact that only ends may have none: behind ``until`` nothing that
    tells it answers any more.
    """

    text: str
    since: date | None = None
    until: date | None = None
    otherwise: str = ""

    def on(self, day: date) -> str:
        """What is told on a day of the shop's."""
        begun = self.since is None or self.since <= day
        return self.text if begun and (self.until is None or day <= self.until) else self.otherwise


class Example(Part, frozen=True, kw_only=True):
    """What is to be answered by which rule; ``expect`` is its name, or a dialog's, or empty for silence.

    One of ``text``, ``menu``, ``scan`` and ``follow`` is what the person did. It happens ``at`` that moment on the
    shop's clock (naive), or now; the person has ``tags`` and is otherwise nobody in particular.
    """

    expect: str
    text: str | None = None
    menu: str | None = None
    scan: str | None = None
    follow: str | None = None
    at: datetime | None = None
    tags: tuple[str, ...] = ()


class Budget(Part, frozen=True, kw_only=True):
    """The most that one person may ever be given by all the rules together."""

    points: int = 1_000
    coupons: int = 5


class Script(Part, frozen=True, kw_only=True):
    """Everything an account says, in the order that breaks ties, with the shop's own facts by name."""

    rules: tuple[Rule, ...] = ()
    facts: Mapping[str, Fact] = {}
    dialogs: tuple[Dialog, ...] = ()
    examples: tuple[Example, ...] = ()
    budget: Budget = Budget()
