"""Leases: which one process may do a thing now, decided in SQL."""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, select, update

from records.insertion import insert_new
from records.tables import leases


class Lease(msgspec.Struct, frozen=True):
    """The right to do ``name`` until ``expires_at``. ``fence`` is higher than that of every earlier holder."""

    name: str
    holder: str
    fence: int
    expires_at: datetime


def acquire(connection: Connection, name: str, holder: str, now: datetime, lasting: timedelta) -> Lease | None:
    """The lease, new or renewed, or None while another holds it. A new holder gets a higher fence."""
    expires_at = now + lasting
    first = {"name": name, "holder": holder, "fence": 1, "expires_at": expires_at}
    if insert_new(connection, leases, [first], leases.c.name):
        return Lease(name, holder, 1, expires_at)
    row = connection.execute(select(leases).where(leases.c.name == name).with_for_update()).one()
    if row.holder != holder and row.expires_at > now:
        return None
    fence = row.fence if row.holder == holder and row.expires_at > now else row.fence + 1
    taken = {"holder": holder, "fence": fence, "expires_at": expires_at}
    connection.execute(update(leases).where(leases.c.name == name).values(taken))
    return Lease(name, holder, fence, expires_at)


def still_held(connection: Connection, lease: Lease) -> bool:
    """Whether nobody has taken the lease over; the row stays locked until the transaction ends."""
    row = connection.execute(select(leases.c.fence).where(leases.c.name == lease.name).with_for_update()).one()
    return bool(row.fence == lease.fence)


def release(connection: Connection, lease: Lease, now: datetime) -> None:
    """Give the lease back early, if it is still ours."""
    ours = (leases.c.name == lease.name) & (leases.c.fence == lease.fence)
    connection.execute(update(leases).where(ours).values(expires_at=now))
