"""Moments as people say them, in the shop's time zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.i18n import Words


def say_when(words: Words, moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Such as 今天 14:03, 昨天 14:03, 1月31日 14:03; with the year when it is another one than now's."""
    local, today = moment.astimezone(zone), now.astimezone(zone)
    shape = "moment.year"
    if local.date() == today.date():
        shape = "moment.today"
    elif local.date() == today.date() - timedelta(days=1):
        shape = "moment.yesterday"
    elif local.year == today.year:
        shape = "moment.day"
    month = words.say("moment.months").split()[local.month - 1]
    return words.say(shape, year=local.year, month=month, day=local.day, time=f"{local:%H:%M}")


def say_exactly(moment: datetime, zone: ZoneInfo) -> str:
    """Such as 2026-01-31 14:03:09 +0800."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S %z}"


def midnight(now: datetime, zone: ZoneInfo) -> datetime:
    """When the shop's day began."""
    return now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
