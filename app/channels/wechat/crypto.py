"""Signatures and sealed messages (protocol sheet 1.2 to 1.4)."""

from base64 import b64decode, b64encode
from hashlib import sha1
from hmac import compare_digest

from wechatpy.crypto.cryptography import WeChatCipher

BLOCK = 32
RANDOM_BYTES = 16
HEAD = RANDOM_BYTES + 4
"""The random bytes, then the length of the message."""


class Unopened(Exception):
    """Not sealed with this key for this AppID. It does not say why: whoever is told why can decrypt by asking."""


def sign(*parts: str) -> str:
    """The signature over the token and the other parts, as 40 hexadecimal characters."""
    return sha1("".join(sorted(parts)).encode(errors="replace"), usedforsecurity=False).hexdigest()


def is_signed(signature: str, *parts: str) -> bool:
    """Whether the signature is the one over these parts; takes as long for a wrong one as for a right one."""
    return compare_digest(sign(*parts).encode(), signature.encode(errors="replace"))


class Cipher:
    """Seals and opens messages with one EncodingAESKey for one AppID."""

    def __init__(self, aes_key: str, app_id: str) -> None:
        self._cipher = WeChatCipher(b64decode(aes_key + "="))
        self._tail = app_id.encode()

    def encrypt(self, message: bytes, random: bytes) -> str:
        """The message sealed, in base64. ``random`` is 16 fresh random bytes."""
        plain = b"".join((random, len(message).to_bytes(4, "big"), message, self._tail))
        pad = BLOCK - len(plain) % BLOCK
        return b64encode(self._cipher.encrypt(plain + bytes((pad,)) * pad)).decode()

    def decrypt(self, sealed: str) -> bytes:
        """The message inside. Raises ``Unopened``."""
        try:
            plain: bytes = self._cipher.decrypt(b64decode(sealed, validate=True))
        except ValueError as error:
            raise Unopened from error
        if len(plain) <= HEAD:
            raise Unopened
        pad = plain[-1]
        end = len(plain) - pad
        message_end = HEAD + int.from_bytes(plain[RANDOM_BYTES:HEAD], "big")
        padded = 1 <= pad <= BLOCK and plain[end:] == bytes((pad,)) * pad
        if not (padded and message_end <= end and compare_digest(plain[message_end:end], self._tail)):
            raise Unopened
        return plain[HEAD:message_end]
