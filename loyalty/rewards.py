"""Rewards: what a person gets once in their life, however often they earn it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, delete, update

from loyalty.coupons import issue
from loyalty.model import Coupon
from loyalty.points import earn
from loyalty.refusals import AlreadyGiven, Refusal
from records.insertion import insert_new
from records.tables import rewards

FOLLOW = "follow"
"""The occasion of every follow reward, whatever scene or script rule greeted the person."""
COUPON = "coupon"
"""The subject of a reward that is a coupon, of whatever kind."""
POINTS = "points"
"""The subject of a reward of points, of however many."""


def give_coupon_once(
    connection: Connection,
    contact_id: str,
    account_id: str,
    kind_id: str,
    occasion: str,
    now: datetime,
    zone: ZoneInfo,
) -> Coupon:
    """A coupon that this person gets at most once for ``occasion``, for life; later kinds do not start it anew.

    Pass ``FOLLOW`` for every rule that greets a follower: who follows by one table's code and later by another's
    gets one coupon. Raises ``AlreadyGiven``, or ``StockGone`` or ``UnknownKind``, after which it can still be given.
    """
    with _claimed(connection, contact_id, occasion, COUPON, now) as reward:
        coupon = issue(connection, account_id, contact_id, kind_id, now, zone)
        connection.execute(update(rewards).where(reward).values(coupon_id=coupon.id))
    return coupon


def give_points_once(
    connection: Connection, contact_id: str, points: int, occasion: str, reason: str, now: datetime
) -> int:
    """Points that this person gets at most once for ``occasion``, for life; the balance after them.

    Raises ``AlreadyGiven``, or what ``loyalty.points.earn`` raises, after which they can still be given.
    """
    with _claimed(connection, contact_id, occasion, POINTS, now):
        return earn(connection, contact_id, points, reason, f"{occasion}:{contact_id}", now)


@contextmanager
def _claimed(
    connection: Connection, contact_id: str, occasion: str, subject: str, now: datetime
) -> Iterator[ColumnElement[bool]]:
    """The row of a reward that is now being given, put back if the gift is refused. Raises ``AlreadyGiven``."""
    row = {"contact_id": contact_id, "rule": occasion, "subject": subject, "given_at": now}
    if not insert_new(connection, rewards, [row], rewards.c.contact_id):
        raise AlreadyGiven
    reward = (rewards.c.contact_id == contact_id) & (rewards.c.rule == occasion) & (rewards.c.subject == subject)
    try:
        yield reward
    except Refusal:
        # By order, not by savepoint: gifts refuse before they write, so the reward is all there is to take back,
        # and a group of turns opens no subtransactions, of which PostgreSQL keeps only 64 at hand.
        connection.execute(delete(rewards).where(reward))
        raise
