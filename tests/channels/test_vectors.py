"""Every crypto vector of the protocol sheet holds."""

import pytest

from app.channels.wechat.account import Mode, WeChatAccount
from app.channels.wechat.crypto import Cipher, is_signed, sign
from app.channels.wechat.door import WeChatDoor
from app.channels.wechat.refusals import Refused
from records.message import Kind
from replies.answers.reply import Text
from tests.channels.vectors import H1, H4, H5, OPENED, SEALED, V3, V5, Vector
from tests.channels.wechat import APP_ID, KEY, PERSON, SHOP, TOKEN, make_phone
from tests.factories import NOON

SIGNED_QUERIES = {
    "V1": ("AAAAA", "1714036504", "1514711492", "f464b24fc39322e44b38aa78f5edd27bd1441696"),
    "V2": ("AAAAA", "1714037059", "486452656", "899cf89e464efb63f54ddac96b0a0a235f53aa78"),
    "V9": ("test", "1410685589", "test", "f21891de399b4e33a1a93c9a7b8a8fffb5a443ff"),
}


def door_of(vector: Vector, app_id: str = "") -> WeChatDoor:
    keys = (vector.aes_key,)
    return WeChatDoor(
        WeChatAccount(id="main", app_id=app_id or vector.app_id, token=vector.token, aes_keys=keys, mode=Mode.SAFE)
    )


def pushed(vector: Vector) -> tuple[dict[str, str], bytes]:
    query = {"timestamp": vector.timestamp, "nonce": vector.nonce, "msg_signature": vector.msg_signature}
    return query, f"<xml><Encrypt><![CDATA[{vector.sealed}]]></Encrypt></xml>".encode()


@pytest.mark.parametrize("name", SIGNED_QUERIES)
def test_a_query_is_signed_as_published(name: str) -> None:
    token, timestamp, nonce, signature = SIGNED_QUERIES[name]
    assert sign(token, timestamp, nonce) == signature
    assert is_signed(signature, token, timestamp, nonce)
    assert not is_signed(signature.upper(), token, timestamp, nonce)


def test_the_greeting_v1_is_answered_with_its_echo() -> None:
    account = WeChatAccount(id="main", app_id="wxba5fad812f8e6fb9", token="AAAAA", mode=Mode.PLAIN)
    _, timestamp, nonce, signature = SIGNED_QUERIES["V1"]
    query = {"signature": signature, "timestamp": timestamp, "nonce": nonce, "echostr": "4375120948345356249"}
    assert WeChatDoor(account).verify(query) == "4375120948345356249"


@pytest.mark.parametrize("name", OPENED)
def test_a_sealed_message_is_opened(name: str) -> None:
    vector = OPENED[name]
    message = Cipher(vector.aes_key, vector.app_id).decrypt(vector.sealed).decode()
    assert message == vector.message if vector.message else message


@pytest.mark.parametrize("name", SEALED)
def test_a_message_is_sealed_to_the_very_same_characters(name: str) -> None:
    vector = SEALED[name]
    cipher = Cipher(vector.aes_key, vector.app_id)
    assert cipher.encrypt(vector.message.encode(), vector.random.encode()) == vector.sealed


@pytest.mark.parametrize("name", [name for name, vector in OPENED.items() if vector.msg_signature])
def test_a_sealed_message_is_signed_as_published(name: str) -> None:
    vector = OPENED[name]
    assert sign(vector.token, vector.timestamp, vector.nonce, vector.sealed) == vector.msg_signature
    if vector.signature:
        assert sign(vector.token, vector.timestamp, vector.nonce) == vector.signature


def test_the_door_opens_h1_as_the_text_that_it_is() -> None:
    opened = door_of(H1).open(*pushed(H1), NOON)
    assert opened.message.kind is Kind.TEXT
    assert opened.message.text == "积分查询"
    assert opened.message.body == H1.message
    assert (opened.message.sender, opened.addressed) == (PERSON, SHOP)


def test_the_published_push_v3_is_json_for_mini_programs_and_goes_to_quarantine_whole() -> None:
    message = door_of(V3).open(*pushed(V3), NOON).message
    assert message.kind is Kind.QUARANTINED
    assert len(message.body.encode()) == 167


def test_the_published_push_v5_is_opened_by_the_door() -> None:
    assert "hello" in door_of(V5).open(*pushed(V5), NOON).message.body


def test_h5_is_refused_because_it_is_sealed_for_another_app() -> None:
    with pytest.raises(Refused) as refused:
        door_of(H5, app_id=APP_ID).open(*pushed(H5), NOON)
    assert refused.value.status == 403


def test_the_published_answer_h4_is_read_by_the_phone() -> None:
    envelope = (
        f"<xml><Encrypt>{H4.sealed}</Encrypt><MsgSignature>{H4.msg_signature}</MsgSignature>"
        f"<TimeStamp>{H4.timestamp}</TimeStamp><Nonce>{H4.nonce}</Nonce></xml>"
    )
    assert make_phone().read(envelope.encode()) == Text("您有 120 积分")
    assert (H4.token, H4.aes_key) == (TOKEN, KEY)
