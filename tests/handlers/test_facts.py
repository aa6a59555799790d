"""An answer is told the facts that it names and no others, in the words of the shop."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection, Engine

from handlers.facts import gather
from handlers.nearby import say_distance
from handlers.situation import Situation
from loyalty.codes import show_code
from loyalty.coupons import issue
from loyalty.model import Coupon
from loyalty.points import earn
from records.accounts import place_store
from records.database import writing
from records.message import Kind, Place
from replies.answers.reply import Article, News, Reply, Text
from replies.language.rule import Fact, Script
from replies.matching.index import ScriptIndex
from replies.matching.normalise import Normaliser
from replies.versions.library import Published
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
def situation(connection: Connection) -> Situation:
    lin = replace(make_contact(connection), nickname="小林")
    return Situation(make_message(), lin, lin, script_that_knows({"店名": "回头咖啡"}), NOON, SHANGHAI)


def script_that_knows(shop_facts: dict[str, str]) -> Published:
    return Published(
        1, ScriptIndex(Script(facts={name: Fact(text=text) for name, text in shop_facts.items()}), Normaliser())
    )


def facts(
    connection: Connection, situation: Situation, say: str | Reply, given: Coupon | None = None
) -> dict[str, str]:
    return dict(gather(connection, Text(say) if isinstance(say, str) else say, situation, given))


def coupon(connection: Connection, situation: Situation, kind: str) -> Coupon:
    return issue(connection, "main", situation.contact.id, kind, NOON, SHANGHAI)


def test_the_shops_own_facts_are_always_there_and_nothing_else_is_looked_up(
    connection: Connection, situation: Situation
) -> None:
    assert facts(connection, situation, "{店名}欢迎您") == {"店名": "回头咖啡"}


def test_the_person_is_called_by_their_name(connection: Connection, situation: Situation) -> None:
    assert facts(connection, situation, "{nickname}，您好")["nickname"] == "小林"


def test_points_are_the_balance(connection: Connection, situation: Situation) -> None:
    assert facts(connection, situation, "{points}分")["points"] == "0"
    earn(connection, situation.contact.id, 7, "签到", "s-1", NOON)
    assert facts(connection, situation, "{points}分")["points"] == "7"


def test_the_coupon_is_the_one_just_given_although_another_expires_sooner(
    connection: Connection, situation: Situation
) -> None:
    coupon(connection, situation, "birthday")
    given = coupon(connection, situation, "welcome")
    told = facts(connection, situation, "{coupon_name}{coupon_code}{coupon_expires}{coupon_stores}", given)
    assert told["coupon_name"] == "新朋友拿铁券"
    assert told["coupon_code"] == show_code(given.code)
    assert told["coupon_stores"] == ""


def test_a_coupon_s_last_day_and_stores_are_said_as_the_shop_says_them(
    connection: Connection, situation: Situation
) -> None:
    make_store(connection, "station", "车站店")
    make_coupon_kind(connection, "picnic", name="野餐券", valid_days=3, store_ids=("riverside", "station"))
    # Where the day ends after midnight in UTC, only the shop's own clock tells the right one.
    los_angeles = ZoneInfo("America/Los_Angeles")
    given = issue(connection, "main", situation.contact.id, "picnic", NOON, los_angeles)
    told = facts(connection, replace(situation, zone=los_angeles), "{nickname}{coupon_expires}{coupon_stores}{coupons}")
    assert (told["coupon_expires"], told["coupon_stores"]) == ("2026年1月3日", "滨江店、车站店")
    assert told["coupons"] == f"野餐券  {show_code(given.code)}  2026年1月3日前有效"
    assert told["nickname"] == "小林"


def test_without_a_gift_it_is_the_next_to_expire_and_all_are_listed(
    connection: Connection, situation: Situation
) -> None:
    later, sooner = coupon(connection, situation, "welcome"), coupon(connection, situation, "birthday")
    told = facts(connection, situation, "{coupon_name}\n{coupons}\n{coupon_stores}")
    assert (told["coupon_name"], told["coupon_stores"]) == ("生日券", "滨江店")
    first, second = told["coupons"].splitlines()
    assert first.startswith(f"生日券  {show_code(sooner.code)}  ")
    assert second.startswith(f"新朋友拿铁券  {show_code(later.code)}  ")


def test_what_has_expired_is_not_told(connection: Connection, situation: Situation) -> None:
    coupon(connection, situation, "birthday")
    told = facts(connection, replace(situation, now=NOON + timedelta(days=9)), "{coupons}{coupon_code}")
    assert told["coupons"] == ""
    assert "coupon_code" not in told


def test_a_shops_fact_goes_before_ours_of_the_same_name(connection: Connection, situation: Situation) -> None:
    told = facts(connection, replace(situation, script=script_that_knows({"points": "很多"})), "{points}")
    assert told == {"points": "很多"}


def test_facts_of_a_news_card_are_found_wherever_they_stand(connection: Connection, situation: Situation) -> None:
    card = News((Article(title="{nickname}的券", description="{points}分", url="https://shop.example/"),))
    assert facts(connection, situation, card).keys() >= {"nickname", "points"}


def test_the_nearest_store_is_told_to_who_sends_a_place(connection: Connection, situation: Situation) -> None:
    make_store(connection, "station", "车站店")
    make_store(connection, "new", "还没定址的店")
    place_store(connection, "main", "riverside", Place(31.2400, 121.4900))
    place_store(connection, "main", "station", Place(31.2304, 121.4740))
    sent = make_message(Kind.LOCATION, place=Place(31.2304, 121.4737))
    told = facts(connection, replace(situation, message=sent), "{store_name}，约{store_distance}")
    assert (told["store_name"], told["store_distance"]) == ("车站店", "30 米")


def test_without_a_place_on_either_side_there_is_no_nearest_store(connection: Connection, situation: Situation) -> None:
    sent = replace(situation, message=make_message(Kind.LOCATION, place=Place(31.2304, 121.4737)))
    assert facts(connection, sent, "{store_name}") == {"店名": "回头咖啡"}
    place_store(connection, "main", "riverside", Place(31.2400, 121.4900))
    assert facts(connection, situation, "{store_name}") == {"店名": "回头咖啡"}


def test_what_a_person_told_a_dialog_is_told_as_they_wrote_it_and_as_no_link(
    connection: Connection, situation: Situation
) -> None:
    told = replace(situation, told={"姓名": "<a href='//evil'>林</a>\u202e", "人数": "4"})
    assert facts(connection, told, "{姓名}{人数}")["姓名"] == "＜a href='//evil'＞林＜/a＞"
    assert facts(connection, told, "{姓名}{人数}")["人数"] == "4"


@pytest.mark.parametrize(
    ("metres", "said"),
    [
        (0, "10 米"),
        (804, "800 米"),
        (994, "990 米"),
        (996, "1.0 公里"),
        (2_340, "2.3 公里"),
        (9_949, "9.9 公里"),
        (9_950, "10 公里"),
        (119_600, "120 公里"),
    ],
)
def test_a_distance_is_said_as_people_say_it(metres: float, said: str) -> None:
    assert say_distance(metres) == said
