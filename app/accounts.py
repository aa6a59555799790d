"""Which accounts there are, and the door of each on its channel."""

from threading import Lock
from time import monotonic

import msgspec
from sqlalchemy import Engine

from app.channels.wechat.account import Mode, WeChatAccount
from app.channels.wechat.door import WeChatDoor
from app.settings import Settings
from app.vault import Vault
from records.accounts import sealed_credentials
from records.database import reading

MAIN = "main"
FRESH_SECONDS = 5.0


class Credentials(msgspec.Struct, frozen=True):
    """What an account in SQL keeps sealed."""

    app_id: str
    token: str
    aes_keys: tuple[str, ...] = ()
    mode: Mode = Mode.SAFE
    app_secret: str = ""


def main_account(settings: Settings) -> WeChatAccount:
    """The account that the settings describe. Raises ``MalformedAccount`` for a token or key that cannot be."""
    keys = (settings.wechat_aes_key.get_secret_value(), settings.wechat_aes_key_previous.get_secret_value())
    aes_keys = tuple(key for key in keys if key)
    mode = Mode(settings.wechat_mode) if settings.wechat_mode else Mode.SAFE if aes_keys else Mode.PLAIN
    return WeChatAccount(
        id=MAIN,
        app_id=settings.wechat_app_id,
        token=settings.wechat_token.get_secret_value(),
        aes_keys=aes_keys,
        mode=mode,
    )


class Doors:
    """The door of each account: the main one from the settings, the others from SQL, looked up anew every 5 s."""

    def __init__(self, main: WeChatAccount, engine: Engine, vault: Vault) -> None:
        self._main = WeChatDoor(main)
        self._engine = engine
        self._vault = vault
        self._others: dict[str, WeChatDoor] = {}
        self._read_at = float("-inf")
        self._reading = Lock()

    def get(self, account_id: str) -> WeChatDoor | None:
        """The door of an account, None when there is none of that name."""
        if account_id == MAIN:
            return self._main
        with self._reading:
            if monotonic() - self._read_at > FRESH_SECONDS:
                self._others = self._read()
                self._read_at = monotonic()
        return self._others.get(account_id)

    def _read(self) -> dict[str, WeChatDoor]:
        with reading(self._engine) as connection:
            sealed = sealed_credentials(connection)
        return {account_id: WeChatDoor(self._account(account_id, text)) for account_id, text in sealed.items()}

    def _account(self, account_id: str, sealed: str) -> WeChatAccount:
        kept = msgspec.json.decode(self._vault.open(sealed), type=Credentials)
        return WeChatAccount(
            id=account_id, app_id=kept.app_id, token=kept.token, aes_keys=kept.aes_keys, mode=kept.mode
        )
