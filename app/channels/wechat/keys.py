"""What makes a push the same as its retry (protocol sheet 1.7).

Built from what was read, not from the bytes, so that a push has one key whether it came plain or sealed.
"""

from collections.abc import Mapping
from hashlib import blake2b

import msgspec

from app.channels.wechat.reader import Fields, one

KEY_BYTES = 16

_OF_ITS_OWN = frozenset({"FromUserName", "ToUserName", "CreateTime", "MsgType", "Event", "EventKey", "Encrypt"})
_rest = msgspec.json.Encoder(order="sorted")


def message_key(account_id: str, openid: str, message_id: str) -> str:
    """The key of a message: 32 hexadecimal characters."""
    return _hash(account_id, openid, "message", message_id)


def event_key(account_id: str, openid: str, moment: int, event: str, fields: Fields) -> str:
    """The key of an event, which has no id: the second of it, what it is, and all that it says beside."""
    rest: Mapping[str, object] = {name: value for name, value in fields.items() if name not in _OF_ITS_OWN}
    return _hash(account_id, openid, "event", str(moment), event, one(fields, "EventKey"), _rest.encode(rest).decode())


def body_key(account_id: str, body: bytes) -> str:
    """The key of a push that was not understood."""
    return blake2b(b"\0".join((account_id.encode(), b"body", body)), digest_size=KEY_BYTES).hexdigest()


def _hash(*parts: str) -> str:
    # No part can hold the separator: XML has no way to write it.
    return blake2b("\0".join(parts).encode(), digest_size=KEY_BYTES).hexdigest()
