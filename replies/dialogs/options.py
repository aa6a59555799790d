"""Which of the things to choose from."""

import re
from collections.abc import Sequence

from replies.dialogs.heard import Fold, Heard, Reason, compact
from replies.dialogs.numerals import ordinal

_AROUND = re.compile(r"(?:那?就?我?(?:想?要|选|坐)?(?:这个)?)?(.+?)(?:好了|吧|的|啊|啦|呀|哦|哈|谢谢|[.。!~,])*")


def read_choice(text: str, choices: Sequence[str], fold: Fold) -> Heard:
    """The item that a text names: whole, by its number, or by a part that no other item has.

    Where a number might also be a part of another item, as 2 of 2人 when 2 is 4人, it is ambiguous.
    """
    whole = next((item for item in choices if fold(item) in _readings(text, fold)), None)
    if whole is not None:
        return whole
    meant = set(_with_part(text, choices, fold))
    numbered = item_at(text, choices)
    if numbered is not None:
        # Several items with the digit in them say nothing against the number.
        return numbered if len(meant) != 1 or meant == {numbered} else Reason.AMBIGUOUS
    if len(meant) == 1:
        return meant.pop()
    return Reason.AMBIGUOUS if meant else Reason.UNCLEAR


def item_at(text: str, items: Sequence[str]) -> str | None:
    """The item whose place in the list a text names: 2, ２, 第二个."""
    place = ordinal(compact(text))
    return items[place - 1] if place is not None and 1 <= place <= len(items) else None


def _with_part(text: str, choices: Sequence[str], fold: Fold) -> list[str]:
    readings = [said for said in _readings(text, fold) if said]
    return [item for item in choices if any(said in fold(item) for said in readings)]


def _readings(text: str, fold: Fold) -> tuple[str, str]:
    """The text, and what is left of it without the words around an answer: 我要大厅吧."""
    around = _AROUND.fullmatch(compact(text))
    return fold(text), fold(around[1]) if around else ""
