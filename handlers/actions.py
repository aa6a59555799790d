"""Carrying out what a rule asks for: replies give actions as data, here they become deeds."""

from collections.abc import Sequence

import msgspec
import structlog
from msgspec.structs import replace
from sqlalchemy import Connection

from handlers.facts import gather
from handlers.situation import Deed, Situation
from loyalty.model import Coupon
from loyalty.refusals import Refusal
from loyalty.rewards import FOLLOW, give_coupon_once, give_points_once
from records.cases import open_case
from records.contacts import add_tag, remove_tag
from records.fields import NICKNAME, EmptyField, set_field
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
    """What came of a rule's actions: the coupon that was given, what was refused, the person's name where it is new."""

    coupon: Coupon | None = None
    refusals: tuple[Action, ...] = ()
    nickname: str = ""

    @property
    def refused(self) -> bool:
        return bool(self.refusals)

    def of(self, actions: Sequence[Action]) -> tuple[Deed, ...]:
        """What came of each of the actions that were carried out."""
        return tuple(Deed(action, action in self.refusals) for action in actions)

    def upon(self, situation: Situation) -> Situation:
        """The situation as these actions left it: whoever gave a name is called by it from now on."""
        if not self.nickname:
            return situation
        return replace(situation, contact=replace(situation.contact, nickname=self.nickname))


def carry_out(connection: Connection, actions: Sequence[Action], rule: str, situation: Situation) -> Outcome:
    """Do everything that the rule or dialog of this name asks for. What is refused leaves the rest standing.

    A field is refused that would be set to nothing. What only changes the conversation is left to who leads it.
    """
    outcome = Outcome()
    for action in actions:
        try:
            outcome = _do(connection, action, rule, outcome.upon(situation), outcome)
        except EmptyField:
            outcome = _refused(outcome, action)
        except Refusal as refusal:
            outcome = _refused(outcome, action)
            if refusal.concerns_staff:
                structlog.get_logger().warning("action refused", rule=rule, reason=refusal.code)
    return outcome


def _refused(outcome: Outcome, action: Action) -> Outcome:
    return replace(outcome, refusals=(*outcome.refusals, action))


def _do(connection: Connection, action: Action, rule: str, situation: Situation, outcome: Outcome) -> Outcome:
    """What has come of the actions by now."""
    contact, now = situation.contact, situation.now
    occasion = _occasion(rule, situation)
    match action:
        case GivePoints(points):
            give_points_once(connection, contact.id, points, occasion, rule, now)
        case GiveCoupon(kind):
            coupon = give_coupon_once(connection, contact.id, contact.account_id, kind, occasion, now, situation.zone)
            return replace(outcome, coupon=coupon)
        case AddTag(tag):
            add_tag(connection, contact.id, tag, now)
        case RemoveTag(tag):
            remove_tag(connection, contact.id, tag, now)
        case SetField(field, value):
            written = _filled(connection, value, situation, outcome)
            set_field(connection, contact.id, field, written, now)
            return replace(outcome, nickname=written.strip()) if field == NICKNAME else outcome
        case OpenCase() | NotifyStaff():
            _tell_staff(connection, action, rule, situation, outcome)
    return outcome


def _tell_staff(
    connection: Connection, action: OpenCase | NotifyStaff, rule: str, situation: Situation, outcome: Outcome
) -> None:
    contact, now = situation.contact, situation.now
    match action:
        case OpenCase(subject):
            told = _filled(connection, subject, situation, outcome)
            open_case(connection, contact.account_id, contact.id, told, rule, situation.message.key, now)
        case NotifyStaff(text):
            told = _filled(connection, text, situation, outcome)
            leave(connection, contact.account_id, contact.id, told, rule, now)


def _filled(connection: Connection, text: str, situation: Situation, outcome: Outcome) -> str:
    """A text with the facts that stand in it."""
    return fill(text, gather(connection, Text(text), situation, outcome.coupon))


def _occasion(rule: str, situation: Situation) -> str:
    """What a person is rewarded for once in their life: a dialog's end, having followed, or what a rule is about."""
    if situation.dialog:
        return f"dialog:{situation.dialog}"
    return FOLLOW if situation.message.kind is Kind.FOLLOW else f"rule:{rule}"
