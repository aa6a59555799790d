"""The check sees each way in which the books can lie."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, update

from loyalty.check import violations
from loyalty.coupons import issue
from loyalty.points import earn
from loyalty.redemptions import redeem
from loyalty.rewards import COUPON, FOLLOW, POINTS, give_coupon_once, give_points_once
from records.database import writing
from records.tables import coupon_kinds, coupons, ledger_entries, point_balances, redemptions, rewards
from tests.factories import NOON, make_coupon_kind
from tests.loyalty.conftest import SHANGHAI, Shop


@pytest.fixture
def busy_shop(shop: Shop) -> Shop:
    """A shop where something of everything has happened."""
    with writing(shop.engine) as connection:
        make_coupon_kind(connection, stock=10)
        used = give_coupon_once(connection, shop.lin, "main", "welcome", FOLLOW, NOON, SHANGHAI)
        redeem(connection, "main", used.code, "riverside", "小周", NOON)
        issue(connection, "main", shop.wang, "welcome", NOON, SHANGHAI)
        earn(connection, shop.lin, 20, "关注有礼", "touchpoint:a", NOON)
        give_points_once(connection, shop.wang, 5, "签到", "签到", NOON)
        assert violations(connection) == []
    return shop


def falsify_balance(connection: Connection, shop: Shop) -> None:
    connection.execute(update(point_balances).where(point_balances.c.contact_id == shop.lin).values(balance=21))


def enter_past_the_balance(connection: Connection, shop: Shop) -> None:
    entry = {"contact_id": shop.wang, "points": 5, "reason": "x", "source": "x", "entered_at": NOON}
    connection.execute(insert(ledger_entries), entry)


def call_used_what_was_not(connection: Connection, shop: Shop) -> None:
    connection.execute(update(coupons).where(coupons.c.contact_id == shop.wang).values(state="redeemed"))


def call_unused_what_was_used(connection: Connection, shop: Shop) -> None:
    connection.execute(update(coupons).values(state="issued"))


def redeem_too_late(connection: Connection, shop: Shop) -> None:
    connection.execute(update(redemptions).values(redeemed_at=NOON + timedelta(days=99)))


def miscount_the_issued(connection: Connection, shop: Shop) -> None:
    connection.execute(update(coupon_kinds).values(issued=3))


def reward_with_nothing(connection: Connection, shop: Shop) -> None:
    connection.execute(update(rewards).values(coupon_id=None))


def reward_points_without_an_entry(connection: Connection, shop: Shop) -> None:
    connection.execute(update(rewards).where(rewards.c.subject == POINTS).values(rule="生日"))


def reward_another_person(connection: Connection, shop: Shop) -> None:
    connection.execute(update(rewards).where(rewards.c.subject == COUPON).values(contact_id=shop.wang))


FALSIFICATIONS = (
    (falsify_balance, "sum of its entries"),
    (enter_past_the_balance, "sum of its entries"),
    (call_used_what_was_not, "standing redemptions disagree"),
    (call_unused_what_was_used, "standing redemptions disagree"),
    (redeem_too_late, "after it had expired"),
    (miscount_the_issued, "number of its coupons"),
    (reward_with_nothing, "without a coupon"),
    (reward_points_without_an_entry, "without its entry"),
    (reward_another_person, "without a coupon of the same person"),
)


def test_every_false_entry_is_found_and_said(busy_shop: Shop) -> None:
    with writing(busy_shop.engine) as connection:
        for falsify, complaint in FALSIFICATIONS:
            with connection.begin_nested() as attempt:
                falsify(connection, busy_shop)
                (found,) = violations(connection)
                attempt.rollback()
            assert complaint in found
        assert violations(connection) == []
