"""``huitou migrate``."""

import typer
from sqlalchemy.exc import SQLAlchemyError

from app.accounts import MAIN
from app.preflight import NotReady, open_address, unusable
from app.settings import Settings
from records.accounts import ensure_account
from records.clock import utc_now
from records.database import writing
from records.migrate import upgrade
from records.schema import LEVEL, present_level
from replies.starter import begin_with_starter

verb = typer.Typer(add_completion=False)


@verb.command()
def migrate() -> None:
    """Bring the database to the level of this version, with the data in it."""
    bring_up(Settings())
    print(f"The database is at level {LEVEL}.")


def bring_up(settings: Settings) -> None:
    """The database of the settings at the level of this version, with the main account in it.

    The account says what the starter script says until staff publish their own. Raises ``NotReady``.
    """
    engine = open_address(settings.database_url)
    try:
        if (present_level(engine) or "") > LEVEL:
            raise NotReady(f"The database is of a newer Huitou than this one, which knows level {LEVEL}. Start that.")
        upgrade(engine)
        with writing(engine) as connection:
            ensure_account(connection, MAIN, "wechat", utc_now())
            begin_with_starter(connection, MAIN, utc_now())
    except SQLAlchemyError as error:
        raise unusable(engine, error) from error
    finally:
        engine.dispose()
