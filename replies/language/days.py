"""Days and moments on the shop's clock, as staff write them: ``2027-02-06``, ``2027-02-06 10:00``."""

from datetime import date, datetime

from replies.language.condition import Dates
from replies.language.plain import plain
from replies.language.shape import Misshapen, fields, text
from replies.language.source import Data


def read_day(data: Data, place: str) -> date:
    """A day. Raises ``Misshapen``."""
    written = text(data, place, 40)
    try:
        return datetime.strptime(written, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise Misshapen(place, f"「{written}」不是一个日子。请写成 2027-02-06 这样。") from error


def plain_dates(dates: Dates) -> Data:
    """What staff would write for them."""
    if dates.first == dates.last:
        return plain(dates.first)
    bounds = {"from": dates.first, "to": dates.last}
    return {name: plain(day) for name, day in bounds.items() if day is not None}


def read_moment(data: Data, place: str) -> datetime:
    """A moment on the shop's clock, without a zone. Raises ``Misshapen``."""
    written = text(data, place, 40)
    try:
        return datetime.strptime(written.replace("：", ":"), "%Y-%m-%d %H:%M")  # noqa: DTZ007 - the shop's clock
    except ValueError as error:
        raise Misshapen(place, f"「{written}」不是一个时刻。请写成 2027-02-06 10:00 这样。") from error


def read_dates(data: Data, place: str) -> Dates:
    """One day, or the days ``from`` and ``to``, of which one may be missing. Raises ``Misshapen``."""
    if isinstance(data, str):
        day = read_day(data, place)
        return Dates(day, day)
    written = fields(data, place, ("from", "to"))
    if not written:
        raise Misshapen(place, "这里是空的。请写 from（从哪天起）或 to（到哪天止），两天都算在内。")
    first, last = (read_day(written[name], f"{place}.{name}") if name in written else None for name in ("from", "to"))
    if first is not None and last is not None and last < first:
        raise Misshapen(place, f"to（{last}）在 from（{first}）前面了。请对调，或改正年份。")
    return Dates(first, last)
