"""A reward is given once in a life."""

import pytest
from sqlalchemy import func, select, update

from loyalty.check import violations
from loyalty.coupons import held_by
from loyalty.refusals import AlreadyGiven, NotEnoughPoints, StockGone, UnknownKind
from loyalty.rewards import FOLLOW, give_coupon_once, give_points_once
from records.database import reading, writing
from records.tables import coupon_kinds, coupons, outbox, rewards
from tests.factories import NOON, make_coupon_kind
from tests.loyalty.conftest import SHANGHAI, Shop


def test_following_fifty_times_gives_one_coupon(shop: Shop) -> None:
    with writing(shop.engine) as connection:
        make_coupon_kind(connection)
        coupon = give_coupon_once(connection, shop.lin, "main", "welcome", FOLLOW, NOON, SHANGHAI)
    for _ in range(50):
        with writing(shop.engine) as connection, pytest.raises(AlreadyGiven, match="已经领过了"):
            give_coupon_once(connection, shop.lin, "main", "welcome", FOLLOW, NOON, SHANGHAI)
    with reading(shop.engine) as connection:
        assert held_by(connection, shop.lin, NOON) == [coupon]
        assert connection.execute(select(rewards.c.coupon_id)).scalars().all() == [coupon.id]
        assert connection.execute(select(func.count()).select_from(outbox)).scalar_one() == 1
        assert violations(connection) == []


def test_a_follow_reward_of_another_kind_does_not_start_it_anew(sqlite_shop: Shop) -> None:
    with writing(sqlite_shop.engine) as connection:
        make_coupon_kind(connection)
        make_coupon_kind(connection, "tea", name="新朋友茶券")
        give_coupon_once(connection, sqlite_shop.lin, "main", "welcome", FOLLOW, NOON, SHANGHAI)
        with pytest.raises(AlreadyGiven):
            give_coupon_once(connection, sqlite_shop.lin, "main", "tea", FOLLOW, NOON, SHANGHAI)
        assert violations(connection) == []


def test_another_person_and_another_rule_are_rewards_of_their_own(sqlite_shop: Shop) -> None:
    with writing(sqlite_shop.engine) as connection:
        make_coupon_kind(connection)
        for person, rule in ((sqlite_shop.lin, FOLLOW), (sqlite_shop.wang, FOLLOW), (sqlite_shop.lin, "birthday")):
            give_coupon_once(connection, person, "main", "welcome", rule, NOON, SHANGHAI)
        assert connection.execute(select(func.count()).select_from(coupons)).scalar_one() == 3
        assert violations(connection) == []


def test_what_was_out_of_stock_can_be_given_once_it_is_refilled(shop: Shop) -> None:
    with writing(shop.engine) as connection:
        make_coupon_kind(connection, stock=0)
        with pytest.raises(StockGone):
            give_coupon_once(connection, shop.lin, "main", "welcome", FOLLOW, NOON, SHANGHAI)
    with writing(shop.engine) as connection:
        connection.execute(update(coupon_kinds).values(stock=1))
        coupon = give_coupon_once(connection, shop.lin, "main", "welcome", FOLLOW, NOON, SHANGHAI)
    with reading(shop.engine) as connection:
        assert held_by(connection, shop.lin, NOON) == [coupon]
        assert violations(connection) == []


def test_a_kind_that_was_missing_leaves_no_reward_behind(sqlite_shop: Shop) -> None:
    with writing(sqlite_shop.engine) as connection:
        with pytest.raises(UnknownKind):
            give_coupon_once(connection, sqlite_shop.lin, "main", "welcome", FOLLOW, NOON, SHANGHAI)
        assert connection.execute(select(rewards)).all() == []


def test_an_expired_reward_is_not_given_again(sqlite_shop: Shop) -> None:
    with writing(sqlite_shop.engine) as connection:
        make_coupon_kind(connection, valid_days=1)
        coupon = give_coupon_once(connection, sqlite_shop.lin, "main", "welcome", FOLLOW, NOON, SHANGHAI)
        much_later = coupon.expires_at.replace(year=2036)
        with pytest.raises(AlreadyGiven):
            give_coupon_once(connection, sqlite_shop.lin, "main", "welcome", FOLLOW, much_later, SHANGHAI)


def test_points_are_given_once_for_a_rule_whatever_their_number(shop: Shop) -> None:
    with writing(shop.engine) as connection:
        assert give_points_once(connection, shop.lin, 20, FOLLOW, "关注有礼", NOON) == 20
        for points in (20, 50):
            with pytest.raises(AlreadyGiven):
                give_points_once(connection, shop.lin, points, FOLLOW, "关注有礼", NOON)
        assert give_points_once(connection, shop.lin, 5, "birthday", "生日", NOON) == 25
        assert give_points_once(connection, shop.wang, 20, FOLLOW, "关注有礼", NOON) == 20
        assert violations(connection) == []


def test_a_coupon_and_points_for_one_rule_are_two_rewards(sqlite_shop: Shop) -> None:
    with writing(sqlite_shop.engine) as connection:
        make_coupon_kind(connection)
        give_coupon_once(connection, sqlite_shop.lin, "main", "welcome", FOLLOW, NOON, SHANGHAI)
        assert give_points_once(connection, sqlite_shop.lin, 20, FOLLOW, "关注有礼", NOON) == 20
        assert violations(connection) == []


def test_what_was_refused_can_still_be_given_and_every_other_reward_stays(shop: Shop) -> None:
    with writing(shop.engine) as connection:
        make_coupon_kind(connection)
        make_coupon_kind(connection, "gone", stock=0)
        for person, rule in ((shop.lin, "生日"), (shop.wang, "签到")):
            give_coupon_once(connection, person, "main", "welcome", rule, NOON, SHANGHAI)
        for person, rule in ((shop.lin, "生日"), (shop.wang, "签到")):
            give_points_once(connection, person, 5, rule, rule, NOON)
        given = connection.execute(select(rewards)).all()
        with pytest.raises(StockGone):
            give_coupon_once(connection, shop.lin, "main", "gone", "签到", NOON, SHANGHAI)
        with pytest.raises(NotEnoughPoints):
            give_points_once(connection, shop.lin, -6, "签到", "签到", NOON)
        assert connection.execute(select(rewards)).all() == given
        give_coupon_once(connection, shop.lin, "main", "welcome", "签到", NOON, SHANGHAI)
        assert give_points_once(connection, shop.lin, 6, "签到", "签到", NOON) == 11
        assert violations(connection) == []


def test_a_reward_names_the_coupon_that_was_given_for_it(sqlite_shop: Shop) -> None:
    with writing(sqlite_shop.engine) as connection:
        make_coupon_kind(connection)
        given = {
            (person, rule): give_coupon_once(connection, person, "main", "welcome", rule, NOON, SHANGHAI).id
            for person, rule in ((sqlite_shop.lin, FOLLOW), (sqlite_shop.wang, FOLLOW), (sqlite_shop.lin, "生日"))
        }
        kept = connection.execute(select(rewards.c.contact_id, rewards.c.rule, rewards.c.coupon_id)).all()
    assert {(row.contact_id, row.rule): row.coupon_id for row in kept} == given
