"""Before the first customer: what would go wrong later is refused now, with the mend."""

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.settings import Settings
from records.schema import LEVEL, present_level


class NotReady(Exception):
    """Huitou must not start; the sentence says why and how to mend it."""


def check_settings(settings: Settings) -> None:
    """Raises ``NotReady`` for settings with which no account could be served safely."""
    if settings.is_sandbox:
        return
    needed = (
        ("HUITOU_WECHAT_TOKEN", settings.wechat_token.get_secret_value(), "the token of the account's server settings"),
        ("HUITOU_WECHAT_APP_ID", settings.wechat_app_id, "the account's AppID"),
        ("HUITOU_SECRET_KEY", settings.secret_key.get_secret_value(), "a long random text: `openssl rand -base64 32`"),
    )
    for name, value, meaning in needed:
        if not value.strip():
            raise NotReady(f"{name} is empty. Set it to {meaning}.")


def check_database(engine: Engine) -> None:
    """Raises ``NotReady`` for a database that cannot be reached or is not at the level of this code."""
    address = engine.url.render_as_string(hide_password=True)
    try:
        present = present_level(engine)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise NotReady(f"The database at {address} cannot be used: {reason}. Check HUITOU_DATABASE_URL.") from error
    if present != LEVEL:
        raise NotReady(
            f"The database at {address} is at level {present or 'none'}, this version needs {LEVEL}. "
            "Run `huitou migrate`."
        )
