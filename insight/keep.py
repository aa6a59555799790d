"""Keeping moods: one for each text, and on the contact the one of the latest text."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select, update

from insight.mood import Mood
from records import outbox
from records.insertion import insert_new
from records.outbox import Announcement, Claimed, Topic
from records.tables import contacts, moods

_NEVER = datetime.min.replace(tzinfo=UTC)

_SAVE = (
    update(contacts)
    .where(contacts.c.id == bindparam("contact"))
    .values(
        mood=bindparam("feeling"), mood_score=bindparam("score"), mood_words=bindparam("words"), mood_at=bindparam("at")
    )
)


class Noticed(msgspec.Struct, frozen=True):
    """The mood of the text with ``key``, written at ``occurred_at`` by the contact of ``row``."""

    row: Claimed
    key: str
    occurred_at: datetime
    mood: Mood

    @property
    def words(self) -> str:
        return " ".join(self.mood.words)

    @property
    def rank(self) -> tuple[datetime, float, str]:
        """The highest stands on the contact. Of texts in the same second the angrier counts, in whichever order."""
        return self.occurred_at, -self.mood.score, self.words


class _Carried(msgspec.Struct, frozen=True):
    """The mood that a contact carries, nothing of it before the first."""

    contact_id: str
    feeling: str | None
    score: float | None
    words: str | None
    at: datetime | None

    @property
    def rank(self) -> tuple[datetime, float, str]:
        return self.at or _NEVER, -(self.score or 0), self.words or ""


def keep_moods(connection: Connection, noticed: Sequence[Noticed], now: datetime) -> None:
    """Keep the moods, and announce the contacts whose mood is another now.

    Keeping the same again changes nothing, and the order of the texts does not matter. Moods of people who have
    been forgotten meanwhile are dropped. The contacts stay locked until the transaction ends.
    """
    if not noticed:
        return
    people = _lock(connection, {one.row.contact_id for one in noticed})
    known = sorted((one for one in noticed if one.row.contact_id in people), key=lambda one: one.key)
    insert_new(connection, moods, [_row(one, now) for one in known], moods.c.touchpoint_key)
    latest = {one.row.contact_id: one for one in sorted(known, key=lambda one: one.rank)}
    newer = [one for id_, one in sorted(latest.items()) if one.rank > people[id_].rank]
    if newer:
        connection.execute(_SAVE, [_contact_row(one) for one in newer])
    changed = [one.row.contact_id for one in newer if _is_other(one, people[one.row.contact_id])]
    outbox.announce(connection, [Announcement(Topic.CONTACT_CHANGED, contact_id) for contact_id in changed], now)


def mood_of(connection: Connection, contact_id: str) -> str:
    """The mood of a contact's last judged text, empty before the first."""
    query = select(contacts.c.mood).where(contacts.c.id == contact_id)
    return connection.execute(query).scalar_one_or_none() or ""


def _lock(connection: Connection, contact_ids: set[str]) -> dict[str, _Carried]:
    query = (
        select(contacts.c.id, contacts.c.mood, contacts.c.mood_score, contacts.c.mood_words, contacts.c.mood_at)
        .where(contacts.c.id.in_(contact_ids))
        # In the order in which turns lock them.
        .order_by(contacts.c.id)
        .with_for_update(key_share=True)
    )
    return {row.id: _Carried(*row) for row in connection.execute(query)}


def _is_other(one: Noticed, carried: _Carried) -> bool:
    """Whether the contact says something else now, apart from when it was said."""
    return (one.mood.feeling, one.mood.score, one.words) != (carried.feeling, carried.score, carried.words)


def _row(one: Noticed, now: datetime) -> Mapping[str, Any]:
    return {
        "touchpoint_key": one.key,
        "contact_id": one.row.contact_id,
        "mood": one.mood.feeling.value,
        "score": one.mood.score,
        "words": one.words,
        "noticed_at": now,
    }


def _contact_row(one: Noticed) -> Mapping[str, Any]:
    return {
        "contact": one.row.contact_id,
        "feeling": one.mood.feeling.value,
        "score": one.mood.score,
        "words": one.words,
        "at": one.occurred_at,
    }
