"""How the sync stands, for staff and for ``/readyz``."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, select

from crm_sync.delivery import LEASE
from records.outbox import Topic, backlog
from records.tables import leases, outbox, sync_runs

LAST_RUNS = 10
MOST_REASONS = 20


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """A run, in contacts; without ``finished_at`` it is running, or its process was killed."""

    connector: str
    started_at: datetime
    finished_at: datetime | None
    sent: int
    retried: int
    dead: int
    error: str | None


class DeadLetters(msgspec.Struct, frozen=True):
    """Contacts that the CRM will not take for one and the same reason, and since when."""

    reason: str
    contacts: int
    since: datetime


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """``waiting`` and ``dead`` count announced changes; ``lag_seconds`` is the age of the oldest that waits.

    ``busy_until`` is set while a runner works or the CRM wants to be left alone.
    """

    waiting: int
    dead: int
    lag_seconds: float
    busy_until: datetime | None
    runs: tuple[Run, ...]
    dead_letters: tuple[DeadLetters, ...]


def status(connection: Connection, now: datetime) -> Status:
    """How the sync stands: the last ten runs, newest first, and the twenty commonest reasons of dead letters."""
    behind = backlog(connection, Topic.CONTACT_CHANGED)
    return Status(
        waiting=behind.waiting,
        dead=behind.dead,
        lag_seconds=behind.lag(now).total_seconds(),
        busy_until=_busy_until(connection, now),
        runs=_runs(connection),
        dead_letters=_dead_letters(connection),
    )


def _busy_until(connection: Connection, now: datetime) -> datetime | None:
    held = select(leases.c.expires_at).where(leases.c.name == LEASE, leases.c.expires_at > now)
    return connection.execute(held).scalar_one_or_none()


def _runs(connection: Connection) -> tuple[Run, ...]:
    columns = [sync_runs.c[name] for name in Run.__struct_fields__]
    query = select(*columns).order_by(sync_runs.c.started_at.desc(), sync_runs.c.id.desc()).limit(LAST_RUNS)
    return tuple(Run(**row) for row in connection.execute(query).mappings())


def _dead_letters(connection: Connection) -> tuple[DeadLetters, ...]:
    number = func.count(outbox.c.contact_id.distinct())
    query = (
        select(func.coalesce(outbox.c.reason, ""), number, func.min(outbox.c.settled_at))
        .where(outbox.c.topic == Topic.CONTACT_CHANGED.value, outbox.c.state == "dead")
        .group_by(outbox.c.reason)
        .order_by(number.desc(), outbox.c.reason)
        .limit(MOST_REASONS)
    )
    return tuple(DeadLetters(*row) for row in connection.execute(query))
