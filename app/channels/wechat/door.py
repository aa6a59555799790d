"""The door of one account: pushes come in as messages, replies go out as the platform wants them."""

from collections.abc import Mapping
from datetime import datetime
from os import urandom

import msgspec

from app.channels.wechat.account import Mode, WeChatAccount
from app.channels.wechat.crypto import RANDOM_BYTES, Cipher, Unopened, is_signed, sign
from app.channels.wechat.inbound import quarantined, understand
from app.channels.wechat.kinds import NOBODY_LISTENS
from app.channels.wechat.reader import Fields, one, read
from app.channels.wechat.refusals import NotUnderstood, Refused
from app.channels.wechat.render import render
from records.message import SAID, Message
from replies.answers.reply import Reply

BODY_LIMIT = 64 * 1024
"""The largest body that may be given to the door, in bytes."""

SUCCESS = b"success"
"""Taken, nothing to show, no retry: never encrypted (protocol sheet 1.5)."""

_NOT_OURS = (
    "Not a push of this account. If it came from WeChat, compare the token, the AppID, the AES key and the mode "
    "with 服务器配置 in the WeChat console."
)
_NOT_SEALED = "This account takes encrypted pushes only. Choose 安全模式 under 服务器配置 in the WeChat console."


class Opened(msgspec.Struct, frozen=True):
    """A push. ``addressed`` is the account's own id (``gh_…``); ``cipher`` is what sealed it, None if it came plain."""

    message: Message
    addressed: str
    cipher: Cipher | None


class WeChatDoor:
    """Verifies, opens and answers the pushes of one account."""

    def __init__(self, account: WeChatAccount) -> None:
        self._account = account
        self._ciphers = tuple(Cipher(key, account.app_id) for key in account.aes_keys)

    def verify(self, query: Mapping[str, str]) -> str:
        """The text to answer to the platform's GET (protocol sheet 1.2). Raises ``Refused`` (403)."""
        self._check(query, "signature")
        return _parameter(query, "echostr")

    def open(self, query: Mapping[str, str], body: bytes, now: datetime) -> Opened:
        """The message in a push; one of kind ``QUARANTINED`` when it is signed but not to be understood.

        Raises ``Refused``: 403 when it is not signed, not sealed as it must be, or for another AppID; 400 when the
        envelope cannot be read or the XML is hostile.
        """
        if _claims_a_seal(query):
            message, cipher = self._unseal(query, body)
            return self._understand(message, cipher, now)
        if self._account.mode is Mode.SAFE:
            raise Refused(403, _NOT_SEALED)
        self._check(query, "signature")
        return self._understand(body, None, now)

    def answer(self, opened: Opened, reply: Reply, now: datetime) -> bytes:
        """The body to answer: sealed as the push was, or ``success`` where nothing is or can be shown."""
        message = opened.message
        if message.kind in NOBODY_LISTENS or not (message.sender and opened.addressed):
            return SUCCESS
        moment = int(now.timestamp())
        # Only what was said may be handed over, and gets one article (protocol sheet 3.1, 3.3).
        after_message = message.kind in SAID
        xml = render(reply, to=message.sender, origin=opened.addressed, moment=moment, after_message=after_message)
        if not xml:
            return SUCCESS
        return xml.encode() if opened.cipher is None else self._seal(opened.cipher, xml, moment)

    def _check(self, query: Mapping[str, str], name: str, *signed: str) -> None:
        timestamp, nonce = _parameter(query, "timestamp"), _parameter(query, "nonce")
        if not is_signed(_parameter(query, name), self._account.token, timestamp, nonce, *signed):
            raise Refused(403, _NOT_OURS)

    def _unseal(self, query: Mapping[str, str], body: bytes) -> tuple[bytes, Cipher]:
        """What is inside the envelope; a plain copy beside it is not looked at, since nothing signs it."""
        _parameter(query, "msg_signature")
        sealed = one(_envelope(body), "Encrypt")
        self._check(query, "msg_signature", sealed)
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(sealed), cipher
            except Unopened:
                continue
        raise Refused(403, _NOT_OURS)

    def _understand(self, body: bytes, cipher: Cipher | None, now: datetime) -> Opened:
        try:
            text = body.decode()
            fields = read(body)
            if cipher is None and "Encrypt" in fields:
                raise Refused(403, _NOT_OURS)
            message = understand(self._account.id, fields, text)
        except UnicodeDecodeError:
            return Opened(quarantined(self._account.id, body, "不是 UTF-8 编码", now), "", cipher)
        except NotUnderstood as error:
            return Opened(quarantined(self._account.id, body, str(error), now), "", cipher)
        return Opened(message, one(fields, "ToUserName"), cipher)

    def _seal(self, cipher: Cipher, xml: str, moment: int) -> bytes:
        random = urandom(RANDOM_BYTES + 8)
        sealed = cipher.encrypt(xml.encode(), random[:RANDOM_BYTES])
        nonce = random[RANDOM_BYTES:].hex()
        signature = sign(self._account.token, str(moment), nonce, sealed)
        return (
            f"<xml>\n<Encrypt><![CDATA[{sealed}]]></Encrypt>\n"
            f"<MsgSignature><![CDATA[{signature}]]></MsgSignature>\n"
            f"<TimeStamp>{moment}</TimeStamp>\n<Nonce><![CDATA[{nonce}]]></Nonce>\n</xml>"
        ).encode()


def _claims_a_seal(query: Mapping[str, str]) -> bool:
    return query.get("encrypt_type") == "aes" or "msg_signature" in query


def _parameter(query: Mapping[str, str], name: str) -> str:
    value = query.get(name)
    if not value:
        raise Refused(403, _NOT_OURS)
    return value


def _envelope(body: bytes) -> Fields:
    try:
        return read(body)
    except NotUnderstood as error:
        raise Refused(400, "The envelope cannot be read: XML with one Encrypt element is expected.") from error
