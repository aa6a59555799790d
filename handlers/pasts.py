"""What was known of many people when they wrote: looked up for all of them at once, to answer them once more."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection

from handlers.known import TIER
from loyalty.coupons import holders
from loyalty.points import balances
from records.conversations import Background, Heard, backgrounds, last_heard
from records.fields import fields_of
from records.message import SAID, Kind
from replies.matching.known import Ask, Known
from replies.matching.match import Trigger
from replies.rehearsal.replay import LeftOut, Replayed

MESSAGES = 1_000
LEFT_OUT: Mapping[str | None, LeftOut] = {"dialog": LeftOut.DIALOG, "held": LeftOut.HELD}
"""Why a message is not answered once more, by what it was matched by."""


class _People(msgspec.Struct, frozen=True):
    """Those who wrote: who they are, what they have, and where they are, in the shop's zone."""

    backgrounds: Mapping[str, Background]
    tiers: Mapping[str, str]
    points: Mapping[str, int]
    holders: frozenset[str]
    zone: ZoneInfo


def last_replayed(
    connection: Connection, account_id: str, asks: Collection[Ask], now: datetime, zone: ZoneInfo
) -> list[Replayed]:
    """The last thousand messages of an account, newest first, with what was known of who sent them.

    Tags, tier, points, coupons and mood are those of ``now``: what they were then is not kept. No place is near a
    store: where a person was is not kept either.
    """
    heard = last_heard(connection, account_id, MESSAGES)
    if not heard:
        return []
    ids = {each.contact_id for each in heard}
    people = _People(
        backgrounds(connection, account_id, ids, before=heard[-1].key),
        _tiers(connection, ids) if Ask.TIER in asks else {},
        balances(connection, ids) if Ask.POINTS in asks else {},
        holders(connection, ids, now) if Ask.HAS_COUPON in asks else frozenset(),
        zone,
    )
    return list(_replayed(heard, people))[::-1]


def _tiers(connection: Connection, contact_ids: Collection[str]) -> Mapping[str, str]:
    return {id_: fields.get(TIER, "") for id_, fields in fields_of(connection, list(contact_ids)).items()}


def _replayed(heard: Sequence[Heard], people: _People) -> Iterator[Replayed]:
    """The messages, oldest first, each with when its sender had said something before it."""
    last = {each.contact_id: each.last_message_at for each in people.backgrounds.values()}
    for each in reversed(heard):
        yield Replayed(
            trigger=_trigger(each, people.backgrounds[each.contact_id]),
            known=_known(each, people, last[each.contact_id]),
            left_out=LEFT_OUT.get(each.matched_by),
        )
        if each.kind in SAID:
            last[each.contact_id] = each.occurred_at


def _trigger(heard: Heard, person: Background) -> Trigger:
    first = person.first_followed_at
    return Trigger(
        kind=heard.kind,
        text=heard.text,
        subject=heard.subject,
        returning=heard.kind is Kind.FOLLOW and first is not None and first < heard.occurred_at,
    )


def _known(heard: Heard, people: _People, last_message_at: datetime | None) -> Known:
    person = people.backgrounds[heard.contact_id]
    came_before = person.source_at is not None and person.source_at < heard.occurred_at
    return Known(
        now=heard.occurred_at.astimezone(people.zone),
        contact=heard.contact_id,
        source=person.source if came_before else None,
        last_message_at=last_message_at,
        tags=person.tags,
        tier=people.tiers.get(heard.contact_id, ""),
        points=people.points.get(heard.contact_id, 0),
        has_coupon=heard.contact_id in people.holders,
        mood=person.mood,
    )
