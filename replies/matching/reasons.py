"""Why a condition does not hold, in a sentence for staff: what it asks, and what is so instead."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, timedelta
from typing import Any

from replies.language.condition import Dates, Share
from replies.language.hours import WEEKDAYS, plain_hours
from replies.language.rule import Near
from replies.matching.conditions import place_in
from replies.matching.decide import unmet
from replies.matching.known import Known
from replies.matching.match import Match

MOODS = {"negative": "不高兴", "neutral": "平常", "positive": "高兴", "": "还不知道"}


def reasons(match: Match, known: Known) -> str:
    """Every condition that does not hold; empty where the rule may answer."""
    return "；".join(REASONS[name](asked, known) for name, asked in unmet(match, known))


def _moment(known: Known) -> str:
    return f"周{WEEKDAYS[known.now.weekday()]} {known.now:%H:%M}"


def _any_of(values: Iterable[str]) -> str:
    return "或".join(f"「{value}」" for value in values)


def _days(dates: Dates) -> str:
    if dates.first == dates.last:
        return f"{dates.first}"
    first = "" if dates.first is None else f"{dates.first} 起"
    last = "" if dates.last is None else f"到 {dates.last} 止"
    return first + last


def _tags(tags: tuple[str, ...], known: Known) -> str:
    has = f"他的标签是{'、'.join(sorted(known.tags))}" if known.tags else "他没有标签"
    return f"只答有标签{_any_of(tags)}的人，{has}"


def _tier(tiers: tuple[str, ...], known: Known) -> str:
    return f"只答等级是{_any_of(tiers)}的人，他{f'是「{known.tier}」' if known.tier else '没有等级'}"


def _source(sources: tuple[str, ...], known: Known) -> str:
    came = "不知道他从哪里来" if known.source is None else f"他从「{known.source}」来" if known.source else "他自己找来"
    return f"只答从{_any_of(sources)}来的人，{came}"


def _first_message(hours: int, known: Known) -> str:
    last = known.last_message_at or known.now
    ago = (known.now.astimezone(UTC) - last.astimezone(UTC)) // timedelta(minutes=1)
    when = f"{ago // 60} 小时前" if ago >= 60 else f"{ago} 分钟前"
    return f"只答 {hours} 小时没说过话的人，他 {when}说过"


def _share(share: Share, known: Known) -> str:
    place = place_in(share.test, known.contact)
    return f"只给试验「{share.test}」里排在 {share.first} 到 {share.last} 之间的人，他排在 {place}"


def _location(near: Near, known: Known) -> str:
    distances = {near.store: known.distances[near.store]} if near.store in known.distances else known.distances
    asks = f"要离{f'门店「{near.store}」' if near.store else '门店'} {near.within} 米以内"
    if not distances or (near.store and near.store not in known.distances):
        return f"{asks}，不知道有多远"
    store, metres = min(distances.items(), key=lambda each: each[1])
    return f"{asks}，离「{store}」有 {metres:.0f} 米"


def _ended(until: date, known: Known) -> str:
    return f"它说到的事只到 {until} 为止，今天是 {known.now:%Y-%m-%d}"


REASONS: Mapping[str, Callable[[Any, Known], str]] = {
    "hours": lambda hours, known: f"只在{'、'.join(map(plain_hours, hours))}，现在是{_moment(known)}",
    "dates": lambda dates, known: f"只在 {'、'.join(map(_days, dates))}，今天是 {known.now:%Y-%m-%d}",
    "tag": _tags,
    "without_tag": lambda tags, known: f"不答有标签{_any_of(tag for tag in tags if tag in known.tags)}的人，他有",
    "tier": _tier,
    "source": _source,
    "points": lambda least, known: f"至少要有 {least} 积分，他有 {known.points}",
    "has_coupon": lambda wanted, _: "只答手上有券的人，他没有" if wanted else "只答手上没有券的人，他有",
    "first_message_in": _first_message,
    "mood": lambda moods, known: (
        f"只答心情是{_any_of(MOODS[mood] for mood in moods)}的人，他的是「{MOODS[known.mood]}」"
    ),
    "share": _share,
    "location": _location,
    "facts": _ended,
}
"""By the name that staff write, and in the order of ``unmet``."""
