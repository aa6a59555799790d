"""Who is upset: contacts whose last text was negative, for the shop to look after."""

from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, Connection, desc, func, select

from insight.mood import Feeling
from records.tables import contacts, identities, touchpoints


class UpsetContact(msgspec.Struct, frozen=True):
    """Someone whose last mood is negative: the words that decided it, and the last words they wrote."""

    id: str
    nickname: str
    mood_words: str
    mood_at: datetime
    last_words: str


def count_upset(connection: Connection, account_id: str) -> int:
    """How many contacts of an account are upset."""
    return connection.execute(select(func.count()).select_from(contacts).where(_upset(account_id))).scalar_one()


def latest_upset(connection: Connection, account_id: str, limit: int) -> tuple[UpsetContact, ...]:
    """The upset contacts of an account whose mood is the most recent, the latest first."""
    last_words = (
        select(touchpoints.c.text)
        .where(touchpoints.c.contact_id == contacts.c.id, touchpoints.c.direction == "in", touchpoints.c.text != "")
        .order_by(desc(touchpoints.c.id))
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(
            contacts.c.id,
            contacts.c.nickname,
            func.coalesce(contacts.c.mood_words, ""),
            contacts.c.mood_at,
            func.coalesce(last_words, ""),
        )
        .where(_upset(account_id))
        .order_by(desc(contacts.c.mood_at))
        .limit(limit)
    )
    return tuple(UpsetContact(*row) for row in connection.execute(query))


def _upset(account_id: str) -> ColumnElement[bool]:
    of_account = select(identities.c.contact_id).where(identities.c.account_id == account_id)
    return (contacts.c.mood == Feeling.NEGATIVE.value) & contacts.c.id.in_(of_account)
