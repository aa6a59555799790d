"""Conditions that can hold no more, or never could."""

from collections.abc import Iterator
from datetime import date, timedelta

from replies.language.condition import Dates, Hours, OnlyIf

WEEK = 7


def why_never(only_if: OnlyIf, today: date) -> str | None:
    """Why a condition never holds from ``today`` on, as part of a sentence for staff; None where it may."""
    if only_if.tags and set(only_if.tags) <= set(only_if.without_tags):
        return f"tag 和 without_tag 里都有「{only_if.tags[0]}」，两头对不上。请删掉一头"
    if only_if.dates and all(_is_over(dates, today) for dates in only_if.dates):
        return f"dates 到 {max(dates.last for dates in only_if.dates if dates.last)} 就过完了。请改日期，或删掉这条规则"
    if only_if.dates and only_if.hours and not _meet(only_if.hours, only_if.dates):
        return "dates 里的日子没有一天是 hours 里的星期几。请改其中一个"
    return None


def _is_over(dates: Dates, today: date) -> bool:
    return dates.last is not None and dates.last < today


def _meet(hours: tuple[Hours, ...], dates: tuple[Dates, ...]) -> bool:
    return any(_opens(one, day) for each in dates for day in _week_of(each) for one in hours)


def _opens(hours: Hours, day: date) -> bool:
    yesterday = (day - timedelta(1)).weekday() if day > date.min else None
    over_midnight = hours.closes <= hours.opens
    return day.weekday() in hours.days or (over_midnight and yesterday in hours.days)


def _week_of(dates: Dates) -> Iterator[date]:
    """Of the days, as many as it takes to meet every weekday there is among them."""
    if dates.first is None or dates.last is None:
        # Open to one side, it has every weekday.
        yield from (date(2001, 1, 1) + timedelta(days) for days in range(WEEK))
        return
    for days in range(min(WEEK, (dates.last - dates.first).days + 1)):
        yield dates.first + timedelta(days)
