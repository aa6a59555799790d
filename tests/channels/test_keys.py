"""A push and its retries have one key, and nothing else has it."""

import pytest

from app.channels.wechat.account import WeChatAccount
from app.channels.wechat.door import WeChatDoor
from tests.channels.wechat import DOOR, KEY, SAFE, event_xml, make_phone, message_xml, opened, sample, sample_names
from tests.factories import NOON


def key(xml: str) -> str:
    return opened(xml).message.key


@pytest.mark.parametrize("name", sample_names())
def test_a_retry_has_the_same_key_though_it_is_sealed_and_signed_anew(name: str) -> None:
    assert key(sample(name)) == key(sample(name))
    assert len(key(sample(name))) == 32
    assert set(key(sample(name))) <= set("0123456789abcdef")


def test_no_two_samples_have_the_same_key() -> None:
    assert len({key(sample(name)) for name in sample_names()}) == len(sample_names())


def test_a_message_is_known_by_its_id_and_its_person() -> None:
    again = message_xml(CreateTime="1767225605", Content="换了说法")
    assert key(again) == key(message_xml())
    assert key(message_xml(MsgId="25000000000000002")) != key(message_xml())
    assert key(message_xml(FromUserName="oWang")) != key(message_xml())


def test_ids_beyond_what_a_float_can_tell_apart_are_told_apart() -> None:
    assert key(message_xml(MsgId="9007199254740993")) != key(message_xml(MsgId="9007199254740992"))


@pytest.mark.parametrize(
    "other",
    [
        event_xml("CLICK", EventKey="B"),
        event_xml("VIEW", EventKey="A"),
        event_xml("CLICK", EventKey="A", CreateTime="1767225601"),
        event_xml("CLICK", EventKey="A", FromUserName="oWang"),
        event_xml("CLICK", EventKey="A", MenuId="2"),
        event_xml("CLICK", EventKey="A", UserCardCode="2"),
    ],
)
def test_two_events_of_one_second_that_differ_in_anything_have_two_keys(other: str) -> None:
    assert key(other) != key(event_xml("CLICK", EventKey="A"))


def test_blanks_and_the_order_of_elements_do_not_change_the_key_of_an_event() -> None:
    one = event_xml("CLICK", EventKey="A", MenuId="1", Extra="<a>1</a><b>2</b>")
    other = event_xml("click", Extra="\n<b> 2 </b>\n<a><![CDATA[1]]></a>", EventKey=" A ", MenuId=" <![CDATA[1]]> ")
    assert key(one) == key(other)


def test_a_report_about_a_message_of_ours_is_not_taken_for_a_message_of_that_number() -> None:
    report = event_xml("TEMPLATESENDJOBFINISH", MsgID="25000000000000001", Status="success")
    assert key(report) != key(message_xml(MsgId="25000000000000001"))


def test_the_same_push_to_two_accounts_has_two_keys() -> None:
    push = make_phone().seal(message_xml(), NOON)
    other = WeChatDoor(WeChatAccount(id="b", app_id=SAFE.app_id, token=SAFE.token, aes_keys=(KEY,), mode=SAFE.mode))
    keys = {door.open(push.query, push.body, NOON).message.key for door in (DOOR, other)}
    assert len(keys) == 2
