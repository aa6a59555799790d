"""Hours of the week, as staff write them: ``每天 08:00–18:00``, ``周一至周五 22:00–02:00``."""

import re
from itertools import pairwise

from replies.language.condition import Hours
from replies.language.shape import Misshapen, text
from replies.language.source import Data

WEEKDAYS = "一二三四五六日"
NAMED = {"每天": tuple(range(7)), "工作日": tuple(range(5)), "周末": (5, 6)}
_TIME = r"(\d{1,2})[:：](\d{2})"
_HOURS = re.compile(rf"(?P<days>\D*?)\s*{_TIME}\s*[-–—~～至到]\s*{_TIME}")
_DAY = r"(?:周|星期|礼拜)?([一二三四五六日天])"
_DAYS = re.compile(rf"{_DAY}(?:[-–—~～至到]{_DAY})?")
_MIDNIGHT = 24 * 60


def read_hours(data: Data, place: str) -> Hours:
    """Without days it is every day; what closes at or before it opens closes the next day. Raises ``Misshapen``."""
    written = text(data, place, 60)
    if not (found := _HOURS.fullmatch(written)):
        raise Misshapen(place, _unreadable(written))
    days, *times = found.groups()
    opens, closes = (60 * int(hour) + int(minute) for hour, minute in (times[:2], times[2:]))
    if opens >= _MIDNIGHT or closes > _MIDNIGHT or any(int(minute) > 59 for minute in times[1::2]):
        raise Misshapen(place, f"「{written}」里的钟点不对。请写 00:00 到 24:00 之间的时间。")
    return Hours(_read_days(days, written, place), opens, closes % _MIDNIGHT)


def plain_hours(hours: Hours) -> str:
    """What staff would write for them."""
    closes = hours.closes or _MIDNIGHT
    return f"{_write_days(hours.days)} {_write_time(hours.opens)}–{_write_time(closes)}"


def _read_days(days: str, written: str, place: str) -> tuple[int, ...]:
    read: set[int] = set()
    for each in re.split(r"[、，,和\s]+", days) if days else ["每天"]:
        if each in NAMED:
            read.update(NAMED[each])
        elif span := _DAYS.fullmatch(each):
            first, last = (WEEKDAYS.index((day or span[1]).replace("天", "日")) for day in span.groups())
            read.update((first + n) % 7 for n in range((last - first) % 7 + 1))
        else:
            raise Misshapen(place, _unreadable(written))
    return tuple(sorted(read))


def _write_days(days: tuple[int, ...]) -> str:
    for name, named in NAMED.items():
        if days == named:
            return name
    if len(days) > 2 and all(after - before == 1 for before, after in pairwise(days)):
        return f"周{WEEKDAYS[days[0]]}至周{WEEKDAYS[days[-1]]}"
    return "、".join(f"周{WEEKDAYS[day]}" for day in days)


def _write_time(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _unreadable(written: str) -> str:
    return (
        f"「{written}」读不懂。请写成「每天 08:00–18:00」「周一至周五 09:00–18:00」或「周末 22:00–02:00」这样；"
        "有几段就写成列表。"
    )
