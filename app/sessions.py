"""Sessions of staff: a random token in a cookie, and only its SHA-256 in SQL."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

import msgspec
from sqlalchemy import Connection, delete, insert, select

from app.staff import Staff, as_staff
from records.tables import staff, staff_sessions

LASTING = timedelta(hours=12)
"""A long shift."""


class Session(msgspec.Struct, frozen=True):
    """Someone signed in. Every form they send carries ``csrf_token``."""

    staff: Staff
    csrf_token: str
    expires_at: datetime


def open_session(connection: Connection, staff_id: str, now: datetime) -> str:
    """A new token that lets its bearer act as this member of staff for twelve hours; runs-out ones are removed."""
    connection.execute(delete(staff_sessions).where(staff_sessions.c.expires_at <= now))
    token = secrets.token_urlsafe(32)
    row = {
        "token_hash": _hash(token),
        "staff_id": staff_id,
        "csrf_token": secrets.token_urlsafe(32),
        "created_at": now,
        "expires_at": now + LASTING,
    }
    connection.execute(insert(staff_sessions).values(row))
    return token


def session_of(connection: Connection, token: str, now: datetime) -> Session | None:
    """The session of a token that has not run out, as long as its member of staff is active."""
    query = (
        select(staff, staff_sessions.c.csrf_token, staff_sessions.c.expires_at)
        .join(staff_sessions, staff_sessions.c.staff_id == staff.c.id)
        .where(staff_sessions.c.token_hash == _hash(token), staff_sessions.c.expires_at > now, staff.c.active)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else Session(as_staff(row), row.csrf_token, row.expires_at)


def close_session(connection: Connection, token: str) -> None:
    """The token lets nobody in any more."""
    connection.execute(delete(staff_sessions).where(staff_sessions.c.token_hash == _hash(token)))


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
