"""What the conditions of rules are weighed against: looked up only when a rule with a condition could answer."""

from collections.abc import Collection

from sqlalchemy import Connection

from handlers.situation import Situation
from loyalty.coupons import holds_any
from replies.matching.known import Ask, Known


def know(connection: Connection, situation: Situation, asks: Collection[Ask]) -> Known:
    """Of the sender, what is asked for, as this message found them."""
    contact, now = situation.before, situation.now
    return Known(
        now=now.astimezone(situation.zone),
        contact=contact.id,
        source=contact.source.scene if contact.source else None,
        last_message_at=contact.last_touch_at,
        has_coupon=Ask.HAS_COUPON in asks and holds_any(connection, contact.id, now),
    )
