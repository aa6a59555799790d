"""Coupon kinds: what can be issued, how many, for how long and where."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, Connection, insert, select, update

from loyalty.refusals import BadKind, UnknownKind, UnknownStore
from records.accounts import Store, stores_of
from records.insertion import insert_new
from records.tables import coupon_kind_stores, coupon_kinds, stores

ID_LIMIT = 32
STOCK_LIMIT = 1_000_000_000
VALID_DAYS_LIMIT = 3_650


class CouponKind(msgspec.Struct, frozen=True, kw_only=True):
    """``stock`` counts all that may ever be issued, None for as many as wanted. No ``stores`` means every store."""

    id: str
    name: str
    stock: int | None
    issued: int
    valid_days: int
    stores: tuple[Store, ...] = ()


def make_kind(
    connection: Connection,
    account_id: str,
    kind_id: str,
    name: str,
    stock: int | None,
    valid_days: int,
    store_ids: Sequence[str],
    now: datetime,
) -> CouponKind:
    """The account's kind of this id: made as told, or, where there is one, left as it is.

    Raises ``BadKind`` for a stock below 0, a validity outside 1 to 3,650 days, or an id that is blank or longer
    than 32 characters; ``UnknownStore`` for a store that is not the account's.
    """
    _refuse_bad_kind(kind_id, name, stock, valid_days)
    _refuse_unknown_stores(connection, account_id, store_ids)
    key = {"account_id": account_id, "kind_id": kind_id}
    row = {"account_id": account_id, "id": kind_id, "name": name, "stock": stock, "valid_days": valid_days}
    if insert_new(connection, coupon_kinds, [{**row, "created_at": now}], coupon_kinds.c.id) and store_ids:
        connection.execute(insert(coupon_kind_stores), [{**key, "store_id": id_} for id_ in sorted(set(store_ids))])
    return _kind(connection, account_id, kind_id)


def set_stock(connection: Connection, account_id: str, kind_id: str, stock: int | None) -> CouponKind:
    """Let so many be issued in all, None for as many as wanted.

    Raises ``UnknownKind``, or ``BadKind`` for less than what is issued already.
    """
    of_kind = _of(account_id, kind_id)
    issued = connection.execute(select(coupon_kinds.c.issued).where(of_kind).with_for_update()).scalar_one_or_none()
    if issued is None:
        raise UnknownKind(kind_id)
    if stock is not None and not issued <= stock <= STOCK_LIMIT:
        raise BadKind(
            f"已经发出 {issued} 张，总数不能比这少，也不能超过 {STOCK_LIMIT:,}。",
            f"{issued} are given already: the stock lies between that and {STOCK_LIMIT:,}.",
        )
    connection.execute(update(coupon_kinds).where(of_kind).values(stock=stock))
    return _kind(connection, account_id, kind_id)


def list_kinds(connection: Connection, account_id: str) -> list[CouponKind]:
    """The account's kinds, oldest first."""
    return _kinds(connection, account_id, coupon_kinds.c.account_id == account_id)


def _kind(connection: Connection, account_id: str, kind_id: str) -> CouponKind:
    (kind,) = _kinds(connection, account_id, _of(account_id, kind_id))
    return kind


def _of(account_id: str, kind_id: str) -> ColumnElement[bool]:
    return (coupon_kinds.c.account_id == account_id) & (coupon_kinds.c.id == kind_id)


def _kinds(connection: Connection, account_id: str, which: ColumnElement[bool]) -> list[CouponKind]:
    valid_in = _stores_of_kinds(connection, account_id)
    query = select(coupon_kinds).where(which).order_by(coupon_kinds.c.created_at, coupon_kinds.c.id)
    return [
        CouponKind(
            id=row.id,
            name=row.name,
            stock=row.stock,
            issued=row.issued,
            valid_days=row.valid_days,
            stores=tuple(valid_in.get(row.id, ())),
        )
        for row in connection.execute(query)
    ]


def _stores_of_kinds(connection: Connection, account_id: str) -> dict[str, list[Store]]:
    query = (
        select(coupon_kind_stores.c.kind_id, stores.c.id, stores.c.name)
        .join(stores, stores.c.id == coupon_kind_stores.c.store_id)
        .where(coupon_kind_stores.c.account_id == account_id)
        .order_by(stores.c.id)
    )
    found: dict[str, list[Store]] = {}
    for kind_id, *store in connection.execute(query):
        found.setdefault(kind_id, []).append(Store(*store))
    return found


def _refuse_bad_kind(kind_id: str, name: str, stock: int | None, valid_days: int) -> None:
    if not kind_id.strip() or len(kind_id) > ID_LIMIT or not name.strip():
        raise BadKind(
            f"券要有名称和一个不超过 {ID_LIMIT} 个字符的编号。",
            f"A coupon kind needs a name, and an id of at most {ID_LIMIT} characters.",
        )
    if stock is not None and not 0 <= stock <= STOCK_LIMIT:
        raise BadKind(
            f"库存要在 0 到 {STOCK_LIMIT:,} 之间，不限量请留空。",
            f"The stock lies between 0 and {STOCK_LIMIT:,}; leave it empty for as many as wanted.",
        )
    if not 1 <= valid_days <= VALID_DAYS_LIMIT:
        raise BadKind(
            f"有效期要在 1 到 {VALID_DAYS_LIMIT:,} 天之间。",
            f"The validity lies between 1 and {VALID_DAYS_LIMIT:,} days.",
        )


def _refuse_unknown_stores(connection: Connection, account_id: str, store_ids: Sequence[str]) -> None:
    if set(store_ids) - {store.id for store in stores_of(connection, account_id)}:
        raise UnknownStore
