"""Which of a rule's variants is said."""

from zlib import crc32

from sqlalchemy import Connection

from handlers.situation import Situation
from replies.answers.reply import InTurn, OneOf, Reply, Say


def variant(_connection: Connection, say: Say, rule: str, situation: Situation) -> Reply:
    """The reply itself where there is but one."""
    match say:
        case OneOf(replies):
            day = situation.now.astimezone(situation.zone).date()
            return replies[crc32(f"{situation.contact.id}/{rule}/{day}".encode()) % len(replies)]
        case InTurn(replies):
            return replies[0]
        case _:
            return say
