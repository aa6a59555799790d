"""What an answer means for the step that asked: plain data in, plain data out."""

from datetime import date

from replies.dialogs.days import read_birthday, read_day
from replies.dialogs.heard import Came, Fold, Heard, Reason
from replies.dialogs.numbers import read_number
from replies.dialogs.options import read_choice
from replies.dialogs.phones import read_phone
from replies.language.dialog import Expect, Step

MOST_CHARACTERS = 1_000
"""Of a text whose step sets no bound."""


def understand(step: Step, came: Came, today: date, fold: Fold) -> Heard:
    """The answer as it is kept, or why it is none. ``today`` is the shop's; ``fold`` gives texts one spelling."""
    if step.expect is Expect.PICTURE:
        return came.picture or Reason.UNCLEAR
    if not came.text.strip():
        return Reason.UNCLEAR
    return _understand_text(step, came.text, today, fold)


def _understand_text(step: Step, text: str, today: date, fold: Fold) -> Heard:
    match step.expect:
        case Expect.PHONE:
            return read_phone(text)
        case Expect.BIRTHDAY:
            return read_birthday(text, today)
        case Expect.DATE:
            return read_day(text, today, step.within_days)
        case Expect.NUMBER:
            return read_number(text, step.least, step.most)
        case Expect.CHOICE:
            return read_choice(text, step.choices, fold)
        case _:
            return _read_text(text.strip(), step)


def _read_text(text: str, step: Step) -> Heard:
    if len(text) < (step.least or 0):
        return Reason.BELOW
    return Reason.ABOVE if len(text) > (step.most or MOST_CHARACTERS) else text
