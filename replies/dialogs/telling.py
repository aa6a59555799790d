"""What was kept of an answer, as people say it."""

from collections.abc import Mapping
from datetime import date

from replies.language.dialog import Dialog, Expect

WEEKDAYS = "一二三四五六日"


def told(dialog: Dialog, kept: Mapping[str, str], today: date) -> Mapping[str, str]:
    """The answers by name; days are said as people say them, so that whoever meant another sees it."""
    days = {step.keep for step in dialog.steps if step.expect is Expect.DATE}
    return {
        name: say_day(date.fromisoformat(value), today) if value and name in days else value
        for name, value in kept.items()
    }


def say_day(day: date, today: date) -> str:
    """Such as 2月6日（周六）, with its year where that is not this one."""
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"
