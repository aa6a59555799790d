"""Sixty-four at once, on both databases: what can happen once happens once."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Connection, func, select

from loyalty.check import violations
from loyalty.coupons import issue
from loyalty.model import Coupon, Redemption
from loyalty.points import balance, earn
from loyalty.redemptions import redeem, undo
from loyalty.refusals import AlreadyGiven, AlreadyRedeemed, AlreadyUndone, NotEnoughPoints, StockGone
from loyalty.rewards import FOLLOW, give_coupon_once
from records.contacts import find_or_make
from records.database import reading, writing
from records.tables import redemptions, rewards
from tests.factories import NOON, make_contact, make_coupon_kind
from tests.loyalty.conftest import SHANGHAI, Shop
from tests.loyalty.racing import race

MANY = 64


def of_type(results: list, wanted: type) -> list:
    return [result for result in results if isinstance(result, wanted)]


def assert_sound(shop: Shop) -> None:
    with reading(shop.engine) as connection:
        assert violations(connection) == []


def give(shop: Shop) -> Coupon:
    with writing(shop.engine) as connection:
        make_coupon_kind(connection)
        return issue(connection, "main", shop.lin, "welcome", NOON, SHANGHAI)


def cashier(coupon: Coupon, name: str, store_id: str) -> Callable[[Connection], Redemption]:
    return lambda connection: redeem(connection, "main", coupon.code, store_id, name, NOON)


def claim(contact_id: str) -> Callable[[Connection], Coupon]:
    return lambda connection: give_coupon_once(connection, contact_id, "main", "welcome", FOLLOW, NOON, SHANGHAI)


def test_of_sixty_four_cashiers_with_one_coupon_one_wins_and_the_rest_hear_when_and_where(shop: Shop) -> None:
    coupon = give(shop)
    stores = ("riverside", "westside")
    results = race(shop.engine, [cashier(coupon, f"收银{each}", stores[each % 2]) for each in range(MANY)])
    (winner,) = of_type(results, Redemption)
    losers = of_type(results, AlreadyRedeemed)
    assert len(losers) == MANY - 1
    assert {loser.say(SHANGHAI).zh for loser in losers} == {
        f"这张券已经在 2026年1月1日 12:00 于{winner.store.name}用过了，每张券只能用一次。"
    }
    assert_sound(shop)


def test_of_sixty_four_people_who_claim_the_last_one_in_stock_one_gets_it(shop: Shop) -> None:
    with writing(shop.engine) as connection:
        make_coupon_kind(connection, stock=1)
        people = [make_contact(connection, f"o-{each}").id for each in range(MANY)]
    results = race(shop.engine, [claim(person) for person in people])
    (coupon,) = of_type(results, Coupon)
    assert len(of_type(results, StockGone)) == MANY - 1
    with reading(shop.engine) as connection:
        assert connection.execute(select(rewards.c.contact_id, rewards.c.coupon_id)).all() == [
            (coupon.contact_id, coupon.id)
        ]
    assert_sound(shop)


def test_one_person_who_follows_sixty_four_times_at_once_gets_one_coupon(shop: Shop) -> None:
    with writing(shop.engine) as connection:
        make_coupon_kind(connection)
    results = race(shop.engine, [claim(shop.lin)] * MANY)
    assert len(of_type(results, Coupon)) == 1
    assert len(of_type(results, AlreadyGiven)) == MANY - 1
    assert_sound(shop)


def test_redeeming_and_undoing_at_once_leave_state_and_redemptions_in_agreement(shop: Shop) -> None:
    coupon = give(shop)

    def back_and_forth(connection: Connection) -> Redemption:
        redemption = redeem(connection, "main", coupon.code, "riverside", "小周", NOON)
        return undo(connection, "main", redemption.id, "小周", NOON + timedelta(minutes=1))

    works = [back_and_forth, cashier(coupon, "小吴", "westside")] * (MANY // 2)
    results = race(shop.engine, works)
    assert len([each for each in of_type(results, Redemption) if each.undone_at is None]) == 1
    assert_sound(shop)


def test_of_sixty_four_undos_of_one_redemption_one_counts_while_others_redeem_again(shop: Shop) -> None:
    coupon = give(shop)
    with writing(shop.engine) as connection:
        first = redeem(connection, "main", coupon.code, "riverside", "小周", NOON)

    def take_back(connection: Connection) -> Redemption:
        return undo(connection, "main", first.id, "小周", NOON)

    results = race(shop.engine, [take_back, cashier(coupon, "小吴", "westside")] * (MANY // 2))
    assert len(of_type(results[::2], Redemption)) == 1
    assert len(of_type(results[::2], AlreadyUndone)) == MANY // 2 - 1
    assert len(of_type(results[1::2], Redemption)) <= 1
    with reading(shop.engine) as connection:
        kept = connection.execute(select(func.count()).select_from(redemptions)).scalar_one()
        assert kept == 1 + len(of_type(results[1::2], Redemption))
    assert_sound(shop)


def test_points_earned_at_once_all_count_and_the_same_source_counts_once(shop: Shop) -> None:
    def entry(source: int) -> Callable[[Connection], int]:
        return lambda connection: earn(connection, shop.lin, 3, "买单", f"order:{source}", NOON)

    race(shop.engine, [entry(each // 2) for each in range(MANY)])
    with reading(shop.engine) as connection:
        assert balance(connection, shop.lin) == 3 * MANY // 2
    assert_sound(shop)


def test_of_many_who_take_the_whole_balance_back_one_can(shop: Shop) -> None:
    with writing(shop.engine) as connection:
        earn(connection, shop.lin, 100, "买单", "order:1", NOON)

    def take(source: int) -> Callable[[Connection], int]:
        return lambda connection: earn(connection, shop.lin, -100, "兑换", f"exchange:{source}", NOON)

    results = race(shop.engine, [take(each) for each in range(20)])
    assert len(of_type(results, NotEnoughPoints)) == 19
    assert_sound(shop)


def test_the_till_and_the_office_do_not_wait_for_a_turn_of_the_same_person(postgresql_shop: Shop) -> None:
    shop, coupon = postgresql_shop, give(postgresql_shop)
    with writing(shop.engine) as turn:
        find_or_make(turn, [("main", "o-lin")], NOON)
        with writing(shop.engine) as office:
            redemption = cashier(coupon, "小周", "riverside")(office)
            undo(office, "main", redemption.id, "小周", NOON)
            issue(office, "main", shop.lin, "welcome", NOON, SHANGHAI)
            earn(office, shop.lin, 1, "买单", "order:1", NOON)
        claim(shop.lin)(turn)
        earn(turn, shop.lin, 1, "买单", "order:2", NOON)
    assert_sound(shop)
