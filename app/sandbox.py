"""The sandbox's account: like a real one in every way, but only this machine knows it."""

import contextlib
import secrets
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from app.accounts import MAIN, main_account
from app.channels.wechat.account import Mode, WeChatAccount
from app.preflight import NotReady
from app.settings import Settings

ORIGINAL_ID = "gh_huitousandbox"


def secret_key(settings: Settings) -> str:
    """The secret key of the settings; the sandbox makes its own and keeps it beside its database.

    Raises ``NotReady`` when it cannot be kept there.
    """
    given = settings.secret_key.get_secret_value()
    if given or not settings.is_sandbox:
        return given
    file = Path(settings.data_dir, "secret_key")
    try:
        key = _kept_key(file)
    except OSError as error:
        raise NotReady(f"{file} cannot be used: {error.strerror}. Set HUITOU_DATA_DIR or HUITOU_SECRET_KEY.") from error
    if not key:
        raise NotReady(f"{file} is empty. Remove it, so that a new key is made, or set HUITOU_SECRET_KEY.")
    return key


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
        fresh = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(32))
        # Put in its place whole: of two processes that start together both then read the key of the first.
        with contextlib.suppress(FileExistsError):
            file.hardlink_to(fresh)
        fresh.unlink()
    return file.read_text().strip()
