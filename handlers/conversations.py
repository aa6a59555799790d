"""What we are in the middle of with a person: read before a message is answered, and kept after it.

The conversation follows the order in which messages arrive, for an answer belongs to what was asked before it. What
the platform tells of a person, such as a follow or a position, leaves it alone, so that its order does not matter.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from handlers.situation import Answer, Situation
from records.contacts import Contact
from records.message import SAID, Kind, Message
from replies.answers.reply import Choices, Silence
from replies.dialogs.conversation import (
    Conversation,
    Offer,
    asked_step,
    from_json,
    lasting,
    open_dialog,
    to_json,
)
from replies.dialogs.heard import compact
from replies.dialogs.numerals import ordinal
from replies.dialogs.options import item_at
from replies.language.rule import How
from replies.versions.library import Published

SUGGESTED = "suggested"


def situate(
    message: Message, before: Contact, after: Contact, script: Published, now: datetime, zone: ZoneInfo
) -> Situation:
    """The situation of a message: where it names something that we offered by its number, it says that."""
    conversation = lasting(from_json(before.conversation), script.index.script.dialogs, now)
    return Situation(_meant(message, conversation.offer), before, after, script, now, zone, conversation)


def conversation_after(situation: Situation, answer: Answer) -> str | None:
    """The conversation as it is kept with the contact when this answer was given."""
    return to_json(_with_offer(answer.conversation_in(situation), situation, answer))


def _meant(message: Message, offer: Offer | None) -> Message:
    if offer is None or message.kind is not Kind.TEXT:
        return message
    item = item_at(message.text, offer.items)
    return message if item is None else replace(message, text=item)


def _with_offer(after: Conversation, situation: Situation, answer: Answer) -> Conversation:
    """An offer stands until the person says something, or we do; a number that is not on it is but a slip."""
    reply = answer.reply
    if isinstance(reply, Choices) and not _is_open_question(reply, after, situation):
        return replace(after, offer=Offer(reply.items, situation.now, answer.matched_by == SUGGESTED))
    if _is_mistyped(situation, answer):
        return after
    if after.offer is None or (situation.message.kind not in SAID and isinstance(reply, Silence)):
        return after
    return replace(after, offer=None)


def _is_mistyped(situation: Situation, answer: Answer) -> bool:
    understood = answer.matched_by not in (None, How.FALLBACK)
    return not understood and ordinal(compact(situation.message.text)) is not None


def _is_open_question(reply: Choices, after: Conversation, situation: Situation) -> bool:
    """A step that gives a choice understands numbers by itself, and more carefully."""
    talk = after.talk
    dialog = open_dialog(after, situation.script.index.script.dialogs)
    step = asked_step(dialog, talk) if talk and dialog else None
    return step is not None and step.choices == reply.items
