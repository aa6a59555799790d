"""What the conditions of rules are weighed against: looked up only when a rule with a condition could answer."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection

from handlers.nearby import distances
from handlers.situation import Situation
from insight.keep import mood_of
from loyalty.coupons import holds_any
from loyalty.points import balance
from records.accounts import stores_of
from records.contacts import Contact, tags_of
from records.fields import field_of
from records.touchpoints import last_message_at
from replies.matching.known import Ask, Known

TIER = "tier"
"""The field that holds a contact's tier."""


def know(connection: Connection, situation: Situation, asks: Collection[Ask]) -> Known:
    """Of the sender, what is asked for, as this message found them."""
    contact, now = situation.before, situation.now
    return Known(
        now=now.astimezone(situation.zone),
        contact=contact.id,
        source=contact.source.scene if contact.source else None,
        last_message_at=_last_message_at(connection, contact) if Ask.LAST_MESSAGE in asks else None,
        tags=tags_of(connection, contact.id) if Ask.TAGS in asks else frozenset(),
        tier=field_of(connection, contact.id, TIER) if Ask.TIER in asks else "",
        points=balance(connection, contact.id) if Ask.POINTS in asks else 0,
        has_coupon=Ask.HAS_COUPON in asks and holds_any(connection, contact.id, now),
        mood=mood_of(connection, contact.id) if Ask.MOOD in asks else "",
        distances=_distances(connection, situation) if Ask.DISTANCES in asks else {},
    )


def _last_message_at(connection: Connection, contact: Contact) -> datetime | None:
    """A message is remembered when it is answered, so the one that is being answered is not found."""
    return last_message_at(connection, contact.account_id, contact.id)


def _distances(connection: Connection, situation: Situation) -> Mapping[str, float]:
    place = situation.message.place
    return distances(place, stores_of(connection, situation.contact.account_id)) if place else {}
