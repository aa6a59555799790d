"""The people and things that tests speak of. Each maker writes to the database and returns what it wrote."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from records.contacts import Contact, find_or_make
from records.message import Kind, Message, Source
from records.tables import accounts, coupon_kind_stores, coupon_kinds, stores
from records.touchpoints import Touchpoint

NOON = datetime(2026, 1, 1, 4, 0, tzinfo=UTC)
"""Noon in the shop, 2026-01-01."""


def make_account(connection: Connection, account_id: str = "main") -> str:
    connection.execute(insert(accounts).values(id=account_id, channel="wechat", created_at=NOON))
    return account_id


def make_store(
    connection: Connection, store_id: str = "riverside", name: str = "滨江店", account_id: str = "main"
) -> str:
    connection.execute(insert(stores).values(id=store_id, account_id=account_id, name=name, created_at=NOON))
    return store_id


def make_coupon_kind(
    connection: Connection,
    kind_id: str = "welcome",
    *,
    name: str = "新朋友拿铁券",
    stock: int | None = None,
    valid_days: int = 30,
    store_ids: tuple[str, ...] = (),
    account_id: str = "main",
) -> str:
    connection.execute(
        insert(coupon_kinds).values(
            account_id=account_id, id=kind_id, name=name, stock=stock, valid_days=valid_days, created_at=NOON
        )
    )
    for store_id in store_ids:
        connection.execute(insert(coupon_kind_stores).values(account_id=account_id, kind_id=kind_id, store_id=store_id))
    return kind_id


def make_contact(connection: Connection, openid: str = "o-lin", account_id: str = "main") -> Contact:
    return find_or_make(connection, [(account_id, openid)], NOON)[account_id, openid]


def make_touch(key: str, kind: str = "text", **fields: Any) -> Touchpoint:
    """An inward touch at noon, to be remembered; credited to nobody unless told."""
    told: dict[str, Any] = {
        "account_id": "main",
        "contact_id": None,
        "direction": "in",
        "occurred_at": NOON,
        "recorded_at": NOON,
        "text": "",
        "subject": "",
        "body": "",
    }
    return Touchpoint(key=key, kind=kind, **(told | fields))


def make_message(kind: Kind = Kind.TEXT, *, at: int = 0, sender: str = "o-lin", **fields: Any) -> Message:
    """A message at so many seconds after noon. Equal arguments make the same message, as a retry does."""
    told = repr((kind, at, sender, sorted(fields.items())))
    key = hashlib.blake2b(told.encode(), digest_size=16).hexdigest()
    return Message(
        account_id="main",
        key=key,
        kind=kind,
        occurred_at=NOON + timedelta(seconds=at),
        body=f"<xml>{told}</xml>",
        sender=sender,
        **fields,
    )


def make_follow(scene: str = "", *, at: int = 0, sender: str = "o-lin") -> Message:
    """A follow, through a code with a scene if one is given."""
    source = Source(scene, f"qrscene_{scene}", "ticket") if scene else None
    return make_message(Kind.FOLLOW, at=at, sender=sender, subject=scene, source=source)
