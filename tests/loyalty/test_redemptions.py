"""At the till: look it up, redeem it, take it back."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from loyalty.check import violations
from loyalty.codes import make_code, show_code
from loyalty.coupons import find_by_code, held_by, issue
from loyalty.model import Coupon, CouponState
from loyalty.redemptions import Disagreement, look_up, redeem, undo
from loyalty.refusals import (
    AlreadyRedeemed,
    AlreadyUndone,
    Expired,
    MistypedCode,
    NotYoursToUndo,
    OtherStore,
    UndoTooLate,
    UnknownCode,
    UnknownRedemption,
    UnknownStore,
)
from records.accounts import Store
from records.database import reading, writing
from records.tables import contacts, coupons, outbox, redemptions
from tests.factories import NOON, make_account, make_coupon_kind, make_store
from tests.loyalty.conftest import SHANGHAI, Shop

LATER = NOON + timedelta(hours=2)
MINUTE = timedelta(minutes=1)
MOMENT = timedelta(microseconds=1)


def give(shop: Shop, *store_ids: str) -> Coupon:
    with writing(shop.engine) as connection:
        make_coupon_kind(connection, store_ids=store_ids)
        return issue(connection, "main", shop.lin, "welcome", NOON, SHANGHAI)


def test_the_till_sees_what_whose_until_when_and_where(shop: Shop) -> None:
    coupon = give(shop, "riverside")
    with writing(shop.engine) as connection:
        connection.execute(update(contacts).where(contacts.c.id == shop.lin).values(nickname="林小姐"))
    with reading(shop.engine) as connection:
        offer = look_up(connection, "main", show_code(coupon.code).lower(), "riverside", LATER)
    assert offer.coupon == coupon
    assert (offer.nickname, offer.standing, offer.refusal) == ("林小姐", None, None)


def test_a_person_whose_nickname_nobody_knows_has_none(sqlite_shop: Shop) -> None:
    coupon = give(sqlite_shop)
    with reading(sqlite_shop.engine) as connection:
        offer = look_up(connection, "main", coupon.code, "riverside", NOON)
    assert offer.nickname == ""


def test_looking_up_what_cannot_be_redeemed_still_shows_it_with_the_reason(sqlite_shop: Shop) -> None:
    coupon = give(sqlite_shop, "riverside")
    with reading(sqlite_shop.engine) as connection:
        elsewhere = look_up(connection, "main", coupon.code, "westside", NOON)
        too_late = look_up(connection, "main", coupon.code, "riverside", NOON + timedelta(days=40))
    assert elsewhere.coupon == too_late.coupon == coupon
    assert isinstance(elsewhere.refusal, OtherStore)
    assert elsewhere.refusal.store_names == ("滨江店",)
    assert isinstance(too_late.refusal, Expired)


def test_redeeming_uses_the_coupon_up_and_the_second_try_hears_when_and_where(shop: Shop) -> None:
    coupon = give(shop)
    with writing(shop.engine) as connection:
        redemption = redeem(connection, "main", show_code(coupon.code), "riverside", "小周", LATER)
    assert (redemption.coupon_id, redemption.contact_id) == (coupon.id, shop.lin)
    assert (redemption.store, redemption.redeemed_at) == (Store("riverside", "滨江店"), LATER)
    with writing(shop.engine) as connection:
        with pytest.raises(AlreadyRedeemed) as refused:
            redeem(connection, "main", coupon.code, "westside", "小吴", LATER + MINUTE)
        assert "2026年1月1日 14:00 于滨江店" in refused.value.say(SHANGHAI).zh
        offer = look_up(connection, "main", coupon.code, "westside", LATER + MINUTE)
        assert offer.standing == redemption
        assert isinstance(offer.refusal, AlreadyRedeemed)
        assert offer.coupon.state is CouponState.REDEEMED
        assert held_by(connection, shop.lin, LATER) == []
        assert violations(connection) == []


@pytest.mark.parametrize(
    ("store_id", "after", "refusal"),
    [("westside", timedelta(0), OtherStore), ("riverside", timedelta(days=31), Expired)],
)
def test_what_the_till_may_not_redeem_stays_as_it_is(
    sqlite_shop: Shop, store_id: str, after: timedelta, refusal: type[Exception]
) -> None:
    coupon = give(sqlite_shop, "riverside")
    with writing(sqlite_shop.engine) as connection:
        with pytest.raises(refusal):
            redeem(connection, "main", coupon.code, store_id, "小周", NOON + after)
        assert find_by_code(connection, "main", coupon.code) == coupon
        assert connection.execute(select(redemptions)).all() == []


def test_the_last_microsecond_in_the_shop_is_good_enough_also_after_the_database(shop: Shop) -> None:
    coupon = give(shop)
    with writing(shop.engine) as connection:
        with pytest.raises(Expired):
            redeem(connection, "main", coupon.code, "riverside", "小周", coupon.expires_at + MOMENT)
        redeem(connection, "main", coupon.code, "riverside", "小周", coupon.expires_at)
        assert violations(connection) == []


def test_codes_of_nobody_and_of_another_account_are_answered_alike(sqlite_shop: Shop) -> None:
    coupon = give(sqlite_shop)
    with writing(sqlite_shop.engine) as connection:
        make_account(connection, "other")
        make_store(connection, "harbour", "海港店", "other")
        for account_id, code, store_id in (("other", coupon.code, "harbour"), ("main", make_code(), "riverside")):
            for act in (look_up, lambda *args: redeem(*args[:4], "小周", *args[4:])):
                with pytest.raises(UnknownCode):
                    act(connection, account_id, code, store_id, NOON)


def test_a_mistyped_code_is_told_apart_from_an_unknown_one(sqlite_shop: Shop) -> None:
    with reading(sqlite_shop.engine) as connection, pytest.raises(MistypedCode):
        look_up(connection, "main", "7Q2K", "riverside", NOON)


@pytest.mark.parametrize("store_id", ["nowhere", "harbour"])
def test_a_store_of_nobody_or_of_another_account_redeems_nothing(sqlite_shop: Shop, store_id: str) -> None:
    coupon = give(sqlite_shop)
    with writing(sqlite_shop.engine) as connection:
        make_account(connection, "other")
        make_store(connection, "harbour", "海港店", "other")
        with pytest.raises(UnknownStore):
            look_up(connection, "main", coupon.code, store_id, NOON)
        with pytest.raises(UnknownStore):
            redeem(connection, "main", coupon.code, store_id, "小周", NOON)


def test_an_undone_redemption_stays_on_record_and_the_coupon_works_again(shop: Shop) -> None:
    coupon = give(shop)
    with writing(shop.engine) as connection:
        first = redeem(connection, "main", coupon.code, "riverside", "小周", NOON)
        undone = undo(connection, "main", first.id, "小周", NOON + MINUTE)
        assert (undone.id, undone.undone_by, undone.undone_at) == (first.id, "小周", NOON + MINUTE)
        assert held_by(connection, shop.lin, NOON) == [coupon]
        second = redeem(connection, "main", coupon.code, "westside", "小吴", NOON + 2 * MINUTE)
        with pytest.raises(AlreadyUndone) as refused:
            undo(connection, "main", first.id, "小周", NOON + 3 * MINUTE)
        assert refused.value.at == NOON + MINUTE
        offer = look_up(connection, "main", coupon.code, "riverside", NOON + 3 * MINUTE)
        assert offer.standing == second
        kept = connection.execute(select(redemptions).order_by(redemptions.c.redeemed_at)).all()
        assert [(row.redeemed_by, row.undone_by, row.undone_at) for row in kept] == [
            ("小周", "小周", NOON + MINUTE),
            ("小吴", None, None),
        ]
        assert violations(connection) == []


def test_undoing_works_until_exactly_ten_minutes_and_for_the_same_cashier(shop: Shop) -> None:
    coupon = give(shop)
    with writing(shop.engine) as connection:
        redemption = redeem(connection, "main", coupon.code, "riverside", "小周", NOON)
        with pytest.raises(NotYoursToUndo, match="小周"):
            undo(connection, "main", redemption.id, "小吴", NOON)
        late = NOON + 10 * MINUTE + MOMENT
        with pytest.raises(UndoTooLate) as refused:
            undo(connection, "main", redemption.id, "小周", late)
        assert refused.value.until == NOON + 10 * MINUTE
        undo(connection, "main", redemption.id, "小周", NOON + 10 * MINUTE)
        assert violations(connection) == []


def test_a_redemption_of_nobody_or_of_another_account_cannot_be_undone(sqlite_shop: Shop) -> None:
    coupon = give(sqlite_shop)
    with writing(sqlite_shop.engine) as connection:
        make_account(connection, "other")
        redemption = redeem(connection, "main", coupon.code, "riverside", "小周", NOON)
        for account_id, redemption_id in (("main", "nothing"), ("other", redemption.id)):
            with pytest.raises(UnknownRedemption):
                undo(connection, account_id, redemption_id, "小周", NOON)


def test_redeeming_and_undoing_are_announced_and_refusals_are_not(sqlite_shop: Shop) -> None:
    coupon = give(sqlite_shop)
    with writing(sqlite_shop.engine) as connection:
        redemption = redeem(connection, "main", coupon.code, "riverside", "小周", NOON)
        with pytest.raises(AlreadyRedeemed):
            redeem(connection, "main", coupon.code, "riverside", "小周", NOON)
        undo(connection, "main", redemption.id, "小周", NOON)
        announced = connection.execute(select(outbox.c.topic, outbox.c.contact_id)).all()
    assert announced == [("contact_changed", sqlite_shop.lin)] * 3


def test_a_state_that_disagrees_with_the_redemptions_is_never_built_upon(sqlite_shop: Shop) -> None:
    coupon = give(sqlite_shop)
    with writing(sqlite_shop.engine) as connection:
        connection.execute(update(coupons).values(state="redeemed"))
    with pytest.raises(Disagreement, match=coupon.id), writing(sqlite_shop.engine) as connection:
        redeem(connection, "main", coupon.code, "riverside", "小周", NOON)


def test_a_standing_redemption_refuses_even_a_coupon_that_says_issued(sqlite_shop: Shop) -> None:
    coupon = give(sqlite_shop)
    with writing(sqlite_shop.engine) as connection:
        row = {"id": "r1", "coupon_id": coupon.id, "store_id": "riverside", "redeemed_by": "小周", "redeemed_at": NOON}
        connection.execute(insert(redemptions), row)
        with pytest.raises(AlreadyRedeemed):
            redeem(connection, "main", coupon.code, "riverside", "小吴", NOON)
