"""How the rules do: how often each answers, and what people say next."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from records.conversations import Heard
from records.message import Kind
from replies.learning.courtesies import COMPLAINTS, THANKS
from replies.learning.likeness import are_alike
from replies.matching.bare import bare
from replies.matching.normalise import Normaliser

IN_DIALOG = "dialog"
"""What is matched by a dialog carries its name, which may be that of a rule that begins it."""
SOON = timedelta(hours=1)
"""Who says nothing for so long says nothing to the answer."""


class Next(StrEnum):
    """What a person did after an answer; the first that applies."""

    REPEAT = "repeat"
    """The same once more, or nearly so."""
    COMPLAINT = "complaint"
    THANKS = "thanks"
    OTHER = "other"
    SILENCE = "silence"


class RuleUse(msgspec.Struct, frozen=True, kw_only=True):
    """How a rule did. ``last_hit`` is in UTC, None where it never answered.

    Answers of the last hour to which nothing was said yet count as none of the five.
    """

    rule: str
    hits: int = 0
    people: int = 0
    last_hit: datetime | None = None
    repeat: int = 0
    complaint: int = 0
    thanks: int = 0
    other: int = 0
    silence: int = 0


def statistics(
    heard: Iterable[Heard], rules: Sequence[str], normaliser: Normaliser, now: datetime
) -> tuple[RuleUse, ...]:
    """How each of these rules did, the most used first; those that never answered are last, in their order.

    ``heard`` is newest first.
    """
    hits: dict[str, list[Heard]] = {}
    nexts: dict[str, Counter[Next]] = {}
    for answered, following in _with_following(heard):
        if answered.rule is not None and answered.matched_by != IN_DIALOG:
            hits.setdefault(answered.rule, []).append(answered)
            nexts.setdefault(answered.rule, Counter()).update(_next(answered, following, normaliser, now))
    used = [_use(rule, hits.get(rule, ()), nexts.get(rule, {})) for rule in rules]
    return tuple(sorted(used, key=lambda use: -use.hits))


def _with_following(heard: Iterable[Heard]) -> Iterator[tuple[Heard, Heard | None]]:
    """Each message with the next of the same person."""
    following: dict[str, Heard] = {}
    for each in heard:
        yield each, following.get(each.contact_id)
        following[each.contact_id] = each


def _use(rule: str, hits: Sequence[Heard], nexts: Mapping[Next, int]) -> RuleUse:
    return RuleUse(
        rule=rule,
        hits=len(hits),
        people=len({each.contact_id for each in hits}),
        last_hit=max((each.occurred_at for each in hits), default=None),
        **{each.value: nexts.get(each, 0) for each in Next},
    )


def _next(answered: Heard, following: Heard | None, normaliser: Normaliser, now: datetime) -> Iterator[Next]:
    """What came next, nothing where it may still come."""
    if following is None or following.occurred_at > answered.occurred_at + SOON:
        if now > answered.occurred_at + SOON:
            yield Next.SILENCE
        return
    yield _judged(answered, following, normaliser)


def _judged(answered: Heard, following: Heard, normaliser: Normaliser) -> Next:
    if following.kind is not Kind.TEXT:
        same = (following.kind, following.subject) == (answered.kind, answered.subject)
        return Next.REPEAT if same and following.subject else Next.OTHER
    folded = normaliser(following.text)
    if answered.kind is Kind.TEXT and are_alike(bare(normaliser(answered.text)), bare(folded)):
        return Next.REPEAT
    if any(word in folded for word in COMPLAINTS):
        return Next.COMPLAINT
    return Next.THANKS if any(word in folded for word in THANKS) else Next.OTHER
