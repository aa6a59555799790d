"""``huitou contacts``: the directory, in the terminal."""

from typing import Annotated

import msgspec
import typer

from app.accounts import MAIN
from app.cli.open import known_account, one_look
from app.cli.terminal import harmless
from app.settings import Settings
from insight.mood import Feeling
from records import directory, touchpoints
from records.ids import LARGEST_NUMBER
from records.quarantine import quarantined_after

verb = typer.Typer(help="Contacts and their touchpoints.", no_args_is_help=True, add_completion=False)

Account = Annotated[str, typer.Option(help="The account whose contacts they are.")]
Limit = Annotated[int, typer.Option(min=1, max=10_000, help="How many at most.")]
After = Annotated[int, typer.Option(min=0, max=LARGEST_NUMBER, help="The last number of the page before.")]


@verb.command("list")
def list_contacts(
    account: Account = MAIN,
    mood: Annotated[Feeling | None, typer.Option(help="Only those whose last text was so.")] = None,
    after: Annotated[str, typer.Option(help="The last id of the page before.")] = "",
    limit: Limit = 50,
) -> None:
    """Contacts in the order in which they came, one JSON object a line."""
    with one_look(Settings()) as connection:
        known_account(connection, account)
        for contact in directory.page(connection, account, after, limit, mood):
            print(msgspec.json.encode(contact).decode())


@verb.command()
def show(contact_id: str, account: Account = MAIN, after: After = 0, limit: Limit = 200) -> None:
    """A contact and what was said, oldest first."""
    with one_look(Settings()) as connection:
        contact = directory.find(connection, account, contact_id)
        if contact is None:
            raise typer.BadParameter("this account knows no contact of that id; `huitou contacts list` shows them")
        print(msgspec.json.format(msgspec.json.encode(contact)).decode())
        for touch in touchpoints.of_contact(connection, account, contact_id, after, limit):
            mark = "→" if touch.direction == "out" else "←"
            said = f"{touch.kind}  {touch.text}  {touch.subject}".rstrip()
            print(f"{touch.id}  {touch.occurred_at:%Y-%m-%d %H:%M:%S} {mark} {harmless(said)}")


@verb.command()
def quarantine(account: Account = MAIN, after: After = 0, limit: Limit = 50) -> None:
    """What arrived rightly signed and could not be understood, and why."""
    with one_look(Settings()) as connection:
        known_account(connection, account)
        for touch in quarantined_after(connection, account, after, limit):
            print(f"{touch.id}  {touch.recorded_at:%Y-%m-%d %H:%M:%S}  {harmless(touch.text)}")
            print(f"{harmless(touch.body)}\n")
