"""Trying a script: a message takes the very route that a real one takes, and nothing of it is kept."""

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection, Engine

from handlers.conversations import situate
from handlers.follow import contact_after
from handlers.known import know
from handlers.route import answer
from handlers.scripted import trigger_of
from handlers.situation import Answer, Situation
from records import contacts
from records.database import undone
from records.ids import new_id
from records.message import Kind, Message, Source
from replies.answers.reply import Reply
from replies.matching.explain import Verdict, explain
from replies.rehearsal.deeds import deed
from replies.versions.library import Published


class Doing(msgspec.Struct, frozen=True):
    """What somebody does. ``subject`` is the scene of a follow or scan, or the key of a menu item."""

    kind: Kind
    text: str = ""
    subject: str = ""


class TriedDeed(msgspec.Struct, frozen=True):
    """Something that would have been done, in a sentence, or that would have been refused to this person now."""

    sentence: str
    refused: bool


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """What would have been answered, by which rule and how it was found, and what would have been done.

    ``verdict`` is that on the script alone: a dialog that asked something, or a person of the shop, comes before it.
    """

    reply: Reply
    rule: str | None
    matched_by: str | None
    deeds: tuple[TriedDeed, ...]
    verdict: Verdict


def rehearse(
    engine: Engine, script: Published, account_id: str, openid: str, doing: Doing, now: datetime, zone: ZoneInfo
) -> Trial:
    """What ``script`` would answer at ``now`` to the person of this id on the channel, who may be a stranger.

    Everything is tried in one transaction that is rolled back, so that coupons, points and conditions are those that
    the person would meet.
    """
    message = _message(account_id, openid, doing, now)
    with undone(engine) as connection:
        before = contacts.find_or_make(connection, [message.person], now)[message.person]
        situation = situate(message, before, contact_after(before, message), script, now, zone)
        verdict = _verdict(connection, situation)
        return _trial(answer(connection, situation), verdict)


def _message(account_id: str, openid: str, doing: Doing, now: datetime) -> Message:
    comes_from = doing.subject and doing.kind in (Kind.FOLLOW, Kind.SCAN)
    return Message(
        account_id=account_id,
        key=new_id(),
        kind=doing.kind,
        occurred_at=now,
        body="",
        sender=openid,
        text=doing.text,
        subject=doing.subject,
        source=Source(doing.subject, doing.subject) if comes_from else None,
    )


def _verdict(connection: Connection, situation: Situation) -> Verdict:
    index = situation.script.index
    return explain(index, trigger_of(situation), know(connection, situation, index.asks))


def _trial(answered: Answer, verdict: Verdict) -> Trial:
    return Trial(
        reply=answered.reply,
        rule=answered.rule,
        matched_by=answered.matched_by,
        deeds=tuple(TriedDeed(deed(each.action), each.refused) for each in answered.deeds),
        verdict=verdict,
    )
