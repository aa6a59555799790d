"""``huitou staff``: who may sign in."""

import secrets
from typing import Annotated

import typer
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from app.accounts import MAIN
from app.cli.open import known_account, one_look, one_transaction
from app.passwords import hash_password
from app.settings import Settings
from app.sign_in import NAME_LENGTH
from records.accounts import stores_of
from records.clock import utc_now
from records.staff import ROLES, dismiss, make_staff, set_password, staff_of

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
    _refuse_bad_post(username, role, store)
    password = secrets.token_urlsafe(9)
    try:
        with one_transaction(Settings()) as connection:
            known_account(connection, account)
            if store is not None:
                _known_store(connection, account, store)
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
        raise typer.BadParameter(f"the name {username!r} is taken; `huitou staff list` shows whose it is") from error
    print(f"{username} signs in with {password}")


@verb.command("list")
def list_staff(account: str = MAIN) -> None:
    """Everybody who may sign in."""
    with one_look(Settings()) as connection:
        known_account(connection, account)
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


@verb.command()
def remove(username: str) -> None:
    """Let somebody in no more, from this moment on. Their user name stays taken."""
    with one_transaction(Settings()) as connection:
        removed = dismiss(connection, username)
    if not removed:
        raise typer.BadParameter("nobody of that name may sign in; `huitou staff list` shows who may")
    print(f"{username} signs in no more.")


def _refuse_bad_post(username: str, role: str, store: str | None) -> None:
    if not username.strip() or not username.isprintable() or len(username) > NAME_LENGTH:
        raise typer.BadParameter(f"a user name has 1 to {NAME_LENGTH} characters that can be seen")
    if role not in ROLES:
        raise typer.BadParameter(f"there is no role {role!r}; choose one of {', '.join(ROLES)}")
    if role == "cashier" and store is None:
        raise typer.BadParameter("a cashier works in a store: --store; `huitou account list` shows them")


def _known_store(connection: Connection, account: str, store: str) -> None:
    if store not in [known.id for known in stores_of(connection, account)]:
        raise typer.BadParameter(f"there is no store {store!r}; `huitou account list` shows them")
