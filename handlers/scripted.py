"""Answers from the shop's script."""

from sqlalchemy import Connection

from handlers.follow import is_returning
from handlers.perform import perform
from handlers.situation import Answer, Situation
from loyalty.coupons import holds_any
from replies.matching.match import Trigger


def answer_from_script(connection: Connection, situation: Situation) -> Answer | None:
    """The answer of the rule that matches, None where none does."""
    script = situation.script
    match = script.index.match(_trigger(connection, situation))
    return perform(connection, match.rule, situation, script.version) if match else None


def _trigger(connection: Connection, situation: Situation) -> Trigger:
    """What the script may ask about; the coupons are looked for only where some rule wants to know."""
    message, contact = situation.message, situation.before
    wants_coupons = situation.script.index.needs_coupons(message.kind)
    return Trigger(
        kind=message.kind,
        text=message.text,
        subject=message.subject,
        returning=is_returning(contact, message),
        has_coupon=wants_coupons and holds_any(connection, contact.id, situation.now),
    )
