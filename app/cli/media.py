"""``huitou media``: the pictures, voices and videos that scripts may show."""

from typing import Annotated

import typer

from app.accounts import MAIN
from app.cli.open import known_account, one_look, one_transaction
from app.cli.terminal import one_line
from app.media import MediaInUse, refuse_used
from app.settings import Settings
from records import media
from records.clock import utc_now
from records.media import BadMedia

verb = typer.Typer(
    help="Media of the channel that scripts may show, by the channel's ids of them.",
    no_args_is_help=True,
    add_completion=False,
)

Account = Annotated[str, typer.Option(help="The account whose media they are.")]
MediaId = Annotated[str, typer.Argument(help="The channel's media_id of it, of a permanent piece.")]


@verb.command()
def add(
    media_id: MediaId,
    kind: Annotated[str, typer.Option(help=f"What it is: {', '.join(media.KINDS)}.")],
    name: Annotated[str, typer.Option(help="What staff call it.")],
    account: Account = MAIN,
) -> None:
    """Make a piece of media known, or correct what is known of it."""
    try:
        with one_transaction(Settings()) as connection:
            known_account(connection, account)
            media.register(connection, account, media_id, kind, name, utc_now())
    except BadMedia as error:
        raise typer.BadParameter(str(error)) from error
    print(f"{media_id} is known: {kind} {one_line(name)}")


@verb.command("list")
def list_media(account: Account = MAIN) -> None:
    """The media that are known."""
    with one_look(Settings()) as connection:
        known_account(connection, account)
        for each in media.media_of(connection, account):
            print(f"{each.id}  {each.kind}  {one_line(each.name)}")


@verb.command()
def remove(
    media_id: MediaId,
    anyway: Annotated[bool, typer.Option("--anyway", help="Also while the live script shows it.")] = False,
    account: Account = MAIN,
) -> None:
    """Forget a piece of media; refused while the live script shows it."""
    try:
        with one_transaction(Settings()) as connection:
            if not anyway:
                refuse_used(connection, account, media_id)
            removed = media.remove(connection, account, media_id, utc_now())
    except MediaInUse as error:
        raise typer.BadParameter(
            f"the live script shows it in {one_line(str(error))}; change those rules first, or say --anyway"
        ) from error
    if not removed:
        raise typer.BadParameter("there is no such piece of media; `huitou media list` shows them")
    print(f"{media_id} is forgotten.")
