"""Coupon kinds are set up once and say what they need."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from loyalty.coupons import issue
from loyalty.kinds import CouponKind, list_kinds, make_kind, set_stock
from loyalty.refusals import BadKind, UnknownKind, UnknownStore
from records.accounts import Store
from records.database import reading, writing
from tests.factories import NOON, make_account, make_store
from tests.loyalty.conftest import SHANGHAI, Shop


def make_welcome(connection: Connection, **changed: object) -> CouponKind:
    told: dict[str, object] = {"name": "新朋友拿铁券", "stock": 100, "valid_days": 30, "store_ids": ("riverside",)}
    return make_kind(connection, "main", "welcome", now=NOON, **{**told, **changed})  # type: ignore[arg-type]


def test_a_kind_is_made_as_told_and_listed_with_what_was_issued(shop: Shop) -> None:
    with writing(shop.engine) as connection:
        made = make_welcome(connection)
        make_kind(connection, "main", "any", "通用券", None, 7, (), NOON + timedelta(seconds=1))
        issue(connection, "main", shop.lin, "welcome", NOON, SHANGHAI)
    assert made == CouponKind(
        id="welcome", name="新朋友拿铁券", stock=100, issued=0, valid_days=30, stores=(Store("riverside", "滨江店"),)
    )
    with reading(shop.engine) as connection:
        listed = list_kinds(connection, "main")
    assert [(kind.id, kind.stock, kind.issued, len(kind.stores)) for kind in listed] == [
        ("welcome", 100, 1, 1),
        ("any", None, 0, 0),
    ]


def test_making_a_kind_again_leaves_it_as_the_shop_has_it(sqlite_shop: Shop) -> None:
    with writing(sqlite_shop.engine) as connection:
        first = make_welcome(connection)
        assert make_welcome(connection, name="另一张券", stock=5, store_ids=("westside",)) == first
        assert list_kinds(connection, "main") == [first]


@pytest.mark.parametrize(
    "changed", [{"name": " "}, {"stock": -1}, {"valid_days": 0}, {"valid_days": 3_651}, {"stock": 2**40}]
)
def test_a_kind_that_cannot_work_is_refused_with_what_to_change(sqlite_shop: Shop, changed: dict[str, object]) -> None:
    with writing(sqlite_shop.engine) as connection:
        with pytest.raises(BadKind):
            make_welcome(connection, **changed)
        assert list_kinds(connection, "main") == []


@pytest.mark.parametrize("kind_id", ["", " ", "x" * 33])
def test_a_kind_needs_a_short_id(sqlite_shop: Shop, kind_id: str) -> None:
    with writing(sqlite_shop.engine) as connection, pytest.raises(BadKind, match="32"):
        make_kind(connection, "main", kind_id, "券", None, 7, (), NOON)


def test_a_kind_is_bound_only_to_stores_of_its_account(sqlite_shop: Shop) -> None:
    with writing(sqlite_shop.engine) as connection:
        make_account(connection, "other")
        make_store(connection, "harbour", "海港店", "other")
        for stranger in ("nowhere", "harbour"):
            with pytest.raises(UnknownStore):
                make_welcome(connection, store_ids=("riverside", stranger))
        assert list_kinds(connection, "main") == []


def test_the_stock_of_no_kind_cannot_be_set(sqlite_shop: Shop) -> None:
    with writing(sqlite_shop.engine) as connection, pytest.raises(UnknownKind):
        set_stock(connection, "main", "nobody", 5)
