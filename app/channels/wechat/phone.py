"""The other end of the wire: a person's phone together with the platform (protocol sheet 8).

What the sandbox page, ``huitou chat``, the tests and the benchmarks speak with: it sends what WeChat would send and
accepts only what WeChat would show.
"""

from datetime import datetime
from os import urandom
from secrets import randbits

import msgspec

from app.channels.wechat.account import Mode, WeChatAccount
from app.channels.wechat.answers import Rejected, to_reply
from app.channels.wechat.crypto import RANDOM_BYTES, Cipher, Unopened, is_signed, sign
from app.channels.wechat.details import QR_PREFIX
from app.channels.wechat.limits import EVENT_ARTICLES, MESSAGE_ARTICLES
from app.channels.wechat.reader import Fields, one, read
from app.channels.wechat.refusals import NotUnderstood, Refused
from app.channels.wechat.xmltext import escape
from records.clock import Clock, utc_now
from replies.answers.reply import News, Reply

ENVELOPE = frozenset({"Encrypt", "MsgSignature", "TimeStamp", "Nonce"})
SECONDS_DIGITS = 10


class Push(msgspec.Struct, frozen=True):
    """One POST of the platform: what follows the question mark, and the body."""

    query: dict[str, str]
    body: bytes


class Phone:
    """A person, ``openid``, in the chat with the account whose own id is ``addressed`` (``gh_…``)."""

    def __init__(self, account: WeChatAccount, openid: str, addressed: str, clock: Clock = utc_now) -> None:
        self._account = account
        self._openid = openid
        self._addressed = addressed
        self._clock = clock
        self._ciphers = tuple(Cipher(key, account.app_id) for key in account.aes_keys)
        self._last_id = 0
        self._articles = MESSAGE_ARTICLES

    def text(self, content: str) -> str:
        """The XML of a text, as all of these, with a new MsgId and the present second."""
        return self._message("text", Content=content)

    def picture(self) -> str:
        return self._message("image", PicUrl="http://mmbiz.qpic.cn/mmbiz_jpg/sample/0", MediaId="media-image-001")

    def voice(self) -> str:
        return self._message("voice", MediaId="media-voice-001", Format="amr")

    def location(self, latitude: float, longitude: float, label: str) -> str:
        return self._message("location", Location_X=str(latitude), Location_Y=str(longitude), Scale="15", Label=label)

    def follow(self, scene: str | None = None) -> str:
        """Follows the account, through the QR code of a scene or by its name."""
        if scene is None:
            return self._event("subscribe", EventKey="")
        return self._event("subscribe", EventKey=f"{QR_PREFIX}{scene}", Ticket=f"ticket-{scene}")

    def unfollow(self) -> str:
        return self._event("unsubscribe", EventKey="")

    def scan(self, scene: str) -> str:
        """Scans the QR code of a scene as somebody who follows already."""
        return self._event("SCAN", EventKey=scene, Ticket=f"ticket-{scene}")

    def click(self, key: str) -> str:
        return self._event("CLICK", EventKey=key)

    def greeting(self, echostr: str, now: datetime) -> dict[str, str]:
        """The query of the platform's GET, which asks for ``echostr`` back."""
        return self._signed(now) | {"echostr": echostr}

    def seal(self, xml: str, now: datetime) -> Push:
        """Any XML, signed and sealed as the account's mode says."""
        self._articles = EVENT_ARTICLES if "<MsgType><![CDATA[event]]>" in xml else MESSAGE_ARTICLES
        query = self._signed(now) | {"openid": self._openid}
        if self._account.mode is Mode.PLAIN:
            return Push(query, xml.encode())
        sealed = self._ciphers[0].encrypt(xml.encode(), urandom(RANDOM_BYTES))
        signature = sign(self._account.token, query["timestamp"], query["nonce"], sealed)
        query |= {"encrypt_type": "aes", "msg_signature": signature}
        return Push(query, self._envelope(xml, f"<Encrypt><![CDATA[{sealed}]]></Encrypt>").encode())

    def read(self, answer: bytes) -> Reply | None:
        """What the person is shown for the last push, None for nothing. Raises ``Rejected``."""
        if answer in (b"", b"success"):
            return None
        fields = _read(answer)
        if "Encrypt" in fields:
            fields = _read(self._opened(fields))
        elif self._account.mode is Mode.SAFE:
            raise Rejected("in safe mode the answer is encrypted")
        self._check_head(fields)
        reply = to_reply(fields)
        if isinstance(reply, News) and len(reply.articles) > self._articles:
            raise Rejected(f"at most {self._articles} article(s) here")
        return reply

    def _message(self, message_type: str, **elements: str) -> str:
        # Rising, and not used by another phone of the same person either.
        fresh = int(self._clock().timestamp()) << 31 | randbits(31)
        self._last_id = max(self._last_id + 1, fresh)
        return self._xml(message_type, elements | {"MsgId": str(self._last_id)})

    def _event(self, event: str, **elements: str) -> str:
        return self._xml("event", {"Event": event} | elements)

    def _xml(self, message_type: str, elements: dict[str, str]) -> str:
        head = {"ToUserName": self._addressed, "FromUserName": self._openid, "MsgType": message_type}
        told = "".join(f"<{name}><![CDATA[{escape(value)}]]></{name}>" for name, value in (head | elements).items())
        return f"<xml>{told}<CreateTime>{int(self._clock().timestamp())}</CreateTime></xml>"

    def _signed(self, now: datetime) -> dict[str, str]:
        timestamp, nonce = str(int(now.timestamp())), str(randbits(31))
        signature = sign(self._account.token, timestamp, nonce)
        return {"signature": signature, "timestamp": timestamp, "nonce": nonce}

    def _envelope(self, xml: str, sealed: str) -> str:
        if self._account.mode is Mode.COMPATIBLE:
            return f"{xml.removesuffix('</xml>')}{sealed}</xml>"
        return f"<xml><ToUserName><![CDATA[{self._addressed}]]></ToUserName>{sealed}</xml>"

    def _opened(self, envelope: Fields) -> bytes:
        if self._account.mode is Mode.PLAIN:
            raise Rejected("in plain mode the answer is not encrypted")
        if set(envelope) != ENVELOPE:
            raise Rejected(f"the envelope has exactly the elements {', '.join(sorted(ENVELOPE))}")
        sealed = one(envelope, "Encrypt")
        signed = (self._account.token, one(envelope, "TimeStamp"), one(envelope, "Nonce"), sealed)
        if not is_signed(one(envelope, "MsgSignature"), *signed):
            raise Rejected("the MsgSignature is wrong")
        try:
            return self._ciphers[0].decrypt(sealed)
        except Unopened as error:
            raise Rejected("it is sealed with another key, or for another AppID") from error

    def _check_head(self, fields: Fields) -> None:
        if (one(fields, "ToUserName"), one(fields, "FromUserName")) != (self._openid, self._addressed):
            raise Rejected("ToUserName is the person, FromUserName the account")
        moment = one(fields, "CreateTime")
        if not (moment.isdigit() and len(moment) == SECONDS_DIGITS):
            raise Rejected("CreateTime is in seconds")


def _read(xml: bytes) -> Fields:
    try:
        return read(xml)
    except (NotUnderstood, Refused) as error:
        raise Rejected("the answer is no XML") from error
