"""The account, the person and the hostile forger that the tests of the WeChat channel speak of."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.channels.wechat.account import Mode, WeChatAccount
from app.channels.wechat.crypto import Cipher, sign
from app.channels.wechat.door import Opened, WeChatDoor
from app.channels.wechat.phone import Phone, Push
from app.channels.wechat.refusals import Refused
from replies.answers.reply import Reply
from tests.factories import NOON

HERE = Path(__file__).parent
PERSON = "oH2aB3cD4eF5gH6iJ7kL8mN9oP0q"
SHOP = "gh_0a1b2c3d4e5f"
APP_ID = "wx0123456789abcdef"
TOKEN = "h2token2026"
KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
OTHER_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
NOON_SECONDS = int(NOON.timestamp())


def make_account(mode: Mode = Mode.SAFE, *, keys: tuple[str, ...] = (KEY,), token: str = TOKEN) -> WeChatAccount:
    return WeChatAccount(id="main", app_id=APP_ID, token=token, aes_keys=keys, mode=mode)


SAFE = make_account()
PLAIN = make_account(Mode.PLAIN, keys=())
COMPATIBLE = make_account(Mode.COMPATIBLE)
DOOR = WeChatDoor(SAFE)
PLAIN_DOOR = WeChatDoor(PLAIN)
COMPATIBLE_DOOR = WeChatDoor(COMPATIBLE)


def make_phone(account: WeChatAccount = SAFE) -> Phone:
    return Phone(account, PERSON, SHOP, clock=lambda: NOON)


def sample(name: str) -> str:
    """A push as the protocol sheet shows it."""
    return (HERE / "samples" / f"{name}.xml").read_text("utf-8")


def sample_names() -> list[str]:
    return sorted(file.stem for file in (HERE / "samples").glob("*.xml"))


def message_xml(**elements: str) -> str:
    """A text message, with elements changed, added or, when empty, left out."""
    usual = {
        "ToUserName": SHOP,
        "FromUserName": PERSON,
        "CreateTime": "1767225600",
        "MsgType": "text",
        "Content": "积分查询",
        "MsgId": "25000000000000001",
    }
    told = usual | elements
    return f"<xml>{''.join(f'<{name}>{value}</{name}>' for name, value in told.items() if value)}</xml>"


def event_xml(event: str, **elements: str) -> str:
    return message_xml(MsgType="event", Event=event, Content="", MsgId="", **elements)


def opened(xml: str) -> Opened:
    """What the door of the safe account makes of it."""
    push = make_phone().seal(xml, NOON)
    return DOOR.open(push.query, push.body, NOON)


def answered(xml: str, reply: Reply) -> bytes:
    return DOOR.answer(opened(xml), reply, NOON)


def plain_push(body: bytes, token: str = TOKEN) -> Push:
    """Any bytes at all, rightly signed."""
    signature = sign(token, "1767225600", "900000001")
    return Push({"signature": signature, "timestamp": "1767225600", "nonce": "900000001"}, body)


def safe_push(sealed: str, token: str = TOKEN) -> Push:
    """Any cipher text at all, rightly signed."""
    signature = sign(token, "1767225600", "900000001", sealed)
    query = {"timestamp": "1767225600", "nonce": "900000001", "encrypt_type": "aes", "msg_signature": signature}
    return Push(query, f"<xml><ToUserName>{SHOP}</ToUserName><Encrypt>{sealed}</Encrypt></xml>".encode())


def shown(answer: bytes, key: str = KEY) -> ElementTree.Element:
    """The reply inside a sealed answer, read by a parser that is not ours."""
    sealed = ElementTree.fromstring(answer).findtext("Encrypt")
    assert sealed is not None
    return ElementTree.fromstring(Cipher(key, APP_ID).decrypt(sealed))


def refusal(door: WeChatDoor, push: Push) -> tuple[int, str]:
    """The status and the sentence with which the door refuses a push."""
    with pytest.raises(Refused) as refused:
        door.open(push.query, push.body, NOON)
    return refused.value.status, str(refused.value)
