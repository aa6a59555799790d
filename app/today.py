"""What needs the shop's attention today."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, desc, func, select

from records.outbox import Backlog, Topic, backlog
from records.tables import contacts, identities, touchpoints
from records.tables.contacts import QUARANTINED

UPSET_SHOWN = 10
QUARANTINE_PAGE = 20


class UpsetContact(msgspec.Struct, frozen=True):
    """Someone whose last mood is negative: the words that decided it, and the last words they wrote."""

    id: str
    nickname: str
    mood_words: str
    mood_at: datetime
    last_words: str


class Today(msgspec.Struct, frozen=True):
    """Pushes nobody could read, contacts in a bad mood (all of them counted, the latest ten named), the sync."""

    quarantined: int
    upset_count: int
    upset: tuple[UpsetContact, ...]
    sync: Backlog


class Quarantined(msgspec.Struct, frozen=True):
    """A push that was rightly signed, yet not to be understood; ``body`` is the whole of it as received."""

    id: int
    recorded_at: datetime
    reason: str
    body: str


class QuarantinePage(msgspec.Struct, frozen=True):
    """The latest first; ``before`` leads to the older ones, if there are any."""

    pushes: tuple[Quarantined, ...]
    before: int | None


def today(connection: Connection, account_id: str) -> Today:
    """How the account stands."""
    in_quarantine = select(func.count()).where(touchpoints.c.account_id == account_id, QUARANTINED)
    upset_count, upset = _upset(connection, account_id)
    return Today(
        quarantined=connection.execute(in_quarantine).scalar_one(),
        upset_count=upset_count,
        upset=upset,
        sync=backlog(connection, Topic.CONTACT_CHANGED),
    )


def quarantine(connection: Connection, account_id: str, before: int | None = None) -> QuarantinePage:
    """Twenty of the account's quarantined pushes, older than ``before``."""
    query = (
        select(touchpoints.c.id, touchpoints.c.recorded_at, touchpoints.c.text, touchpoints.c.body)
        .where(touchpoints.c.account_id == account_id, QUARANTINED)
        .order_by(desc(touchpoints.c.id))
        .limit(QUARANTINE_PAGE + 1)
    )
    if before is not None:
        query = query.where(touchpoints.c.id < before)
    found = tuple(Quarantined(*row) for row in connection.execute(query))
    shown = found[:QUARANTINE_PAGE]
    return QuarantinePage(shown, shown[-1].id if len(found) > len(shown) else None)


def _upset(connection: Connection, account_id: str) -> tuple[int, tuple[UpsetContact, ...]]:
    of_account = select(identities.c.contact_id).where(identities.c.account_id == account_id)
    negative = (contacts.c.mood == "negative") & contacts.c.id.in_(of_account)
    last_words = (
        select(touchpoints.c.text)
        .where(touchpoints.c.contact_id == contacts.c.id, touchpoints.c.direction == "in", touchpoints.c.text != "")
        .order_by(desc(touchpoints.c.id))
        .limit(1)
        .scalar_subquery()
    )
    latest = (
        select(
            contacts.c.id,
            contacts.c.nickname,
            func.coalesce(contacts.c.mood_words, ""),
            contacts.c.mood_at,
            func.coalesce(last_words, ""),
        )
        .where(negative)
        .order_by(desc(contacts.c.mood_at))
        .limit(UPSET_SHOWN)
    )
    count = connection.execute(select(func.count()).select_from(contacts).where(negative)).scalar_one()
    return count, tuple(UpsetContact(*row) for row in connection.execute(latest))
