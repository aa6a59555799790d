"""Before the first customer: what would go wrong later is refused now, with the mend."""

from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from app.settings import Settings
from records.database import open_engine
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


def open_address(database_url: str) -> Engine:
    """An engine for the address in the settings; nothing is asked of the database yet.

    Raises ``NotReady`` for one that leads nowhere.
    """
    try:
        return open_engine(database_url)
    except (ArgumentError, ImportError, ValueError) as error:
        # Told without the address, because what cannot be read may hold a password anywhere.
        raise NotReady(
            "HUITOU_DATABASE_URL is no address of a database: it must look like sqlite:///var/huitou.db "
            "or postgresql://user:password@host:5432/name."
        ) from error
    except OSError as error:
        raise NotReady(f"The folder of the database cannot be made: {error}. Check HUITOU_DATABASE_URL.") from error


def check_database(engine: Engine) -> None:
    """Raises ``NotReady`` for a database that cannot be reached or is not at the level of this code."""
    try:
        present = present_level(engine)
    except SQLAlchemyError as error:
        raise unusable(engine, error) from error
    if present is not None and present > LEVEL:
        raise NotReady(f"{_name(engine)} is at level {present}, newer than {LEVEL}. Start the newer Huitou.")
    if present != LEVEL:
        raise NotReady(
            f"{_name(engine)} is at level {present or 'none'}, this version needs {LEVEL}. Run `huitou migrate`."
        )


def unusable(engine: Engine, error: SQLAlchemyError) -> NotReady:
    """The sentence for a database that failed, with the first line of its own words: below it are people's data."""
    reason = (str(getattr(error, "orig", error)).strip().splitlines() or [type(error).__name__])[0]
    return NotReady(f"{_name(engine)} cannot be used: {reason.rstrip('.')}. Check HUITOU_DATABASE_URL.")


def _name(engine: Engine) -> str:
    # What stands behind the question mark may be a password, too.
    return f"The database at {engine.url.set(query={}).render_as_string(hide_password=True)}"
