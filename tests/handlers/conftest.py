"""A shop that receives messages: an account, a welcome coupon, a short script, and a clock that stands still."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from handlers.receive import Reception
from records.database import writing
from records.message import Message
from replies.answers.reply import Reply
from replies.versions.library import ScriptLibrary
from replies.versions.publishing import publish
from tests.factories import NOON, make_account, make_coupon_kind, make_store

SCRIPT = """
facts:
  hours: 早八点到晚十点
rules:
  - name: 回来的朋友，还有券
    when: {follow: [{returning: true, has_coupon: true}, {scene: table-*, returning: true, has_coupon: true}]}
    say: 欢迎回来！您的{coupon_name}还在：{coupon_code}
  - name: 回来的朋友
    when: {follow: {returning: true}}
    say: 欢迎回来！
  - name: 扫桌码关注
    when: {follow: {scene: table-*}}
    do: [{coupon: welcome}, {tag: 堂食}]
    say: 欢迎光临！{coupon_name}：{coupon_code}
    otherwise: 欢迎光临！
  - name: 关注
    when: {follow: {}}
    do: [{coupon: welcome}]
    say: 您好，{nickname}！{coupon_name}：{coupon_code}
    otherwise: 您好！
  - name: 营业时间
    when: {text: {contains: [营业时间, 几点关门]}}
    say: 我们{hours}营业。
  - name: 积分
    when: {text: {exact: [积分]}}
    say: 您有{points}积分。
  - name: 签到
    when: {text: {exact: [签到]}}
    do: [{points: 5}]
    say: 签到成功，您有{points}积分。
    otherwise: 已经签过到了，您有{points}积分。
  - name: 兜底
    when: {fallback: any}
    say: 没听懂，您可以问营业时间。
"""

Receive = Callable[[Sequence[Message]], list[Reply]]


@pytest.fixture
def shop(engine: Engine) -> Engine:
    """The database of an open shop."""
    with writing(engine) as connection:
        make_account(connection)
        make_store(connection)
        make_coupon_kind(connection, stock=100)
        publish(connection, "main", SCRIPT, "for tests", NOON)
    return engine


@pytest.fixture
def now() -> list[datetime]:
    """The moment that the shop's clock shows; tests put another one in its place."""
    return [NOON]


@pytest.fixture
def receive(shop: Engine, now: list[datetime]) -> Receive:
    """Receive messages in one committed transaction."""
    reception = Reception(ScriptLibrary(), ZoneInfo("Asia/Shanghai"), lambda: now[0])

    def received(messages: Sequence[Message]) -> list[Reply]:
        with writing(shop) as connection:
            return reception.receive(connection, messages)

    return received
