"""Numbers as people write them: 3, ３, 三, 十二, 两百零五, 第二个."""

import re

_DIGITS = {"一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_DIGIT = f"[{''.join(_DIGITS)}]"
_WRITTEN = re.compile(
    rf"(?:(?P<thousands>{_DIGIT})千)?"
    rf"(?:零?(?P<hundreds>{_DIGIT})百)?"
    rf"(?:零?(?P<tens>{_DIGIT})?(?P<ten>十))?"
    rf"(?:(?P<zero>零)?(?P<ones>{_DIGIT}))?"
)
_PARTS = ("thousands", "hundreds", "tens", "ones")
_RUN = re.compile("[〇零一二两三四五六七八九十]+")
_POSITIONS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_ORDINAL = re.compile(r"(?:我?选|我?要)?第?([0-9]{1,3}|[一二两三四五六七八九十]{1,3})(?:个|项|条|种|号)?吧?")

NUMBER = r"[0-9]{1,9}|[零一二两俩三四五六七八九十百千]{1,8}"
"""A pattern for what ``whole_number`` may read."""


def whole_number(text: str) -> int | None:
    """The number that half-width digits or Chinese numerals below 10,000 say; None where it is not just one."""
    if text.isascii():
        return int(text) if text.isdigit() else None
    if text == "零":
        return 0
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    thousands, hundreds, tens, ones = (_DIGITS.get(found[part], 0) for part in _PARTS)
    if ones and (thousands or hundreds) and not found["ten"] and not found["zero"]:
        return None  # 一百二 is 120 to one reader and 102 to another.
    return thousands * 1000 + hundreds * 100 + (tens or bool(found["ten"])) * 10 + ones


def with_digits(text: str) -> str:
    """The text with the Chinese numerals of its days, months and years as digits: 二〇二七年二月六日."""
    return _RUN.sub(lambda run: _as_digits(run[0]), text)


def ordinal(text: str) -> int | None:
    """Which of the things in a list a compact text names by its place, from one; None where it names none."""
    found = _ORDINAL.fullmatch(text.rstrip(".。、,)"))
    return whole_number(found[1]) if found else None


def _as_digits(run: str) -> str:
    if len(run) == 4 and "十" not in run and "两" not in run:
        return run.translate(_POSITIONS)
    number = whole_number(run.replace("〇", "零"))
    return run if number is None else str(number)
