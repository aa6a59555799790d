"""What one person could be given by all the rules together."""

from collections.abc import Callable, Iterator, Sequence

import msgspec

from replies.checks.finding import Finding, Severity
from replies.checks.never import why_never
from replies.checks.surroundings import Surroundings
from replies.language.action import Action, GiveCoupon, GivePoints
from replies.language.condition import Share
from replies.language.rule import Rule, Script, When

NAMED = 3


class Giver(msgspec.Struct, frozen=True):
    """A rule or dialog, and what it gives a person on each occasion that it has."""

    name: str
    amount: int
    on_follow: bool
    otherwise: bool
    share: Share | None = None


def over_budget(script: Script, surroundings: Surroundings) -> Iterator[Finding]:
    """More points or coupons than one person may ever get."""
    for what, most, count in (
        ("points", script.budget.points, _points),
        ("coupons", script.budget.coupons, _coupons),
    ):
        givers = _givers(script, surroundings, count)
        total = most_for_one(givers)
        if total > most:
            yield Finding(
                severity=Severity.ERROR,
                code="over-budget",
                place=f"budget.{what}",
                sentence=_sentence(what, total, most, givers),
            )


def most_for_one(givers: Sequence[Giver]) -> int:
    """The most that one person can get: from following once, whatever greets them, and from each other giver once."""
    follow = max((giver.amount for giver in givers if giver.on_follow), default=0)
    others = [giver for giver in givers if giver.otherwise]
    tests = {giver.share.test for giver in others if giver.share}
    shared = sum(
        _most_of_test([giver for giver in others if giver.share and giver.share.test == test]) for test in tests
    )
    return follow + shared + sum(giver.amount for giver in others if giver.share is None)


def _most_of_test(givers: Sequence[Giver]) -> int:
    """In a test, a person has one place, and gets what is given there."""
    shares = [(giver.share, giver.amount) for giver in givers if giver.share]
    places = {share.first for share, _ in shares}
    return max(sum(amount for share, amount in shares if share.first <= place < share.last) for place in places)


def _givers(script: Script, surroundings: Surroundings, count: Callable[[Action], int]) -> list[Giver]:
    rules = (_giver(rule, count) for rule in script.rules if why_never(rule.only_if, surroundings.today) is None)
    dialogs = (Giver(dialog.name, sum(map(count, dialog.do)), False, True) for dialog in script.dialogs)
    return [giver for giver in (*rules, *dialogs) if giver.amount]


def _giver(rule: Rule, count: Callable[[Action], int]) -> Giver:
    follows = bool(rule.when.follows)
    otherwise = rule.when != When(follows=rule.when.follows)
    return Giver(rule.name, sum(map(count, rule.do)), follows, otherwise, rule.only_if.share)


def _points(action: Action) -> int:
    return action.points if isinstance(action, GivePoints) else 0


def _coupons(action: Action) -> int:
    return int(isinstance(action, GiveCoupon))


def _sentence(what: str, total: int, most: int, givers: Sequence[Giver]) -> str:
    largest = sorted(givers, key=lambda giver: -giver.amount)[:NAMED]
    named = "、".join(f"「{giver.name}」{giver.amount}" for giver in largest)
    thing, unit = ("积分", "分") if what == "points" else ("券", "张")
    return (
        f"一位顾客把能得的都得到，会有 {total} {unit}{thing}，超过了 {most}。"
        f"给得最多的：{named}。请少给一些，或把 budget 里的 {what} 改大。"
    )
