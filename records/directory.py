"""The directory: contacts as a list and one by one, with all that is known of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, exists, select

from records.fields import fields_of
from records.tables import contact_tags, contacts, identities


class KnownIdentity(msgspec.Struct, frozen=True):
    """A contact on one account."""

    account_id: str
    openid: str
    unionid: str | None
    following: bool
    first_followed_at: datetime | None


class KnownMood(msgspec.Struct, frozen=True):
    """The mood of a contact's last text, written ``at``. ``score`` runs from 0, angry, to 1, happy."""

    mood: str
    score: float
    words: str
    at: datetime


class KnownContact(msgspec.Struct, frozen=True, kw_only=True):
    """A contact with all that is known of it; ``fields`` are the shop's own. Moments are in UTC."""

    id: str
    nickname: str
    phone: str | None
    source_scene: str | None
    source_key: str | None
    source_at: datetime | None
    last_touch_at: datetime | None
    mood: KnownMood | None
    tags: tuple[str, ...]
    fields: Mapping[str, str]
    identities: tuple[KnownIdentity, ...]
    created_at: datetime


def page(
    connection: Connection, account_id: str, after: str = "", limit: int = 50, mood: str | None = None
) -> list[KnownContact]:
    """Contacts of an account in the order in which they came, those behind the id ``after``."""
    query = _of_account(account_id).where(contacts.c.id > after).order_by(contacts.c.id).limit(limit)
    if mood is not None:
        query = query.where(contacts.c.mood == mood)
    return _complete(connection, connection.execute(query).all())


def find(connection: Connection, account_id: str, contact_id: str) -> KnownContact | None:
    """One contact of an account, None when the account knows none of that id."""
    rows = connection.execute(_of_account(account_id).where(contacts.c.id == contact_id)).all()
    return next(iter(_complete(connection, rows)), None)


def _of_account(account_id: str) -> Select[*tuple[Any, ...]]:
    here = exists().where(identities.c.contact_id == contacts.c.id, identities.c.account_id == account_id)
    return select(contacts).where(here)


def _complete(connection: Connection, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[KnownContact]:
    ids = [row.id for row in rows]
    tags: dict[str, list[str]] = {}
    known: dict[str, list[KnownIdentity]] = {}
    tagged = select(contact_tags.c.contact_id, contact_tags.c.tag).where(contact_tags.c.contact_id.in_(ids))
    for row in connection.execute(tagged.order_by(contact_tags.c.tag)):
        tags.setdefault(row.contact_id, []).append(row.tag)
    present = select(identities).where(identities.c.contact_id.in_(ids)).order_by(identities.c.account_id)
    for row in connection.execute(present):
        identity = KnownIdentity(row.account_id, row.openid, row.unionid, row.following, row.first_followed_at)
        known.setdefault(row.contact_id, []).append(identity)
    own = fields_of(connection, ids)
    return [_known(row, tuple(tags.get(row.id, ())), own.get(row.id, {}), tuple(known.get(row.id, ()))) for row in rows]


def _known(
    row: Row[*tuple[Any, ...]], tags: tuple[str, ...], own: Mapping[str, str], known: tuple[KnownIdentity, ...]
) -> KnownContact:
    mood = None if row.mood is None else KnownMood(row.mood, row.mood_score, row.mood_words, row.mood_at)
    return KnownContact(
        id=row.id,
        nickname=row.nickname,
        phone=row.phone,
        source_scene=row.source_scene,
        source_key=row.source_key,
        source_at=row.source_at,
        last_touch_at=row.last_touch_at,
        mood=mood,
        tags=tags,
        fields=own,
        identities=known,
        created_at=row.created_at,
    )
