"""Several answers in one message: 周六晚上 4 个人, 大厅 13800138000."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from replies.dialogs.heard import Came, Fold, Heard, Reason
from replies.dialogs.understand import understand
from replies.language.dialog import Expect, Step

LONGEST = 30
"""Characters; whoever writes more is telling something else."""
SHORT = frozenset({Expect.DATE, Expect.NUMBER, Expect.CHOICE, Expect.PHONE, Expect.BIRTHDAY})
"""What has a form of its own. Any words would do for the rest."""

_BETWEEN = " \t\n,，、。;；和"
_IN_A_NUMBER = re.compile(r"(?<=[0-9])(?=[0-9])|(?<=[零一二两三四五六七八九十百])(?=[零一二两三四五六七八九十百])")
_PHONE_ALONE = re.compile(r"(?:我的|手机|电话|号码|号|是|[:：])*[+0-9０-９ -]+")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)[一二三四五六]$")


def answers_at_once(steps: Sequence[Step], text: str, today: date, fold: Fold) -> Mapping[str, str]:
    """What a text answers of the open ``steps``, by ``keep``: the first of them and others, in any order.

    Empty unless every part of it is an answer: what is left over may be a no, or a question.
    """
    return _answers(tuple(step for step in steps if step.expect in SHORT), text.strip(_BETWEEN), today, fold) or {}


def _answers(steps: tuple[Step, ...], text: str, today: date, fold: Fold) -> dict[str, str] | None:
    """None where they are not all answered that must be: the first at least."""
    if not steps or len(text) > LONGEST:
        return None
    for part, rest in _splits(text):
        for step in steps:
            heard = _heard(step, part, today, fold)
            if isinstance(heard, Reason):
                continue
            if (others := _others(steps, step, rest, today, fold)) is not None:
                return {step.keep: heard, **others}
    return None


def _heard(step: Step, part: str, today: date, fold: Fold) -> Heard:
    """A phone number is found in the midst of anything; here the rest may be an answer too."""
    if step.expect is Expect.PHONE and not _PHONE_ALONE.fullmatch(part):
        return Reason.UNCLEAR
    return understand(step, Came(part), today, fold)


def _others(steps: tuple[Step, ...], taken: Step, rest: str, today: date, fold: Fold) -> dict[str, str] | None:
    """What the rest answers; only when the first step is answered may others stay open."""
    if not rest:
        return {} if taken is steps[0] else None
    left = tuple(step for step in steps if step is not taken)
    if taken is not steps[0]:
        return _answers(left, rest, today, fold)
    return _any_of(left, rest, today, fold)


def _any_of(steps: tuple[Step, ...], text: str, today: date, fold: Fold) -> dict[str, str] | None:
    """What a text answers of these steps, whichever comes first among them."""
    orders = ((step, *(each for each in steps if each is not step)) for step in steps)
    return next((found for order in orders if (found := _answers(order, text, today, fold)) is not None), None)


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """The text in two, the longer first parts first, and never in the middle of a number."""
    yield text, ""
    inside = {place.start() for place in _IN_A_NUMBER.finditer(text)}
    for end in range(len(text) - 1, 0, -1):
        if end not in inside or _WEEKDAY.search(text[:end]):
            yield text[:end].strip(_BETWEEN), text[end:].strip(_BETWEEN)
