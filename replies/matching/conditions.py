"""The conditions of a rule, one by one: what staff call it, what must be looked up for it, and when it holds."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, timedelta
from hashlib import blake2b
from typing import Any

import msgspec

from replies.language.condition import ALWAYS, Dates, Hours, OnlyIf, Share
from replies.language.rule import ANY, Near, Rule
from replies.matching.known import Ask, Known


class Condition(msgspec.Struct, frozen=True):
    """A condition as staff write it, ``name``, and as ``OnlyIf`` has it, ``field``."""

    name: str
    field: str
    holds: Callable[[Any, Known], bool]
    ask: Ask | None = None


def is_open(hours: tuple[Hours, ...], known: Known) -> bool:
    """By the shop's clock on the wall, whatever it was set back or forward."""
    today, minute = known.now.weekday(), known.now.hour * 60 + known.now.minute
    return any(_is_within(each, today, minute) for each in hours)


def _is_within(hours: Hours, today: int, minute: int) -> bool:
    over_midnight = hours.closes <= hours.opens
    since_today = today in hours.days and hours.opens <= minute and (over_midnight or minute < hours.closes)
    since_yesterday = over_midnight and (today - 1) % 7 in hours.days and minute < hours.closes
    return since_today or since_yesterday


def is_on(dates: tuple[Dates, ...], known: Known) -> bool:
    today = known.now.date()
    return any((each.first or today) <= today <= (each.last or today) for each in dates)


def came_from(sources: tuple[str, ...], known: Known) -> bool:
    scene = known.source
    return scene is not None and any(_fits(scene, pattern) for pattern in sources)


def _fits(scene: str, pattern: str) -> bool:
    return scene.startswith(pattern.removesuffix(ANY)) if pattern.endswith(ANY) else scene == pattern


def is_first_message(hours: int, known: Known) -> bool:
    last = known.last_message_at
    # Two moments of one zone would be subtracted by the clock on the wall, which may have been set in between.
    return last is None or known.now.astimezone(UTC) - last.astimezone(UTC) >= timedelta(hours=hours)


def place_in(test: str, contact: str) -> int:
    """Where a contact stands in a test, from 0 to 99: always the same, and as good as random between tests."""
    return int.from_bytes(blake2b(f"{test}/{contact}".encode(), digest_size=8).digest()) % 100


def is_in_share(share: Share, known: Known) -> bool:
    return share.first <= place_in(share.test, known.contact) < share.last


CONDITIONS: tuple[Condition, ...] = (
    Condition("hours", "hours", is_open),
    Condition("dates", "dates", is_on),
    Condition("tag", "tags", lambda tags, known: not known.tags.isdisjoint(tags), Ask.TAGS),
    Condition("without_tag", "without_tags", lambda tags, known: known.tags.isdisjoint(tags), Ask.TAGS),
    Condition("tier", "tiers", lambda tiers, known: known.tier in tiers, Ask.TIER),
    Condition("source", "sources", came_from),
    Condition("points", "points", lambda least, known: known.points >= least, Ask.POINTS),
    Condition("has_coupon", "has_coupon", lambda wanted, known: known.has_coupon is wanted, Ask.HAS_COUPON),
    Condition("first_message_in", "first_message_in", is_first_message, Ask.LAST_MESSAGE),
    Condition("mood", "moods", lambda moods, known: known.mood in moods, Ask.MOOD),
    Condition("share", "share", is_in_share),
)


def asked(only_if: OnlyIf) -> Iterator[tuple[Condition, Any]]:
    """The conditions that are set, each with what it asks."""
    if only_if != ALWAYS:
        for condition in CONDITIONS:
            value = getattr(only_if, condition.field)
            if value is not None and value != ():
                yield condition, value


def is_near(near: Near, known: Known) -> bool:
    """Whether the place that was sent is as near as that to the store, or to any; nothing is near an unknown one."""
    if not near.store:
        return min(known.distances.values(), default=float("inf")) <= near.within
    return known.distances.get(near.store, float("inf")) <= near.within


def is_told(until: date, known: Known) -> bool:
    """Whether what ends with that day is still told."""
    return known.now.date() <= until


def asks_of(rules: Iterable[Rule]) -> frozenset[Ask]:
    """What must be looked up to weigh the conditions of these rules."""
    return frozenset(ask for rule in rules for ask in _asks(rule))


def _asks(rule: Rule) -> Iterator[Ask]:
    yield from (condition.ask for condition, _ in asked(rule.only_if) if condition.ask is not None)
    if rule.when.nears:
        yield Ask.DISTANCES
    if rule.when.follows and any(when.has_coupon is not None for when in rule.when.follows):
        yield Ask.HAS_COUPON
