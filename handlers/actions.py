"""Carrying out what a rule asks for: replies give actions as data, here they become deeds."""

import msgspec
import structlog
from sqlalchemy import Connection

from handlers.situation import Situation
from loyalty.model import Coupon
from loyalty.refusals import Refusal
from loyalty.rewards import FOLLOW, give_coupon_once, give_points_once
from records.contacts import add_tag
from records.message import Kind, Message
from replies.language.action import Action, AddTag, GiveCoupon, GivePoints
from replies.language.rule import Rule


class Outcome(msgspec.Struct, frozen=True):
    """What came of a rule's actions: whether one was refused, and the coupon that was given, if any."""

    refused: bool = False
    coupon: Coupon | None = None


def carry_out(connection: Connection, rule: Rule, situation: Situation) -> Outcome:
    """Do everything that the rule asks for. What the loyalty room refuses leaves the rest standing."""
    refused, given = False, None
    for action in rule.do:
        try:
            given = _do(connection, action, rule.name, situation) or given
        except Refusal as refusal:
            refused = True
            if refusal.concerns_staff:
                structlog.get_logger().warning("action refused", rule=rule.name, reason=refusal.code)
    return Outcome(refused, given)


def _do(connection: Connection, action: Action, rule: str, situation: Situation) -> Coupon | None:
    contact, now = situation.contact, situation.now
    occasion = _occasion(rule, situation.message)
    match action:
        case AddTag(tag):
            add_tag(connection, contact.id, tag, now)
        case GivePoints(points):
            give_points_once(connection, contact.id, points, occasion, rule, now)
        case GiveCoupon(kind):
            return give_coupon_once(connection, contact.id, contact.account_id, kind, occasion, now, situation.zone)
    return None


def _occasion(rule: str, message: Message) -> str:
    """What a person is rewarded for once in their life: having followed, or what a rule is about."""
    return FOLLOW if message.kind is Kind.FOLLOW else f"rule:{rule}"
