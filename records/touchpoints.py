"""Touchpoints: every touch between a person and an account, in both directions, each once."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, bindparam, desc, func, select

from records.bulk import BulkInsert, TextList, one_of
from records.message import SAID
from records.tables import touchpoints

ANSWER = "-answer"
"""Behind the key of a touch, the key of its answer: there is one at most, and both stand on one page of the index."""

_inward = touchpoints.alias("inward")
_outward = touchpoints.alias("outward")
_FIRST_ANSWERS = (
    select(_inward.c.key, _outward.c.body)
    .join_from(_inward, _outward, _outward.c.key == _inward.c.key + ANSWER, isouter=True)
    .where(one_of(_inward.c.key, bindparam("keys", type_=TextList())))
)


class Touchpoint(msgspec.Struct, frozen=True, kw_only=True):
    """A touch to remember. ``key`` is unique; ``answers`` is the key of the touch that this one answers."""

    key: str
    account_id: str
    contact_id: str | None
    direction: str
    kind: str
    occurred_at: datetime
    recorded_at: datetime
    text: str
    subject: str
    body: str
    answers: str | None = None
    rule: str | None = None
    script_version: int | None = None
    matched_by: str | None = None


_REMEMBER = BulkInsert(touchpoints, *Touchpoint.__struct_fields__)


def first_answers(connection: Connection, keys: Collection[str]) -> dict[str, str | None]:
    """Of the keys remembered before: the body of what was answered then, None where nothing was said."""
    return {row.key: row.body for row in connection.execute(_FIRST_ANSWERS, {"keys": list(keys)})}


def remember(connection: Connection, touches: Sequence[Touchpoint]) -> None:
    """Write the touches. Raises ``sqlalchemy.exc.IntegrityError`` when one of them is there already."""
    _REMEMBER.run(connection, [msgspec.structs.astuple(touch) for touch in touches])


class KnownTouchpoint(msgspec.Struct, frozen=True, kw_only=True):
    """A touchpoint as it was remembered. Moments are in UTC; ``id`` rises in the order of remembering."""

    id: int
    key: str
    contact_id: str | None
    direction: str
    kind: str
    occurred_at: datetime
    recorded_at: datetime
    text: str
    subject: str
    body: str
    rule: str | None
    script_version: int | None
    matched_by: str | None


_KNOWN = select(*(touchpoints.c[name] for name in KnownTouchpoint.__struct_fields__))


def of_contact(
    connection: Connection, account_id: str, contact_id: str, after: int = 0, limit: int = 50
) -> list[KnownTouchpoint]:
    """A contact's touchpoints with an account, oldest first, those behind the id ``after``."""
    return oldest_first(connection, _of_both(account_id, contact_id), after, limit)


def latest_of_contact(connection: Connection, account_id: str, contact_id: str, limit: int) -> list[KnownTouchpoint]:
    """A contact's last touchpoints with an account, oldest first."""
    return newest_first(connection, _of_both(account_id, contact_id), None, limit)[::-1]


def times_answered(connection: Connection, account_id: str, contact_id: str, rule: str) -> int:
    """How often a rule has answered a contact, silence included. Counted where it came in: that is there always."""
    by_rule = (touchpoints.c.direction == "in") & (touchpoints.c.rule == rule)
    query = select(func.count()).where(_of_both(account_id, contact_id), by_rule)
    return connection.execute(query).scalar_one()


def last_message_at(connection: Connection, account_id: str, contact_id: str) -> datetime | None:
    """When a contact last said something to an account, by the channel's time; None where they never did."""
    said = (touchpoints.c.direction == "in") & touchpoints.c.kind.in_(sorted(SAID))
    query = select(touchpoints.c.occurred_at).where(_of_both(account_id, contact_id), said)
    return connection.execute(query.order_by(desc(touchpoints.c.id)).limit(1)).scalar_one_or_none()


def oldest_first(connection: Connection, chosen: ColumnElement[bool], after: int, limit: int) -> list[KnownTouchpoint]:
    """Of the chosen touchpoints those behind the id ``after``."""
    behind = _KNOWN.where(chosen, touchpoints.c.id > after)
    return _known(connection, behind.order_by(touchpoints.c.id).limit(limit))


def newest_first(
    connection: Connection, chosen: ColumnElement[bool], before: int | None, limit: int
) -> list[KnownTouchpoint]:
    """Of the chosen touchpoints those older than the id ``before``; from the newest on when it is None."""
    older = _KNOWN.where(chosen) if before is None else _KNOWN.where(chosen, touchpoints.c.id < before)
    return _known(connection, older.order_by(desc(touchpoints.c.id)).limit(limit))


def _of_both(account_id: str, contact_id: str) -> ColumnElement[bool]:
    return (touchpoints.c.account_id == account_id) & (touchpoints.c.contact_id == contact_id)


def _known(connection: Connection, query: Select[*tuple[Any, ...]]) -> list[KnownTouchpoint]:
    return [KnownTouchpoint(**row._asdict()) for row in connection.execute(query)]
