"""The till's decisions, on plain data."""

from datetime import datetime, timedelta

import msgspec
import pytest

from loyalty.eligibility import may_redeem, may_undo
from loyalty.model import Coupon, CouponState, Redemption
from loyalty.refusals import AlreadyRedeemed, AlreadyUndone, Expired, NotYoursToUndo, OtherStore, UndoTooLate
from records.accounts import Store
from tests.factories import NOON

RIVERSIDE, WESTSIDE = Store("riverside", "滨江店"), Store("westside", "城西店")
COUPON = Coupon(
    id="c1",
    account_id="main",
    kind_id="welcome",
    name="新朋友拿铁券",
    contact_id="lin",
    code="7Q2K9XWD3HTB",
    state=CouponState.ISSUED,
    issued_at=NOON,
    expires_at=datetime.fromisoformat("2026-01-31T23:59:59.999999+08:00"),
)
REDEMPTION = Redemption(
    id="r1", coupon_id="c1", contact_id="lin", store=RIVERSIDE, redeemed_by="小周", redeemed_at=NOON
)
MOMENT = timedelta(microseconds=1)


def test_a_coupon_bound_to_no_store_works_in_every_store() -> None:
    assert may_redeem(COUPON, None, "anywhere", NOON) is None


def test_a_bound_coupon_works_in_its_stores_and_the_refusal_names_them() -> None:
    bound = msgspec.structs.replace(COUPON, stores=(RIVERSIDE, WESTSIDE))
    assert may_redeem(bound, None, "westside", NOON) is None
    refusal = may_redeem(bound, None, "airport", NOON)
    assert isinstance(refusal, OtherStore)
    assert refusal.store_names == ("滨江店", "城西店")


def test_the_last_microsecond_of_the_last_day_still_counts_and_the_next_does_not() -> None:
    assert may_redeem(COUPON, None, "riverside", COUPON.expires_at) is None
    refusal = may_redeem(COUPON, None, "riverside", COUPON.expires_at + MOMENT)
    assert isinstance(refusal, Expired)
    assert refusal.expired_at == COUPON.expires_at


def test_a_used_coupon_says_when_and_where() -> None:
    refusal = may_redeem(COUPON, REDEMPTION, "westside", NOON)
    assert isinstance(refusal, AlreadyRedeemed)
    assert (refusal.at, refusal.store_name) == (NOON, "滨江店")


def test_the_reason_that_nothing_would_mend_comes_first() -> None:
    bound = msgspec.structs.replace(COUPON, stores=(RIVERSIDE,))
    late = COUPON.expires_at + MOMENT
    assert isinstance(may_redeem(bound, REDEMPTION, "westside", late), AlreadyRedeemed)
    assert isinstance(may_redeem(bound, None, "westside", late), Expired)


def test_undoing_ends_after_exactly_ten_minutes() -> None:
    last = NOON + timedelta(minutes=10)
    assert may_undo(REDEMPTION, "小周", last) is None
    refusal = may_undo(REDEMPTION, "小周", last + MOMENT)
    assert isinstance(refusal, UndoTooLate)
    assert refusal.until == last


def test_only_who_redeemed_may_undo_and_the_refusal_names_them() -> None:
    refusal = may_undo(REDEMPTION, "小吴", NOON)
    assert isinstance(refusal, NotYoursToUndo)
    assert refusal.redeemed_by == "小周"


def test_what_was_undone_is_not_undone_again() -> None:
    undone = msgspec.structs.replace(REDEMPTION, undone_by="小周", undone_at=NOON)
    refusal = may_undo(undone, "小周", NOON)
    assert isinstance(refusal, AlreadyUndone)
    assert refusal.at == NOON


@pytest.mark.parametrize("minutes", [-5, 0, 9])
def test_a_clock_that_differs_a_little_does_not_forbid_undoing(minutes: int) -> None:
    assert may_undo(REDEMPTION, "小周", NOON + timedelta(minutes=minutes)) is None
