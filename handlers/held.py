"""While a person of the shop answers, scripts and dialogs are silent."""

from msgspec.structs import replace
from sqlalchemy import Connection

from handlers.situation import Answer, Situation
from records.message import SAID, Kind
from replies.answers.reply import HandOver, Silence

HELD = "held"


def answer_held(_connection: Connection, situation: Situation) -> Answer | None:
    """To somebody who was handed to a person of the shop: what they say goes on to the desk, the rest is not answered.

    Taps and scans get no answer either, and nothing of their rules is done: a person is talking. Only a follow is
    greeted, for it begins anew. The hold ends early when the desk closes its session.
    """
    kind = situation.message.kind
    if situation.conversation.held_until is None or kind is Kind.FOLLOW:
        return None
    if kind is Kind.HUMAN_LEFT:
        return Answer(conversation=replace(situation.conversation, held_until=None))
    return Answer(HandOver() if kind in SAID else Silence(), matched_by=HELD)
