"""Cases: what somebody of the shop must look after, until they say how it ended."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, select, update

from records.ids import new_id
from records.insertion import put
from records.tables import cases
from records.tables.cases import OPEN


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """Something to look after for a contact, opened by a rule or dialog. Moments are in UTC.

    ``touchpoint_key`` is the key of the last message about it. It is open while ``closed_at`` is None.
    """

    id: str
    contact_id: str
    subject: str
    rule: str | None
    touchpoint_key: str | None
    opened_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    outcome: str | None


class UnknownCase(Exception):
    """The account has no such case."""


class ClosedAlready(Exception):
    """Somebody closed the case before; ``case`` says who, when and with which outcome."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.id)
        self.case = case


_CASES = select(*(cases.c[name] for name in Case.__struct_fields__))


def open_case(
    connection: Connection,
    account_id: str,
    contact_id: str,
    subject: str,
    rule: str,
    touchpoint_key: str,
    now: datetime,
) -> None:
    """Open a case, or give the one that the rule has open for the contact the newer subject and message."""
    row = {
        "id": new_id(),
        "account_id": account_id,
        "contact_id": contact_id,
        "subject": subject,
        "rule": rule,
        "touchpoint_key": touchpoint_key,
        "opened_at": now,
    }
    put(connection, cases, row, ("account_id", "contact_id", "rule"), ("subject", "touchpoint_key"), among=OPEN)


def newest_first(
    connection: Connection, account_id: str, only_open: bool | None = None, before: str = "", limit: int = 50
) -> list[Case]:
    """Cases of an account, those older than the id ``before``; all, only the open ones, or only the closed ones."""
    query = _CASES.where(cases.c.account_id == account_id)
    if only_open is not None:
        query = query.where(OPEN if only_open else cases.c.closed_at.is_not(None))
    if before:
        query = query.where(cases.c.id < before)
    return [Case(**row._asdict()) for row in connection.execute(query.order_by(cases.c.id.desc()).limit(limit))]


def close(connection: Connection, account_id: str, case_id: str, outcome: str, by: str, now: datetime) -> Case:
    """Say how a case ended; the case as it is now. Raises ``UnknownCase`` or ``ClosedAlready``."""
    ours = (cases.c.account_id == account_id) & (cases.c.id == case_id)
    ended = {"closed_at": now, "closed_by": by, "outcome": outcome}
    closed = connection.execute(update(cases).where(ours, OPEN).values(ended)).rowcount
    row = connection.execute(_CASES.where(ours)).one_or_none()
    if row is None:
        raise UnknownCase(case_id)
    case = Case(**row._asdict())
    if not closed:
        raise ClosedAlready(case)
    return case
