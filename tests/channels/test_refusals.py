"""What is forged or hostile is refused with a clear status, and never says why the cipher did not fit."""

from base64 import b64encode
from collections.abc import Callable

import pytest
from wechatpy.crypto.cryptography import WeChatCipher

from app.channels.wechat.account import Mode
from app.channels.wechat.crypto import Cipher
from app.channels.wechat.door import WeChatDoor
from app.channels.wechat.phone import Push
from replies.answers.reply import Text
from tests.channels.wechat import (
    APP_ID,
    COMPATIBLE,
    COMPATIBLE_DOOR,
    DOOR,
    KEY,
    OTHER_KEY,
    PLAIN_DOOR,
    make_account,
    make_phone,
    message_xml,
    plain_push,
    refusal,
    safe_push,
    shown,
)
from tests.factories import NOON

RANDOM = b"0123456789abcdef"
XML = message_xml().encode()


def sealed_raw(plain: bytes) -> str:
    """Any bytes at all, encrypted with the right key."""
    return b64encode(WeChatCipher(bytes(range(32))).encrypt(plain)).decode()


def padded(message: bytes = XML, *, length: int | None = None, tail: str = APP_ID, pad: bytes | None = None) -> bytes:
    size = len(message) if length is None else length
    plain = RANDOM + size.to_bytes(4, "big") + message + tail.encode()
    missing = 32 - len(plain) % 32
    return plain + (bytes([missing]) * missing if pad is None else pad)


def filled(last: int) -> bytes:
    """Padding whose last byte lies."""
    missing = 32 - len(padded(pad=b"")) % 32
    return bytes([missing]) * (missing - 1) + bytes([last])


def overfilled() -> bytes:
    """Padding that agrees with itself, but is longer than any padding may be."""
    blanks = b" " * (16 - len(padded(pad=b"")) % 16)
    return padded(XML + blanks, pad=bytes([48]) * 48)


FORGED: dict[str, str] = {
    "a pad of 0": sealed_raw(padded(pad=filled(0))),
    "a pad of 33": sealed_raw(padded(pad=filled(33))),
    "a pad of 255": sealed_raw(padded(pad=filled(255))),
    "a pad of 48 that agrees with itself": sealed_raw(overfilled()),
    "a pad that disagrees with itself": sealed_raw(padded(pad=b"\1" + padded()[len(padded(pad=b"")) + 1 :])),
    "a length beyond the end": sealed_raw(padded(length=1 << 31)),
    "a length that reaches into the AppID": sealed_raw(padded(length=len(XML) + 1)),
    "a length that stops short": sealed_raw(padded(length=len(XML) - 1)),
    "another AppID": sealed_raw(padded(tail="wxffffffffffffffff")),
    "no AppID": sealed_raw(padded(tail="")),
    "an AppID that goes on": sealed_raw(padded(tail=APP_ID + "x")),
    "another key": Cipher(OTHER_KEY, APP_ID).encrypt(XML, RANDOM),
    "broken base64": Cipher(KEY, APP_ID).encrypt(XML, RANDOM)[:-2],
    "half a block": b64encode(b"x" * 24).decode(),
    "one block": sealed_raw(b"\x10" * 16),
    "no base64": "你好",
    "nothing but padding": sealed_raw(b"\x20" * 32),
}


@pytest.mark.parametrize("name", FORGED)
def test_every_flaw_of_a_sealed_message_is_answered_alike(name: str) -> None:
    unsigned = Push(safe_push(FORGED[name]).query | {"msg_signature": "0" * 40}, safe_push(FORGED[name]).body)
    assert refusal(DOOR, safe_push(FORGED[name])) == refusal(DOOR, unsigned)
    assert refusal(DOOR, safe_push(FORGED[name]))[0] == 403


@pytest.mark.parametrize("door", [PLAIN_DOOR, COMPATIBLE_DOOR])
def test_a_plain_push_signed_with_another_token_is_refused(door: WeChatDoor) -> None:
    assert refusal(door, plain_push(XML, token="guessed"))[0] == 403


@pytest.mark.parametrize("door", [COMPATIBLE_DOOR, DOOR])
def test_a_sealed_push_signed_with_another_token_is_refused(door: WeChatDoor) -> None:
    sealed = Cipher(KEY, APP_ID).encrypt(XML, RANDOM)
    assert door.open(safe_push(sealed).query, safe_push(sealed).body, NOON)
    assert refusal(door, safe_push(sealed, token="guessed"))[0] == 403


def test_in_safe_mode_a_signed_push_must_be_sealed() -> None:
    status, sentence = refusal(DOOR, plain_push(XML))
    assert status == 403
    assert "安全模式" in sentence


def test_the_signature_of_the_address_does_not_stand_in_for_that_of_the_message() -> None:
    push = make_phone().seal(message_xml(), NOON)
    assert refusal(DOOR, Push(push.query | {"msg_signature": push.query["signature"]}, push.body))[0] == 403


@pytest.mark.parametrize("missing", ["timestamp", "nonce", "msg_signature"])
@pytest.mark.parametrize("change", [lambda query, name: query.pop(name), lambda query, name: query.update({name: ""})])
def test_a_sealed_push_without_all_its_parameters_is_refused(
    missing: str, change: Callable[[dict[str, str], str], object]
) -> None:
    push = make_phone().seal(message_xml(), NOON)
    change(push.query, missing)
    assert refusal(DOOR, push)[0] == 403


@pytest.mark.parametrize("missing", ["timestamp", "nonce", "signature"])
def test_a_plain_push_without_all_its_parameters_is_refused(missing: str) -> None:
    push = plain_push(XML)
    del push.query[missing]
    assert refusal(PLAIN_DOOR, push)[0] == 403


@pytest.mark.parametrize("signature", ["你好", "\udcff", "", "0" * 40, "0" * 100_000])
def test_a_signature_that_is_none_is_refused(signature: str) -> None:
    push = plain_push(XML)
    push.query["signature"] = signature
    assert refusal(PLAIN_DOOR, push)[0] == 403


def test_a_plain_account_without_a_key_refuses_what_is_sealed() -> None:
    push = make_phone().seal(message_xml(), NOON)
    assert refusal(PLAIN_DOOR, push)[0] == 403
    assert refusal(PLAIN_DOOR, plain_push(push.body))[0] == 403


def test_a_plain_account_with_a_key_takes_what_is_sealed_while_the_mode_is_changed() -> None:
    door = WeChatDoor(make_account(Mode.PLAIN))
    push = make_phone().seal(message_xml(), NOON)
    answer = door.answer(door.open(push.query, push.body, NOON), Text("您好"), NOON)
    assert make_phone().read(answer) == Text("您好")
    assert door.open(plain_push(XML).query, XML, NOON).message.text == "积分查询"


def test_in_compatible_mode_the_plain_copy_beside_the_sealed_one_is_ignored() -> None:
    push = make_phone(COMPATIBLE).seal(message_xml(Content="积分"), NOON)
    forged = Push(push.query, push.body.replace("积分".encode(), "退款".encode()))
    assert forged.body != push.body
    assert COMPATIBLE_DOOR.open(forged.query, forged.body, NOON).message.text == "积分"


def test_in_compatible_mode_a_plain_push_is_taken_and_answered_plain() -> None:
    opened = COMPATIBLE_DOOR.open(plain_push(XML).query, XML, NOON)
    assert opened.message.text == "积分查询"
    assert b"<Content>" in COMPATIBLE_DOOR.answer(opened, Text("您好"), NOON)


def test_in_compatible_mode_a_sealed_copy_cannot_be_passed_off_as_plain() -> None:
    push = make_phone(COMPATIBLE).seal(message_xml(), NOON)
    stripped = {name: push.query[name] for name in ("signature", "timestamp", "nonce")}
    assert refusal(COMPATIBLE_DOOR, Push(stripped, push.body))[0] == 403


def test_a_raw_encrypt_type_means_plain() -> None:
    push = plain_push(XML)
    assert PLAIN_DOOR.open(push.query | {"encrypt_type": "raw"}, push.body, NOON).message.text == "积分查询"


def test_while_a_key_is_changed_the_previous_one_opens_and_its_push_is_answered_with_it() -> None:
    both = WeChatDoor(make_account(keys=(OTHER_KEY, KEY)))
    before, after = make_phone(make_account(keys=(KEY,))), make_phone(make_account(keys=(OTHER_KEY,)))
    for phone, key in ((before, KEY), (after, OTHER_KEY)):
        push = phone.seal(phone.text("积分"), NOON)
        answer = both.answer(both.open(push.query, push.body, NOON), Text("您有 120 积分"), NOON)
        assert shown(answer, key).findtext("Content") == "您有 120 积分"
        assert phone.read(answer) == Text("您有 120 积分")


@pytest.mark.parametrize("body", [b"", b"hello", b'{"Encrypt":"x"}', b"<xml><Encrypt>", b"\xff\xfe<\0x\0"])
def test_an_envelope_that_cannot_be_read_is_refused_as_such(body: bytes) -> None:
    assert refusal(DOOR, Push(safe_push("x").query, body))[0] == 400


@pytest.mark.parametrize("inside", ["", "<Encrypt/>", "<Encrypt>a</Encrypt><Encrypt>b</Encrypt>"])
def test_an_envelope_without_one_sealed_message_is_refused_as_forged(inside: str) -> None:
    assert refusal(DOOR, Push(safe_push("x").query, f"<xml>{inside}</xml>".encode()))[0] == 403
