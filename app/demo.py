"""The demo shop: what a newcomer finds behind ``make run``."""

import secrets
from collections.abc import Mapping
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from app.accounts import MAIN
from app.passwords import hash_password
from loyalty.kinds import make_kind
from records.accounts import add_store, stores_of
from records.message import Place
from records.staff import make_staff

SHOP = "回头咖啡"
STORES: Mapping[str, Place] = {
    "riverside": Place(31.2397, 121.4998, "滨江店"),
    "station": Place(31.2495, 121.4558, "车站店"),
}
"""Where they stand, by their ids."""


class NewStaff(msgspec.Struct, frozen=True):
    """Somebody who can sign in from now on, with the password in the only moment in which it can be read."""

    username: str
    name: str
    role: str
    password: str


class Demo(msgspec.Struct, frozen=True):
    """The shop, and the staff that were made just now."""

    shop: str
    new_staff: tuple[NewStaff, ...]


def set_up_demo(connection: Connection, now: datetime) -> Demo:
    """A coffee shop with two stores, a welcome coupon and two people who can sign in; made once."""
    if stores_of(connection, MAIN):
        return Demo(SHOP, ())
    for store_id, place in STORES.items():
        add_store(connection, MAIN, store_id, place.label, now, place)
    make_kind(connection, MAIN, "welcome", "新朋友拿铁券", 1000, 30, (), now)
    return Demo(SHOP, _make_staff(connection, now))


def _make_staff(connection: Connection, now: datetime) -> tuple[NewStaff, ...]:
    made = (
        NewStaff("owner", "店长", "owner", secrets.token_urlsafe(9)),
        NewStaff("cashier", "收银员", "cashier", secrets.token_urlsafe(9)),
    )
    for member in made:
        make_staff(
            connection,
            account_id=MAIN,
            username=member.username,
            name=member.name,
            role=member.role,
            password_hash=hash_password(member.password),
            now=now,
            store_id="riverside" if member.role == "cashier" else None,
        )
    return made
