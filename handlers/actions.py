"""Carrying out what a rule asks for: replies give actions as data, here they become deeds."""

from collections.abc import Sequence

import msgspec
import structlog
from sqlalchemy import Connection

from handlers.deed import Deed
from loyalty.coupons import Coupon
from loyalty.refusals import AlreadyGiven, Refusal
from loyalty.rewards import FOLLOW, give_coupon_once, give_points_once
from records.contacts import add_tag
from records.message import Kind
from replies.rule import Action, AddTag, GiveCoupon, GivePoints


class Outcome(msgspec.Struct, frozen=True):
    """What came of a rule's actions: whether one was refused, and the coupon that was given, if any."""

    refused: bool = False
    coupon: Coupon | None = None


def carry_out(connection: Connection, deed: Deed) -> Outcome:
    """Do everything that the rule asks for. What the loyalty room refuses leaves the rest standing."""
    return _together([_attempt(connection, action, deed) for action in deed.rule.do])


def _together(outcomes: Sequence[Outcome]) -> Outcome:
    given = [outcome.coupon for outcome in outcomes if outcome.coupon]
    return Outcome(any(outcome.refused for outcome in outcomes), given[0] if given else None)


def _attempt(connection: Connection, action: Action, deed: Deed) -> Outcome:
    try:
        return Outcome(coupon=_do(connection, action, deed))
    except Refusal as refusal:
        if not isinstance(refusal, AlreadyGiven):
            # That somebody has a gift already is as it should be; that the shop has none left, staff must learn.
            structlog.get_logger().warning("action refused", rule=deed.rule.name, reason=refusal.code)
        return Outcome(refused=True)


def _do(connection: Connection, action: Action, deed: Deed) -> Coupon | None:
    contact, now = deed.contact, deed.now
    match action:
        case AddTag(tag):
            add_tag(connection, contact.id, tag, now)
        case GivePoints(points):
            give_points_once(connection, contact.id, points, _occasion(deed), deed.rule.name, now)
        case GiveCoupon(kind):
            return give_coupon_once(connection, contact.id, contact.account_id, kind, _occasion(deed), now, deed.zone)
    return None


def _occasion(deed: Deed) -> str:
    """What a person is rewarded for once in their life: having followed, or what a rule is about."""
    return FOLLOW if deed.message.kind is Kind.FOLLOW else f"rule:{deed.rule.name}"
