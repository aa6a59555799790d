"""What the pages refuse, and what they tell the browser."""

import httpx
import pytest

from app.house import House
from tests.pages.shop import PASSWORD, give_coupon, look_up, open_browser, sign_in


def test_a_form_without_the_session_s_token_is_refused(house: House, till: httpx.Client, address: str) -> None:
    fields = look_up(till, give_coupon(house)).fields
    with open_browser(address) as other:
        sign_in(other, "li")
        stolen = other.post("/store/redeem", data=fields)
    for refused in (stolen, till.post("/store/redeem", data=fields | {"csrf": ""})):
        assert refused.status_code == 403
        assert "这一步没有做" in refused.text
    assert "今日已核销 0 张" in till.get("/store").text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://["},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/sign-in", "/store/redeem", "/sandbox/send"])
def test_another_site_may_send_no_form(till: httpx.Client, path: str, headers: dict[str, str]) -> None:
    refused = till.post(path, data={"username": "wang", "password": PASSWORD}, headers=headers)
    assert refused.status_code == 403
    assert "别的网站" in refused.text


def test_our_own_origin_may(till: httpx.Client, address: str) -> None:
    for headers in ({"origin": address}, {"sec-fetch-site": "same-origin", "origin": "null"}):
        sent = till.post("/sign-in", data={"username": "wang", "password": PASSWORD}, headers=headers)
        assert sent.url.path == "/store"


def test_a_form_that_is_too_large_or_unreadable_is_refused(browser: httpx.Client) -> None:
    assert browser.post("/sign-in", data={"username": "x" * 20_000}).status_code == 413
    assert browser.post("/sign-in", content=b"username=\xff").status_code == 400
    assert browser.post("/sign-in", content=b"a=1&" * 60).status_code == 400
    assert browser.post("/sign-in", content=b"username=w%00ang&password=x").status_code == 400
    assert browser.post("/sandbox/send", json=["no", "object"]).status_code == 400
    assert browser.get("/sandbox/chat", params={"customer": "\x00"}).status_code == 400


def test_a_cashier_sees_no_console(till: httpx.Client) -> None:
    refused = till.get("/console")
    assert refused.status_code == 403
    assert "店长可以为您开通权限" in refused.text


@pytest.mark.parametrize("path", ["/sign-in", "/store", "/store/offer?code=1", "/sandbox", "/console"])
def test_every_page_runs_nothing_foreign_and_is_kept_nowhere(till: httpx.Client, path: str) -> None:
    page = till.get(path)
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "same-origin"
    assert page.headers["cache-control"] == "no-store"
    for inline in ("<style", "style=", "onclick", "onload", "javascript:", "http://", "https://"):
        assert inline not in page.text.replace("http://www.w3.org", "")


def test_assets_are_compressed_and_kept_for_ever_at_an_address_of_their_content(browser: httpx.Client) -> None:
    page = browser.get("/sign-in").text
    address = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    style = browser.get(address)
    assert style.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert style.headers["content-encoding"] == "gzip"
    assert style.num_bytes_downloaded < 40_000
    again = browser.get(address, headers={"if-none-match": style.headers["etag"]})
    assert again.status_code == 304
    assert browser.get(address.replace("weui.css", "../../settings.py")).status_code == 404


def test_a_page_is_light(till: httpx.Client) -> None:
    assert len(till.get("/store").content) < 10_000
