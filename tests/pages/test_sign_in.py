"""Staff sign in, stay for twelve hours, and sign out."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from sqlalchemy import select, update

from app.house import House
from app.passwords import hash_password
from records.database import reading, writing
from records.staff import set_password
from records.tables import staff, staff_sessions
from tests.pages.shop import PASSWORD, ShopClock, hidden_fields, open_browser, sign_in


def attempt(browser: httpx.Client, password: str, username: str = "wang") -> httpx.Response:
    return browser.post("/sign-in", data={"username": username, "password": password})


@pytest.mark.parametrize(
    ("username", "wanted", "arrives"),
    [
        ("wang", "", "/store"),
        ("wang", "/console", "/store"),
        ("wang", "/store/redemptions/1", "/store/redemptions/1"),
        ("boss", "", "/console"),
        ("boss", "/store/choose", "/store/choose"),
        ("boss", "/console/quarantine?before=3", "/console/quarantine"),
        ("boss", "https://evil.example/store", "/console"),
        ("boss", "//evil.example/console", "/console"),
    ],
)
def test_everybody_lands_where_they_belong(browser: httpx.Client, username: str, wanted: str, arrives: str) -> None:
    landed = browser.post("/sign-in", data={"username": username, "password": PASSWORD, "next": wanted})
    assert landed.url.path == arrives
    assert landed.url.host == "127.0.0.1"


def test_who_is_not_signed_in_is_asked_and_then_led_back(browser: httpx.Client) -> None:
    asked = browser.get("/store/offer", params={"code": "ABC"})
    assert asked.url.path == "/sign-in"
    fields = hidden_fields(asked.text, "/sign-in")
    landed = browser.post("/sign-in", data=fields | {"username": "wang", "password": PASSWORD})
    assert (landed.url.path, landed.url.params["code"]) == ("/store/offer", "ABC")


def test_a_user_name_is_found_in_any_case_and_width(browser: httpx.Client) -> None:
    assert attempt(browser, PASSWORD, " ＷANG ").url.path == "/store"


def test_a_wrong_password_says_what_to_do_and_keeps_the_name(browser: httpx.Client) -> None:
    refused = attempt(browser, "wrong")
    assert refused.status_code == 401
    assert "忘了密码请找店长重设" in refused.text
    assert 'value="wang"' in refused.text
    assert browser.get("/store").url.path == "/sign-in"


def test_an_unknown_name_is_refused_in_the_same_words(browser: httpx.Client) -> None:
    refused, unknown = attempt(browser, "wrong"), attempt(browser, "wrong", "nobody")
    assert unknown.status_code == refused.status_code
    assert unknown.text == refused.text.replace('value="wang"', 'value="nobody"')


def test_the_sixth_wrong_password_waits_and_the_right_one_with_it(browser: httpx.Client, clock: ShopClock) -> None:
    assert {attempt(browser, f"wrong {number}").status_code for number in range(5)} == {401}
    refused = attempt(browser, PASSWORD)
    assert refused.status_code == 429
    assert "请 15 分钟后再试" in refused.text
    assert attempt(browser, PASSWORD, "li").url.path == "/store"
    clock.pass_by(minutes=15)
    assert attempt(browser, PASSWORD).url.path == "/store"


def test_wrong_passwords_sent_at_once_are_counted_all_the_same(address: str) -> None:
    def guess(number: int) -> int:
        with open_browser(address) as browser:
            return attempt(browser, f"wrong {number}").status_code

    with ThreadPoolExecutor(10) as guesses:
        answers = list(guesses.map(guess, range(10)))
    assert answers.count(401) == 5
    assert answers.count(429) == 5


def test_the_cookie_is_out_of_reach_of_scripts_and_sql_holds_only_its_hash(house: House, browser: httpx.Client) -> None:
    signed_in = browser.post("/sign-in", data={"username": "wang", "password": PASSWORD}, follow_redirects=False)
    cookie = signed_in.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    with reading(house.engine) as connection:
        kept = connection.execute(select(staff_sessions.c.token_hash)).scalar_one()
    assert kept not in cookie
    assert len(kept) == 64


def test_a_session_ends_after_twelve_hours(till: httpx.Client, clock: ShopClock) -> None:
    clock.pass_by(hours=11, minutes=59)
    assert till.get("/store").url.path == "/store"
    clock.pass_by(minutes=1)
    assert till.get("/store").url.path == "/sign-in"


def test_signing_out_ends_the_session_not_only_the_cookie(till: httpx.Client) -> None:
    cookies = dict(till.cookies)
    left = till.post("/sign-out", data=hidden_fields(till.get("/store").text, "/sign-out"))
    assert left.url.path == "/sign-in"
    with open_browser(str(till.base_url)) as thief:
        thief.cookies.update(cookies)
        assert thief.get("/store").url.path == "/sign-in"


def test_a_made_up_token_is_nobody(browser: httpx.Client) -> None:
    browser.cookies.set("huitou_session", "made-up")
    assert browser.get("/store").url.path == "/sign-in"


def test_who_left_the_shop_is_out_at_once(house: House, till: httpx.Client) -> None:
    with writing(house.engine) as connection:
        connection.execute(update(staff).where(staff.c.username == "wang").values(active=False))
    assert till.get("/store").url.path == "/sign-in"
    assert attempt(till, PASSWORD).status_code == 401


def test_a_new_password_ends_the_sessions_of_the_old_one(house: House, till: httpx.Client) -> None:
    with writing(house.engine) as connection:
        assert set_password(connection, "Wang", hash_password("another one"))
        assert not set_password(connection, "nobody", hash_password("another one"))
    assert till.get("/store").url.path == "/sign-in"
    sign_in(till, password="another one")


def test_the_start_leads_everybody_to_their_own_page(till: httpx.Client, address: str) -> None:
    assert till.get("/").url.path == "/store"
    with open_browser(address) as stranger:
        assert stranger.get("/").url.path == "/sandbox"
