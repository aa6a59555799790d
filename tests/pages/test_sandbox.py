"""The phone in the browser, as far as it goes without one: every gesture is a real push to the real webhook."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from starlette.applications import Starlette

from app.crm import CONNECTORS
from app.house import House, build_house
from app.i18n import load
from app.pages import routes
from app.settings import Settings
from loyalty.kinds import make_kind
from records.database import reading, writing
from records.tables import contacts, coupons, touchpoints
from replies.starter import starter_script
from replies.versions.publishing import publish
from tests.factories import NOON
from tests.pages.server import Stage
from tests.pages.shop import ShopClock, open_browser, sign_in


@pytest.fixture
def phone(house: House, browser: httpx.Client) -> httpx.Client:
    """The phone's page, with the starter script live."""
    with writing(house.engine) as connection:
        make_kind(connection, "main", "welcome", "新朋友拿铁券", None, 30, (), NOON)
        publish(connection, "main", starter_script(), "The starter script", NOON)
    return browser


def do(phone: httpx.Client, action: str, value: str = "", customer: str = "lin") -> dict[str, Any]:
    answer = phone.post("/sandbox/send", json={"customer": customer, "action": action, "value": value})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def told(screen: dict[str, Any]) -> str:
    return "\n".join(bubble["text"] for bubble in screen["bubbles"])


def test_the_page_offers_every_poster_and_the_menu(phone: httpx.Client) -> None:
    page = phone.get("/sandbox").text
    for scene in (*(f"table-{number}" for number in range(1, 9)), "poster-riverside", "bag"):
        assert f'data-scene="{scene}"' in page
    for key in ("MENU_POINTS", "MENU_COUPON", "MENU_HOURS"):
        assert f'data-value="{key}"' in page
    assert 'href="/store"' in page


@pytest.mark.parametrize(
    ("connector", "zh", "en"),
    [
        ("csv", "顾客资料每隔 15 秒写入 {file}", "Every 15 seconds contacts are written to {file}"),
        ("http", "顾客资料每隔 15 秒送往 CRM", "Every 15 seconds contacts are sent to the CRM"),
        ("none", "顾客资料哪里也不送", "contacts are sent nowhere"),
    ],
    ids=["csv", "http", "none"],
)
def test_the_page_says_where_contacts_go(
    house: House, stage: tuple[Stage, str], tmp_path: Path, connector: str, zh: str, en: str
) -> None:
    server, address = stage
    settings = house.settings.model_copy(update={"crm_connector": connector})
    server.app = Starlette(routes=routes(replace(house, settings=settings)))
    file = tmp_path / "crm" / "contacts.csv"
    with open_browser(address) as browser:
        assert zh.format(file=file) in browser.get("/sandbox").text
        assert en.format(file=file) in browser.get("/sandbox?lang=en").text


def test_every_connector_has_its_sentence_on_the_page() -> None:
    sentences = {key.removeprefix("sandbox.crm.") for key in load()["zh"].phrases if key.startswith("sandbox.crm.")}
    assert sentences == {*CONNECTORS, "none"}


def test_who_scans_a_table_follows_and_is_given_a_coupon_with_its_qr_code(phone: httpx.Client) -> None:
    screen = do(phone, "follow", "table-3")
    assert screen["following"] is True
    assert screen["bubbles"][0] == {
        "side": "note",
        "text": "关注了公众号（扫了“3 号桌”）",
        "media": "",
        "cards": [],
        "vouchers": [],
    }
    (voucher,) = [voucher for bubble in screen["bubbles"] for voucher in bubble["vouchers"]]
    assert voucher["qr"].startswith("data:image/svg+xml")
    with open_browser(str(phone.base_url)) as till:
        sign_in(till)
        assert "新朋友拿铁券" in till.get(voucher["till"]).text


def test_what_is_asked_is_answered(phone: httpx.Client) -> None:
    do(phone, "follow")
    assert "8:00" in told(do(phone, "text", "营业时间"))
    assert "8:00" in told(do(phone, "click", "MENU_HOURS"))


@pytest.mark.parametrize(
    ("action", "value"),
    [("picture", ""), ("voice", ""), ("location", ""), ("scan", "bag"), ("click", "MENU_POINTS"), ("unfollow", "")],
)
def test_every_gesture_reaches_the_shop_as_a_touchpoint(
    house: House, phone: httpx.Client, action: str, value: str
) -> None:
    do(phone, "follow")
    do(phone, action, value)
    with reading(house.engine) as connection:
        inward = select(touchpoints.c.kind).where(touchpoints.c.direction == "in").order_by(touchpoints.c.id)
        kinds = connection.execute(inward).scalars().all()
    assert kinds == ["follow", {"click": "menu_click"}.get(action, action)]


def test_the_chat_is_there_again_after_a_reload_and_each_customer_has_their_own(phone: httpx.Client) -> None:
    do(phone, "follow", "bag")
    do(phone, "text", "<img src=x onerror=alert(1)>")
    do(phone, "picture")
    chat = phone.get("/sandbox/chat", params={"customer": "lin"}).json()
    assert chat["following"] is True
    sides = [bubble["side"] for bubble in chat["bubbles"]]
    assert sides[0] == "note"
    assert sides.count("me") == 2
    assert "<img src=x onerror=alert(1)>" in told(chat)
    assert phone.get("/sandbox/chat", params={"customer": "wang"}).json() == {"bubbles": [], "following": False}


def test_unfollowing_and_following_again_earns_nothing_twice(
    house: House, phone: httpx.Client, clock: ShopClock
) -> None:
    do(phone, "follow", "bag")
    clock.pass_by(seconds=2)
    assert do(phone, "unfollow")["following"] is False
    clock.pass_by(seconds=2)
    again = do(phone, "follow", "bag")
    assert again["following"] is True
    with reading(house.engine) as connection:
        assert len(connection.execute(select(contacts)).all()) == 1
        assert len(connection.execute(select(coupons)).all()) == 1


@pytest.mark.parametrize(
    "gesture",
    [
        {"customer": "lin", "action": "fly"},
        {"customer": "lin", "action": "text", "value": " "},
        {"customer": "lin", "action": "text", "value": "长" * 601},
        {"customer": "lin", "action": "scan", "value": "table-99"},
        {"customer": "lin", "action": "click", "value": "MENU_FREE_MONEY"},
        {"customer": "x" * 60, "action": "text", "value": "hi"},
        {"action": "text", "value": "hi"},
        {},
    ],
)
def test_what_no_phone_can_do_is_refused(phone: httpx.Client, gesture: dict[str, str]) -> None:
    refused = phone.post("/sandbox/send", json=gesture)
    assert refused.status_code == 400
    assert "不会这样做" in told(refused.json())


def test_when_the_shop_cannot_answer_the_phone_says_what_wechat_says(house: House, phone: httpx.Client) -> None:
    house.turns.stop()
    screen = do(phone, "text", "在吗")
    assert screen["bubbles"][0]["side"] == "note"
    assert "该公众号暂时无法提供服务" in told(screen)
    assert screen["following"] is None


@pytest.fixture
def real_house(url: str, tmp_path: Path, clock: ShopClock) -> Iterator[House]:
    settings = Settings(
        _env_file=None, database_url=url, data_dir=str(tmp_path), wechat_app_id="wx1", wechat_token="t", secret_key="s"
    )
    house = build_house(settings, clock)
    yield house
    house.close()


def test_with_a_real_account_there_is_no_phone(real_house: House, stage: tuple[Stage, str]) -> None:
    server, address = stage
    server.app = Starlette(routes=routes(real_house))
    with open_browser(address) as browser:
        assert browser.get("/sandbox").status_code == 404
        assert browser.post("/sandbox/send", json={}).status_code == 404
        assert browser.get("/").url.path == "/sign-in"
        assert "/sandbox" not in browser.get("/sign-in").text
