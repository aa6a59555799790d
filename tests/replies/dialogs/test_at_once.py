"""Several answers in one message are each taken for what they answer, or none is."""

from datetime import date

import pytest

from replies.dialogs.at_once import answers_at_once
from replies.language.dialog import Expect, Step

TODAY = date(2026, 1, 1)
"""A Thursday."""
DAY = Step(ask="哪天？", expect=Expect.DATE, keep="日")
HOW_MANY = Step(ask="几位？", expect=Expect.NUMBER, keep="人", least=1, most=20)
SEAT = Step(ask="坐哪儿？", expect=Expect.CHOICE, keep="座", choices=("大厅", "露台"))
PHONE = Step(ask="手机？", expect=Expect.PHONE, keep="机")
NOTE = Step(ask="还有呢？", expect=Expect.TEXT, keep="注", may_skip=True)
STEPS = (DAY, HOW_MANY, SEAT, PHONE, NOTE)


def answers(text: str, *steps: Step) -> dict[str, str]:
    return dict(answers_at_once(steps or STEPS, text, TODAY, str.casefold))


@pytest.mark.parametrize(
    ("text", "day", "people"),
    [
        ("周六晚上 4 个人", "2026-01-03", "4"),
        ("4个人，周六晚上", "2026-01-03", "4"),
        ("我想周六晚上来，四个人", "2026-01-03", "4"),
        ("周六四个人", "2026-01-03", "4"),
        ("周六12个人", "2026-01-03", "12"),
        ("明天晚上7点半两位", "2026-01-02", "2"),
        ("12月2 10人", "2026-12-02", "10"),
        ("1月3日3位", "2026-01-03", "3"),
    ],
)
def test_a_day_and_a_number_are_told_apart(text: str, day: str, people: str) -> None:
    assert answers(text) == {"日": day, "人": people}


def test_all_may_be_said_in_one_breath_in_any_order() -> None:
    everything = {"日": "2026-01-03", "人": "3", "座": "大厅", "机": "13800138000"}
    assert answers("周六 3位 大厅 13800138000") == everything
    assert answers("大厅 手机13800138000 周六3位") == everything


@pytest.mark.parametrize(
    "text",
    [
        "周六不行",
        "明天可以带狗吗",
        "周六 大厅 别太吵",
        "十二月二十四个人",
        "明天 明天",
        "明天 30位",
        "4位",
        "大厅 3位",
        "",
        "，",
        "明天" + "，" * 30 + "3位",
    ],
)
def test_what_is_not_all_answers_or_does_not_answer_what_was_asked_is_none(text: str) -> None:
    assert answers(text) == {}


def test_the_rest_is_never_taken_for_a_note() -> None:
    assert answers("明天 有小孩", DAY, NOTE) == {}
