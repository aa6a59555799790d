"""``huitou migrate``."""

import typer

from app.accounts import MAIN
from app.settings import Settings
from records.accounts import ensure_account
from records.clock import utc_now
from records.database import open_engine, writing
from records.migrate import upgrade
from records.schema import LEVEL

verb = typer.Typer(add_completion=False)


@verb.command()
def migrate() -> None:
    """Bring the database to the level of this version, with the data in it."""
    bring_up(Settings())
    print(f"The database is at level {LEVEL}.")


def bring_up(settings: Settings) -> None:
    """The database of the settings at the level of this version, with the main account in it."""
    engine = open_engine(settings.database_url)
    upgrade(engine)
    with writing(engine) as connection:
        ensure_account(connection, MAIN, "wechat", utc_now())
    engine.dispose()
