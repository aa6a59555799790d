"""The till: a coupon redeemed once per wish, and what was redeemed here."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection, Row, Select, desc, func, select

from app.staff import Staff
from loyalty.redemptions import redeem
from loyalty.refusals import UnknownRedemption
from records.idempotency import once
from records.tables import contacts, coupon_kinds, coupons, redemptions, stores


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """To redeem a code in a store, once: every attempt at the same wish carries the same ``key``."""

    member: Staff
    code: str
    store_id: str
    key: str


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


def redeem_once(connection: Connection, wish: Wish, now: datetime, zone: ZoneInfo) -> str:
    """The id of the redemption that the wish stands for, made now unless it was made before.

    Raises the refusals of ``loyalty.redemptions.redeem``, and ``records.idempotency.KeyReused``.
    """
    member = wish.member

    def act() -> str:
        return redeem(connection, member.account_id, wish.code, wish.store_id, member.signature, now, zone).id

    return once(connection, f"till {member.id}", wish.key, f"{wish.store_id} {wish.code}", now, act)


def receipt(connection: Connection, account_id: str, redemption_id: str) -> Receipt:
    """One redemption of the account. Raises ``UnknownRedemption``."""
    row = connection.execute(_receipts(account_id).where(redemptions.c.id == redemption_id)).one_or_none()
    if row is None:
        raise UnknownRedemption
    return _receipt(row)


def day(connection: Connection, account_id: str, store_id: str, since: datetime, limit: int = 3) -> Day:
    """What was redeemed in a store since a moment."""
    here = (redemptions.c.store_id == store_id) & (redemptions.c.redeemed_at >= since)
    standing = select(func.count()).select_from(redemptions).where(here, redemptions.c.undone_at.is_(None))
    latest = _receipts(account_id).where(here).order_by(desc(redemptions.c.redeemed_at)).limit(limit)
    return Day(connection.execute(standing).scalar_one(), tuple(map(_receipt, connection.execute(latest))))


def nickname_of(connection: Connection, contact_id: str) -> str:
    """A contact's nickname; empty when we know none."""
    return str(connection.execute(select(contacts.c.nickname).where(contacts.c.id == contact_id)).scalar_one())


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
