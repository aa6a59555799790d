"""Coupons come from a stock, belong to a person, and last until the shop's midnight."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from loyalty import coupons
from loyalty.check import violations
from loyalty.codes import make_code, normalise_code
from loyalty.model import CouponState
from loyalty.redemptions import redeem
from loyalty.refusals import StockGone, UnknownKind
from records.accounts import Store
from records.database import reading, writing
from records.tables import outbox
from tests.factories import NOON, make_account, make_coupon_kind
from tests.loyalty.conftest import SHANGHAI, Shop


def test_a_coupon_says_what_it_is_whose_until_when_and_where(shop: Shop) -> None:
    with writing(shop.engine) as connection:
        make_coupon_kind(connection, store_ids=("westside", "riverside"))
        coupon = coupons.issue(connection, "main", shop.lin, "welcome", NOON, SHANGHAI)
    assert (coupon.name, coupon.contact_id, coupon.state) == ("新朋友拿铁券", shop.lin, CouponState.ISSUED)
    assert (coupon.account_id, coupon.kind_id) == ("main", "welcome")
    assert normalise_code(coupon.code) == coupon.code
    assert coupon.issued_at == NOON
    assert coupon.expires_at == datetime(2026, 1, 31, 15, 59, 59, 999_999, tzinfo=UTC)
    assert coupon.stores == (Store("riverside", "滨江店"), Store("westside", "城西店"))
    assert coupon.store_ids == ("riverside", "westside")
    assert coupon.store_names == ("滨江店", "城西店")


def test_a_coupon_is_found_by_its_code_on_its_own_account_only(sqlite_shop: Shop) -> None:
    with writing(sqlite_shop.engine) as connection:
        make_account(connection, "other")
        make_coupon_kind(connection)
        coupon = coupons.issue(connection, "main", sqlite_shop.lin, "welcome", NOON, SHANGHAI)
    with reading(sqlite_shop.engine) as connection:
        assert coupons.find_by_code(connection, "main", coupon.code) == coupon
        assert coupons.find_by_code(connection, "other", coupon.code) is None
        assert coupons.find_by_code(connection, "main", make_code()) is None


def test_the_stock_is_given_out_to_the_last_one_and_no_further(shop: Shop) -> None:
    with writing(shop.engine) as connection:
        make_coupon_kind(connection, stock=2)
        for _ in range(2):
            coupons.issue(connection, "main", shop.lin, "welcome", NOON, SHANGHAI)
        with pytest.raises(StockGone, match="新朋友拿铁券已经领完了"):
            coupons.issue(connection, "main", shop.lin, "welcome", NOON, SHANGHAI)
    with reading(shop.engine) as connection:
        assert len(coupons.held_by(connection, shop.lin, NOON)) == 2
        assert violations(connection) == []


def test_a_kind_that_is_not_there_is_refused_by_name(sqlite_shop: Shop) -> None:
    with writing(sqlite_shop.engine) as connection, pytest.raises(UnknownKind, match="latte"):
        coupons.issue(connection, "main", sqlite_shop.lin, "latte", NOON, SHANGHAI)


def test_a_person_who_is_not_there_gets_nothing(shop: Shop) -> None:
    with writing(shop.engine) as connection:
        make_coupon_kind(connection, stock=1)
    with pytest.raises(IntegrityError), writing(shop.engine) as connection:
        coupons.issue(connection, "main", "nobody", "welcome", NOON, SHANGHAI)
    with reading(shop.engine) as connection:
        assert violations(connection) == []


def test_a_person_holds_what_is_neither_used_nor_expired_soonest_first(shop: Shop) -> None:
    with writing(shop.engine) as connection:
        make_coupon_kind(connection)
        make_coupon_kind(connection, "short", name="今日点心券", valid_days=1, store_ids=("riverside", "westside"))
        late = coupons.issue(connection, "main", shop.lin, "welcome", NOON, SHANGHAI)
        soon = coupons.issue(connection, "main", shop.lin, "short", NOON, SHANGHAI)
        used = coupons.issue(connection, "main", shop.lin, "welcome", NOON, SHANGHAI)
        coupons.issue(connection, "main", shop.wang, "welcome", NOON, SHANGHAI)
        redeem(connection, "main", used.code, "riverside", "小周", NOON)
    with reading(shop.engine) as connection:
        assert coupons.held_by(connection, shop.lin, NOON) == [soon, late]
        assert coupons.held_by(connection, shop.lin, soon.expires_at) == [soon, late]
        assert coupons.held_by(connection, shop.lin, soon.expires_at + timedelta(microseconds=1)) == [late]


def test_issuing_is_announced_in_the_same_transaction(sqlite_shop: Shop) -> None:
    with writing(sqlite_shop.engine) as connection:
        make_coupon_kind(connection)
        coupons.issue(connection, "main", sqlite_shop.lin, "welcome", NOON, SHANGHAI)
        announced = connection.execute(select(outbox.c.topic, outbox.c.contact_id)).all()
    assert announced == [("contact_changed", sqlite_shop.lin)]
