"""Time as the shop reads it: days that end at the shop's midnight, moments in words."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

LAST_OF_DAY = time.max.replace(fold=1)
"""The second 23:59:59.999999 where a zone sets its clocks back at midnight and has two of them."""


def end_of_validity(issued_at: datetime, valid_days: int, zone: ZoneInfo) -> datetime:
    """The last moment, in UTC, of the day in ``zone`` that comes ``valid_days`` after the day of issue."""
    last_day = issued_at.astimezone(zone).date() + timedelta(days=valid_days)
    return datetime.combine(last_day, LAST_OF_DAY, zone).astimezone(UTC)


def say_moment(moment: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """The moment to the minute as a clock in ``zone`` shows it, in Chinese and in English."""
    local = moment.astimezone(zone)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}", f"{local:%Y-%m-%d %H:%M}"


def say_day(moment: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """The day that the moment falls on in ``zone``, in Chinese and in English."""
    local = moment.astimezone(zone)
    return f"{local.year}年{local.month}月{local.day}日", f"{local:%Y-%m-%d}"
