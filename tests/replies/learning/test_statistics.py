"""How the rules do: hits, and what people said next."""

from datetime import datetime, timedelta

import pytest

from records.conversations import Heard
from records.message import Kind
from replies.learning.statistics import RuleUse, statistics
from replies.matching.normalise import Normaliser
from tests.factories import NOON
from tests.replies.learning.makers import heard

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
RULES = ("营业时间", "停车", "道谢")


def asked(at: datetime = NOON, contact: str = "lin", text: str = "几点关门") -> Heard:
    return heard(text, at=at, contact=contact, rule="营业时间", matched_by="contains")


def use_of(messages: list[Heard], normaliser: Normaliser, now: datetime = NOON + 9 * HOUR) -> RuleUse:
    """The first rule's, of messages that are told oldest first."""
    return next(use for use in statistics(messages[::-1], RULES, normaliser, now) if use.rule == "营业时间")


@pytest.mark.parametrize(
    ("then", "counted"),
    [
        (heard("谢谢啦", at=NOON + MINUTE, rule="道谢"), "thanks"),
        (heard("答非所问", at=NOON + MINUTE), "complaint"),
        (heard("几点关门啊", at=NOON + MINUTE, rule="营业时间"), "repeat"),
        (heard("停车方便吗", at=NOON + MINUTE, rule="停车"), "other"),
        (heard("", at=NOON + MINUTE, kind=Kind.PICTURE), "other"),
        (heard("谢谢", at=NOON + HOUR + MINUTE, rule="道谢"), "silence"),
        (heard("谢谢", at=NOON + MINUTE, contact="wang", rule="道谢"), "silence"),
    ],
)
def test_what_was_said_next_within_an_hour_is_counted(then: Heard, counted: str, normaliser: Normaliser) -> None:
    messages = [asked(), then]
    use = use_of(messages, normaliser)
    others = {"repeat", "complaint", "thanks", "other", "silence"} - {counted}
    # A repeat is a hit itself, to which nothing was said.
    expected_silence = 1 if counted == "repeat" else 0
    assert getattr(use, counted) == 1
    assert sum(getattr(use, other) for other in others) == expected_silence


def test_the_same_menu_item_once_more_is_a_repeat(normaliser: Normaliser) -> None:
    taps = [
        heard("", at=NOON + each * MINUTE, rule="营业时间", kind=Kind.MENU_CLICK, subject="MENU_HOURS")
        for each in range(2)
    ]
    assert use_of(taps, normaliser).repeat == 1


def test_silence_is_only_known_after_an_hour(normaliser: Normaliser) -> None:
    assert use_of([asked()], normaliser, NOON + 59 * MINUTE).silence == 0
    assert use_of([asked()], normaliser, NOON + 61 * MINUTE).silence == 1


def test_hits_people_and_the_last_hit_are_told(normaliser: Normaliser) -> None:
    messages = [asked(), asked(NOON + 2 * HOUR, "wang"), asked(NOON + 4 * HOUR)]
    use = use_of(messages, normaliser)
    assert (use.hits, use.people, use.last_hit) == (3, 2, NOON + 4 * HOUR)


def test_what_a_dialog_asks_is_no_hit_of_the_rule_of_its_name(normaliser: Normaliser) -> None:
    messages = [
        asked(),
        heard("三位", at=NOON + MINUTE, rule="营业时间", matched_by="dialog"),
        heard("在吗", at=NOON + 2 * MINUTE, matched_by="held"),
        heard("会员", at=NOON + 3 * MINUTE, matched_by="suggested"),
    ]
    assert use_of(messages, normaliser) == use_of(messages[:2], normaliser)
    assert use_of(messages, normaliser).hits == 1


def test_rules_are_listed_by_use_and_those_that_never_answered_too(normaliser: Normaliser) -> None:
    messages = [heard("停车", at=NOON, rule="停车"), heard("谢谢", at=NOON, rule="一条删掉的规则")]
    used = statistics(messages, RULES, normaliser, NOON)
    assert [(use.rule, use.hits) for use in used] == [("停车", 1), ("营业时间", 0), ("道谢", 0)]
    assert used[1].last_hit is None
