"""Pushes as WeChat sends them: signed, sealed, and laid out as raw HTTP before any clock starts."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Literal
from urllib.parse import urlencode

import msgspec

from app.channels.wechat import phone
from app.channels.wechat.account import Mode as WeChatMode
from app.channels.wechat.account import WeChatAccount
from tests.bench import vocabulary
from tests.bench.account import AES_KEY, APP_ID, ORIGINAL_ID, PATH, TOKEN

Mode = Literal["aes", "plain"]

PEOPLE = 5_000
FIRST_MSG_ID = 25_000_000_000_000_000

MESSAGE = (
    "<xml><ToUserName><![CDATA[{account}]]></ToUserName><FromUserName><![CDATA[{openid}]]></FromUserName>"
    "<CreateTime>{now:.0f}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content>"
    "<MsgId>{msg_id}</MsgId></xml>"
)
REQUEST = (
    "{verb} {path}?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\n"
    "Content-Type: text/xml\r\nContent-Length: {length}\r\nConnection: Keep-Alive\r\n\r\n"
)


class Push(msgspec.Struct, frozen=True):
    """Message ``number`` of a person, as the bytes of its request."""

    number: int
    openid: str
    request: bytes


def prepare(numbers: Sequence[int], mode: Mode, people: int = PEOPLE) -> list[Push]:
    """One text message per number, each with a MsgId of its own, from ``people`` different people in turn."""
    now = datetime.now(UTC)
    return [_push(number, openid(number % people), mode, now) for number in numbers]


def openid(person: int) -> str:
    """28 characters, as WeChat's are."""
    return f"oH2aB3cD4eF5gH6iJ7kL{person:08d}"


@cache
def phone_of(person: str, mode: Mode) -> phone.Phone:
    """The other end of the wire for an openid."""
    return phone.Phone(_account(mode), person, ORIGINAL_ID)


def check_request() -> bytes:
    """The signed GET with which WeChat checks an address; the answer is its echostr."""
    query = phone_of(openid(0), "plain").greeting("4375120948", datetime.now(UTC))
    return REQUEST.format(verb="GET", path=PATH, query=urlencode(query), length=0).encode()


def _push(number: int, person: str, mode: Mode, now: datetime) -> Push:
    xml = MESSAGE.format(
        account=ORIGINAL_ID,
        openid=person,
        now=now.timestamp() // 1,
        text=vocabulary.question(number),
        msg_id=FIRST_MSG_ID + number,
    )
    sealed = phone_of(person, mode).seal(xml, now)
    head = REQUEST.format(verb="POST", path=PATH, query=urlencode(sealed.query), length=len(sealed.body))
    return Push(number, person, head.encode() + sealed.body)


def _account(mode: Mode) -> WeChatAccount:
    keys, wechat_mode = ((AES_KEY,), WeChatMode.SAFE) if mode == "aes" else ((), WeChatMode.PLAIN)
    return WeChatAccount(id="main", app_id=APP_ID, token=TOKEN, aes_keys=keys, mode=wechat_mode)
