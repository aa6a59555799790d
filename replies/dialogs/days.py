"""Days, as people write them: birthdays, and days to come."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from replies.dialogs.heard import Heard, Reason, compact
from replies.dialogs.numerals import with_digits

FIRST_YEAR = 1900
OLDEST = 110
"""Years, beyond which a birthday with a short year is not likely to be meant."""

_FULL = r"(?P<year>[0-9]{4})[-/.年](?P<month>[0-9]{1,2})[-/.月](?P<day>[0-9]{1,2})[日号]?"
_COMPACT = r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"
_MONTH_AND_DAY = r"(?P<month>[0-9]{1,2})[-/.月](?P<day>[0-9]{1,2})[日号]?"
_SHORT_YEAR = r"(?P<year>[0-9]{2})(?P<mark>[-/.年])(?P<month>[0-9]{1,2})[-/.月](?P<day>[0-9]{1,2})[日号]?"
_DAY = r"(?P<day>[0-9]{1,2})[日号]"
_WEEKDAY = r"(?P<week>下下|下|这|本)?个?(?:周|星期|礼拜)(?P<weekday>[1-6日天末])"
_WORD = r"(?P<word>大后天|[今明后昨前]天|[今明后]日|[今明](?=[早晚])|今|明)"

_BEFORE = r"(?:我的|我|生日|就|是|在|那|想|要|预订|订|约|改成|改到|改|换成|还是|[:,])*"
_AFTER = r"(?:出生|生|过来|来|可以吗|行吗|好吗|吧|的|哦|呢|啊|啦|呀|哈|谢谢|[.。!~,])*"
_HOUR = r"(?:凌晨|早上|上午|中午|下午|傍晚|晚上|早|晚)?(?:[0-9]{1,2}[点时:](?:[0-9]{1,2}分?|半|整)?)?"

_BIRTHDAYS = [re.compile(_BEFORE + form + _AFTER) for form in (_FULL, _COMPACT, _SHORT_YEAR, _MONTH_AND_DAY)]
_DAYS = [
    re.compile(_BEFORE + form + _HOUR + _AFTER) for form in (_FULL, _COMPACT, _MONTH_AND_DAY, _DAY, _WEEKDAY, _WORD)
]
_AWAY = {"前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大": 3}
_WEEKS = {"这": 0, "本": 0, "下": 1, "下下": 2}


def read_birthday(text: str, today: date) -> Heard:
    """A birthday as ``1990-05-01``, without a year as ``05-01``. Not before 1900, not to come."""
    said = _first_fit(_BIRTHDAYS, text)
    if said.get("year") is None:
        # A leap year, so that the 29th of February is a birthday too.
        day = _day(2000, said)
        return day.strftime("%m-%d") if day else Reason.UNCLEAR
    years = _years(said, today)
    if len(years) != 1:
        return Reason.AMBIGUOUS
    born = _day(years[0], said)
    if born is None:
        return Reason.UNCLEAR
    if born > today:
        return Reason.ABOVE
    return Reason.BELOW if born.year < FIRST_YEAR else born.isoformat()


def read_day(text: str, today: date, within_days: int | None) -> Heard:
    """Today or a day to come as ``2027-02-06``; the next such day where year or month are not said.

    An hour behind it is understood and not kept.
    """
    said = _first_fit(_DAYS, text)
    if said.get("weekday") == "末":
        return Reason.AMBIGUOUS
    day = _meant(said, today)
    if day is None:
        return Reason.UNCLEAR
    if day < today:
        return Reason.BELOW
    return Reason.ABOVE if within_days is not None and (day - today).days > within_days else day.isoformat()


def _first_fit(forms: Sequence[re.Pattern[str]], text: str) -> dict[str, str | None]:
    said = with_digits(compact(text))
    fits = (form.fullmatch(said) for form in forms)
    return next((fit.groupdict() for fit in fits if fit), {})


def _years(said: dict[str, str | None], today: date) -> list[int]:
    """The years that may be meant. Of three short numbers the first is a year for certain when it is no day."""
    year = int(said["year"] or "")
    if "mark" not in said:
        return [year]
    if said["mark"] != "年" and year <= 31:
        return []
    return [full for full in (1900 + year, 2000 + year) if 0 <= today.year - full <= OLDEST]


def _meant(said: dict[str, str | None], today: date) -> date | None:
    if word := said.get("word"):
        return today + timedelta(days=_AWAY[word[0]])
    if said.get("weekday"):
        return _weekday(said, today)
    if year := said.get("year"):
        return _day(int(year), said)
    return next((day for day in _such_days(said, today) if day >= today), None)


def _weekday(said: dict[str, str | None], today: date) -> date:
    written = said["weekday"] or ""
    weekday = int(written) - 1 if written.isdigit() else 6
    monday = today - timedelta(days=today.weekday())
    if week := said.get("week"):
        return monday + timedelta(days=weekday, weeks=_WEEKS[week])
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _such_days(said: dict[str, str | None], today: date) -> Iterator[date]:
    """The days of that month and day, or day of a month, from this year or month on."""
    if said.get("month"):
        # Eight years may lie between two 29ths of February.
        found = [_day(today.year + years, said) for years in range(9)]
    else:
        months = [divmod(today.month - 1 + ahead, 12) for ahead in range(13)]
        found = [_day(today.year + years, said | {"month": str(month + 1)}) for years, month in months]
    return (day for day in found if day)


def _day(year: int, said: dict[str, str | None]) -> date | None:
    try:
        return date(year, int(said.get("month") or 0), int(said.get("day") or 0))
    except ValueError:
        return None
