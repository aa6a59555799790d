"""An answer is told the facts that it names and no others, in the words of the shop."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection, Engine

from handlers.deed import Deed
from handlers.facts import gather
from loyalty.codes import show_code
from loyalty.coupons import Coupon, issue
from loyalty.points import earn
from records.database import writing
from replies.reply import Article, News, Reply, Text
from replies.rule import Rule, When
from tests.factories import NOON, make_account, make_contact, make_coupon_kind, make_message, make_store

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with writing(engine) as connection:
        make_account(connection)
        make_store(connection)
        make_coupon_kind(connection, stock=9)
        make_coupon_kind(connection, "birthday", name="生日券", valid_days=3, store_ids=("riverside",))
        yield connection


@pytest.fixture
def deed(connection: Connection) -> Deed:
    rule = Rule(name="问", when=When(), say=Text("答"))
    return Deed(
        rule, {"店名": "回头咖啡"}, make_message(), replace(make_contact(connection), nickname="小林"), NOON, SHANGHAI
    )


def facts(connection: Connection, deed: Deed, say: str | Reply, given: Coupon | None = None) -> dict[str, str]:
    return dict(gather(connection, Text(say) if isinstance(say, str) else say, deed, given))


def coupon(connection: Connection, deed: Deed, kind: str) -> Coupon:
    return issue(connection, "main", deed.contact.id, kind, NOON, SHANGHAI)


def test_the_shops_own_facts_are_always_there_and_nothing_else_is_looked_up(connection: Connection, deed: Deed) -> None:
    assert facts(connection, deed, "{店名}欢迎您") == {"店名": "回头咖啡"}


def test_the_person_is_called_by_their_name(connection: Connection, deed: Deed) -> None:
    assert facts(connection, deed, "{nickname}，您好")["nickname"] == "小林"


def test_points_are_the_balance(connection: Connection, deed: Deed) -> None:
    assert facts(connection, deed, "{points}分")["points"] == "0"
    earn(connection, deed.contact.id, 7, "签到", "s-1", NOON)
    assert facts(connection, deed, "{points}分")["points"] == "7"


def test_the_coupon_is_the_one_just_given_although_another_expires_sooner(connection: Connection, deed: Deed) -> None:
    coupon(connection, deed, "birthday")
    given = coupon(connection, deed, "welcome")
    told = facts(connection, deed, "{coupon_name}{coupon_code}{coupon_expires}{coupon_stores}", given)
    assert told["coupon_name"] == "新朋友拿铁券"
    assert told["coupon_code"] == show_code(given.code)
    assert "2026" in told["coupon_expires"]


def test_without_a_gift_it_is_the_next_to_expire_and_all_are_listed(connection: Connection, deed: Deed) -> None:
    later, sooner = coupon(connection, deed, "welcome"), coupon(connection, deed, "birthday")
    told = facts(connection, deed, "{coupon_name}\n{coupons}\n{coupon_stores}")
    assert (told["coupon_name"], told["coupon_stores"]) == ("生日券", "滨江店")
    first, second = told["coupons"].splitlines()
    assert first.startswith(f"生日券  {show_code(sooner.code)}  ")
    assert second.startswith(f"新朋友拿铁券  {show_code(later.code)}  ")


def test_what_has_expired_is_not_told(connection: Connection, deed: Deed) -> None:
    coupon(connection, deed, "birthday")
    told = facts(connection, replace(deed, now=NOON + timedelta(days=9)), "{coupons}{coupon_code}")
    assert told["coupons"] == ""
    assert "coupon_code" not in told


def test_a_shops_fact_goes_before_ours_of_the_same_name(connection: Connection, deed: Deed) -> None:
    told = facts(connection, replace(deed, shop_facts={"points": "很多"}), "{points}")
    assert told == {"points": "很多"}


def test_facts_of_a_news_card_are_found_wherever_they_stand(connection: Connection, deed: Deed) -> None:
    card = News((Article(title="{nickname}的券", description="{points}分", url="https://shop.example/"),))
    assert facts(connection, deed, card).keys() >= {"nickname", "points"}
