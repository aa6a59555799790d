"""Coupons: issued from a kind's stock, held by a person, found by their code."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, Select, and_, bindparam, exists, insert, or_, select, update

from loyalty.codes import make_code
from loyalty.model import Coupon, CouponState
from loyalty.moments import end_of_validity
from loyalty.refusals import StockGone, UnknownKind
from records.accounts import Store
from records.bulk import TextList, one_of
from records.ids import new_id
from records.outbox import Announcement, Topic, announce
from records.tables import coupon_kind_stores, coupon_kinds, coupons, stores

_COUPONS = (
    select(
        *coupons.c,
        coupon_kinds.c.name.label("name"),
        stores.c.id.label("store_id"),
        stores.c.name.label("store_name"),
    )
    .join(coupon_kinds, and_(coupon_kinds.c.account_id == coupons.c.account_id, coupon_kinds.c.id == coupons.c.kind_id))
    .outerjoin(
        coupon_kind_stores,
        and_(
            coupon_kind_stores.c.account_id == coupons.c.account_id,
            coupon_kind_stores.c.kind_id == coupons.c.kind_id,
        ),
    )
    .outerjoin(stores, stores.c.id == coupon_kind_stores.c.store_id)
    .order_by(coupons.c.expires_at, coupons.c.id, stores.c.id)
)
"""A row for each coupon and each store that it is bound to."""

_BY_ID = _COUPONS.where(coupons.c.id == bindparam("coupon"))
_BY_CODE = _COUPONS.where(coupons.c.account_id == bindparam("account"), coupons.c.code == bindparam("typed"))
_BY_CODE_LOCKED = _BY_CODE.with_for_update(of=coupons)
_COUNTS = and_(coupons.c.state == CouponState.ISSUED.value, coupons.c.expires_at >= bindparam("now"))
_IS_USABLE = and_(coupons.c.contact_id == bindparam("contact"), _COUNTS)
_USABLE = _COUPONS.where(_IS_USABLE)
_HOLDS_ANY = select(exists().where(_IS_USABLE))
_HOLDERS = select(coupons.c.contact_id).where(
    one_of(coupons.c.contact_id, bindparam("contacts", type_=TextList())), _COUNTS
)


def issue(
    connection: Connection, account_id: str, contact_id: str, kind_id: str, now: datetime, zone: ZoneInfo
) -> Coupon:
    """A new coupon for a person, taken from the stock of its kind and announced.

    It is valid until the end of the day, in ``zone``, that comes the kind's ``valid_days`` after today. Raises
    ``StockGone`` or ``UnknownKind`` before anything is written.
    """
    valid_days = _take_from_stock(connection, account_id, kind_id)
    row = {
        "id": new_id(),
        "account_id": account_id,
        "kind_id": kind_id,
        "contact_id": contact_id,
        "code": make_code(),
        "state": CouponState.ISSUED.value,
        "issued_at": now,
        "expires_at": end_of_validity(now, valid_days, zone),
    }
    connection.execute(insert(coupons), row)
    announce(connection, [Announcement(Topic.CONTACT_CHANGED, contact_id)], now)
    (coupon,) = _read(connection, _BY_ID, coupon=row["id"])
    return coupon


def held_by(connection: Connection, contact_id: str, now: datetime) -> list[Coupon]:
    """What the person can still use, the one that expires first in front."""
    return _read(connection, _USABLE, contact=contact_id, now=now)


def holds_any(connection: Connection, contact_id: str, now: datetime) -> bool:
    """Whether the person can still use a coupon."""
    return bool(connection.execute(_HOLDS_ANY, {"contact": contact_id, "now": now}).scalar_one())


def holders(connection: Connection, contact_ids: Collection[str], now: datetime) -> frozenset[str]:
    """Those of these people who can still use a coupon."""
    asked = {"contacts": list(contact_ids), "now": now}
    return frozenset(connection.execute(_HOLDERS, asked).scalars())


def find_by_code(connection: Connection, account_id: str, code: str) -> Coupon | None:
    """The account's coupon with this canonical code, whatever its state."""
    return next(iter(_read(connection, _BY_CODE, account=account_id, typed=code)), None)


def lock_by_code(connection: Connection, account_id: str, code: str) -> Coupon | None:
    """As ``find_by_code``; nobody else moves the coupon until the transaction ends."""
    return next(iter(_read(connection, _BY_CODE_LOCKED, account=account_id, typed=code)), None)


def _take_from_stock(connection: Connection, account_id: str, kind_id: str) -> int:
    """Count one more as issued, if there is one left; for how many days it is valid."""
    kind = (coupon_kinds.c.account_id == account_id) & (coupon_kinds.c.id == kind_id)
    left = or_(coupon_kinds.c.stock.is_(None), coupon_kinds.c.issued < coupon_kinds.c.stock)
    take = update(coupon_kinds).where(kind, left).values(issued=coupon_kinds.c.issued + 1)
    valid_days = connection.execute(take.returning(coupon_kinds.c.valid_days)).scalar_one_or_none()
    if valid_days is not None:
        return int(valid_days)
    name = connection.execute(select(coupon_kinds.c.name).where(kind)).scalar_one_or_none()
    raise UnknownKind(kind_id) if name is None else StockGone(name)


def _read(connection: Connection, query: Select[*tuple[Any, ...]], **values: object) -> list[Coupon]:
    rows = connection.execute(query, values)
    return [_coupon(list(group)) for _, group in groupby(rows, key=lambda row: row.id)]


def _coupon(rows: Sequence[Row[*tuple[Any, ...]]]) -> Coupon:
    row = rows[0]
    return Coupon(
        id=row.id,
        account_id=row.account_id,
        kind_id=row.kind_id,
        name=row.name,
        contact_id=row.contact_id,
        code=row.code,
        state=CouponState(row.state),
        issued_at=row.issued_at,
        expires_at=row.expires_at,
        stores=tuple(Store(row.store_id, row.store_name) for row in rows if row.store_id is not None),
    )
