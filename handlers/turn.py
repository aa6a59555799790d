"""A turn: what one message changed, and how that is kept."""

from datetime import datetime

import msgspec

from records.contacts import Contact
from records.message import Kind, Message
from records.outbox import Announcement, Topic
from records.touchpoints import ANSWER, Touchpoint
from replies.reply import Reply, Silence, Text, to_json


class Turn(msgspec.Struct, frozen=True):
    """A message that is new, its sender before and after it, and what is answered by which rule.

    A message about nobody has no sender; one that no rule answers is answered with silence.
    """

    message: Message
    before: Contact | None = None
    after: Contact | None = None
    reply: Reply = Silence()
    rule: str | None = None
    script_version: int | None = None


def touches(turn: Turn, now: datetime) -> list[Touchpoint]:
    """The touch that came in, and the one that went out unless nothing was said."""
    inward = _inward(turn, now)
    return [inward] if isinstance(turn.reply, Silence) else [inward, _outward(turn, now)]


def announcements(turn: Turn) -> list[Announcement]:
    """What others want to know of this turn: a changed contact, and words whose mood may be noticed."""
    if turn.after is None:
        return []
    # Whoever was never touched before was made for this message.
    is_new = turn.before is None or turn.before.last_touch_at is None
    told = [Announcement(Topic.CONTACT_CHANGED, turn.after.id)] if is_new or turn.after != turn.before else []
    if turn.message.kind is Kind.TEXT:
        told.append(Announcement(Topic.TEXT_RECEIVED, turn.after.id, turn.message.key))
    return told


def _inward(turn: Turn, now: datetime) -> Touchpoint:
    message = turn.message
    return Touchpoint(
        key=message.key,
        account_id=message.account_id,
        contact_id=turn.after.id if turn.after else None,
        direction="in",
        kind=message.kind.value,
        occurred_at=message.occurred_at,
        recorded_at=now,
        text=message.text,
        subject=message.subject,
        body=message.body,
    )


def _outward(turn: Turn, now: datetime) -> Touchpoint:
    message = turn.message
    return Touchpoint(
        key=message.key + ANSWER,
        account_id=message.account_id,
        contact_id=turn.after.id if turn.after else None,
        direction="out",
        kind=type(turn.reply).__name__.lower(),
        occurred_at=now,
        recorded_at=now,
        text=turn.reply.text if isinstance(turn.reply, Text) else "",
        subject=message.subject,
        body=to_json(turn.reply),
        answers=message.key,
        rule=turn.rule,
        script_version=turn.script_version,
    )
