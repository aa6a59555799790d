"""How a dialog goes on: plain data in, plain data out.

A step counts as answered when its ``keep`` is kept, so that a step which a new version adds is asked too.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime

import msgspec
from msgspec.structs import replace

from replies.dialogs.at_once import answers_at_once
from replies.dialogs.conversation import Talk, asked_step
from replies.dialogs.heard import Came, Fold, Reason
from replies.dialogs.sentences import RESUMED, sentence, way_out
from replies.dialogs.understand import understand
from replies.dialogs.words import ANYTHING, RESTART, SKIP, is_one_of, skips
from replies.language.dialog import Dialog, Step

PATIENCE = 3
"""Answers in a row that are not understood before the way out is told."""


class Ask(msgspec.Struct, frozen=True):
    """The question of ``step`` comes next, behind ``lead`` where there is something to say first."""

    talk: Talk
    step: Step
    lead: str = ""


class AskAgain(msgspec.Struct, frozen=True):
    """The answer was not understood: ``sentence`` says what would be, where the step has no words of its own.

    ``way_out`` is said besides, unless it is empty.
    """

    talk: Talk
    step: Step
    sentence: str
    way_out: str


class Done(msgspec.Struct, frozen=True):
    """Every step is answered."""

    talk: Talk


class Cancelled(msgspec.Struct, frozen=True):
    """The person does not want to go on, and what they answered is forgotten."""


def begin(dialog: Dialog, former: Talk | None, now: datetime) -> Ask:
    """The first question; where ``former`` answers are left, the first that is open."""
    if former is not None and former.kept and (step := _next_open(dialog, former.kept)):
        return Ask(replace(former, asked=step.keep, misses=0), step, RESUMED)
    return _anew(dialog, now)


def steer(dialog: Dialog, talk: Talk, text: str, fold: Fold) -> Ask | Done | Cancelled | None:
    """What a word about the dialog itself leads to: out of it, back, on, or to its start. None for any other text."""
    step = asked_step(dialog, talk)
    if step is not None and skips(step, text, fold):
        return _on(dialog, talk, {step.keep: ""})
    if is_one_of(text, dialog.cancel, fold):
        return Cancelled()
    if is_one_of(text, RESTART, fold):
        return _anew(dialog, talk.touched_at)
    if is_one_of(text, dialog.back, fold):
        return _back(dialog, talk)
    return None


def advance(dialog: Dialog, talk: Talk, came: Came, today: date, fold: Fold) -> Ask | Done | Reason:
    """Where an answer to the open question leads, or why it is none. ``today`` is the shop's.

    Whoever answers several questions at once is not asked the others.
    """
    step = asked_step(dialog, talk)
    if step is None:
        return Reason.UNCLEAR
    if is_one_of(came.text, SKIP, fold):
        return Reason.NEEDED
    if step.choices and is_one_of(came.text, ANYTHING, fold):
        return Reason.ANY
    heard = understand(step, came, today, fold)
    if heard is Reason.UNCLEAR and (found := answers_at_once(_open(dialog, talk, step), came.text, today, fold)):
        return _on(dialog, talk, found)
    return heard if isinstance(heard, Reason) else _on(dialog, talk, {step.keep: heard})


def ask_again(dialog: Dialog, talk: Talk, reason: Reason, today: date) -> Ask | AskAgain:
    """What is said to an answer that was not understood; the question itself where it was never said."""
    step = asked_step(dialog, talk)
    if step is None:
        return question(dialog, talk)
    misses = talk.misses + 1
    out = way_out(dialog, step) if misses >= PATIENCE else ""
    return AskAgain(replace(talk, misses=misses), step, sentence(step, reason, today), out)


def question(dialog: Dialog, talk: Talk) -> Ask:
    """The question that is open, as it was asked."""
    step = asked_step(dialog, talk) or _next_open(dialog, talk.kept) or dialog.steps[-1]
    return Ask(replace(talk, asked=step.keep), step)


def _anew(dialog: Dialog, now: datetime) -> Ask:
    first = dialog.steps[0]
    return Ask(Talk(dialog.name, now, first.keep), first)


def _on(dialog: Dialog, talk: Talk, answers: Mapping[str, str]) -> Ask | Done:
    kept = {**talk.kept, **answers}
    following = _next_open(dialog, kept)
    if following is None:
        return Done(replace(talk, kept=kept))
    return Ask(replace(talk, kept=kept, asked=following.keep, misses=0), following)


def _back(dialog: Dialog, talk: Talk) -> Ask:
    """The last step before the open one is asked anew; at the first, that one."""
    places = [step.keep for step in dialog.steps]
    here = places.index(talk.asked) if talk.asked in places else 0
    before = dialog.steps[max(here - 1, 0)]
    kept = {name: value for name, value in talk.kept.items() if name != before.keep}
    return Ask(replace(talk, kept=kept, asked=before.keep, misses=0), before)


def _open(dialog: Dialog, talk: Talk, asked: Step) -> tuple[Step, ...]:
    """The step that was asked, and the others that are not answered yet."""
    return asked, *(step for step in dialog.steps if step is not asked and step.keep not in talk.kept)


def _next_open(dialog: Dialog, kept: Collection[str]) -> Step | None:
    return next((step for step in dialog.steps if step.keep not in kept), None)
