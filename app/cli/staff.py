"""``huitou staff``: who may sign in."""

import secrets
from typing import Annotated

import typer
from sqlalchemy.exc import IntegrityError

from app.accounts import MAIN
from app.cli.open import one_transaction
from app.settings import Settings
from app.staff import ROLES, hash_password, make_staff, set_password, staff_of
from records.clock import utc_now

verb = typer.Typer(help="Who may sign in at the console and the till.", no_args_is_help=True, add_completion=False)


@verb.command()
def add(
    username: str,
    name: Annotated[str, typer.Option(help="What the others call them.")] = "",
    role: Annotated[str, typer.Option(help=", ".join(ROLES))] = "cashier",
    store: Annotated[str | None, typer.Option(help="The store where a cashier works.")] = None,
    account: str = MAIN,
) -> None:
    """Let somebody in. Their password is shown only now."""
    if role == "cashier" and store is None:
        raise typer.BadParameter("a cashier works in a store: --store; `huitou account list` shows them")
    password = secrets.token_urlsafe(9)
    try:
        with one_transaction(Settings()) as connection:
            make_staff(
                connection,
                account_id=account,
                username=username,
                name=name or username,
                role=role,
                password_hash=hash_password(password),
                now=utc_now(),
                store_id=store,
            )
    except IntegrityError as error:
        raise typer.BadParameter("the name is taken, or there is no such role, store or account") from error
    print(f"{username} signs in with {password}")


@verb.command("list")
def list_staff(account: str = MAIN) -> None:
    """Everybody who may sign in."""
    with one_transaction(Settings()) as connection:
        for member in staff_of(connection, account):
            print(f"{member.username}  {member.role}  {member.name}  {member.store_id or ''}".rstrip())


@verb.command()
def password(username: str) -> None:
    """Give somebody a new password, shown only now, and sign them out everywhere."""
    new = secrets.token_urlsafe(9)
    with one_transaction(Settings()) as connection:
        changed = set_password(connection, username, hash_password(new))
    if not changed:
        raise typer.BadParameter("nobody of that name may sign in; `huitou staff list` shows who may")
    print(f"{username} signs in with {new}")
