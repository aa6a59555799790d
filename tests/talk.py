"""A shop that has talked: messages that went through the reception, each at its own moment."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from handlers.receive import Reception
from records.database import writing
from records.message import Kind, Message
from replies.versions.library import ScriptLibrary
from tests.factories import NOON, make_follow, make_message

SHANGHAI = ZoneInfo("Asia/Shanghai")
QUESTIONS = ("你们营业时间？", "几点关门", "积分", "签到", "可以刷卡吗", "能刷卡吗？", "狗能进来吗")
"""The short script of the tests answers the first four by rules, and the last three by its fallback."""


def talk(engine: Engine, messages: Iterable[Message]) -> None:
    """Let the shop answer these messages, as they come."""
    clock = [NOON]
    reception = Reception(ScriptLibrary(), SHANGHAI, lambda: clock[0])
    with writing(engine) as connection:
        for message in messages:
            clock[0] = message.occurred_at
            reception.receive(connection, [message])


def chatter(people: int = 20, each: int = 14) -> list[Message]:
    """What some people say, a minute apart: everybody follows, then asks one question after another."""
    said: list[Message] = []
    for number in range(people * each):
        sender, turn = f"o-{number % people:04}", number // people
        if turn == 0:
            said.append(make_follow("table-3", at=60 * number, sender=sender))
        else:
            text = QUESTIONS[(turn + number) % len(QUESTIONS)]
            said.append(make_message(Kind.TEXT, at=60 * number, sender=sender, text=text))
    return said


def last_moment(messages: Iterable[Message]) -> datetime:
    """When the last of them was sent."""
    return max(message.occurred_at for message in messages)
