"""Replay: what a draft would answer to what people really said, beside what the live script answers now.

Pure: the people and the moments are given, nothing is looked up and nothing is done.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum

import msgspec

from replies.language.rule import How
from replies.matching.decide import choose
from replies.matching.index import TEXTS, ScriptIndex
from replies.matching.known import Known
from replies.matching.match import Match, Trigger
from replies.rehearsal.changes import NOTHING, Change, ChangeGroup, Side, grouped, side_of, suggesting

STEP = 50
"""Messages between two words of progress."""


class LeftOut(StrEnum):
    """Why a message is not replayed: what answers it does not depend on the message alone."""

    DIALOG = "dialog"
    HELD = "held"


class Replayed(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was said, and what was known of the person then. ``known.now`` is the moment of it."""

    trigger: Trigger
    known: Known
    left_out: LeftOut | None = None

    @property
    def at(self) -> datetime:
        return self.known.now


class Progress(msgspec.Struct, frozen=True):
    """How many of the messages have been answered by both scripts."""

    done: int
    total: int


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What would change, the worst first. ``messages`` are all, those left out included."""

    messages: int
    unchanged: int
    changed: int
    in_dialog: int
    held: int
    groups: tuple[ChangeGroup, ...]


def replay(live: ScriptIndex, draft: ScriptIndex, messages: Sequence[Replayed]) -> Iterator[Progress | Report]:
    """Word of progress every so often, then the report. ``messages`` are newest first."""
    before, after = _Answerer(live), _Answerer(draft)
    changes: list[Change] = []
    left_out = Counter(message.left_out for message in messages)
    for done, message in enumerate(messages):
        if done % STEP == 0:
            yield Progress(done, len(messages))
        if message.left_out is None:
            old, new = before.answer(message), after.answer(message)
            if not old.means_the_same_as(new):
                changes.append(Change(message.trigger, message.known.contact, message.at, old, new))
    yield Progress(len(messages), len(messages))
    yield Report(
        messages=len(messages),
        unchanged=left_out[None] - len(changes),
        changed=len(changes),
        in_dialog=left_out[LeftOut.DIALOG],
        held=left_out[LeftOut.HELD],
        groups=grouped(changes),
    )


class _Answerer:
    """Answers with one script; what a rule says on a day is put together once."""

    def __init__(self, index: ScriptIndex) -> None:
        self._index = index
        self._sides: dict[tuple[str, bool, date], Side] = {}

    def answer(self, message: Replayed) -> Side:
        trigger = message.trigger
        match = choose(self._index.candidates(trigger), lambda: message.known)
        if match is not None and match.how is not How.FALLBACK:
            return self._side(match, message.at.date())
        if trigger.kind in TEXTS and (phrases := self._index.suggestions(trigger.text, lambda: message.known)):
            return suggesting(phrases)
        return NOTHING if match is None else self._side(match, message.at.date())

    def _side(self, match: Match, day: date) -> Side:
        # A fallback may also be asked for in words, and only then answers.
        key = match.rule.name, match.how is How.FALLBACK, day
        if key not in self._sides:
            facts = {name: fact.on(day) for name, fact in self._index.script.facts.items()}
            self._sides[key] = side_of(match, facts)
        return self._sides[key]
