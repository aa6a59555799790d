"""Messages in, replies out: one transaction for many messages of different people.

find or make the contact, and lock it
has its key been remembered?            then the first answer again, and nothing else
route: which rule answers
carry out its actions
remember the touch and the answer; announce to the outbox
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from handlers.actions import carry_out
from handlers.deed import Deed
from handlers.facts import gather
from handlers.follow import contact_after, is_returning
from handlers.turn import Turn, announcements, touches
from loyalty.coupons import held_by
from records import contacts, outbox, touchpoints
from records.clock import Clock
from records.contacts import Contact, Identity
from records.message import Message
from replies.index import ScriptIndex
from replies.match import Trigger
from replies.render import render
from replies.reply import Reply, Silence, from_json
from replies.versions import Published, ScriptLibrary


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
        people = contacts.find_or_make(connection, {_identity(message) for message in messages if message.sender}, now)
        answered = touchpoints.first_answers(connection, [message.key for message in messages])
        scripts = {
            account: self._library.current(connection, account)
            for account in {message.account_id for message in messages}
        }
        turns = {
            message.key: self._take(connection, message, people.get(_identity(message)), scripts, now)
            for message in messages
            if message.key not in answered
        }
        _keep(connection, list(turns.values()), now)
        return [turns[key].reply if key in turns else _again(answered[key]) for key in (m.key for m in messages)]

    def _take(
        self,
        connection: Connection,
        message: Message,
        contact: Contact | None,
        scripts: dict[str, Published],
        now: datetime,
    ) -> Turn:
        if contact is None:
            return Turn(message)
        published = scripts[message.account_id]
        after = contact_after(contact, message)
        match = published.index.match(_trigger(connection, message, contact, published.index, now))
        if match is None:
            return Turn(message, contact, after)
        deed = Deed(match.rule, published.index.script.facts, message, after, now, self._zone)
        reply = _answer(connection, deed)
        return Turn(message, contact, after, reply, match.rule.name, published.version)


def _identity(message: Message) -> Identity:
    return message.account_id, message.sender


def _again(body: str | None) -> Reply:
    return Silence() if body is None else from_json(body)


def _trigger(connection: Connection, message: Message, contact: Contact, index: ScriptIndex, now: datetime) -> Trigger:
    """What the script may ask about; the coupons are counted only where some rule wants to know."""
    return Trigger(
        kind=message.kind,
        text=message.text,
        subject=message.subject,
        returning=is_returning(contact, message),
        has_coupon=index.needs_coupons(message.kind) and bool(held_by(connection, contact.id, now)),
    )


def _answer(connection: Connection, deed: Deed) -> Reply:
    """Do what the rule asks for, then say what it says to this person."""
    outcome = carry_out(connection, deed)
    rule = deed.rule
    say = rule.otherwise if outcome.refused and rule.otherwise is not None else rule.say
    return render(say, gather(connection, say, deed, outcome.coupon))


def _keep(connection: Connection, turns: Sequence[Turn], now: datetime) -> None:
    """Write what a group of turns changed, each table at once."""
    changes = [(turn.before, turn.after) for turn in turns if turn.before and turn.after]
    contacts.save(connection, changes)
    touchpoints.remember(connection, [touch for turn in turns for touch in touches(turn, now)])
    outbox.announce(connection, [told for turn in turns for told in announcements(turn)], now)
