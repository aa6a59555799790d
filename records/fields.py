"""Fields: what the shop knows of a contact under names of its own, beside what every contact has a place for."""

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, Connection, select, update

from records.insertion import put
from records.outbox import Announcement, Topic, announce
from records.tables import contact_fields, contacts

NICKNAME = "nickname"
EVERYBODYS: Mapping[str, Column[Any]] = MappingProxyType({"phone": contacts.c.phone, NICKNAME: contacts.c.nickname})
"""The fields that every contact has a place for, and a CRM a column."""


class EmptyField(Exception):
    """There is nothing to write into the field."""


def set_field(connection: Connection, contact_id: str, field: str, value: str, now: datetime) -> bool:
    """Write a field of a contact and announce it; False when that stood there already.

    The blanks around the value are dropped. Raises ``EmptyField`` when nothing is left.
    """
    kept = value.strip()
    if not kept:
        raise EmptyField(field)
    if field in EVERYBODYS:
        changed = _write_everybodys(connection, contact_id, EVERYBODYS[field], kept)
    else:
        changed = _write_own(connection, contact_id, field, kept, now)
    announce(connection, [Announcement(Topic.CONTACT_CHANGED, contact_id)] if changed else [], now)
    return changed


def fields_of(connection: Connection, contact_ids: Collection[str]) -> dict[str, dict[str, str]]:
    """The shop's own fields of each contact that has any, by name; the names in order."""
    query = select(contact_fields.c.contact_id, contact_fields.c.field, contact_fields.c.value)
    found: dict[str, dict[str, str]] = {}
    # Sorted here, because every database has an order of its own.
    for contact_id, field, value in sorted(
        connection.execute(query.where(contact_fields.c.contact_id.in_(contact_ids)))
    ):
        found.setdefault(contact_id, {})[field] = value
    return found


def field_of(connection: Connection, contact_id: str, field: str) -> str:
    """One of the shop's own fields of a contact, empty where it has none of that name."""
    theirs = (contact_fields.c.contact_id == contact_id) & (contact_fields.c.field == field)
    return connection.execute(select(contact_fields.c.value).where(theirs)).scalar_one_or_none() or ""


def _write_everybodys(connection: Connection, contact_id: str, column: Column[Any], value: str) -> bool:
    other = (contacts.c.id == contact_id) & column.is_distinct_from(value)
    return bool(connection.execute(update(contacts).where(other).values({column: value})).rowcount)


def _write_own(connection: Connection, contact_id: str, field: str, value: str, now: datetime) -> bool:
    row = {"contact_id": contact_id, "field": field, "value": value, "set_at": now}
    # The moment is that of the value, so it alone is no difference.
    return put(connection, contact_fields, row, ("contact_id", "field"), ("value",), besides=("set_at",))
