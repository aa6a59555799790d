"""The chat between a person and an account, as it was remembered."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, desc, select

from records.tables import identities, touchpoints
from replies.reply import Reply, from_json

SHOWN = 60


class Touch(msgspec.Struct, frozen=True):
    """A touch: inward of a ``kind`` with its ``text`` and ``subject``, or outward with its ``reply``."""

    id: int
    at: datetime
    direction: str
    kind: str
    text: str
    subject: str
    reply: Reply | None


class Conversation(msgspec.Struct, frozen=True):
    """Whether the person follows the account, whose id we know them by, and their latest touches, oldest first."""

    following: bool = False
    contact_id: str | None = None
    touches: tuple[Touch, ...] = ()


def conversation(connection: Connection, account_id: str, openid: str) -> Conversation:
    """The latest sixty touches of a person; empty when the account knows none of that id."""
    theirs = (identities.c.account_id == account_id) & (identities.c.openid == openid)
    known = connection.execute(select(identities.c.contact_id, identities.c.following).where(theirs)).one_or_none()
    if known is None:
        return Conversation()
    latest = (
        select(touchpoints)
        .where(touchpoints.c.account_id == account_id, touchpoints.c.contact_id == known.contact_id)
        .order_by(desc(touchpoints.c.id))
        .limit(SHOWN)
    )
    touches = [
        Touch(
            id=row.id,
            at=row.occurred_at,
            direction=row.direction,
            kind=row.kind,
            text=row.text,
            subject=row.subject,
            reply=from_json(row.body) if row.direction == "out" else None,
        )
        for row in connection.execute(latest)
    ]
    return Conversation(known.following, known.contact_id, tuple(reversed(touches)))
