"""Every refusal of the room can be told apart by programs and read by people."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from loyalty import refusals
from loyalty.refusals import (
    AlreadyRedeemed,
    AlreadyUndone,
    Expired,
    NotYoursToUndo,
    OtherStore,
    PlainRefusal,
    Refusal,
    Sentence,
    UndoTooLate,
    UnknownCode,
)
from tests.loyalty.conftest import SHANGHAI

LATE = datetime(2026, 1, 31, 16, 5, tzinfo=UTC)
"""Five past midnight in the shop, on the first of February."""


def test_every_refusal_has_a_stable_code_of_its_own_in_kebab_case() -> None:
    kinds = [each for each in vars(refusals).values() if isinstance(each, type) and issubclass(each, Refusal)]
    codes = [each.code for each in kinds if each not in (Refusal, PlainRefusal)]
    assert len(codes) == len(set(codes)) >= 15
    assert all(code.replace("-", "").isalpha() and code.islower() for code in codes)


@pytest.mark.parametrize(
    ("refusal", "zh", "en"),
    [
        (
            AlreadyRedeemed(LATE, "滨江店"),
            "这张券已经在 2026年2月1日 00:05 于滨江店用过了，每张券只能用一次。",
            "This coupon was already used on 2026-02-01 00:05 at 滨江店. Each coupon works once.",
        ),
        (
            Expired(LATE),
            "这张券已经过期，最后可用日是 2026年2月1日。",
            "This coupon has expired. The last day to use it was 2026-02-01.",
        ),
        (
            OtherStore(("滨江店", "城西店")),
            "这张券不能在本店使用，可以到滨江店、城西店使用。",
            "This coupon does not work in this store. It works at 滨江店, 城西店.",
        ),
        (
            AlreadyUndone(LATE),
            "这笔核销已经在 2026年2月1日 00:05 撤销过了，不用再撤销。",
            "This redemption was already undone on 2026-02-01 00:05. Nothing is left to do.",
        ),
        (
            NotYoursToUndo("小周"),
            "这笔核销是小周做的，只能由本人撤销。",
            "This was redeemed by 小周, and only they can undo it.",
        ),
        (
            UndoTooLate(LATE),
            "核销后十分钟内可以撤销，这笔到 2026年2月1日 00:05 为止，现在撤销不了。请找店长处理。",
            "A redemption can be undone for ten minutes, this one until 2026-02-01 00:05. Please ask the manager.",
        ),
    ],
)
def test_the_till_hears_when_where_and_who_by_the_shops_clock(refusal: Refusal, zh: str, en: str) -> None:
    assert refusal.say(SHANGHAI) == Sentence(zh, en)


def test_a_moment_is_said_by_the_clock_of_whoever_hears_it() -> None:
    refusal = AlreadyUndone(LATE)
    assert "2026-01-31 17:05" in refusal.say(ZoneInfo("Europe/Berlin")).en
    assert "2026-02-01 00:05" in refusal.say(SHANGHAI).en


def test_a_refusal_without_a_moment_reads_as_its_chinese_sentence_and_alike_in_every_zone() -> None:
    refusal = UnknownCode()
    assert str(refusal) == refusal.sentence.zh
    assert refusal.sentence.en.startswith("No coupon")
    assert refusal.say(SHANGHAI) == refusal.say(ZoneInfo("Europe/Berlin")) == refusal.sentence
