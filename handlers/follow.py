"""What a message changes about the person who sent it, whatever the order of arrival."""

from collections.abc import Mapping

from msgspec.structs import replace

from records.contacts import Contact
from records.message import Kind, Message, Source

FOLLOW_STATES: Mapping[Kind, bool] = {Kind.UNFOLLOW: False, Kind.FOLLOW: True}

NOT_BY_THE_PERSON = frozenset(
    {
        Kind.UNFOLLOW,
        Kind.SENT_REPORT,
        Kind.PROFILE_CHANGED,
        Kind.CONSENT_REVOKED,
        Kind.PERSON_GONE,
        Kind.PLATFORM_NOTICE,
        Kind.UNKNOWN,
    }
)
"""What the platform tells of somebody, and their leaving, is no sign that they were here."""

NO_SCENE = Source(scene="", key="")
"""Somebody who followed without a code came from nowhere that we know, and a later scan does not change that."""


def contact_after(contact: Contact, message: Message) -> Contact:
    """The contact once this message is known: equal for any order in which the same messages arrive.

    The last touch is the latest, the source the earliest, and the follow state that of the latest follow or
    unfollow by the channel's time. Where both carry the same second, the person counts as following: a message
    to somebody who left is refused by the channel, one never sent to somebody who came back is lost.
    """
    return _with_source(_with_follow(_with_touch(contact, message), message), message)


def is_returning(contact: Contact, message: Message) -> bool:
    """Whether this is a follow by somebody who had followed before, by the channel's time."""
    first = contact.first_followed_at
    return message.kind is Kind.FOLLOW and first is not None and first <= message.occurred_at


def _with_touch(contact: Contact, message: Message) -> Contact:
    last_touch_at = contact.last_touch_at
    if message.kind not in NOT_BY_THE_PERSON:
        last_touch_at = max(last_touch_at or message.occurred_at, message.occurred_at)
    return replace(contact, unionid=message.unionid or contact.unionid, last_touch_at=last_touch_at)


def _with_follow(contact: Contact, message: Message) -> Contact:
    following = FOLLOW_STATES.get(message.kind)
    if following is None:
        return contact
    known = (contact.follow_changed_at, contact.following) if contact.follow_changed_at else None
    told = (message.occurred_at, following)
    changed_at, state = told if known is None else max(known, told)
    first = contact.first_followed_at
    if following:
        first = min(first or message.occurred_at, message.occurred_at)
    return replace(contact, follow_changed_at=changed_at, following=state, first_followed_at=first)


def _with_source(contact: Contact, message: Message) -> Contact:
    source = message.source
    if message.kind is Kind.FOLLOW and source is None:
        source = NO_SCENE
    if source is None:
        return contact
    told = (message.occurred_at, source.key, source.ticket)
    if contact.source and contact.source_at and (contact.source_at, contact.source.key, contact.source.ticket) <= told:
        return contact
    return replace(contact, source=source, source_at=message.occurred_at)
