"""Sessions of staff: a random token in a cookie, and only its SHA-256 in SQL."""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, delete, insert, select

from records.bearer import hash_secret, new_secret
from records.staff import Staff, as_staff
from records.tables import staff, staff_sessions

SESSION_LASTS = timedelta(hours=12)
"""A long shift."""


class Session(msgspec.Struct, frozen=True):
    """Someone signed in. Every form they send carries ``csrf_token``."""

    staff: Staff
    csrf_token: str
    expires_at: datetime


def open_session(connection: Connection, staff_id: str, now: datetime) -> str:
    """A new token that lets its bearer act as this member of staff for twelve hours; those run out are removed."""
    connection.execute(delete(staff_sessions).where(staff_sessions.c.expires_at <= now))
    token = new_secret()
    row = {
        "token_hash": hash_secret(token),
        "staff_id": staff_id,
        "csrf_token": new_secret(),
        "created_at": now,
        "expires_at": now + SESSION_LASTS,
    }
    connection.execute(insert(staff_sessions).values(row))
    return token


def session_of(connection: Connection, token: str, now: datetime) -> Session | None:
    """The session of a token that has not run out, as long as its member of staff is active."""
    query = (
        select(staff, staff_sessions.c.csrf_token, staff_sessions.c.expires_at)
        .join(staff_sessions, staff_sessions.c.staff_id == staff.c.id)
        .where(staff_sessions.c.token_hash == hash_secret(token), staff_sessions.c.expires_at > now, staff.c.active)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else Session(as_staff(row), row.csrf_token, row.expires_at)


def close_session(connection: Connection, token: str) -> None:
    """The token lets nobody in any more."""
    connection.execute(delete(staff_sessions).where(staff_sessions.c.token_hash == hash_secret(token)))
