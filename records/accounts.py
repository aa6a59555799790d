"""Accounts: the brand's presences on its channels, and the stores behind them."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, insert, select, update

from records.insertion import insert_new
from records.message import Place
from records.tables import accounts, stores


class Store(msgspec.Struct, frozen=True):
    """A place where coupons are redeemed. ``id`` is unique over all accounts, ``name`` is what customers read.

    ``latitude`` and ``longitude`` are degrees as in ``records.places``, both None where nobody said where it stands.
    """

    id: str
    name: str
    latitude: float | None = None
    longitude: float | None = None

    @property
    def place(self) -> Place | None:
        """Where it stands, None where that is not known."""
        if self.latitude is None or self.longitude is None:
            return None
        return Place(self.latitude, self.longitude, self.name)


_STORES = select(stores.c.id, stores.c.name, stores.c.latitude, stores.c.longitude)


def ensure_account(connection: Connection, account_id: str, channel: str, now: datetime) -> None:
    """Make the account if it is not there yet."""
    row = {"id": account_id, "channel": channel, "created_at": now}
    insert_new(connection, accounts, [row], accounts.c.id)


def set_credentials(connection: Connection, account_id: str, sealed: str) -> None:
    """Keep the sealed credentials of an account."""
    connection.execute(update(accounts).where(accounts.c.id == account_id).values(credentials=sealed))


def sealed_credentials(connection: Connection) -> dict[str, str]:
    """The sealed credentials of every account that keeps its own."""
    query = select(accounts.c.id, accounts.c.credentials).where(accounts.c.credentials.is_not(None))
    return {row.id: row.credentials for row in connection.execute(query)}


def account_ids(connection: Connection) -> list[str]:
    """Every account, by name."""
    return list(connection.execute(select(accounts.c.id).order_by(accounts.c.id)).scalars())


def add_store(
    connection: Connection, account_id: str, store_id: str, name: str, now: datetime, place: Place | None = None
) -> None:
    """Make a store. Raises ``sqlalchemy.exc.IntegrityError`` when its id is taken."""
    connection.execute(insert(stores).values(id=store_id, account_id=account_id, name=name, created_at=now))
    if place is not None:
        place_store(connection, account_id, store_id, place)


def place_store(connection: Connection, account_id: str, store_id: str, place: Place) -> bool:
    """Say where a store stands; False when the account has none of that id."""
    there = update(stores).where(stores.c.id == store_id, stores.c.account_id == account_id)
    degrees = {"latitude": place.latitude, "longitude": place.longitude}
    return bool(connection.execute(there.values(degrees)).rowcount)


def find_store(connection: Connection, account_id: str, store_id: str) -> Store | None:
    """The account's store of this id."""
    query = _STORES.where(stores.c.id == store_id, stores.c.account_id == account_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else Store(*row)


def stores_of(connection: Connection, account_id: str) -> list[Store]:
    """The stores of an account, in the order in which they were made."""
    query = _STORES.where(stores.c.account_id == account_id).order_by(stores.c.created_at)
    return [Store(*row) for row in connection.execute(query)]
