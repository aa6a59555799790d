"""What a rule or dialog asks for is done: on the contact, for the shop, and told to whoever must know."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection, Engine, delete, select

from handlers.actions import Outcome, carry_out
from handlers.perform import perform
from handlers.situation import Situation
from records import cases, directory, notices
from records.contacts import add_tag
from records.database import writing
from records.directory import KnownContact
from records.tables import outbox
from replies.answers.reply import Text
from replies.language.action import (
    Action,
    GiveCoupon,
    GivePoints,
    Hold,
    NotifyStaff,
    OpenCase,
    RemoveTag,
    SetField,
    StartDialog,
)
from replies.language.rule import Rule, When
from tests.factories import NOON, make_account, make_contact, make_coupon_kind, make_message
from tests.handlers.situations import of

LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with writing(engine) as connection:
        make_account(connection)
        make_coupon_kind(connection)
        yield connection


@pytest.fixture
def situation(connection: Connection) -> Situation:
    return of(replace(make_contact(connection), nickname="小林"))


def do(connection: Connection, situation: Situation, *actions: Action, rule: str = "订位") -> Outcome:
    return carry_out(connection, actions, rule, situation)


def contact(connection: Connection, situation: Situation) -> KnownContact:
    found = directory.find(connection, "main", situation.contact.id)
    assert found is not None
    return found


def announced(connection: Connection) -> list[str]:
    """What was announced since this was last asked."""
    topics = list(connection.execute(select(outbox.c.topic)).scalars())
    connection.execute(delete(outbox))
    return topics


def test_a_tag_is_taken_off_and_the_crm_hears_of_it_once(connection: Connection, situation: Situation) -> None:
    add_tag(connection, situation.contact.id, "新客", NOON)
    add_tag(connection, situation.contact.id, "会员", NOON)
    announced(connection)
    assert do(connection, situation, RemoveTag("新客")) == Outcome()
    assert contact(connection, situation).tags == ("会员",)
    assert announced(connection) == ["contact_changed"]
    assert do(connection, situation, RemoveTag("新客")) == Outcome()
    assert announced(connection) == []


def test_a_phone_number_stands_where_every_contact_has_one(connection: Connection, situation: Situation) -> None:
    answered = replace(situation, told={"手机": "13812345678"})
    assert not do(connection, answered, SetField("phone", "{手机}")).refused
    assert contact(connection, situation).phone == "13812345678"
    assert contact(connection, situation).fields == {}
    assert announced(connection) == ["contact_changed"]
    do(connection, answered, SetField("phone", "{手机}"))
    assert announced(connection) == []


def test_who_says_how_to_be_called_is_called_so(connection: Connection, situation: Situation) -> None:
    answered = replace(situation, told={"称呼": "林姐"})
    do(connection, answered, SetField("nickname", "{称呼}"))
    known = contact(connection, situation)
    assert (known.nickname, known.fields) == ("林姐", {})
    assert announced(connection) == ["contact_changed"]


def test_the_shops_own_fields_are_kept_by_name_and_written_over(connection: Connection, situation: Situation) -> None:
    do(connection, situation, SetField("尺码", "L"), SetField("birthday", "05-01"))
    assert announced(connection) == ["contact_changed", "contact_changed"]
    do(connection, replace(situation, now=LATER), SetField("尺码", " XL "), SetField("birthday", "05-01"))
    assert announced(connection) == ["contact_changed"]
    assert contact(connection, situation).fields == {"birthday": "05-01", "尺码": "XL"}


@pytest.mark.parametrize("empty", ["", "  ", "\u202e"])
@pytest.mark.parametrize("field", ["phone", "尺码"])
def test_a_field_is_not_set_to_nothing(connection: Connection, situation: Situation, field: str, empty: str) -> None:
    do(connection, situation, SetField(field, "12345"))
    skipped = replace(situation, told={"回答": empty})
    assert do(connection, skipped, SetField(field, "{回答}"), OpenCase("要{回答}")).refused
    known = contact(connection, situation)
    assert (known.phone or known.fields["尺码"]) == "12345"
    assert [case.subject for case in cases.newest_first(connection, "main")] == ["要"]


def test_a_case_tells_what_the_shop_and_the_person_said(connection: Connection, situation: Situation) -> None:
    answered = replace(situation, told={"人数": "4"})
    do(connection, answered, OpenCase("{店名}：{nickname}订 {人数} 位"))
    (case,) = cases.newest_first(connection, "main", only_open=True)
    assert (case.subject, case.rule, case.contact_id) == ("回头咖啡：小林订 4 位", "订位", situation.contact.id)
    assert (case.touchpoint_key, case.opened_at, case.closed_at) == (situation.message.key, NOON, None)


def test_who_asks_again_has_one_open_case_and_its_newest_words_count(
    connection: Connection, situation: Situation
) -> None:
    do(connection, situation, OpenCase("订 4 位"))
    again = replace(situation, message=make_message(text="改 6 位", at=60), now=LATER)
    do(connection, again, OpenCase("订 6 位"))
    (case,) = cases.newest_first(connection, "main")
    assert (case.subject, case.touchpoint_key, case.opened_at) == ("订 6 位", again.message.key, NOON)


def test_another_rule_another_person_or_a_closed_case_gets_a_case_of_its_own(
    connection: Connection, situation: Situation
) -> None:
    do(connection, situation, OpenCase("订 4 位"))
    (first,) = cases.newest_first(connection, "main")
    cases.close(connection, "main", first.id, "来了", "wang", LATER)
    do(connection, situation, OpenCase("订 2 位"))
    do(connection, situation, OpenCase("咖啡凉了"), rule="投诉")
    other = make_contact(connection, "o-wang")
    do(connection, replace(situation, contact=other), OpenCase("订 9 位"))
    still_open = cases.newest_first(connection, "main", only_open=True)
    assert [case.subject for case in still_open] == ["订 9 位", "咖啡凉了", "订 2 位"]


def test_staff_are_notified_again_after_a_while(connection: Connection, situation: Situation) -> None:
    do(connection, situation, NotifyStaff("{nickname}要订位"))
    do(connection, replace(situation, now=NOON + timedelta(minutes=10)), NotifyStaff("{nickname}要订位"))
    left = notices.newest_first(connection, "main", unread=True)
    assert [(notice.text, notice.rule) for notice in left] == [("小林要订位", "订位")] * 2


def test_a_notice_may_tell_the_coupon_that_was_just_given(connection: Connection, situation: Situation) -> None:
    outcome = do(connection, situation, GiveCoupon("welcome"), GivePoints(5), NotifyStaff("{coupon_name}，{points}分"))
    assert outcome.coupon is not None
    assert [notice.text for notice in notices.newest_first(connection, "main")] == ["新朋友拿铁券，5分"]


def test_what_a_customer_typed_is_neither_link_nor_fact_nor_control(
    connection: Connection, situation: Situation
) -> None:
    typed = replace(situation, told={"备注": '<a href="//evil">{店名}</a>\x00\u202e{{7*7}}'})
    do(connection, typed, OpenCase("{备注}"), NotifyStaff("{备注}"), SetField("备注", "{备注}"))
    harmless = '＜a href="//evil"＞{店名}＜/a＞{{7*7}}'
    assert [case.subject for case in cases.newest_first(connection, "main")] == [harmless]
    assert [notice.text for notice in notices.newest_first(connection, "main")] == [harmless]
    assert contact(connection, situation).fields == {"备注": harmless}


def test_what_changes_the_conversation_is_left_to_who_leads_it(connection: Connection, situation: Situation) -> None:
    assert do(connection, situation, StartDialog("订位"), Hold(30)) == Outcome()
    assert announced(connection) == []


def test_a_second_reward_is_refused_and_the_rest_is_done(connection: Connection, situation: Situation) -> None:
    do(connection, situation, GivePoints(5))
    assert do(connection, situation, GivePoints(5), SetField("尺码", "L")).refused
    assert contact(connection, situation).fields == {"尺码": "L"}


def test_whose_field_could_not_be_set_hears_what_is_said_otherwise(
    connection: Connection, situation: Situation
) -> None:
    keep_phone = (SetField("phone", "{手机}"),)
    rule = Rule(name="留电话", when=When(), say=Text("记下 {手机}"), do=keep_phone, otherwise=Text("没记下"))
    assert perform(connection, rule, replace(situation, told={"手机": " "})).reply == Text("没记下")
    assert perform(connection, rule, replace(situation, told={"手机": "138"})).reply == Text("记下 138")
