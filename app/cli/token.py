"""``huitou token``: bearer tokens for integrators."""

from typing import Annotated

import typer

from app.accounts import MAIN
from app.cli.open import known_account, one_look, one_transaction
from app.settings import Settings
from records.clock import utc_now
from records.tokens import make_token, revoke_token, tokens_of

verb = typer.Typer(
    help="Bearer tokens with which integrators call /api/v1.", no_args_is_help=True, add_completion=False
)

Account = Annotated[str, typer.Option(help="The account that the token speaks for.")]


@verb.command()
def add(
    name: Annotated[str, typer.Argument(help="Whose token it is, such as “till”.")], account: Account = MAIN
) -> None:
    """Make a token. It is shown only now."""
    if not name.strip():
        raise typer.BadParameter("a token needs a name: whose is it?")
    with one_transaction(Settings()) as connection:
        known_account(connection, account)
        print(make_token(connection, account, name, utc_now()))


@verb.command("list")
def list_tokens(account: Account = MAIN) -> None:
    """The tokens that are worth something."""
    with one_look(Settings()) as connection:
        known_account(connection, account)
        for token in tokens_of(connection, account):
            print(f"{token.token_id}  {token.name}")


@verb.command()
def revoke(token_id: str) -> None:
    """Make a token worthless at once."""
    with one_transaction(Settings()) as connection:
        revoked = revoke_token(connection, token_id, utc_now())
    if not revoked:
        raise typer.Exit(_no("There is no live token of that id; `huitou token list` shows them."))
    print("Revoked.")


def _no(sentence: str) -> int:
    typer.echo(sentence, err=True)
    return 1
