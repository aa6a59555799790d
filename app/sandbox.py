"""The sandbox's account: like a real one in every way, but only this machine knows it."""

import secrets
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from app.accounts import MAIN, main_account
from app.channels.wechat.account import Mode, WeChatAccount
from app.settings import Settings

ORIGINAL_ID = "gh_huitousandbox"


def secret_key(settings: Settings) -> str:
    """The secret key of the settings; the sandbox makes its own and keeps it beside its database."""
    given = settings.secret_key.get_secret_value()
    return given if given or not settings.is_sandbox else _kept_key(Path(settings.data_dir, "secret_key"))


def account_of(settings: Settings) -> WeChatAccount:
    """The main account: the real one that the settings name, else the sandbox's. Raises ``MalformedAccount``."""
    return sandbox_account(settings) if settings.is_sandbox else main_account(settings)


def sandbox_account(settings: Settings) -> WeChatAccount:
    """An account in safe mode whose token and AES key follow from the secret key."""
    key = secret_key(settings)
    aes_key = b64encode(sha256(f"aes {key}".encode()).digest()).decode().rstrip("=").replace("+", "A").replace("/", "B")
    return WeChatAccount(
        id=MAIN,
        app_id="wxhuitousandbox",
        token=sha256(f"token {key}".encode()).hexdigest()[:32],
        aes_keys=(aes_key,),
        mode=Mode.SAFE,
    )


def _kept_key(file: Path) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(32))
    return file.read_text().strip()
