"""Which of a rule's variants is said."""

from hashlib import blake2b

from sqlalchemy import Connection

from handlers.situation import Situation
from records.touchpoints import times_answered
from replies.answers.reply import InTurn, OneOf, Reply, Say


def variant(connection: Connection, say: Say, rule: str, situation: Situation) -> Reply:
    """The reply itself where there is but one."""
    contact = situation.contact
    match say:
        case OneOf(replies):
            day = situation.now.astimezone(situation.zone).date()
            return replies[_number(f"{contact.id}/{rule}/{day}") % len(replies)]
        case InTurn(replies):
            return replies[times_answered(connection, contact.account_id, contact.id, rule) % len(replies)]
        case _:
            return say


def _number(text: str) -> int:
    """The same for the same text, everywhere and always. No check sum: those of two days differ alike for everybody."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())
