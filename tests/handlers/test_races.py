"""Messages of one person that arrive at once: whatever they end or ask for, a reward is given once."""

from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, Engine, select

from handlers.receive import Reception
from records.database import reading, writing
from records.message import Message
from records.tables import coupons, ledger_entries, rewards
from replies.answers.reply import Reply
from replies.versions.library import ScriptLibrary
from replies.versions.publishing import publish
from tests.factories import NOON, make_message
from tests.loyalty.racing import race

AT_ONCE = 4
SCRIPT = """
rules:
  - {name: 要绑手机, when: {text: {exact: 绑手机}}, say: {silence: true}, do: [{start: 绑手机}]}
  - name: 领券
    when: {text: {exact: 领券}}
    do: [{coupon: welcome}, {points: 5}]
    say: 给您{coupon_name}
    otherwise: 领过了
dialogs:
  - name: 绑手机
    steps: [{ask: 手机号？, expect: phone, keep: 手机}]
    do: [{points: 10}, {coupon: welcome}]
    say: 绑好了
"""


@pytest.fixture
def shop_that_gives(shop: Engine) -> Engine:
    with writing(shop) as connection:
        publish(connection, "main", SCRIPT, "for tests", NOON)
    return shop


def turn(message: Message) -> Callable[[Connection], list[Reply]]:
    """As another worker process would take it: with a reception of its own."""
    reception = Reception(ScriptLibrary(), ZoneInfo("Asia/Shanghai"), lambda: NOON)
    return lambda connection: reception.receive(connection, [message])


def at_once(engine: Engine, texts: Sequence[str]) -> None:
    race(engine, [turn(make_message(text=text, at=at)) for at, text in enumerate(texts, 10)])


def column(engine: Engine, wanted: Any) -> list[Any]:
    with reading(engine) as connection:
        return list(connection.execute(select(wanted)).scalars())


def test_a_dialog_that_is_ended_by_several_messages_rewards_once(shop_that_gives: Engine) -> None:
    with writing(shop_that_gives) as connection:
        turn(make_message(text="绑手机"))(connection)
    at_once(shop_that_gives, [f"1380013800{number}" for number in range(AT_ONCE)])
    assert column(shop_that_gives, ledger_entries.c.points) == [10]
    assert column(shop_that_gives, coupons.c.kind_id) == ["welcome"]


def test_a_dialog_that_is_begun_and_ended_anew_at_once_rewards_once(shop_that_gives: Engine) -> None:
    at_once(shop_that_gives, ["绑手机", "13800138000"] * AT_ONCE)
    assert column(shop_that_gives, ledger_entries.c.points) in ([], [10])


def test_a_rule_that_is_asked_for_several_times_at_once_rewards_once(shop_that_gives: Engine) -> None:
    at_once(shop_that_gives, ["领券"] * AT_ONCE)
    assert column(shop_that_gives, ledger_entries.c.points) == [5]
    assert column(shop_that_gives, coupons.c.kind_id) == ["welcome"]
    assert set(column(shop_that_gives, rewards.c.rule)) == {"rule:领券"}


def test_retries_of_one_message_at_once_reward_once_and_hear_the_same(shop_that_gives: Engine) -> None:
    message = make_message(text="领券")
    heard = race(shop_that_gives, [turn(message)] * AT_ONCE)
    assert len({str(replies) for replies in heard}) == 1
    assert column(shop_that_gives, ledger_entries.c.points) == [5]
