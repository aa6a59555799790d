"""Carrying out what a rule asks for: replies give actions as data, here they become deeds."""

from collections.abc import Sequence

import msgspec
import structlog
from sqlalchemy import Connection

from handlers.situation import Situation
from loyalty.model import Coupon
from loyalty.refusals import Refusal
from loyalty.rewards import FOLLOW, give_coupon_once, give_points_once
from records.contacts import add_tag
from records.message import Kind
from replies.language.action import Action, AddTag, GiveCoupon, GivePoints


class Outcome(msgspec.Struct, frozen=True):
    """What came of a rule's actions: whether one was refused, and the coupon that was given, if any."""

    refused: bool = False
    coupon: Coupon | None = None


def carry_out(connection: Connection, actions: Sequence[Action], rule: str, situation: Situation) -> Outcome:
    """Do everything that a rule, or a dialog, asks for. What the loyalty room refuses leaves the rest standing."""
    refused, given = False, None
    for action in actions:
        try:
            given = _do(connection, action, rule, situation) or given
        except Refusal as refusal:
            refused = True
            if refusal.concerns_staff:
                structlog.get_logger().warning("action refused", rule=rule, reason=refusal.code)
    return Outcome(refused, given)


def _do(connection: Connection, action: Action, rule: str, situation: Situation) -> Coupon | None:
    contact, now = situation.contact, situation.now
    occasion = _occasion(rule, situation)
    match action:
        case AddTag(tag):
            add_tag(connection, contact.id, tag, now)
        case GivePoints(points):
            give_points_once(connection, contact.id, points, occasion, rule, now)
        case GiveCoupon(kind):
            return give_coupon_once(connection, contact.id, contact.account_id, kind, occasion, now, situation.zone)
    return None


def _occasion(rule: str, situation: Situation) -> str:
    """What a person is rewarded for once in their life: a dialog's end, having followed, or what a rule is about."""
    if situation.dialog:
        return f"dialog:{situation.dialog}"
    return FOLLOW if situation.message.kind is Kind.FOLLOW else f"rule:{rule}"
