"""Points: entries that are only ever appended, and the balance that is their sum."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from loyalty.refusals import BadAmount, NotEnoughPoints, SourceReused
from records.bulk import TextList, one_of
from records.insertion import insert_new
from records.outbox import Announcement, Topic, announce
from records.tables import ledger_entries, point_balances

AMOUNT_LIMIT = 1_000_000

_BALANCES = select(point_balances.c.contact_id, point_balances.c.balance).where(
    one_of(point_balances.c.contact_id, bindparam("contacts", type_=TextList()))
)


def balance(connection: Connection, contact_id: str) -> int:
    """The person's points, never negative; 0 for whoever has earned none."""
    query = select(point_balances.c.balance).where(point_balances.c.contact_id == contact_id)
    return connection.execute(query).scalar_one_or_none() or 0


def balances(connection: Connection, contact_ids: Collection[str]) -> dict[str, int]:
    """The points of each of these people who has ever earned any."""
    rows = connection.execute(_BALANCES, {"contacts": list(contact_ids)})
    return {row.contact_id: row.balance for row in rows}


def earn(connection: Connection, contact_id: str, points: int, reason: str, source: str, now: datetime) -> int:
    """Enter points (fewer than none takes some back) and announce it; the balance after it.

    ``points`` lies within ±1,000,000 and is not 0. ``source`` names what caused it: a second entry from the same
    cause changes nothing and returns the balance as it is. Raises ``BadAmount``, ``NotEnoughPoints``, or
    ``SourceReused`` when the source has counted for another person or amount.
    """
    _refuse_bad_amount(points)
    if not reason.strip() or not source.strip():
        raise ValueError("every entry names its reason and its source")
    before = _locked_balance(connection, contact_id)
    if _has_counted(connection, contact_id, points, source):
        return before
    after = before + points
    if after < 0:
        raise NotEnoughPoints(before)
    _append(connection, contact_id, points, reason, source, now)
    ours = point_balances.c.contact_id == contact_id
    connection.execute(update(point_balances).where(ours).values(balance=after))
    announce(connection, [Announcement(Topic.CONTACT_CHANGED, contact_id)], now)
    return after


def _refuse_bad_amount(points: int) -> None:
    # A bool is an int to Python, and 1.5 passes for a number where nobody checks types: neither is an amount.
    if type(points) is not int or points == 0 or abs(points) > AMOUNT_LIMIT:
        raise BadAmount(AMOUNT_LIMIT)


def _locked_balance(connection: Connection, contact_id: str) -> int:
    """The balance, its row locked until the transaction ends; made first, since what is not there locks nothing."""
    empty = {"contact_id": contact_id, "balance": 0}
    insert_new(connection, point_balances, [empty], point_balances.c.contact_id)
    query = select(point_balances.c.balance).where(point_balances.c.contact_id == contact_id).with_for_update()
    return int(connection.execute(query).scalar_one())


def _has_counted(connection: Connection, contact_id: str, points: int, source: str) -> bool:
    query = select(ledger_entries.c.contact_id, ledger_entries.c.points).where(ledger_entries.c.source == source)
    entry = connection.execute(query).one_or_none()
    if entry is not None and tuple(entry) != (contact_id, points):
        raise SourceReused(source)
    return entry is not None


def _append(connection: Connection, contact_id: str, points: int, reason: str, source: str, now: datetime) -> None:
    entry = {"contact_id": contact_id, "points": points, "reason": reason, "source": source, "entered_at": now}
    # The locked balance keeps this person's entries apart, so only another person's can have come in between.
    if not insert_new(connection, ledger_entries, [entry], ledger_entries.c.id):
        raise SourceReused(source)
