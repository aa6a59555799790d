"""The main journey of the till, on both databases, without a line of JavaScript."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from app.house import House
from loyalty.check import violations
from records.database import reading
from tests.pages.shop import ShopClock, give_coupon, hidden_fields, look_up


@pytest.fixture
def url(database_url: str) -> str:
    return database_url


def test_a_coupon_is_looked_up_confirmed_and_done(house: House, till: httpx.Client) -> None:
    code = give_coupon(house)
    offer = look_up(till, code)
    for told in ("拿铁券", "林小满", "1月31日 23:59", "全部门店"):
        assert told in offer.page
    done = till.post("/store/redeem", data=offer.fields)
    assert done.url.path.startswith("/store/redemptions/")
    for told in ("核销成功", "拿铁券", "林小满", "今天 12:00", "滨江店", "小王 (wang)"):
        assert told in done.text
    home = till.get("/store").text
    assert "今日已核销 1 张" in home


def test_a_double_tap_is_one_redemption_and_no_refusal(house: House, till: httpx.Client) -> None:
    offer = look_up(till, give_coupon(house))
    with ThreadPoolExecutor(8) as taps:
        answers = list(taps.map(lambda _: till.post("/store/redeem", data=offer.fields), range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.url for answer in answers}) == 1
    with reading(house.engine) as connection:
        assert violations(connection) == []


def test_a_second_attempt_is_told_when_and_where_the_coupon_was_used(
    house: House, till: httpx.Client, clock: ShopClock
) -> None:
    code = give_coupon(house)
    two_offers = [look_up(till, code), look_up(till, code)]
    till.post("/store/redeem", data=two_offers[0].fields)
    clock.pass_by(minutes=3)
    for refused in (
        till.post("/store/redeem", data=two_offers[1].fields),
        till.get("/store/offer", params={"code": code}),
    ):
        assert refused.status_code == 409
        assert "2026年1月1日 12:00" in refused.text
        assert "滨江店" in refused.text
        assert "每张券只能用一次" in refused.text


def test_an_undone_redemption_frees_the_coupon(house: House, till: httpx.Client, clock: ShopClock) -> None:
    code = give_coupon(house)
    done = till.post("/store/redeem", data=look_up(till, code).fields)
    clock.pass_by(minutes=10)
    undo = f"{done.url.path}/undo"
    undone = till.post(undo, data=hidden_fields(done.text, undo))
    assert undone.url == done.url
    assert "已撤销" in undone.text
    assert undo not in undone.text
    assert "今日已核销 0 张" in till.get("/store").text
    assert "林小满" in look_up(till, code).page
