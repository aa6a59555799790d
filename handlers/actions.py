"""Carrying out what a rule asks for: replies give actions as data, here they become deeds."""

from collections.abc import Sequence

import msgspec
import structlog
from sqlalchemy import Connection

from handlers.facts import gather
from handlers.situation import Situation
from loyalty.model import Coupon
from loyalty.refusals import Refusal
from loyalty.rewards import FOLLOW, give_coupon_once, give_points_once
from records.cases import open_case
from records.contacts import add_tag, remove_tag
from records.fields import EmptyField, set_field
from records.message import Kind
from records.notices import leave
from replies.answers.facts import fill
from replies.answers.reply import Text
from replies.language.action import (
    Action,
    AddTag,
    GiveCoupon,
    GivePoints,
    NotifyStaff,
    OpenCase,
    RemoveTag,
    SetField,
)


class Outcome(msgspec.Struct, frozen=True):
    """What came of a rule's actions: whether one was refused, and the coupon that was given, if any."""

    refused: bool = False
    coupon: Coupon | None = None


def carry_out(connection: Connection, actions: Sequence[Action], rule: str, situation: Situation) -> Outcome:
    """Do everything that the rule or dialog of this name asks for. What is refused leaves the rest standing.

    A field is refused that would be set to nothing. What only changes the conversation is left to who leads it.
    """
    refused, given = False, None
    for action in actions:
        try:
            given = _do(connection, action, rule, situation, given)
        except EmptyField:
            refused = True
        except Refusal as refusal:
            refused = True
            if refusal.concerns_staff:
                structlog.get_logger().warning("action refused", rule=rule, reason=refusal.code)
    return Outcome(refused, given)


def _do(connection: Connection, action: Action, rule: str, situation: Situation, given: Coupon | None) -> Coupon | None:
    """The coupon that has been given by now."""
    contact, now = situation.contact, situation.now
    occasion = _occasion(rule, situation)
    match action:
        case GivePoints(points):
            give_points_once(connection, contact.id, points, occasion, rule, now)
        case GiveCoupon(kind):
            return give_coupon_once(connection, contact.id, contact.account_id, kind, occasion, now, situation.zone)
        case AddTag(tag):
            add_tag(connection, contact.id, tag, now)
        case RemoveTag(tag):
            remove_tag(connection, contact.id, tag, now)
        case SetField() | OpenCase() | NotifyStaff():
            _write(connection, action, rule, situation, given)
    return given


def _write(
    connection: Connection,
    action: SetField | OpenCase | NotifyStaff,
    rule: str,
    situation: Situation,
    given: Coupon | None,
) -> None:
    """Keep a text in which facts may stand."""
    contact, now = situation.contact, situation.now

    def told(text: str) -> str:
        return fill(text, gather(connection, Text(text), situation, given))

    match action:
        case SetField(field, value):
            set_field(connection, contact.id, field, told(value), now)
        case OpenCase(subject):
            open_case(connection, contact.account_id, contact.id, told(subject), rule, situation.message.key, now)
        case NotifyStaff(text):
            leave(connection, contact.account_id, contact.id, told(text), rule, now)


def _occasion(rule: str, situation: Situation) -> str:
    """What a person is rewarded for once in their life: a dialog's end, having followed, or what a rule is about."""
    if situation.dialog:
        return f"dialog:{situation.dialog}"
    return FOLLOW if situation.message.kind is Kind.FOLLOW else f"rule:{rule}"
