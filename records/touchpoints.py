"""Touchpoints: every touch between a person and an account, in both directions, each once."""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, insert, select

from records.tables import touchpoints

_inward = touchpoints.alias("inward")
_outward = touchpoints.alias("outward")


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


def first_answers(connection: Connection, keys: Collection[str]) -> dict[str, str | None]:
    """Of the keys remembered before: the body of what was answered then, None where nothing was said."""
    query = (
        select(_inward.c.key, _outward.c.body)
        .join_from(_inward, _outward, _outward.c.answers == _inward.c.key, isouter=True)
        .where(_inward.c.key.in_(keys))
    )
    return {row.key: row.body for row in connection.execute(query)}


def remember(connection: Connection, touches: Sequence[Touchpoint]) -> None:
    """Write the touches. Raises ``sqlalchemy.exc.IntegrityError`` when one of them is there already."""
    if touches:
        connection.execute(insert(touchpoints), [msgspec.structs.asdict(touch) for touch in touches])
