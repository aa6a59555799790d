"""What people asked that no rule knew an answer to, put together by likeness."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

from records.conversations import Heard
from records.message import Kind
from replies.language.rule import How
from replies.learning.likeness import gathered
from replies.matching.bare import bare
from replies.matching.normalise import Normaliser

WEEK = timedelta(days=7)
TEXTS = 20
"""Spellings of a group that are told, the most frequent first."""
NO_RULE_KNEW = (How.FALLBACK, "suggested")
"""What a text is matched by where no rule but the fallback answered."""


class UnansweredGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Texts that are like one another. ``texts`` are how they were typed, the most frequent first.

    ``newest`` is the last of them, from ``contact_id`` at a moment in UTC. ``this_week`` are the last seven days.
    """

    texts: tuple[str, ...]
    count: int
    people: int
    newest: str
    contact_id: str
    at: datetime
    this_week: int
    week_before: int


def was_unanswered(heard: Heard, fallbacks: Collection[str]) -> bool:
    """Whether it is a text that only a fallback, a suggestion or nothing answered.

    ``fallbacks`` are the names of the fallback rules: they tell where it was not yet kept how a rule was found.
    """
    if heard.kind is not Kind.TEXT:
        return False
    if heard.matched_by is None:
        return heard.rule is None or heard.rule in fallbacks
    return heard.matched_by in NO_RULE_KNEW


def unanswered(
    heard: Iterable[Heard], fallbacks: Collection[str], normaliser: Normaliser, now: datetime
) -> tuple[UnansweredGroup, ...]:
    """What no rule knew an answer to, what was asked most often first. ``heard`` is newest first."""
    by_folded: dict[str, list[Heard]] = {}
    for each in heard:
        if was_unanswered(each, fallbacks) and (folded := bare(normaliser(each.text))):
            by_folded.setdefault(folded, []).append(each)
    texts = sorted(by_folded, key=lambda folded: (-len(by_folded[folded]), folded))
    groups = [_group([each for place in places for each in by_folded[texts[place]]], now) for places in gathered(texts)]
    return tuple(sorted(groups, key=lambda group: (-group.count, -group.this_week, group.texts)))


def _group(asked: Sequence[Heard], now: datetime) -> UnansweredGroup:
    newest = max(asked, key=lambda each: each.occurred_at)
    spelled = Counter(each.text.strip() for each in asked)
    return UnansweredGroup(
        texts=tuple(text for text, _ in spelled.most_common(TEXTS)),
        count=len(asked),
        people=len({each.contact_id for each in asked}),
        newest=newest.text,
        contact_id=newest.contact_id,
        at=newest.occurred_at,
        this_week=sum(now - WEEK < each.occurred_at for each in asked),
        week_before=sum(now - 2 * WEEK < each.occurred_at <= now - WEEK for each in asked),
    )
