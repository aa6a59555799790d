"""``huitou account``: further accounts, kept sealed in SQL beside the main one of the settings."""

from typing import Annotated

import msgspec
import typer

from app.accounts import MAIN, Credentials
from app.channels.wechat.account import Mode, WeChatAccount
from app.cli.open import one_transaction
from app.sandbox import secret_key
from app.settings import Settings
from app.vault import Vault
from records.accounts import account_ids, add_store, ensure_account, set_credentials, stores_of
from records.clock import utc_now

verb = typer.Typer(help="Accounts on WeChat and their stores.", no_args_is_help=True, add_completion=False)


@verb.command()
def add(
    name: Annotated[str, typer.Argument(help="A short name; the webhook is /wechat/NAME.")],
    app_id: Annotated[str, typer.Option(prompt=True)],
    token: Annotated[str, typer.Option(prompt=True, hide_input=True)],
    aes_key: Annotated[
        str, typer.Option(prompt=True, hide_input=True, help="43 characters; empty for plain mode.")
    ] = "",
    app_secret: Annotated[str, typer.Option(prompt=True, hide_input=True)] = "",
) -> None:
    """Add an account, or give one new keys: the former AES key stays good for pushes under way."""
    settings = Settings()
    if name == MAIN:
        raise typer.BadParameter("the main account is set by the environment, HUITOU_WECHAT_…")
    if not settings.secret_key.get_secret_value() and not settings.is_sandbox:
        raise typer.BadParameter("set HUITOU_SECRET_KEY first: it seals the account's secrets")
    mode = Mode.SAFE if aes_key else Mode.PLAIN
    kept = Credentials(app_id, token, (aes_key,) if aes_key else (), mode, app_secret)
    # Made once here, so that a malformed key is refused before it is kept.
    WeChatAccount(id=name, app_id=app_id, token=token, aes_keys=kept.aes_keys, mode=mode)
    sealed = Vault(secret_key(settings)).seal(msgspec.json.encode(kept).decode())
    with one_transaction(settings) as connection:
        ensure_account(connection, name, "wechat", utc_now())
        set_credentials(connection, name, sealed)
    print(f"The account {name} answers at /wechat/{name} within five seconds.")


@verb.command("list")
def list_accounts() -> None:
    """The accounts and their stores."""
    with one_transaction(Settings()) as connection:
        for account_id in account_ids(connection):
            named = ", ".join(f"{store.id} {store.name}" for store in stores_of(connection, account_id))
            print(f"{account_id}  {named or 'no stores yet'}")


@verb.command("add-store")
def add_store_(store_id: str, name: str, account: str = MAIN) -> None:
    """Add a store where coupons are redeemed."""
    with one_transaction(Settings()) as connection:
        add_store(connection, account, store_id, name, utc_now())
    print(f"{name} is open.")
