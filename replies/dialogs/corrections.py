"""Another answer to a question that was answered already: 改成后天, while it is asked how many come."""

from datetime import date

from msgspec.structs import replace

from replies.dialogs.advance import Ask
from replies.dialogs.conversation import Talk, asked_step
from replies.dialogs.heard import Came, Fold, Reason, compact
from replies.dialogs.numerals import ordinal
from replies.dialogs.telling import told
from replies.dialogs.understand import understand
from replies.language.dialog import Dialog, Expect, Step

CORRECTED = frozenset({Expect.DATE, Expect.NUMBER, Expect.PHONE, Expect.BIRTHDAY})
"""What a person hardly says by chance."""


def correct(dialog: Dialog, talk: Talk, came: Came, today: date, fold: Fold) -> Ask | None:
    """The open question anew behind what was corrected; None where the text answers no former question, or several."""
    asked = asked_step(dialog, talk)
    if asked is None or asked.expect is Expect.TEXT or not came.text or ordinal(compact(came.text)) is not None:
        return None
    heard = {step.keep: understand(step, came, today, fold) for step in _answered(dialog, talk)}
    found = [(name, value) for name, value in heard.items() if not isinstance(value, Reason)]
    if len(found) != 1:
        return None
    ((name, value),) = found
    kept = {**talk.kept, name: value}
    said = told(dialog, kept, today)[name]
    lead = f"嗯，{said}。" if value == talk.kept[name] else f"好的，改成 {said}。"
    return Ask(replace(talk, kept=kept, misses=0), asked, lead)


def _answered(dialog: Dialog, talk: Talk) -> list[Step]:
    return [step for step in dialog.steps if step.expect in CORRECTED and talk.kept.get(step.keep)]
