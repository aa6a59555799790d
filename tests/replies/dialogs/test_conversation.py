"""What we are in the middle of is kept as text, and drops what no longer stands."""

from datetime import timedelta

import pytest

from replies.answers.reply import Text
from replies.dialogs.conversation import (
    NOTHING,
    Conversation,
    Offer,
    Talk,
    from_json,
    going_on,
    hold,
    lasting,
    park,
    to_json,
)
from replies.language.dialog import Dialog, Expect, Step
from tests.factories import NOON

DIALOGS = (
    Dialog(name="订位", steps=(Step(ask="几位？", expect=Expect.NUMBER, keep="人数"),), say=Text("好"), time_out=30),
    Dialog(name="报修", steps=(Step(ask="怎么了？", expect=Expect.TEXT, keep="问题"),), say=Text("好"), time_out=60),
)
BOOKING = Talk("订位", NOON, "人数", {"日期": "2027-02-06"})
REPAIR = Talk("报修", NOON, "问题", {"桌号": "3"})


def after(conversation: Conversation, **later: float) -> Conversation:
    return lasting(conversation, DIALOGS, NOON + timedelta(**later))


def test_a_conversation_is_kept_as_text_and_read_again() -> None:
    whole = Conversation(BOOKING, (REPAIR,), Offer(("地址", "电话"), NOON, True), NOON + timedelta(minutes=5))
    kept = to_json(whole)
    assert kept is not None
    assert from_json(kept) == whole


def test_of_nothing_nothing_is_kept() -> None:
    assert to_json(NOTHING) is None
    assert from_json(None) == NOTHING


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "{",
        "null",
        "[]",
        '{"talk": "订位"}',
        '{"talk": {"dialog": "订位"}}',
        '{"held_until": "2027-02-06T10:00:00"}',
    ],
)
def test_a_conversation_in_a_form_that_we_cannot_read_is_nothing(kept: str) -> None:
    assert from_json(kept) == NOTHING


def test_a_question_is_open_until_its_dialog_times_out_and_its_answers_are_kept_for_a_week() -> None:
    conversation = Conversation(BOOKING)
    assert after(conversation, minutes=29.9).talk == BOOKING
    assert after(conversation, minutes=30) == Conversation(parked=(BOOKING,))
    assert after(conversation, days=6.9) == Conversation(parked=(BOOKING,))
    assert after(conversation, days=7) == NOTHING


def test_a_question_that_nobody_answered_leaves_nothing_behind() -> None:
    assert park(Conversation(Talk("订位", NOON, "人数"))) == NOTHING


def test_a_question_that_the_script_no_longer_asks_is_not_open_and_its_answers_are_kept() -> None:
    for gone in (Talk("旧的", NOON, "人数", {"日期": "x"}), Talk("订位", NOON, "手机", {"日期": "x"})):
        assert after(Conversation(gone)) == Conversation(parked=(gone,))


def test_an_offer_lapses_after_a_day_and_a_hold_at_its_moment() -> None:
    conversation = Conversation(offer=Offer(("地址",), NOON), held_until=NOON + timedelta(minutes=30))
    assert after(conversation, minutes=29) == conversation
    assert after(conversation, minutes=30) == Conversation(offer=conversation.offer)
    assert after(conversation, hours=24) == NOTHING


def test_another_dialog_parks_the_open_one_and_each_is_kept_once() -> None:
    both = going_on(Conversation(BOOKING), REPAIR, NOON)
    assert both == Conversation(REPAIR, (BOOKING,))
    assert going_on(both, BOOKING, NOON) == Conversation(BOOKING, (REPAIR,))


def test_whoever_is_handed_over_has_no_open_question() -> None:
    until = NOON + timedelta(minutes=30)
    assert hold(Conversation(BOOKING), until) == Conversation(parked=(BOOKING,), held_until=until)
