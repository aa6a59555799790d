"""What no rule knew an answer to, put together by likeness."""

import random
from datetime import timedelta
from time import perf_counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from records.conversations import Heard
from records.message import Kind
from replies.learning.likeness import ALIKE, are_alike, gathered, grams
from replies.learning.unanswered import unanswered, was_unanswered
from replies.matching.normalise import Normaliser
from tests.factories import NOON
from tests.replies.learning.makers import heard

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("message", "missed"),
    [
        (heard("随便", rule="听不懂", matched_by="fallback"), True),
        (heard("随便", matched_by="suggested"), True),
        (heard("随便"), True),
        (heard("几点", rule="营业时间", matched_by="contains"), False),
        (heard("三位", rule="订位", matched_by="dialog"), False),
        (heard("在吗", matched_by="held"), False),
        (heard("", kind=Kind.PICTURE, rule="听不懂", matched_by="fallback"), False),
        (heard("几点", rule="营业时间"), False),
        (heard("随便", rule="听不懂"), True),
    ],
)
def test_a_text_is_missed_where_no_rule_but_the_fallback_answered(message: Heard, missed: bool) -> None:
    """The last two were answered before it was kept how a rule was found."""
    assert was_unanswered(message, {"听不懂"}) is missed


def test_texts_that_ask_the_same_are_one_group_with_its_people_and_its_newest(normaliser: Normaliser) -> None:
    asked = [
        heard("能刷卡吗", at=NOON + 3 * DAY, contact="wang"),
        heard("可以刷卡吗？", at=NOON + 2 * DAY),
        heard("狗能进来吗", at=NOON + DAY),
        heard("可以刷卡吗？", at=NOON),
    ]
    first, second = unanswered(asked, (), normaliser, NOON + 4 * DAY)
    assert (first.texts, first.count, first.people) == (("可以刷卡吗？", "能刷卡吗"), 3, 2)
    assert (first.newest, first.contact_id, first.at) == ("能刷卡吗", "wang", NOON + 3 * DAY)
    assert second.texts == ("狗能进来吗",)


def test_the_trend_is_this_week_against_the_week_before(normaliser: Normaliser) -> None:
    asked = [heard("能刷卡吗", at=NOON - days * DAY) for days in (0, 6, 8, 9, 13, 20)]
    (group,) = unanswered(asked, (), normaliser, NOON)
    assert (group.this_week, group.week_before, group.count) == (2, 3, 6)


def test_what_is_nothing_but_blanks_is_no_question(normaliser: Normaliser) -> None:
    assert unanswered([heard("  "), heard("\u200b")], (), normaliser, NOON) == ()


@pytest.mark.parametrize(("one", "other"), [("能刷卡", "刷卡"), ("办会员", "办会员卡"), ("退款", "我要退款")])
def test_texts_that_say_the_same_are_alike(one: str, other: str) -> None:
    assert are_alike(one, other)


@pytest.mark.parametrize(("one", "other"), [("办会员", "办发票"), ("刷卡", "停车"), ("", ""), ("狗", "")])
def test_texts_that_say_something_else_are_not(one: str, other: str) -> None:
    assert not are_alike(one, other)


@settings(max_examples=100)
@example(["停刷", "会会停刷会"])
@given(st.lists(st.text("刷卡停车带狗会员发票", min_size=1, max_size=7), unique=True, max_size=30))
def test_every_text_is_in_one_group_whose_leader_it_is_like_as_if_all_were_compared(texts: list[str]) -> None:
    groups = gathered(texts)
    assert sorted(place for group in groups for place in group) == list(range(len(texts)))
    leaders: list[int] = []
    for place, text in enumerate(texts):
        led = max(((_dice(text, texts[leader]), -leader) for leader in leaders), default=(0.0, 0))
        group = next(group for group in groups if place in group)
        assert group[0] == (-led[1] if led[0] >= ALIKE else place)
        if group[0] == place:
            leaders.append(place)


def _dice(one: str, other: str) -> float:
    return 2 * len(grams(one) & grams(other)) / (len(grams(one)) + len(grams(other)))


def test_twenty_thousand_messages_are_grouped_before_anybody_loses_patience(normaliser: Normaliser) -> None:
    dice = random.Random("huitou")
    words = [f"{one}{other}" for one in "刷停带办开送退换订看" for other in "卡车狗票店餐货杯位单"]
    said = ["".join(dice.sample(words, 2)) for _ in range(4_000)]
    asked = [heard(dice.choice(said), contact=f"c{number % 900}") for number in range(20_000)]
    began = perf_counter()
    assert unanswered(asked, (), normaliser, NOON)
    assert perf_counter() - began < 10, "a second here; more than ten is another order of growth"
