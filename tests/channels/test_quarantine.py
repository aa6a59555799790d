"""What is rightly signed but not to be understood is kept whole, credited to nobody, and acknowledged."""

import pytest

from app.channels.wechat.crypto import Cipher
from app.channels.wechat.door import SUCCESS, Opened
from records.message import Kind
from replies.answers.reply import Text
from tests.channels.wechat import (
    APP_ID,
    DOOR,
    KEY,
    PERSON,
    PLAIN_DOOR,
    event_xml,
    make_phone,
    message_xml,
    opened,
    plain_push,
    safe_push,
    sample,
)
from tests.factories import NOON

WITHOUT = {name: message_xml(**{name: ""}) for name in ("FromUserName", "MsgType", "CreateTime", "MsgId")}
TWICE = message_xml().replace("</xml>", "<FromUserName>oOther</FromUserName></xml>")

NOT_UNDERSTOOD = {
    "no XML": ("喂喂", "XML"),
    "JSON": ('{"FromUserName":"oLin"}', "XML"),
    "broken off": (message_xml()[:-9], "XML"),
    "two roots": (message_xml() * 2, "XML"),
    "an entity that nobody declared": (message_xml(Content="&nbsp;"), "XML"),
    "nothing": ("", "XML"),
    "an empty element": ("<xml/>", "FromUserName"),
    "a root of text": ("<xml>hello</xml>", "FromUserName"),
    "two senders": (TWICE, "FromUserName"),
    "elements for a sender": (message_xml(FromUserName="<a>1</a>"), "FromUserName"),
    "an endless openid": (message_xml(FromUserName="o" * 65), "FromUserName"),
    "an openid with a line break": (message_xml(FromUserName="oLin&#10;oWang"), "FromUserName"),
    "an openid with a control character": (message_xml(FromUserName="oLin\x85\u200eX"), "FromUserName"),
    "an endless unionid": (event_xml("user_get_card", UnionId="u" * 65), "UnionID"),
    "a moment in words": (message_xml(CreateTime="noon"), "CreateTime"),
    "a moment in other digits": (message_xml(CreateTime="١٧٦٧٢٢٥٦٠٠"), "CreateTime"),
    "a moment before time": (message_xml(CreateTime="-1"), "CreateTime"),
    "a moment in milliseconds": (message_xml(CreateTime="1767225600000"), "CreateTime"),
    "a moment after time": (message_xml(CreateTime="9" * 5000), "CreateTime"),
    "an event without a name": (event_xml(""), "Event"),
    "a scan of nothing": (sample("ugly_scan_without_key"), "EventKey"),
} | {f"without {name}": (xml, name) for name, xml in WITHOUT.items()}


def assert_quarantined(push: Opened, reason: str) -> None:
    message = push.message
    assert message.kind is Kind.QUARANTINED
    assert reason in message.text
    assert (message.sender, message.unionid, message.source, message.occurred_at) == ("", "", None, NOON)
    assert DOOR.answer(push, Text("您好"), NOON) == SUCCESS


@pytest.mark.parametrize("name", NOT_UNDERSTOOD)
def test_what_is_not_understood_is_kept_whole_with_the_reason(name: str) -> None:
    body, reason = NOT_UNDERSTOOD[name]
    push = opened(body)
    assert_quarantined(push, reason)
    assert push.message.body == body


@pytest.mark.parametrize("name", NOT_UNDERSTOOD)
def test_it_is_the_same_when_it_comes_plain(name: str) -> None:
    body, _ = NOT_UNDERSTOOD[name]
    push = plain_push(body.encode())
    assert PLAIN_DOOR.open(push.query, push.body, NOON).message == opened(body).message


@pytest.mark.parametrize("body", [b"<xml>\xff\xfe</xml>", "<xml>你好</xml>".encode("gb18030"), b"\xed\xa0\x80"])
def test_bytes_that_are_no_utf_8_are_kept_readable(body: bytes) -> None:
    push = safe_push(Cipher(KEY, APP_ID).encrypt(body, b"0123456789abcdef"))
    opened = DOOR.open(push.query, push.body, NOON)
    assert_quarantined(opened, "UTF-8")
    assert "\\x" in opened.message.body


def test_nul_is_not_kept_because_postgresql_cannot() -> None:
    assert opened("a\0b").message.body == "ab"


def test_its_retry_has_its_key_and_another_has_another() -> None:
    first, retry, other = (opened(body).message.key for body in ("one", "one", "two"))
    assert first == retry != other
    assert len(first) == 32


def test_the_odd_but_real_shape_with_stray_text_is_a_text_and_is_answered() -> None:
    push = opened(sample("ugly_stray_text"))
    assert (push.message.kind, push.message.sender) == (Kind.TEXT, PERSON)
    assert make_phone().read(DOOR.answer(push, Text("您好"), NOON)) == Text("您好")
