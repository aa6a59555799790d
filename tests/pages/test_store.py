"""What else happens at the till."""

import httpx
import pytest

from app.house import House
from tests.pages.shop import ShopClock, give_coupon, hidden_fields, look_up, open_browser, sign_in


def test_a_code_may_be_typed_in_any_case_without_its_dashes(house: House, till: httpx.Client) -> None:
    code = give_coupon(house)
    assert "林小满" in look_up(till, f" {code.lower().replace('-', '')} ").page


def test_who_redeemed_it_is_led_from_the_refusal_to_the_undo(house: House, till: httpx.Client) -> None:
    code = give_coupon(house)
    done = till.post("/store/redeem", data=look_up(till, code).fields)
    assert f'href="{done.url.path}"' in till.get("/store/offer", params={"code": code}).text
    with open_browser(str(till.base_url)) as other:
        sign_in(other, "li")
        assert done.url.path not in other.get("/store/offer", params={"code": code}).text


def test_undoing_twice_shows_that_it_is_undone(house: House, till: httpx.Client) -> None:
    done = till.post("/store/redeem", data=look_up(till, give_coupon(house)).fields)
    undo = f"{done.url.path}/undo"
    fields = hidden_fields(done.text, undo)
    assert till.post(undo, data=fields).url == till.post(undo, data=fields).url == done.url


def test_after_ten_minutes_nothing_is_undone(house: House, till: httpx.Client, clock: ShopClock) -> None:
    done = till.post("/store/redeem", data=look_up(till, give_coupon(house)).fields)
    fields = hidden_fields(done.text, f"{done.url.path}/undo")
    clock.pass_by(minutes=10, seconds=1)
    assert "/undo" not in till.get(done.url.path).text
    late = till.post(f"{done.url.path}/undo", data=fields)
    assert late.status_code == 409
    assert "请找店长处理" in late.text


def test_a_coupon_of_another_store_is_refused_with_the_store_that_takes_it(house: House, till: httpx.Client) -> None:
    refused = till.get("/store/offer", params={"code": give_coupon(house, kind="bagel")})
    assert refused.status_code == 409
    assert "可以到车站店使用" in refused.text
    assert "林小满" in refused.text


def test_an_expired_coupon_is_refused_with_its_last_day(house: House, till: httpx.Client, clock: ShopClock) -> None:
    code = give_coupon(house)
    clock.pass_by(days=31)
    sign_in(till)
    refused = till.get("/store/offer", params={"code": code})
    assert refused.status_code == 409
    assert "最后可用日是 2026年1月31日" in refused.text


def test_a_mistyped_code_is_kept_to_be_mended(till: httpx.Client) -> None:
    refused = till.get("/store/offer", params={"code": "7Q2K-9XWD"})
    assert 'value="7Q2K-9XWD"' in refused.text


@pytest.mark.parametrize("typed", ["7", "7Q2K-9XWD-3HTB", "没有", "<script>", "A" * 500, "' OR 1=1 --", "\x00"])
def test_what_is_no_code_is_refused_with_a_sentence(till: httpx.Client, typed: str) -> None:
    refused = till.get("/store/offer", params={"code": typed})
    assert refused.status_code == 409
    assert "不能核销" in refused.text
    assert "<script>" not in refused.text.replace('<script type="module"', "")


def test_a_nickname_is_shown_as_text(house: House, till: httpx.Client) -> None:
    offer = look_up(till, give_coupon(house, nickname="<svg onload=alert(1)>"))
    assert "&lt;svg onload=alert(1)&gt;" in offer.page
    assert "<svg onload" not in offer.page


def test_a_guest_without_a_nickname_gets_a_stand_in(house: House, till: httpx.Client) -> None:
    code = give_coupon(house, nickname="")
    assert "顾客 " in look_up(till, code).page
    assert "Guest " in till.get("/store/offer", params={"code": code, "lang": "en"}).text


def test_an_owner_chooses_a_store_first(house: House, browser: httpx.Client) -> None:
    sign_in(browser, "boss")
    asked = browser.get("/store")
    assert asked.url.path == "/store/choose"
    fields = hidden_fields(asked.text, "/store/choose")
    assert browser.post("/store/choose", data=fields | {"store": "nowhere"}).url.path == "/store/choose"
    chosen = browser.post("/store/choose", data=fields | {"store": "station"})
    assert chosen.url.path == "/store"
    assert "车站店" in chosen.text
    done = browser.post("/store/redeem", data=look_up(browser, give_coupon(house, kind="bagel")).fields)
    assert "车站店" in done.text


def test_a_cashier_works_only_in_their_own_store(till: httpx.Client) -> None:
    asked = till.get("/store/choose")
    assert "车站店" not in asked.text
    till.post("/store/choose", data=hidden_fields(asked.text, "/store/choose") | {"store": "station"})
    assert "滨江店" in till.get("/store").text


@pytest.mark.parametrize("broken", [{"key": ""}, {"key": "x" * 65}, {"code": ""}])
def test_a_form_that_was_tampered_with_redeems_nothing(
    house: House, till: httpx.Client, broken: dict[str, str]
) -> None:
    offer = look_up(till, give_coupon(house))
    assert till.post("/store/redeem", data=offer.fields | broken).url.path == "/store"
    assert "今日已核销 0 张" in till.get("/store").text


def test_a_key_that_served_another_coupon_redeems_nothing(house: House, till: httpx.Client) -> None:
    first, second = look_up(till, give_coupon(house)), look_up(till, give_coupon(house))
    till.post("/store/redeem", data=first.fields)
    till.post("/store/redeem", data=second.fields | {"key": first.fields["key"]})
    assert "今日已核销 1 张" in till.get("/store").text


def test_a_redemption_of_another_account_is_not_shown(till: httpx.Client) -> None:
    assert till.get("/store/redemptions/0123456789abcdef0123456789abcdef").status_code == 409
    assert till.get("/store/redemptions/1%00").status_code == 409


def test_when_the_outcome_is_unknown_the_cashier_may_ask_again_with_the_same_key(
    house: House, till: httpx.Client
) -> None:
    offer = look_up(till, give_coupon(house))
    house.turns.stop()
    unknown = till.post("/store/redeem", data=offer.fields)
    assert unknown.status_code == 503
    assert "结果未知" in unknown.text
    assert hidden_fields(unknown.text, "/store/redeem") == offer.fields
