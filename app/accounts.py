"""Which accounts there are, and the door of each on its channel."""

import asyncio
from asyncio import Lock
from time import monotonic

import msgspec
import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from app.channels.wechat.account import MalformedAccount, Mode, WeChatAccount
from app.channels.wechat.door import WeChatDoor
from app.settings import Settings
from app.vault import Vault, WrongSecretKey
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

    def __repr__(self) -> str:
        """Without the secrets, so that no log and no traceback shows them."""
        return f"Credentials(app_id={self.app_id!r}, mode={self.mode.value!r})"

    def __rich_repr__(self) -> list[tuple[str, str]]:
        """For tracebacks in colour: they ask here, not ``__repr__``."""
        return [("app_id", self.app_id), ("mode", self.mode.value)]


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


def seal_account(account: WeChatAccount, app_secret: str, vault: Vault) -> str:
    """A well-formed account as SQL keeps it."""
    kept = Credentials(account.app_id, account.token, account.aes_keys, account.mode, app_secret)
    return vault.seal(msgspec.json.encode(kept).decode())


def open_account(account_id: str, sealed: str, vault: Vault) -> WeChatAccount:
    """An account that SQL keeps sealed. Raises ``WrongSecretKey`` or ``MalformedAccount``."""
    kept = msgspec.json.decode(vault.open(sealed), type=Credentials)
    return WeChatAccount(id=account_id, app_id=kept.app_id, token=kept.token, aes_keys=kept.aes_keys, mode=kept.mode)


def further_accounts(connection: Connection, vault: Vault) -> list[WeChatAccount]:
    """The accounts beside the main one. Raises ``WrongSecretKey`` or ``MalformedAccount``."""
    return [open_account(name, sealed, vault) for name, sealed in sealed_credentials(connection).items()]


class Doors:
    """The door of each account: the main one from the settings, the others from SQL, looked up anew every 5 s."""

    def __init__(self, main: WeChatAccount, engine: Engine, vault: Vault) -> None:
        self._main = WeChatDoor(main)
        self._engine = engine
        self._vault = vault
        self._others: dict[str, WeChatDoor] = {}
        self._read_at = float("-inf")
        self._reading = Lock()

    async def find(self, account_id: str) -> WeChatDoor | None:
        """The door of an account, None when there is none of that name, or none that can be opened."""
        if account_id == MAIN:
            return self._main
        async with self._reading:
            if monotonic() - self._read_at > FRESH_SECONDS:
                # Whatever comes of it: a database that does not answer is not asked again by every stranger.
                self._read_at = monotonic()
                self._others = await asyncio.to_thread(self._read)
        return self._others.get(account_id)

    def _read(self) -> dict[str, WeChatDoor]:
        """The doors as SQL has them now; those of before while the database is away."""
        try:
            with reading(self._engine) as connection:
                sealed = sealed_credentials(connection)
        except SQLAlchemyError as error:
            structlog.get_logger().error("accounts not read", error=type(error).__name__)
            return self._others
        doors = {account_id: self._door(account_id, text) for account_id, text in sealed.items()}
        return {account_id: door for account_id, door in doors.items() if door}

    def _door(self, account_id: str, sealed: str) -> WeChatDoor | None:
        """One account that cannot be opened must not shut the doors of the others."""
        try:
            return WeChatDoor(open_account(account_id, sealed, self._vault))
        except (WrongSecretKey, MalformedAccount) as error:
            structlog.get_logger().error("account not served", account=account_id, error=str(error))
            return None
