"""A trial answers as the real thing would, and leaves nothing behind."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from handlers.rehearse import Doing, Trial, TriedDeed, rehearse
from records.database import reading, writing
from records.message import Kind
from records.tables.types import metadata
from replies.answers.reply import HandOver, Text
from replies.language.script import read_script
from replies.matching.index import ScriptIndex
from replies.matching.normalise import Normaliser
from replies.rehearsal.said import shown
from replies.versions.library import Published
from replies.versions.publishing import publish
from tests.factories import NOON, make_follow, make_message
from tests.handlers.conftest import SCRIPT, Receive
from tests.talk import SHANGHAI, chatter, talk

Try = Callable[..., Trial]
DRAFT = (
    SCRIPT.replace("rules:\n", "rules:\n  - {name: 春节, when: {text: {contains: 几点关门}}, say: 休息, only_if: OF}\n")
    .replace("OF", "{dates: {from: 2026-01-05, to: 2026-01-06}, tag: 堂食}")
    .replace(
        "  - name: 兜底",
        """\
  - name: 问订位
    when: {text: {exact: 订位}}
    say: 好的。
    do: [{start: 订位}]
  - name: 找人
    when: {text: {exact: 人工}}
    say: {hand_over: any}
    do: [{hand_over: 30}]
  - name: 兜底""",
    )
    + """
dialogs:
  - name: 订位
    steps: [{ask: 几位？, expect: number, keep: 人数}]
    say: 订好了，{人数} 位。
    do: [{case: "订位 {人数} 位"}, {set: {rooms: "{人数}"}}]
"""
)


@pytest.fixture(scope="module")
def draft() -> Published:
    return Published(None, ScriptIndex(read_script(DRAFT), Normaliser()))


@pytest.fixture
def try_out(shop: Engine, draft: Published) -> Try:
    def tried(doing: str | Doing, openid: str = "o-lin", at: datetime = NOON, script: Published = draft) -> Trial:
        wish = Doing(Kind.TEXT, doing) if isinstance(doing, str) else doing
        return rehearse(shop, script, "main", openid, wish, at, SHANGHAI)

    return tried


def everything(engine: Engine) -> dict[str, list[Any]]:
    with reading(engine) as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
        }


def test_a_trial_says_what_the_real_message_is_then_answered(try_out: Try, receive: Receive) -> None:
    tried = try_out("你们几点关门？")
    assert (tried.reply, tried.rule, tried.matched_by) == (Text("我们早八点到晚十点营业。"), "营业时间", "contains")
    assert receive([make_message(text="你们几点关门？")]) == [tried.reply]


@pytest.mark.parametrize(
    "doing",
    [
        Doing(Kind.FOLLOW, subject="table-3"),
        Doing(Kind.SCAN, subject="table-3"),
        Doing(Kind.MENU_CLICK, subject="NONE"),
        Doing(Kind.TEXT, "签到"),
        Doing(Kind.TEXT, "订位"),
        Doing(Kind.TEXT, "人工"),
    ],
)
@pytest.mark.parametrize("openid", ["o-0001", "o-stranger"])
def test_nothing_is_left_behind(shop: Engine, try_out: Try, doing: Doing, openid: str) -> None:
    talk(shop, chatter(people=3, each=8))
    before = everything(shop)
    try_out(doing, openid)
    assert everything(shop) == before


def test_a_gift_is_told_with_the_words_that_go_with_it(try_out: Try) -> None:
    tried = try_out(Doing(Kind.FOLLOW, subject="table-3"))
    assert shown(tried.reply).startswith("欢迎光临！新朋友拿铁券：")
    assert tried.deeds == (TriedDeed("送券「welcome」", False), TriedDeed("加标签「堂食」", False))


def test_a_gift_that_this_person_had_already_is_refused_in_the_trial_too(shop: Engine, try_out: Try) -> None:
    talk(shop, [make_message(text="签到")])
    tried = try_out("签到")
    assert tried.reply == Text("已经签过到了，您有5积分。")
    assert tried.deeds == (TriedDeed("送 5 积分", True),)
    assert try_out("签到", "o-stranger").deeds == (TriedDeed("送 5 积分", False),)


def test_the_chosen_moment_and_the_chosen_person_decide(shop: Engine, try_out: Try) -> None:
    talk(shop, [make_follow("table-3")])
    later = NOON + timedelta(days=4)
    assert try_out("几点关门", at=later).rule == "春节"
    assert try_out("几点关门", at=NOON).rule == "营业时间"
    assert try_out("几点关门", "o-stranger", at=later).rule == "营业时间"


def test_why_a_close_rival_lost_is_told(try_out: Try) -> None:
    verdict = try_out("几点关门").verdict
    assert verdict.winner is not None
    assert verdict.winner.rule.name == "营业时间"
    (rival,) = (rival for rival in verdict.rivals if rival.rule == "春节")
    assert "2026-01-01" in rival.lost
    assert "没有标签" in rival.lost


def test_a_trial_goes_on_where_the_person_is_in_a_dialog(shop: Engine, try_out: Try) -> None:
    assert shown(try_out("订位").reply) == "好的。\n\n几位？"
    say_for_real(shop, "订位")
    tried = try_out("三", at=NOON + timedelta(minutes=1))
    assert (tried.reply, tried.rule, tried.matched_by) == (Text("订好了，3 位。"), "订位", "dialog")
    assert tried.deeds == (
        TriedDeed("开一张待办：订位 {人数} 位", False),
        TriedDeed("把「rooms」记为「{人数}」", False),
    )


def test_somebody_who_is_with_a_person_of_the_shop_is_not_answered(shop: Engine, try_out: Try) -> None:
    say_for_real(shop, "人工")
    tried = try_out("几点关门", at=NOON + timedelta(minutes=1))
    assert (tried.reply, tried.matched_by) == (HandOver(), "held")


def say_for_real(engine: Engine, text: str) -> None:
    """Let the draft be live and answer one text for real."""
    with writing(engine) as connection:
        publish(connection, "main", DRAFT, "", NOON)
    talk(engine, [make_message(text=text)])
