"""``huitou contacts``: the directory, in the terminal."""

from typing import Annotated

import msgspec
import typer

from app.accounts import MAIN
from app.cli.open import open_database
from app.settings import Settings
from records import directory, touchpoints
from records.database import reading

verb = typer.Typer(help="Contacts and their touchpoints.", no_args_is_help=True, add_completion=False)


@verb.command("list")
def list_contacts(
    account: str = MAIN,
    mood: Annotated[str | None, typer.Option(help="negative, neutral or positive")] = None,
    after: Annotated[str, typer.Option(help="The last id of the page before.")] = "",
    limit: int = 50,
) -> None:
    """Contacts in the order in which they came, one JSON object a line."""
    with reading(open_database(Settings())) as connection:
        for contact in directory.page(connection, account, after, limit, mood):
            print(msgspec.json.encode(contact).decode())


@verb.command()
def show(contact_id: str, account: str = MAIN) -> None:
    """A contact and what was said, oldest first."""
    with reading(open_database(Settings())) as connection:
        contact = directory.find(connection, account, contact_id)
        if contact is None:
            raise typer.BadParameter("this account knows no contact of that id")
        print(msgspec.json.format(msgspec.json.encode(contact)).decode())
        for touch in touchpoints.of_contact(connection, account, contact_id, limit=200):
            mark = "→" if touch.direction == "out" else "←"
            print(f"{touch.occurred_at:%Y-%m-%d %H:%M:%S} {mark} {touch.kind}  {touch.text}  {touch.subject}")


@verb.command()
def quarantine(account: str = MAIN, after: int = 0, limit: int = 50) -> None:
    """What arrived rightly signed and could not be understood, and why."""
    with reading(open_database(Settings())) as connection:
        for touch in touchpoints.quarantined(connection, account, after, limit):
            print(f"{touch.id}  {touch.recorded_at:%Y-%m-%d %H:%M:%S}  {touch.text}\n{touch.body}\n")
