"""Dialogs: questions one after another, as frozen data."""

from enum import StrEnum

from replies.answers.reply import Reply, Text
from replies.language.action import Action
from replies.language.part import Part

CANCEL = ("取消", "算了", "不用了", "退出")
BACK = ("上一步", "返回", "重新填")
CANCELLED = Text("好的，这次先不办了。想继续时随时找我。")
TIME_OUT = 30
"""Minutes."""


class Expect(StrEnum):
    """What an answer is to be understood as."""

    PHONE = "phone"
    """A mobile number of mainland China, kept as its eleven digits."""
    BIRTHDAY = "birthday"
    """A day that is past, kept as ``1990-05-01``; without a year as ``05-01``."""
    DATE = "date"
    """Today or a day to come, kept as ``2027-02-06``."""
    NUMBER = "number"
    CHOICE = "choice"
    TEXT = "text"
    PICTURE = "picture"
    """A picture, kept as the channel's id of it."""


class Step(Part, frozen=True, kw_only=True):
    """One question. The answer is kept under ``keep``, and later texts of the dialog may tell it as a fact.

    ``again`` is said when the answer was not understood; empty, a sentence that fits ``expect``. ``choices`` are
    for a choice; ``least`` and ``most`` bound a number, or the characters of a text; ``within_days`` bounds a date.
    Where ``may_skip``, 跳过 leaves it out.
    """

    ask: str
    expect: Expect
    keep: str
    again: str = ""
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    within_days: int | None = None
    may_skip: bool = False


class Dialog(Part, frozen=True, kw_only=True):
    """Steps in order, then ``say`` and ``do``. ``time_out`` is in minutes without an answer."""

    name: str
    steps: tuple[Step, ...]
    say: Reply
    do: tuple[Action, ...] = ()
    cancel: tuple[str, ...] = CANCEL
    back: tuple[str, ...] = BACK
    cancelled: Reply = CANCELLED
    time_out: int = TIME_OUT
