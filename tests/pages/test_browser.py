"""The pages as people meet them: in a browser, on a phone and on a desk, by day and by night."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from app.house import House
from loyalty.check import violations
from loyalty.kinds import make_kind
from records.database import reading, writing
from replies.starter import starter_script
from replies.versions.publishing import publish
from tests.factories import NOON
from tests.pages.chromium import DESK, PHONE, chromium, complaints
from tests.pages.shop import PASSWORD, ShopClock, give_coupon

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def browser_program() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def open_page(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """A page at the address; at the end no request has left it and no script has failed."""
    chosen = {"viewport": PHONE, "locale": "zh-CN", "base_url": address, "reduced_motion": "reduce"} | options
    context = browser.new_context(**chosen)
    asked: list[str] = []
    failed: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.set_default_timeout(10_000)
    yield page
    context.close()
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    assert failed == []


@pytest.fixture
def page(browser_program: Browser, address: str) -> Iterator[Page]:
    yield from open_page(browser_program, address)


@pytest.fixture
def page_by(browser_program: Browser, address: str, scheme: str) -> Iterator[Page]:
    """A page by day and by night."""
    yield from open_page(browser_program, address, color_scheme=scheme)


@pytest.fixture
def sandbox(house: House) -> None:
    with writing(house.engine) as connection:
        make_kind(connection, "main", "welcome", "新朋友拿铁券", None, 30, (), NOON)
        publish(connection, "main", starter_script(), "The starter script", NOON)


def sign_in(page: Page, username: str = "wang") -> None:
    page.goto("/sign-in")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/store*" if username == "wang" else "**/console")


def scan(page: Page, code: str) -> None:
    """What a scanner gun does: it types, then presses Enter, without asking where the focus is."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def test_the_till_s_journey_on_a_phone(house: House, page_by: Page, clock: ShopClock) -> None:
    page, code = page_by, give_coupon(house)
    page.goto("/store")
    assert complaints(page) == []
    sign_in(page)
    assert complaints(page) == []

    scan(page, code.lower())
    expect(page.get_by_text("林小满")).to_be_visible()
    assert complaints(page) == []
    page.get_by_role("button", name="确认核销").click()

    expect(page.get_by_role("heading", name="核销成功")).to_be_visible()
    expect(page.get_by_role("button", name="撤销这次核销（剩 9:5")).to_be_visible()
    assert complaints(page) == []
    page.get_by_role("link", name="下一位").click()
    expect(page.get_by_label("券码")).to_have_value("")
    expect(page.get_by_label("券码")).to_be_focused()

    scan(page, code)
    expect(page.get_by_role("heading", name="不能核销")).to_be_visible()
    assert complaints(page) == []
    page.get_by_role("link", name="这是您核销的，查看或撤销").click()
    page.get_by_role("button", name="撤销这次核销").click()
    expect(page.get_by_role("heading", name="已撤销")).to_be_visible()
    assert complaints(page) == []
    with reading(house.engine) as connection:
        assert violations(connection) == []


def test_when_the_answer_is_lost_the_till_asks_again_and_redeems_once(house: House, page: Page) -> None:
    code = give_coupon(house)
    lost: list[int] = []
    told: list[bool] = []

    def lose(route: Route) -> None:
        if told:
            route.continue_()
            return
        lost.append(route.fetch(max_redirects=0).status)
        route.abort()

    # Before the first page: what is asked for while a page changes may pass a catch that is set then.
    page.route("**/store/redeem", lose)
    sign_in(page)
    scan(page, code)
    expect(page.get_by_role("button", name="确认核销")).to_be_visible()
    # The button stands before the script that asks again does.
    page.locator("html[data-helped]").wait_for(state="attached")
    page.get_by_role("button", name="确认核销").click()
    expect(page.get_by_text("结果未知，查询中")).to_be_visible()
    told.append(True)
    expect(page.get_by_role("heading", name="核销成功")).to_be_visible()
    assert set(lost) == {303}


def test_a_double_tap_shows_that_it_is_done(house: House, page: Page) -> None:
    code = give_coupon(house)
    sign_in(page)
    scan(page, code)
    page.get_by_role("button", name="确认核销").dblclick()
    expect(page.get_by_role("heading", name="核销成功")).to_be_visible()


def test_the_next_scan_opens_the_next_offer_wherever_the_focus_is(house: House, page: Page) -> None:
    first, second = give_coupon(house), give_coupon(house, nickname="王建国", openid="o-wang")
    sign_in(page)
    scan(page, first)
    expect(page.get_by_role("button", name="确认核销")).to_be_focused()
    scan(page, second)
    expect(page.get_by_text("王建国")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="核销成功")).to_be_visible()
    scan(page, first)
    expect(page.get_by_text("林小满")).to_be_visible()
    expect(page.get_by_role("button", name="确认核销")).to_be_visible()


def test_a_nickname_runs_nothing(house: House, page: Page) -> None:
    code = give_coupon(house, nickname='<svg onload="document.title=1">')
    sign_in(page)
    scan(page, code)
    expect(page.get_by_text('<svg onload="document.title=1">')).to_be_visible()
    assert page.title() == "确认核销 · 回头"


def test_the_till_works_without_scripts(house: House, browser_program: Browser, address: str) -> None:
    code = give_coupon(house)
    for page in open_page(browser_program, address, java_script_enabled=False):
        sign_in(page)
        page.get_by_label("券码").fill(code)
        page.keyboard.press("Enter")
        page.get_by_role("button", name="确认核销").click()
        expect(page.get_by_role("heading", name="核销成功")).to_be_visible()
        page.get_by_role("button", name="撤销这次核销").click()
        expect(page.get_by_role("heading", name="已撤销")).to_be_visible()


def test_the_sandbox_s_journey(sandbox: None, page_by: Page, clock: ShopClock) -> None:
    page = page_by
    page.goto("/sandbox")
    page.get_by_role("button", name="扫码关注").click()
    assert complaints(page) == []
    page.get_by_role("button", name="3 号桌").click()
    expect(page.get_by_text("关注了公众号（扫了“3 号桌”）")).to_be_visible()
    expect(page.get_by_role("link", name="到收银台核销").first).to_be_visible()
    assert complaints(page) == []

    page.get_by_label("输入消息").fill("营业时间")
    page.keyboard.press("Enter")
    expect(page.locator(".bubble_shop").last).to_contain_text("8:00")
    expect(page.get_by_label("输入消息")).to_have_value("")
    page.get_by_role("button", name="优惠券").click()
    expect(page.get_by_text("点了菜单“优惠券”")).to_be_visible()
    page.get_by_role("button", name="更多").click()
    page.get_by_role("button", name="发位置").click()
    expect(page.get_by_text("［位置］人民广场")).to_be_visible()
    assert complaints(page) == []

    page.reload()
    expect(page.get_by_text("［位置］人民广场")).to_be_visible()
    clock.pass_by(seconds=2)
    page.get_by_role("button", name="更多").click()
    page.get_by_role("button", name="取消关注").click()
    expect(page.get_by_role("button", name="扫码关注")).to_be_visible()
    clock.pass_by(seconds=2)
    page.get_by_role("button", name="搜索名字关注").click()
    expect(page.get_by_label("输入消息")).to_be_visible()

    page.get_by_label("顾客").select_option("wang")
    expect(page.get_by_role("button", name="扫码关注")).to_be_visible()
    expect(page.locator(".bubble")).to_have_count(0)


def test_a_customer_s_words_are_shown_as_text_in_the_chat(sandbox: None, page: Page) -> None:
    page.goto("/sandbox")
    page.get_by_role("button", name="搜索名字关注").click()
    page.get_by_label("输入消息").fill("<img src=x onerror=document.title=1>")
    with page.expect_response("**/sandbox/send"):
        page.keyboard.press("Enter")
    expect(page.get_by_text("<img src=x onerror=document.title=1>")).to_be_visible()
    page.reload()
    expect(page.get_by_text("<img src=x onerror=document.title=1>")).to_be_visible()
    assert page.title() == "沙盒手机 · 回头"


def test_when_the_line_is_dead_the_phone_says_so(sandbox: None, page: Page) -> None:
    page.goto("/sandbox")
    page.get_by_role("button", name="搜索名字关注").click()
    expect(page.get_by_label("输入消息")).to_be_visible()
    page.route("**/sandbox/send", lambda route: route.abort())
    page.get_by_label("输入消息").fill("在吗")
    page.keyboard.press("Enter")
    expect(page.get_by_text("没有连上服务器，请稍后再试。")).to_be_visible()


@pytest.mark.parametrize("path", ["/console", "/console/quarantine", "/store/choose", "/sandbox"])
def test_every_other_page_is_fit_for_everybody_on_a_desk(
    browser_program: Browser, address: str, scheme: str, path: str
) -> None:
    for page in open_page(browser_program, address, color_scheme=scheme, viewport=DESK):
        sign_in(page, "boss")
        page.goto(path)
        assert complaints(page) == []
        page.set_viewport_size(PHONE)
        assert complaints(page) == []
