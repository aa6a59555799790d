"""A message received: what it changed, and how that is kept."""

from datetime import datetime

import msgspec

from handlers.situation import Answer
from records.contacts import Contact
from records.message import Kind, Message
from records.outbox import Announcement, Topic
from records.touchpoints import ANSWER, Touchpoint
from replies.answers.reply import Silence, Text, kind_of, to_json


class Received(msgspec.Struct, frozen=True):
    """A message that is new, its sender before and after it, and the answer. A message about nobody has no sender."""

    message: Message
    before: Contact | None = None
    after: Contact | None = None
    answer: Answer = Answer()


def touches(received: Received, now: datetime) -> list[Touchpoint]:
    """The touch that came in, and the one that went out unless nothing was said."""
    inward = _inward(received, now)
    return [inward] if isinstance(received.answer.reply, Silence) else [inward, _outward(received, now)]


def announcements(received: Received) -> list[Announcement]:
    """What others want to know of it: a changed contact, and words whose mood may be noticed."""
    if received.after is None:
        return []
    # Whoever was never touched before was made for this message.
    is_new = received.before is None or received.before.last_touch_at is None
    changed = is_new or received.after != received.before
    told = [Announcement(Topic.CONTACT_CHANGED, received.after.id)] if changed else []
    if received.message.kind is Kind.TEXT:
        told.append(Announcement(Topic.TEXT_RECEIVED, received.after.id, received.message.key))
    return told


def _inward(received: Received, now: datetime) -> Touchpoint:
    message = received.message
    return Touchpoint(
        key=message.key,
        account_id=message.account_id,
        contact_id=received.after.id if received.after else None,
        direction="in",
        kind=message.kind.value,
        occurred_at=message.occurred_at,
        recorded_at=now,
        text=message.text,
        subject=message.subject,
        body=message.body,
        rule=received.answer.rule,
        script_version=received.answer.script_version,
        matched_by=received.answer.matched_by,
    )


def _outward(received: Received, now: datetime) -> Touchpoint:
    message, answer = received.message, received.answer
    return Touchpoint(
        key=message.key + ANSWER,
        account_id=message.account_id,
        contact_id=received.after.id if received.after else None,
        direction="out",
        kind=kind_of(answer.reply),
        occurred_at=now,
        recorded_at=now,
        text=answer.reply.text if isinstance(answer.reply, Text) else "",
        subject=message.subject,
        body=to_json(answer.reply),
        answers=message.key,
        rule=answer.rule,
        script_version=answer.script_version,
    )
