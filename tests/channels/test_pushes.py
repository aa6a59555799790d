"""Every message type and event of the protocol sheet becomes the message that it means."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from app.channels.wechat.door import SUCCESS
from records.message import Kind, Message, Source
from replies.answers.reply import Text
from tests.channels.expected import EVENTS, EXPECTED, NOTICES, REPORTS, TEXTS, UNKNOWN, USUAL
from tests.channels.wechat import (
    COMPATIBLE,
    COMPATIBLE_DOOR,
    DOOR,
    PERSON,
    PLAIN,
    PLAIN_DOOR,
    SAFE,
    SHOP,
    answered,
    event_xml,
    make_phone,
    message_xml,
    opened,
    sample,
    sample_names,
)
from tests.factories import NOON

UGLY = {"ugly_scan_without_key"}


def told(message: Message) -> dict[str, Any]:
    """What the message says, without what every message has."""
    return {name: getattr(message, name) for name in ("kind", "sender", *USUAL)}


def test_no_sample_of_the_sheet_is_forgotten() -> None:
    assert set(sample_names()) - UGLY == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_push_becomes_the_message_that_it_means(name: str) -> None:
    push = opened(sample(name))
    assert told(push.message) == USUAL | EXPECTED[name]
    assert push.message.body == sample(name)
    assert push.message.occurred_at == datetime(2026, 1, 1, tzinfo=UTC)
    assert push.addressed == SHOP


@pytest.mark.parametrize("name", EXPECTED)
def test_a_push_means_the_same_and_has_the_same_key_in_every_mode(name: str) -> None:
    messages = []
    for account, door in ((PLAIN, PLAIN_DOOR), (COMPATIBLE, COMPATIBLE_DOOR), (SAFE, DOOR)):
        push = make_phone(account).seal(sample(name).strip(), NOON)
        messages.append(door.open(push.query, push.body, NOON).message)
    assert messages[0] == messages[1] == messages[2]


@pytest.mark.parametrize("name", TEXTS | EVENTS)
def test_who_is_there_is_answered(name: str) -> None:
    unfollowed = EXPECTED[name]["kind"] is Kind.UNFOLLOW
    assert (answered(sample(name), Text("您好")) == SUCCESS) == unfollowed


@pytest.mark.parametrize("name", [*REPORTS, *NOTICES, *(name.lower() for name in UNKNOWN)])
def test_what_no_one_waits_for_is_only_acknowledged(name: str) -> None:
    assert answered(sample(name), Text("您好")) == SUCCESS


def test_what_the_platform_could_not_deliver_is_no_text_of_the_person() -> None:
    message = opened(message_xml(Content="【收到不支持的消息类型，暂无法显示】")).message
    assert (message.kind, message.text) == (Kind.UNSUPPORTED, "")


@pytest.mark.parametrize(
    ("key", "scene"),
    [
        ("qrscene_123", "123"),
        ("qrscene_qrscene_a", "qrscene_a"),
        ("qrscene_a_qrscene_", "a_qrscene_"),
        ("last_trade_no_4200000001", "last_trade_no_4200000001"),
        ("scanbarcode|ean13|6901234567892", "scanbarcode|ean13|6901234567892"),
    ],
)
def test_only_the_leading_prefix_of_a_scene_is_cut_and_only_once(key: str, scene: str) -> None:
    message = opened(event_xml("subscribe", EventKey=key)).message
    assert (message.subject, message.source) == (scene, Source(scene, key))


def test_a_follow_without_event_key_has_no_source() -> None:
    assert opened(event_xml("subscribe")).message.source is None


@pytest.mark.parametrize("event", ["scan", "SCAN", "Scan"])
def test_the_case_of_an_event_does_not_matter(event: str) -> None:
    assert opened(event_xml(event, EventKey="a")).message == msgspec.structs.replace(
        opened(event_xml("SCAN", EventKey="a")).message, body=event_xml(event, EventKey="a")
    )


def test_the_case_of_a_message_type_does_not_matter() -> None:
    assert opened(message_xml(MsgType="TEXT")).message.kind is Kind.TEXT


@pytest.mark.parametrize("event", ["FREEPUBLISHJOBFINISH", "MASSSENDJOBFINISH", "PUBLISHJOBFINISH"])
def test_all_three_names_of_the_publishing_report_are_taken(event: str) -> None:
    message = opened(sample("publishjobfinish").replace("PUBLISHJOBFINISH", event)).message
    assert (message.kind, message.sender) == (Kind.SENT_REPORT, "")


def test_a_report_of_a_notice_is_read_without_its_list_too() -> None:
    flat = sample("subscribe_msg_sent_event").replace("<List>", "").replace("</List>", "")
    assert opened(flat).message.subject == "1700827132819554304"


def test_of_two_reports_in_one_push_the_first_gives_the_subject() -> None:
    both = sample("subscribe_msg_sent_event").replace("</List>", "</List><List><MsgID>2</MsgID></List>")
    assert opened(both).message.subject == "1700827132819554304"


@pytest.mark.parametrize("element", ["OpenID", "openid"])
def test_a_changed_profile_is_credited_to_the_person_and_never_to_the_service(element: str) -> None:
    told = {element: "oLin"}
    assert opened(event_xml("user_info_modified", FromUserName="oService", **told)).message.sender == "oLin"


def test_a_changed_profile_of_nobody_is_credited_to_nobody() -> None:
    assert opened(event_xml("user_info_modified", FromUserName="oService")).message.sender == ""


@pytest.mark.parametrize("message_type", ["device_text", "hologram"])
@pytest.mark.parametrize("message_id", ["", "25000000000000099"])
def test_an_unknown_type_is_kept_whole_with_its_sender(message_type: str, message_id: str) -> None:
    xml = message_xml(MsgType=message_type, MsgId=message_id, Content="", Hardware="x")
    message = opened(xml).message
    assert (message.kind, message.sender, message.subject) == (Kind.UNKNOWN, PERSON, message_type)
    assert message.body == xml
    assert answered(xml, Text("您好")) == SUCCESS


@pytest.mark.parametrize(("latitude", "longitude"), [("north", "1"), ("91", "0"), ("0", "181"), ("nan", "0"), ("", "")])
def test_a_place_on_no_map_is_left_out(latitude: str, longitude: str) -> None:
    message = opened(message_xml(MsgType="location", Location_X=latitude, Location_Y=longitude, Label="这里")).message
    assert (message.kind, message.place, message.text) == (Kind.LOCATION, None, "这里")


def test_a_byte_order_mark_and_blanks_around_are_no_harm() -> None:
    message = opened("\ufeff\n" + message_xml(Content=" <![CDATA[你好]]> ")).message
    assert (message.kind, message.text) == (Kind.TEXT, "你好")
