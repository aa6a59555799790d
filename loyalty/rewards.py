"""Rewards: what a person gets once in their life, however often they earn it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, update

from loyalty.coupons import issue
from loyalty.model import Coupon
from loyalty.points import earn
from loyalty.refusals import AlreadyGiven, Refusal
from records.tables import rewards
from records.upsert import insert_new

FOLLOW = "follow"
"""The rule of every follow reward, whatever scene or script rule greeted the person."""
COUPON = "coupon"
"""The subject of a reward that is a coupon, of whatever kind."""
POINTS = "points"
"""The subject of a reward of points, of however many."""


def give_coupon_once(
    connection: Connection,
    contact_id: str,
    account_id: str,
    kind_id: str,
    rule: str,
    now: datetime,
    zone: ZoneInfo,
) -> Coupon:
    """A coupon that this person gets at most once for ``rule``, for life; later kinds do not start it anew.

    Pass ``FOLLOW`` for every rule that greets a follower: who follows by one table's code and later by another's
    gets one coupon. Raises ``AlreadyGiven``, or ``StockGone`` or ``UnknownKind``, after which it can still be given.
    """
    key = {"contact_id": contact_id, "rule": rule, "subject": COUPON}
    if not insert_new(connection, rewards, [{**key, "given_at": now}], rewards.c.contact_id):
        raise AlreadyGiven
    reward = (rewards.c.contact_id == contact_id) & (rewards.c.rule == rule) & (rewards.c.subject == COUPON)
    try:
        coupon = issue(connection, account_id, contact_id, kind_id, now, zone)
    except Refusal:
        # By order, not by savepoint: issue refuses before it writes, so the reward is all there is to take back,
        # and a group of turns opens no subtransactions, of which PostgreSQL keeps only 64 at hand.
        connection.execute(delete(rewards).where(reward))
        raise
    connection.execute(update(rewards).where(reward).values(coupon_id=coupon.id))
    return coupon


def give_points_once(
    connection: Connection, contact_id: str, points: int, rule: str, reason: str, now: datetime
) -> int:
    """Points that this person gets at most once for ``rule``, for life; the balance after them.

    Raises ``AlreadyGiven``, or what ``loyalty.points.earn`` raises, after which they can still be given.
    """
    key = {"contact_id": contact_id, "rule": rule, "subject": POINTS}
    if not insert_new(connection, rewards, [{**key, "given_at": now}], rewards.c.contact_id):
        raise AlreadyGiven
    try:
        return earn(connection, contact_id, points, reason, f"{rule}:{contact_id}", now)
    except Refusal:
        reward = (rewards.c.contact_id == contact_id) & (rewards.c.rule == rule) & (rewards.c.subject == POINTS)
        connection.execute(delete(rewards).where(reward))
        raise
