"""The shapes that parts of a script must have, and the sentence when one has not."""

from collections.abc import Collection

from replies.language.slips import hint_for_name, hint_for_shape
from replies.language.source import Data

YES = ("true", "yes", "是")
NO = ("false", "no", "否")


class Misshapen(Exception):
    """Something is wrong at ``place`` of a part; ``sentence`` says what, and what to do. No place is all of it."""

    def __init__(self, place: str, sentence: str) -> None:
        super().__init__(sentence)
        self.place = place
        self.sentence = sentence


def fields(data: Data, place: str, allowed: Collection[str]) -> dict[str, Data]:
    """A mapping that has only allowed keys."""
    if not isinstance(data, dict):
        empty = "这里是空的。" if data == "" else ""
        hint = hint_for_shape(data)
        raise Misshapen(place, f"{empty}这里要写成「名字: 内容」。{hint}可以写的名字：{'、'.join(allowed)}。")
    for key in data:
        if key not in allowed:
            hint = hint_for_name(key, data, allowed)
            raise Misshapen(place, f"不认识「{key[:40]}」。{hint}可以写的名字：{'、'.join(allowed)}。")
    return data


def choice(data: Data, place: str, allowed: Collection[str]) -> tuple[str, Data]:
    """The only key of a mapping, one of those allowed, and its value."""
    items = fields(data, place, allowed)
    if len(items) != 1:
        raise Misshapen(place, f"这里要写一样，也只写一样：{'、'.join(allowed)}。")
    return next(iter(items.items()))


def text(data: Data, place: str, at_most: int | None = None) -> str:
    """A text that is more than blanks, without the blanks around it."""
    if not isinstance(data, str):
        raise Misshapen(place, "这里要写一段文字。文字里有花括号或方括号时，请给它加上引号。")
    kept = data.strip()
    if not kept:
        raise Misshapen(place, "这里是空的。请写上内容，或删掉这一项。")
    if at_most is not None and len(kept) > at_most:
        raise Misshapen(place, f"这里有 {len(kept)} 个字，最多 {at_most} 个。请写短一点。")
    return kept


def items(data: Data, place: str) -> list[Data]:
    """One thing, or a list of at least one."""
    if isinstance(data, list):
        if not data:
            raise Misshapen(place, "这个列表是空的。请至少写一项，或删掉它。")
        return data
    return [data]


def texts(data: Data, place: str, at_most: int | None = None) -> tuple[str, ...]:
    """One text, or a list of at least one."""
    return tuple(text(item, place, at_most) for item in items(data, place))


def flag(data: Data, place: str) -> bool:
    """Yes or no."""
    if data in YES:
        return True
    if data in NO:
        return False
    raise Misshapen(place, "这里只能写 true（是）或 false（否）。")


def number(data: Data, place: str, at_most: int, at_least: int = 1) -> int:
    """A whole number from ``at_least``, which is not negative, to ``at_most``."""
    written = text(data, place, 20)
    if not (written.isascii() and written.isdigit() and at_least <= int(written) <= at_most):
        raise Misshapen(place, f"这里要写 {at_least} 到 {at_most} 的整数。「{written}」不行，请只写数字。")
    return int(written)


def few(data: Data, place: str, at_least: int, at_most: int) -> list[Data]:
    """A list of so many things."""
    if not isinstance(data, list) or not at_least <= len(data) <= at_most:
        there_are = f"现在有 {len(data)} 项。" if isinstance(data, list) else ""
        raise Misshapen(place, f"这里要写成列表，{at_least} 到 {at_most} 项。{there_are}")
    return data
