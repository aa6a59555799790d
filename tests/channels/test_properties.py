"""Whatever is said arrives, and whatever arrives is either understood, kept aside or refused."""

import string
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.channels.wechat.account import Mode, WeChatAccount
from app.channels.wechat.answers import Rejected
from app.channels.wechat.crypto import Cipher
from app.channels.wechat.door import WeChatDoor
from app.channels.wechat.reader import BLANKS
from app.channels.wechat.refusals import Refused
from records.message import Kind
from replies.answers.reply import Text
from tests.channels.wechat import (
    APP_ID,
    COMPATIBLE,
    COMPATIBLE_DOOR,
    DOOR,
    KEY,
    PLAIN,
    PLAIN_DOOR,
    SAFE,
    answered,
    make_phone,
    message_xml,
    plain_push,
    safe_push,
    sample,
    shown,
)
from tests.factories import NOON

quick = settings(deadline=None, max_examples=60)

HOSTILE_PIECES = st.sampled_from(["]]>", "<![CDATA[", "]]", "\0", "\r\n", "&amp;", "\ud800", "\ufffe", "\x1b", "{x}"])
anything = st.lists(st.one_of(st.text(), HOSTILE_PIECES)).map("".join)


def allowed(character: str) -> bool:
    """Whether XML 1.0 has the character, in the words of its specification (2.2 Char)."""
    code = ord(character)
    return code in (0x9, 0xA, 0xD) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def sanitised(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character for character in lines if allowed(character))


@given(anything)
@quick
def test_any_text_is_said_in_sound_xml_and_arrives_as_it_was(said: str) -> None:
    expected = sanitised(said)
    answer = answered(message_xml(), Text(said))
    if not expected.strip():
        assert answer == b"success"
        return
    told = shown(answer).findtext("Content")
    assert told is not None
    assert expected.startswith(told)
    assert told == expected or 2048 - 64 < len(told.encode()) <= 2048


@pytest.mark.parametrize(
    ("account", "door"),
    [(PLAIN, PLAIN_DOOR), (COMPATIBLE, COMPATIBLE_DOOR), (SAFE, DOOR)],
    ids=list(Mode),
)
@given(said=anything)
@quick
def test_any_text_that_a_person_types_arrives_as_it_was(account: WeChatAccount, door: WeChatDoor, said: str) -> None:
    phone = make_phone(account)
    push = phone.seal(phone.text(said), NOON)
    message = door.open(push.query, push.body, NOON).message
    assert (message.kind, message.text) == (Kind.TEXT, sanitised(said).strip(BLANKS))


@given(st.binary(max_size=2000))
@example(b"\xef\xbb\xbf")
@example(b"<xml>\0</xml>")
@example(b"<?xml version='1.0' encoding='utf-16'?><xml/>")
@quick
def test_any_signed_bytes_are_kept_or_refused_and_a_database_can_keep_them(body: bytes) -> None:
    for door, push in ((PLAIN_DOOR, plain_push(body)), (DOOR, safe_push(sealed(body)))):
        with suppress(Refused):
            assert_keepable(door, push.query, push.body)


@given(st.dictionaries(st.text(), st.text()), st.binary())
@quick
def test_any_unsigned_request_is_refused(query: dict[str, str], body: bytes) -> None:
    for door in (PLAIN_DOOR, COMPATIBLE_DOOR, DOOR):
        with pytest.raises(Refused):
            door.open(query, body, NOON)
        with pytest.raises(Refused):
            door.verify(query)


@given(st.data())
@quick
def test_a_push_with_a_piece_cut_out_or_changed_is_kept_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["text", "subscribe_scene", "pic_weixin", "masssendjobfinish"]))
    whole = sample(name).encode()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 200)))
    body = whole[:start] + data.draw(st.binary(max_size=20)) + whole[end:]
    push = safe_push(sealed(body))
    with suppress(Refused):
        assert_keepable(DOOR, push.query, push.body)


@given(st.text(string.ascii_letters + string.digits + "+/=", max_size=400))
@quick
def test_any_signed_cipher_text_that_is_not_ours_is_refused_alike(cipher_text: str) -> None:
    push = safe_push(cipher_text)
    with pytest.raises(Refused) as refused:
        DOOR.open(push.query, push.body, NOON)
    assert refused.value.status == 403


@given(st.binary(max_size=500))
@quick
def test_any_answer_is_shown_or_rejected(answer: bytes) -> None:
    with suppress(Rejected):
        make_phone().read(answer)


def sealed(body: bytes) -> str:
    return Cipher(KEY, APP_ID).encrypt(body, b"0123456789abcdef")


def assert_keepable(door: WeChatDoor, query: dict[str, str], body: bytes) -> None:
    opened = door.open(query, body, NOON)
    message = opened.message
    for text in (message.body, message.text, message.subject, message.sender, message.key):
        assert "\0" not in text
        text.encode()
    assert len(message.sender) <= 64
    assert len(message.key) == 32
    assert door.answer(opened, Text("您好"), NOON)
