"""Notices: what somebody of the shop should read."""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, insert, literal, select, update

from records.tables import notices

REPEATED_WITHIN = timedelta(minutes=10)
"""How long the same notice is not left again."""


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """Left by a rule or dialog, about a contact if there is one. Moments are in UTC; unread while ``read_at`` is None.

    ``id`` rises in the order of leaving.
    """

    id: int
    contact_id: str | None
    text: str
    rule: str | None
    at: datetime
    read_at: datetime | None
    read_by: str | None


class UnknownNotice(Exception):
    """The account has no such notice."""


_NOTICES = select(*(notices.c[name] for name in Notice.__struct_fields__))


def leave(connection: Connection, account_id: str, contact_id: str | None, text: str, rule: str, now: datetime) -> None:
    """Leave a notice for whoever looks next, unless the same was left a moment ago.

    A rule that says the same of a contact again within ten minutes adds nothing: somebody repeats what they said. In
    one statement, so that the turns of a contact, which wait for one another, never leave it twice.
    """
    row = {"account_id": account_id, "contact_id": contact_id, "text": text, "rule": rule}
    same = select(notices.c.id).where(*(notices.c[name] == value for name, value in row.items()))
    lately = same.where(notices.c.at > now - REPEATED_WITHIN).exists()
    left = row | {"at": now}
    values = select(*(literal(value, notices.c[name].type) for name, value in left.items())).where(~lately)
    connection.execute(insert(notices).from_select(list(left), values))


def newest_first(
    connection: Connection, account_id: str, unread: bool | None = None, before: int | None = None, limit: int = 50
) -> list[Notice]:
    """Notices of an account, those older than the id ``before``; all, only the unread ones, or only those read."""
    query = _NOTICES.where(notices.c.account_id == account_id)
    if unread is not None:
        query = query.where(notices.c.read_at.is_(None) if unread else notices.c.read_at.is_not(None))
    if before is not None:
        query = query.where(notices.c.id < before)
    return [Notice(**row._asdict()) for row in connection.execute(query.order_by(notices.c.id.desc()).limit(limit))]


def mark_read(connection: Connection, account_id: str, notice_id: int, by: str, now: datetime) -> Notice:
    """The notice is read; who read it first stays. The notice as it is now. Raises ``UnknownNotice``."""
    ours = (notices.c.account_id == account_id) & (notices.c.id == notice_id)
    connection.execute(update(notices).where(ours, notices.c.read_at.is_(None)).values(read_at=now, read_by=by))
    row = connection.execute(_NOTICES.where(ours)).one_or_none()
    if row is None:
        raise UnknownNotice(notice_id)
    return Notice(**row._asdict())
