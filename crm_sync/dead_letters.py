"""Dead letters: changes that the CRM would not take, and a second chance for them."""

from datetime import datetime

from sqlalchemy import Connection, select

from records.outbox import Topic, revive
from records.tables import outbox

AT_ONCE = 5_000
"""Databases bound how many values one statement may name."""


def retry_reason(connection: Connection, reason: str, now: datetime) -> int:
    """Let the changes that are dead for exactly ``reason`` wait again from the start. How many there were."""
    query = select(outbox.c.id).where(
        outbox.c.topic == Topic.CONTACT_CHANGED.value, outbox.c.state == "dead", outbox.c.reason == reason
    )
    ids = connection.execute(query).scalars().all()
    parts = (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
    return sum(revive(connection, Topic.CONTACT_CHANGED, now, part) for part in parts)


def retry_all(connection: Connection, now: datetime) -> int:
    """Let every dead change wait again from the start. How many there were."""
    return revive(connection, Topic.CONTACT_CHANGED, now)
