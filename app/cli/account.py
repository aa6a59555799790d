"""``huitou account``: further accounts, kept sealed in SQL beside the main one of the settings."""

import re
from typing import Annotated

import typer
from sqlalchemy.exc import IntegrityError

from app.accounts import MAIN, open_account, seal_account
from app.channels.wechat.account import Mode, WeChatAccount
from app.cli.open import known_account, one_look, one_transaction
from app.sandbox import secret_key
from app.settings import Settings
from app.vault import Vault
from loyalty.kinds import CouponKind, make_kind, set_stock
from loyalty.refusals import PlainRefusal
from records.accounts import (
    Store,
    account_ids,
    add_store,
    ensure_account,
    place_store,
    sealed_credentials,
    set_credentials,
    stores_of,
)
from records.clock import utc_now
from records.message import Place
from records.places import BadPlace, read_place

SHORT_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
WHERE = (
    "Latitude and longitude, like 31.2304,121.4737, from Tencent's or Amap's map: customers send places of that map."
)

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
    _short_name(name)
    if not app_id.strip():
        raise typer.BadParameter("an account needs its AppID, from 基本配置 in the WeChat console")
    # Made here, so that malformed keys are refused before anything is kept.
    account = _account(name, app_id, token, (aes_key,) if aes_key else ())
    vault = Vault(secret_key(settings))
    with one_transaction(settings) as connection:
        if sealed := sealed_credentials(connection).get(name):
            former = open_account(name, sealed, vault).aes_keys
            keys = (*account.aes_keys, *(key for key in former if key != aes_key))
            account = _account(name, app_id, token, keys[:2] if aes_key else ())
        ensure_account(connection, name, "wechat", utc_now())
        set_credentials(connection, name, seal_account(account, app_secret, vault))
    print(f"The account {name} answers at /wechat/{name} within five seconds.")


@verb.command("list")
def list_accounts() -> None:
    """The accounts and their stores."""
    with one_look(Settings()) as connection:
        for account_id in account_ids(connection):
            named = ", ".join(_shown(store) for store in stores_of(connection, account_id))
            print(f"{account_id}  {named or 'no stores yet'}")


@verb.command("add-coupon-kind")
def add_coupon_kind(
    kind: Annotated[str, typer.Argument(help="A short name, for `coupon:` in scripts, such as welcome.")],
    name: Annotated[str, typer.Argument(help="What customers and cashiers read.")],
    stock: Annotated[int | None, typer.Option(help="How many at most; without it as many as wanted.")] = None,
    valid_days: Annotated[int, typer.Option(help="Good until the end of this many days after the day of issue.")] = 30,
    store: Annotated[list[str] | None, typer.Option(help="Only good there; may be repeated.")] = None,
    account: str = MAIN,
) -> None:
    """Add a kind of coupon that scripts can give."""
    _short_name(kind)
    try:
        with one_transaction(Settings()) as connection:
            known_account(connection, account)
            made = make_kind(connection, account, kind, name, stock, valid_days, store or (), utc_now())
    except PlainRefusal as refusal:
        raise typer.BadParameter(refusal.sentence.en) from refusal
    print(_told(made))


@verb.command()
def restock(
    kind: Annotated[str, typer.Argument(help="The coupon kind.")],
    stock: Annotated[int | None, typer.Argument(help="How many in all, those given included; none: no limit.")] = None,
    account: str = MAIN,
) -> None:
    """Change how many coupons of a kind may ever be given."""
    try:
        with one_transaction(Settings()) as connection:
            known_account(connection, account)
            changed = set_stock(connection, account, kind, stock)
    except PlainRefusal as refusal:
        raise typer.BadParameter(refusal.sentence.en) from refusal
    print(_told(changed))


@verb.command("add-store")
def add_store_(
    store_id: Annotated[str, typer.Argument(help="A short name, such as riverside.")],
    name: Annotated[str, typer.Argument(help="What customers read.")],
    at: Annotated[str | None, typer.Option(help=WHERE)] = None,
    account: Annotated[str, typer.Option(help="The account whose store it is.")] = MAIN,
) -> None:
    """Add a store where coupons are redeemed."""
    _short_name(store_id)
    place = None if at is None else _place(at)
    if not name.strip():
        raise typer.BadParameter("a store needs a name that customers know")
    try:
        with one_transaction(Settings()) as connection:
            known_account(connection, account)
            add_store(connection, account, store_id, name, utc_now(), place)
    except IntegrityError as error:
        raise typer.BadParameter(f"there is a store {store_id!r} already; `huitou account list` shows them") from error
    print(f"{name} is open.")


# A place in the south begins with a minus, and is no option.
@verb.command("place-store", context_settings={"ignore_unknown_options": True})
def place_store_(
    store_id: Annotated[str, typer.Argument(help="The store.")],
    at: Annotated[str, typer.Argument(help=WHERE)],
    account: Annotated[str, typer.Option(help="The account whose store it is.")] = MAIN,
) -> None:
    """Say where a store stands, for rules that answer whoever is near."""
    place = _place(at)
    with one_transaction(Settings()) as connection:
        known_account(connection, account)
        placed = place_store(connection, account, store_id, place)
    if not placed:
        raise typer.BadParameter(f"there is no store {store_id!r}; `huitou account list` shows them")
    print(f"{store_id} stands at {place.latitude},{place.longitude}.")


def _place(at: str) -> Place:
    try:
        return read_place(at)
    except BadPlace as error:
        raise typer.BadParameter(str(error)) from error


def _shown(store: Store) -> str:
    place = store.place
    return f"{store.id} {store.name}" + (f" ({place.latitude},{place.longitude})" if place else "")


def _told(kind: CouponKind) -> str:
    return f"{kind.id}: {kind.name}, {kind.issued} given of {'any number' if kind.stock is None else kind.stock}."


def _short_name(name: str) -> None:
    if not SHORT_NAME.fullmatch(name):
        raise typer.BadParameter(f"{name!r} is no short name: small letters, digits, - and _, at most 32 of them")


def _account(name: str, app_id: str, token: str, aes_keys: tuple[str, ...]) -> WeChatAccount:
    mode = Mode.SAFE if aes_keys else Mode.PLAIN
    return WeChatAccount(id=name, app_id=app_id, token=token, aes_keys=aes_keys, mode=mode)
