"""Receipts: redemptions as the till shows them, each with its coupon, its guest and its store by name."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, desc, func, select

from loyalty.refusals import UnknownRedemption
from records.tables import contacts, coupon_kinds, coupons, redemptions, stores

LATEST = 3
"""How many redemptions of a day the till shows."""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """A redemption as the till shows it. ``contact_id`` and ``nickname`` are whose coupon it was. Moments in UTC."""

    id: str
    coupon_name: str
    contact_id: str
    nickname: str
    store_name: str
    redeemed_by: str
    redeemed_at: datetime
    undone_by: str | None
    undone_at: datetime | None


class Day(msgspec.Struct, frozen=True):
    """How many redemptions of a day stand in a store, and the latest ones, undone or not."""

    count: int
    latest: tuple[Receipt, ...]


def receipt_of(connection: Connection, account_id: str, redemption_id: str) -> Receipt:
    """One redemption of the account. Raises ``UnknownRedemption``."""
    row = connection.execute(_receipts(account_id).where(redemptions.c.id == redemption_id)).one_or_none()
    if row is None:
        raise UnknownRedemption
    return _receipt(row)


def day_of(connection: Connection, account_id: str, store_id: str, since: datetime) -> Day:
    """What was redeemed in a store of the account since a moment."""
    here = (redemptions.c.store_id == store_id) & (redemptions.c.redeemed_at >= since)
    standing = select(func.count()).select_from(redemptions).where(here, redemptions.c.undone_at.is_(None))
    latest = _receipts(account_id).where(here).order_by(desc(redemptions.c.redeemed_at)).limit(LATEST)
    return Day(connection.execute(standing).scalar_one(), tuple(map(_receipt, connection.execute(latest))))


def _receipts(account_id: str) -> Select[*tuple[Any, ...]]:
    kind = (coupon_kinds.c.account_id == coupons.c.account_id) & (coupon_kinds.c.id == coupons.c.kind_id)
    return (
        select(
            redemptions,
            coupons.c.contact_id,
            contacts.c.nickname,
            coupon_kinds.c.name.label("coupon_name"),
            stores.c.name.label("store_name"),
        )
        .join(coupons, coupons.c.id == redemptions.c.coupon_id)
        .join(coupon_kinds, kind)
        .join(contacts, contacts.c.id == coupons.c.contact_id)
        .join(stores, stores.c.id == redemptions.c.store_id)
        .where(coupons.c.account_id == account_id)
    )


def _receipt(row: Row[*tuple[Any, ...]]) -> Receipt:
    return Receipt(**{field: getattr(row, field) for field in Receipt.__struct_fields__})
