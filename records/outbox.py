"""The outbox: work that was announced in the turn which caused it, and is done after its answer has left.

A row waits, is claimed for a while by one worker, and ends as sent or as dead with a reason. A worker that dies
leaves its claim to run out; then the row waits again.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec
from sqlalchemy import Connection, and_, bindparam, delete, func, or_, select, update

from records.bulk import BulkInsert
from records.tables import outbox
from records.tables.outbox import OPEN


class Topic(StrEnum):
    """What an announcement is about."""

    CONTACT_CHANGED = "contact_changed"
    TEXT_RECEIVED = "text_received"


class Announcement(msgspec.Struct, frozen=True):
    """Something to be done for a contact; ``subject`` is the key of the touchpoint it is about, if any."""

    topic: Topic
    contact_id: str
    subject: str | None = None


class Claimed(msgspec.Struct, frozen=True):
    """A row that is ours until the claim runs out. ``attempts`` counts the earlier ones."""

    id: int
    contact_id: str
    subject: str | None
    attempts: int


_DUE = (
    select(outbox.c.id)
    # The index's own words: SQLite uses a partial index for nothing less.
    .where(outbox.c.topic == bindparam("topic"), OPEN, outbox.c.not_before <= bindparam("now"))
    .limit(1)
)
_ANNOUNCE = BulkInsert(outbox, "topic", "contact_id", "subject", "not_before", "announced_at")


def announce(connection: Connection, announcements: Sequence[Announcement], now: datetime) -> None:
    """Announce work in the transaction that causes it."""
    _ANNOUNCE.run(connection, [(told.topic.value, told.contact_id, told.subject, now, now) for told in announcements])


def is_due(connection: Connection, topic: Topic, now: datetime) -> bool:
    """Whether something may be there to claim. Asking costs nobody the writer's lock."""
    return connection.execute(_DUE, {"topic": topic.value, "now": now}).first() is not None


def claim(
    connection: Connection, topic: Topic, worker: str, limit: int, now: datetime, lasting: timedelta
) -> list[Claimed]:
    """Claim up to ``limit`` rows that are due, oldest first, for ``worker`` until ``now + lasting``.

    Rows whose earlier claim has run out are due again. On PostgreSQL rows that another worker is claiming at this
    moment are passed over.
    """
    due = or_(
        and_(outbox.c.state == "waiting", outbox.c.not_before <= now),
        and_(outbox.c.state == "claimed", outbox.c.claimed_until <= now),
    )
    query = (
        select(outbox.c.id, outbox.c.contact_id, outbox.c.subject, outbox.c.attempts)
        # Spelled out, because a bound parameter never proves to SQLite that its partial index serves.
        .where(OPEN, outbox.c.topic == topic.value, due)
        .order_by(outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = [Claimed(*row) for row in connection.execute(query)]
    if rows:
        claimed = {"state": "claimed", "claimed_by": worker, "claimed_until": now + lasting}
        connection.execute(update(outbox).where(outbox.c.id.in_([row.id for row in rows])).values(claimed))
    return rows


def settle_sent(connection: Connection, ids: Collection[int], worker: str, now: datetime) -> int:
    """The rows are done. How many of them were still ours."""
    return _settle(connection, ids, worker, state="sent", settled_at=now, reason=None)


def settle_retry(connection: Connection, ids: Collection[int], worker: str, not_before: datetime, reason: str) -> int:
    """The rows wait again until ``not_before``. How many of them were still ours."""
    return _settle(
        connection,
        ids,
        worker,
        state="waiting",
        not_before=not_before,
        reason=reason,
        attempts=outbox.c.attempts + 1,
    )


def settle_dead(connection: Connection, ids: Collection[int], worker: str, now: datetime, reason: str) -> int:
    """The rows are hopeless, and ``reason`` says why. How many of them were still ours."""
    return _settle(connection, ids, worker, state="dead", settled_at=now, reason=reason, attempts=outbox.c.attempts + 1)


def put_back(connection: Connection, ids: Collection[int], worker: str) -> int:
    """The rows were claimed and never tried: they wait as if nothing had happened. How many were still ours."""
    return _settle(connection, ids, worker, state="waiting")


def revive(connection: Connection, topic: Topic, now: datetime, reason: str | None = None) -> int:
    """Let the dead rows, all or those dead for exactly ``reason``, wait again from the start. How many there were."""
    dead = update(outbox).where(outbox.c.topic == topic.value, outbox.c.state == "dead")
    if reason is not None:
        dead = dead.where(outbox.c.reason == reason)
    return connection.execute(dead.values(state="waiting", attempts=0, not_before=now, settled_at=None)).rowcount


def forget_sent(connection: Connection, before: datetime, limit: int) -> int:
    """Delete up to ``limit`` rows that were sent before that moment, oldest first. How many there were."""
    old = select(outbox.c.id).where(outbox.c.state == "sent", outbox.c.settled_at < before)
    oldest = old.order_by(outbox.c.id).limit(limit)
    return connection.execute(delete(outbox).where(outbox.c.id.in_(oldest))).rowcount


class Backlog(msgspec.Struct, frozen=True):
    """How a topic stands: rows not yet done, rows that are dead, and the age of the oldest that is not done."""

    waiting: int
    dead: int
    oldest: datetime | None

    def lag(self, now: datetime) -> timedelta:
        """For how long the oldest has waited, nothing where none waits."""
        return timedelta() if self.oldest is None else max(now - self.oldest, timedelta())


def backlog(connection: Connection, topic: Topic) -> Backlog:
    """How far behind the workers of a topic are."""
    of_topic = outbox.c.topic == topic.value
    open_rows = select(func.count(), func.min(outbox.c.announced_at)).where(of_topic, OPEN)
    waiting, oldest = connection.execute(open_rows).one()
    dead = connection.execute(select(func.count()).where(of_topic, outbox.c.state == "dead")).scalar_one()
    return Backlog(waiting=waiting, dead=dead, oldest=oldest)


def _settle(connection: Connection, ids: Collection[int], worker: str, **values: object) -> int:
    """Only the worker whose claim still stands may settle: one that slept through it must not write."""
    if not ids:
        return 0
    ours = update(outbox).where(outbox.c.id.in_(ids), outbox.c.state == "claimed", outbox.c.claimed_by == worker)
    return connection.execute(ours.values(claimed_by=None, claimed_until=None, **values)).rowcount
