"""What changes between two scripts, put together so that the worst is read first."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum

import msgspec

from replies.language.rule import How
from replies.matching.match import Match, Trigger
from replies.rehearsal.deeds import deeds
from replies.rehearsal.said import said

EXAMPLES = 3
"""Messages shown of a group, the newest first."""


class ChangeKind(StrEnum):
    """In which way an answer changes, the worst first."""

    NO_LONGER_ANSWERED = "no_longer_answered"
    """A rule answered it; now only the fallback does, or nothing."""
    OTHER_RULE = "other_rule"
    OTHER_DEEDS = "other_deeds"
    """The same rule, which no longer does the same."""
    OTHER_WORDS = "other_words"
    """The same rule, in other words."""
    STILL_UNANSWERED = "still_unanswered"
    """No rule but the fallback answers it either way, yet what is said instead changes."""
    NOW_ANSWERED = "now_answered"
    """Only the fallback answered it, or nothing; now a rule does."""


class Side(msgspec.Struct, frozen=True):
    """What one script answers. ``rule`` is None where none does; ``answered`` counts no fallback."""

    rule: str | None = None
    answered: bool = False
    says: str = ""
    does: tuple[str, ...] = ()

    def means_the_same_as(self, other: "Side") -> bool:
        """Whether a person would notice nothing, whatever the rule is called."""
        return (self.answered, self.says, self.does) == (other.answered, other.says, other.does)


NOTHING = Side()


class Change(msgspec.Struct, frozen=True):
    """A message that the two scripts answer differently, and by whom and when it was sent."""

    trigger: Trigger
    contact_id: str
    at: datetime
    before: Side
    after: Side


class ChangedMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message as an example of its group, sent ``at`` a moment in UTC.

    ``text`` is what was typed, or the scene or menu key.
    """

    kind: str
    text: str
    contact_id: str
    at: datetime
    before: str
    after: str


class ChangeGroup(msgspec.Struct, frozen=True, kw_only=True):
    """The messages whose answer changes in one way from one rule to another; ``examples`` are the newest."""

    kind: ChangeKind
    rule_before: str | None
    rule_after: str | None
    count: int
    people: int
    examples: tuple[ChangedMessage, ...]


def side_of(match: Match, shop_facts: Mapping[str, str]) -> Side:
    """What is answered where this match wins."""
    rule = match.rule
    otherwise = () if rule.otherwise is None else (f"没办成时改说：{said(rule.otherwise, shop_facts)}",)
    return Side(rule.name, match.how is not How.FALLBACK, said(rule.say, shop_facts), (*deeds(rule.do), *otherwise))


def suggesting(phrases: Iterable[str]) -> Side:
    """What is asked back where no rule but the fallback answers, and one of these phrases may have been meant."""
    return Side(says=f"〔反问是不是想问：{'、'.join(phrases)}〕")


def kind_of_change(before: Side, after: Side) -> ChangeKind:
    """In which way two sides that do not mean the same differ."""
    if before.answered != after.answered:
        return ChangeKind.NO_LONGER_ANSWERED if before.answered else ChangeKind.NOW_ANSWERED
    if not before.answered:
        return ChangeKind.STILL_UNANSWERED
    if before.rule != after.rule:
        return ChangeKind.OTHER_RULE
    return ChangeKind.OTHER_WORDS if before.does == after.does else ChangeKind.OTHER_DEEDS


def grouped(changes: Iterable[Change]) -> tuple[ChangeGroup, ...]:
    """The changes by kind and rules: the worst kind first, of one kind the most messages first.

    ``changes`` are newest first.
    """
    by_group: dict[tuple[ChangeKind, str | None, str | None], list[Change]] = {}
    for change in changes:
        key = kind_of_change(change.before, change.after), change.before.rule, change.after.rule
        by_group.setdefault(key, []).append(change)
    groups = [_group(*key, of_group) for key, of_group in by_group.items()]
    worst = list(ChangeKind)
    return tuple(sorted(groups, key=lambda group: (worst.index(group.kind), -group.count)))


def _group(kind: ChangeKind, before: str | None, after: str | None, changes: Sequence[Change]) -> ChangeGroup:
    return ChangeGroup(
        kind=kind,
        rule_before=before,
        rule_after=after,
        count=len(changes),
        people=len({change.contact_id for change in changes}),
        examples=tuple(_example(change) for change in changes[:EXAMPLES]),
    )


def _example(change: Change) -> ChangedMessage:
    trigger = change.trigger
    return ChangedMessage(
        kind=trigger.kind.value,
        text=trigger.text or trigger.subject,
        contact_id=change.contact_id,
        at=change.at.astimezone(UTC),
        before=_told(change.before),
        after=_told(change.after),
    )


def _told(side: Side) -> str:
    does = "".join(f"\n〔{deed}〕" for deed in side.does)
    return f"{side.says}{does}" or "〔没有规则回答〕"
