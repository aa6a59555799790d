"""Messages in, replies out: one transaction for many messages of different people.

find or make the contact, and lock it
has its key been remembered?            then the first answer again, and nothing else
route: the first handler that has an answer carries out what belongs to it, and leads the conversation on
remember the touch and the answer; announce to the outbox
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from sqlalchemy import Connection

from handlers.conversations import conversation_after, situate
from handlers.follow import contact_after
from handlers.received import Received, announcements, touches
from handlers.route import answer
from handlers.situation import Answer, Situation
from records import contacts, outbox, touchpoints
from records.clock import Clock
from records.contacts import Contact
from records.message import Message
from replies.answers.reply import Reply, Silence, from_json
from replies.versions.library import Published, ScriptLibrary


class Reception:
    """Receives messages for every account. ``receive`` is a group turn for the turn runner."""

    def __init__(self, library: ScriptLibrary, zone: ZoneInfo, clock: Clock) -> None:
        self._library = library
        self._zone = zone
        self._clock = clock

    def receive(self, connection: Connection, messages: Sequence[Message]) -> list[Reply]:
        """The reply to each message. One that was received before gets its first reply and changes nothing.

        The messages are of different people. What they cause is written on ``connection``; nothing is committed.
        """
        now = self._clock()
        people = contacts.find_or_make(connection, (each.person for each in messages if each.sender), now)
        first = touchpoints.first_answers(connection, [message.key for message in messages])
        scripts = self._live_scripts(connection, messages)
        received = {
            message.key: self._take(connection, message, people.get(message.person), scripts[message.account_id], now)
            for message in messages
            if message.key not in first
        }
        _keep(connection, list(received.values()), now)
        replies = {key: _again(body) for key, body in first.items()}
        replies |= {key: each.answer.reply for key, each in received.items()}
        return [replies[message.key] for message in messages]

    def _live_scripts(self, connection: Connection, messages: Sequence[Message]) -> Mapping[str, Published]:
        accounts = {message.account_id for message in messages}
        return {account: self._library.current(connection, account) for account in accounts}

    def _take(
        self,
        connection: Connection,
        message: Message,
        contact: Contact | None,
        script: Published,
        now: datetime,
    ) -> Received:
        if contact is None:
            return Received(message)
        situation = situate(message, contact, contact_after(contact, message), script, now, self._zone)
        given = answer(connection, situation)
        return Received(message, contact, _after(situation, given), given)


def _after(situation: Situation, given: Answer) -> Contact:
    conversation = conversation_after(situation, given)
    contact = situation.contact
    return contact if conversation == contact.conversation else replace(contact, conversation=conversation)


def _again(body: str | None) -> Reply:
    return Silence() if body is None else from_json(body)


def _keep(connection: Connection, received: Sequence[Received], now: datetime) -> None:
    """Write what a group of messages changed, each table at once."""
    contacts.save(connection, [(each.before, each.after) for each in received if each.before and each.after])
    touchpoints.remember(connection, [touch for each in received for touch in touches(each, now)])
    outbox.announce(connection, [told for each in received for told in announcements(each)], now)
