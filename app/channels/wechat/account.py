"""A WeChat official account, as far as its webhook is concerned."""

import re
from enum import StrEnum

import msgspec


class Mode(StrEnum):
    """How the platform was told to send (protocol sheet 1.3)."""

    PLAIN = "plain"
    COMPATIBLE = "compatible"
    SAFE = "safe"


class MalformedAccount(ValueError):
    """The account cannot work like this; the sentence says what is wrong and how to mend it, and holds no secret."""


_AES_KEY = re.compile(r"[A-Za-z0-9]{43}", re.ASCII)


class WeChatAccount(msgspec.Struct, frozen=True, kw_only=True):
    """An account that is known to be well-formed.

    ``id`` is our own name of it. ``aes_keys`` are the EncodingAESKeys, the current one first, then the previous one
    while it is being changed. Raises ``MalformedAccount``.
    """

    id: str
    app_id: str
    token: str
    aes_keys: tuple[str, ...] = ()
    mode: Mode

    def __post_init__(self) -> None:
        if not self.token.strip():
            raise MalformedAccount(
                f"The token of the WeChat account {self.id!r} is empty, so that anyone could sign. "
                "Set it to the Token under 服务器配置 in the WeChat console."
            )
        if any(not _AES_KEY.fullmatch(key) for key in self.aes_keys):
            raise MalformedAccount(
                f"An AES key of the WeChat account {self.id!r} is malformed. Copy the EncodingAESKey from 服务器配置 "
                "in the WeChat console: exactly 43 letters and digits, without blanks."
            )
        if self.mode is not Mode.PLAIN and not self.aes_keys:
            raise MalformedAccount(
                f"The WeChat account {self.id!r} is in {self.mode} mode without an AES key. Set the EncodingAESKey "
                "from 服务器配置 in the WeChat console, or choose plain mode on both sides."
            )
        if self.aes_keys and not self.app_id.strip():
            raise MalformedAccount(
                f"The AppID of the WeChat account {self.id!r} is empty, yet encrypted messages end with it. "
                "Set it to the AppID in the WeChat console."
            )

    def __repr__(self) -> str:
        """The account without its secrets, so that no log and no traceback shows them."""
        return f"WeChatAccount(id={self.id!r}, app_id={self.app_id!r}, mode={self.mode.value!r})"

    def __rich_repr__(self) -> list[tuple[str, str]]:
        """For tracebacks in colour: they ask here, not ``__repr__``."""
        return [("id", self.id), ("app_id", self.app_id), ("mode", self.mode.value)]
