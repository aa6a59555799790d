"""Contacts: people, and who they are on each account."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, bindparam, delete, insert, select

from records.bulk import BulkUpdate, TextList, one_of
from records.ids import new_id
from records.insertion import insert_new
from records.message import Person, Source
from records.outbox import Announcement, Topic, announce
from records.tables import contact_tags, contacts, identities


class Contact(msgspec.Struct, frozen=True):
    """A person, seen from one account. Moments are in UTC.

    ``source`` is where the person first came from, by the channel's time, and is kept for ever.
    """

    id: str
    account_id: str
    openid: str
    unionid: str | None = None
    nickname: str = ""
    following: bool = False
    follow_changed_at: datetime | None = None
    first_followed_at: datetime | None = None
    last_touch_at: datetime | None = None
    source_at: datetime | None = None
    source: Source | None = None
    conversation: str | None = None
    """What we are in the middle of with this person, as whoever leads the conversation keeps it."""


_SEEN = select(
    contacts.c.id,
    identities.c.account_id,
    identities.c.openid,
    identities.c.unionid,
    contacts.c.nickname,
    identities.c.following,
    identities.c.follow_changed_at,
    identities.c.first_followed_at,
    contacts.c.last_touch_at,
    contacts.c.source_at,
    contacts.c.source_scene,
    contacts.c.source_key,
    contacts.c.source_ticket,
    identities.c.conversation,
).join(contacts, contacts.c.id == identities.c.contact_id)

_LOCK = (
    _SEEN.where(
        identities.c.account_id == bindparam("account"),
        one_of(identities.c.openid, bindparam("openids", type_=TextList())),
    )
    # Locked in one order by everybody, so that two groups never wait for each other in a circle.
    # No key changes, so rows that only refer to a contact need not wait.
    .order_by(contacts.c.id)
    .with_for_update(key_share=True)
)

_TOUCH = BulkUpdate(contacts, ["id"], ["last_touch_at"])
_SAVE_SOURCE = BulkUpdate(contacts, ["id"], ["source_scene", "source_key", "source_ticket", "source_at"])
_SAVE_IDENTITY = BulkUpdate(
    identities,
    ["account_id", "openid"],
    ["unionid", "following", "follow_changed_at", "first_followed_at", "conversation"],
)


def find_or_make(connection: Connection, people: Iterable[Person], now: datetime) -> dict[Person, Contact]:
    """The contact of each person, made where there was none, and locked until the transaction ends."""
    wanted = sorted(set(people))
    found = _lock(connection, wanted)
    missing = [person for person in wanted if person not in found]
    if missing:
        _make(connection, missing, now)
        found |= _lock(connection, missing)
    return found


def find(connection: Connection, person: Person) -> Contact | None:
    """The contact of a person, as it stands and not locked; None when the account knows none of that id."""
    account_id, openid = person
    theirs = (identities.c.account_id == account_id) & (identities.c.openid == openid)
    row = connection.execute(_SEEN.where(theirs)).one_or_none()
    return None if row is None else _contact(row)


def save(connection: Connection, changes: Iterable[tuple[Contact, Contact]]) -> None:
    """Write what is different between the two states, before and after, of each contact."""
    pairs = sorted(((old, new) for old, new in changes if old != new), key=lambda pair: pair[1].id)
    for statement, row_of in ((_TOUCH, _touch_row), (_SAVE_SOURCE, _source_row), (_SAVE_IDENTITY, _identity_row)):
        rows = [(row_of(old), row_of(new)) for old, new in pairs]
        statement.run(connection, [new for old, new in rows if old != new])


def add_tag(connection: Connection, contact_id: str, tag: str, now: datetime) -> bool:
    """Tag a contact and announce it; False when it had the tag already."""
    row = {"contact_id": contact_id, "tag": tag, "added_at": now}
    added = bool(insert_new(connection, contact_tags, [row], contact_tags.c.tag))
    announce(connection, [Announcement(Topic.CONTACT_CHANGED, contact_id)] if added else [], now)
    return added


def remove_tag(connection: Connection, contact_id: str, tag: str, now: datetime) -> bool:
    """Take a tag off a contact and announce it; False when it did not have the tag."""
    theirs = (contact_tags.c.contact_id == contact_id) & (contact_tags.c.tag == tag)
    removed = bool(connection.execute(delete(contact_tags).where(theirs)).rowcount)
    announce(connection, [Announcement(Topic.CONTACT_CHANGED, contact_id)] if removed else [], now)
    return removed


def tags_of(connection: Connection, contact_id: str) -> frozenset[str]:
    """The tags of a contact."""
    query = select(contact_tags.c.tag).where(contact_tags.c.contact_id == contact_id)
    return frozenset(connection.execute(query).scalars())


def _lock(connection: Connection, wanted: list[Person]) -> dict[Person, Contact]:
    found: dict[Person, Contact] = {}
    for account, group in groupby(wanted, key=lambda person: person[0]):
        openids = [openid for _, openid in group]
        for row in connection.execute(_LOCK, {"account": account, "openids": openids}):
            found[account, row.openid] = _contact(row)
    return found


def _contact(row: Row[*tuple[Any, ...]]) -> Contact:
    *known, source_at, scene, key, ticket, conversation = row
    source = None if source_at is None else Source(scene, key, ticket)
    return Contact(*known, source_at, source, conversation)  # type: ignore[call-arg]  # the columns are the fields, in their order


def _make(connection: Connection, missing: list[Person], now: datetime) -> None:
    """A contact for each person, unless another process makes it at this very moment."""
    made = {person: new_id() for person in missing}
    connection.execute(insert(contacts), [{"id": id_, "nickname": "", "created_at": now} for id_ in made.values()])
    rows = [
        {"account_id": account, "openid": openid, "contact_id": id_, "following": False, "created_at": now}
        for (account, openid), id_ in made.items()
    ]
    kept = insert_new(connection, identities, rows, identities.c.contact_id)
    if orphans := set(made.values()) - kept:
        connection.execute(delete(contacts).where(contacts.c.id.in_(orphans)))


def _touch_row(contact: Contact) -> tuple[object, ...]:
    return contact.id, contact.last_touch_at


def _source_row(contact: Contact) -> tuple[object, ...]:
    source = contact.source or Source("", "")
    return contact.id, source.scene, source.key, source.ticket, contact.source_at


def _identity_row(contact: Contact) -> tuple[object, ...]:
    follow = contact.following, contact.follow_changed_at, contact.first_followed_at
    return contact.account_id, contact.openid, contact.unionid, *follow, contact.conversation
