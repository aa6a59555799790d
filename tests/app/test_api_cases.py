"""Cases, notices and media for integrators."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from records import cases, notices
from records.contacts import find_or_make
from records.database import open_engine, writing
from records.fields import set_field
from replies.versions.publishing import publish
from tests.app.conftest import ACCOUNT
from tests.app.server import Server
from tests.app.standing import problem, standing_server, token_for
from tests.app.test_api_contacts import NOBODY, walk
from tests.factories import NOON, make_account

pytestmark = pytest.mark.xdist_group("api_cases")
"""Run by one process, because the server is started once for all of them."""

PEOPLE = 7


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A shop where seven people wait for a table, each with a notice; the bakery has a case of its own."""
    folder = tmp_path_factory.mktemp("cases")
    with standing_server(request.param, request, folder, ACCOUNT, HUITOU_CRM_CONNECTOR="none") as server:
        engine = open_engine(server.database_url)
        with writing(engine) as connection:
            make_account(connection, "bakery")
            people = find_or_make(connection, [("main", f"o-{number}") for number in range(PEOPLE)], NOON)
            for number, person in enumerate(people.values()):
                cases.open_case(connection, "main", person.id, f"订 {number} 位", "订位", f"k{number}", NOON)
                notices.leave(connection, "main", person.id, f"第 {number} 位", "订位", NOON)
                set_field(connection, person.id, "尺码", str(number), NOON)
            cases.open_case(connection, "bakery", person.id, "蛋糕", "订蛋糕", "k9", NOON)
            notices.leave(connection, "bakery", person.id, "蛋糕", "订蛋糕", NOON)
        engine.dispose()
        yield server


@pytest.fixture(scope="module")
def bakery(shop: Server) -> Iterator[httpx.Client]:
    """The API as the integrator of another account calls it."""
    with httpx.Client(base_url=f"{shop.address}/api/v1", headers=token_for(shop.database_url, "oven", "bakery")) as it:
        yield it


def subjects(found: Iterator[dict[str, Any]]) -> list[str]:
    return [each["subject"] for each in found]


def test_cases_come_newest_first_and_page_by_page(api: httpx.Client) -> None:
    assert subjects(walk(api, "/cases", limit="3")) == [f"订 {number} 位" for number in reversed(range(PEOPLE))]
    newest = api.get("/cases", params={"limit": 1}).json()["items"][0]
    assert (newest["rule"], newest["opened_at"], newest["closed_at"]) == ("订位", "2026-01-01T04:00:00Z", None)
    assert api.get(f"/contacts/{newest['contact_id']}").json()["fields"] == {"尺码": "6"}


def test_a_case_is_closed_once_and_says_by_whom(api: httpx.Client) -> None:
    case = api.get("/cases", params={"open": True}).json()["items"][0]
    closed = api.post(f"/cases/{case['id']}/close", json={"outcome": "坐下了"}).raise_for_status().json()
    assert (closed["closed_by"], closed["outcome"], closed["id"]) == ("till", "坐下了", case["id"])
    assert case["id"] not in [each["id"] for each in walk(api, "/cases", open="true")]
    assert case["id"] in [each["id"] for each in walk(api, "/cases", open="false")]
    again = api.post(f"/cases/{case['id']}/close", json={"outcome": "又一次"})
    assert problem(again) == (409, "case-closed")
    assert "till" in again.json()["detail"]
    assert api.get("/cases", params={"open": False}).json()["items"][0]["outcome"] == "坐下了"


def test_notices_come_newest_first_and_are_put_away_by_who_read_them_first(shop: Server, api: httpx.Client) -> None:
    left = list(walk(api, "/notices", limit="3"))
    assert [notice["text"] for notice in left] == [f"第 {number} 位" for number in reversed(range(PEOPLE))]
    read = api.post(f"/notices/{left[0]['id']}/read").raise_for_status().json()
    assert read["read_by"] == "till"
    again = httpx.post(
        f"{shop.address}/api/v1/notices/{left[0]['id']}/read", headers=token_for(shop.database_url, "other")
    )
    assert again.json() == read
    assert [each["id"] for each in walk(api, "/notices", unread="true")] == [each["id"] for each in left[1:]]
    assert [each["id"] for each in walk(api, "/notices", unread="false")] == [left[0]["id"]]


def test_another_accounts_cases_notices_and_media_are_invisible(api: httpx.Client, bakery: httpx.Client) -> None:
    (case,) = walk(bakery, "/cases")
    (notice,) = walk(bakery, "/notices")
    assert case["subject"] == "蛋糕"
    assert problem(api.post(f"/cases/{case['id']}/close", json={"outcome": "x"})) == (404, "no-such-case")
    assert problem(api.post(f"/notices/{notice['id']}/read")) == (404, "no-such-notice")
    bakery.post("/media", json={"id": "cake", "kind": "picture", "name": "蛋糕"}).raise_for_status()
    assert "cake" not in [each["id"] for each in walk(api, "/media")]
    assert problem(api.delete("/media/cake")) == (404, "no-such-media")


def test_media_are_added_listed_and_removed(api: httpx.Client) -> None:
    for number in range(3):
        api.post("/media", json={"id": f"p-{number}", "kind": "picture", "name": "图"}).raise_for_status()
    api.post("/media", json={"id": "p-1", "kind": "thumb", "name": "封面"}).raise_for_status()
    listed = list(walk(api, "/media", limit="2"))
    found = {each["id"]: (each["kind"], each["name"]) for each in listed}
    assert len(found) == len(listed)
    assert found == {"p-0": ("picture", "图"), "p-1": ("thumb", "封面"), "p-2": ("picture", "图")}
    assert api.delete("/media/p-0").status_code == 204
    assert problem(api.delete("/media/p-0")) == (404, "no-such-media")
    assert "p-0" not in [each["id"] for each in walk(api, "/media")]


def test_what_the_live_script_shows_is_removed_only_when_that_is_meant(shop: Server, api: httpx.Client) -> None:
    engine = open_engine(shop.database_url)
    with writing(engine) as connection:
        source = "rules: [{name: 菜单, when: {text: {exact: 菜单}}, say: {picture: menu}}]"
        publish(connection, "main", source, "for tests", NOON)
    engine.dispose()
    api.post("/media", json={"id": "menu", "kind": "picture", "name": "菜单"}).raise_for_status()
    refusal = api.delete("/media/menu")
    assert problem(refusal) == (409, "media-in-use")
    assert "菜单" in refusal.json()["detail"]
    assert api.delete("/media/menu", params={"anyway": True}).status_code == 204


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", f"/cases/{NOBODY}/close", {}),
        ("POST", f"/cases/{NOBODY}/close", {"outcome": ""}),
        ("POST", f"/cases/{NOBODY}/close", {"outcome": "x" * 501}),
        ("POST", f"/cases/{NOBODY}/close", {"outcome": "\x00"}),
        ("POST", "/cases/x/close", {"outcome": "x"}),
        ("POST", "/notices/0/read", None),
        ("POST", "/notices/9223372036854775808/read", None),
        ("GET", "/cases?after=x", None),
        ("GET", "/cases?open=perhaps", None),
        ("GET", "/notices?after=0", None),
        ("GET", "/notices?limit=201", None),
        ("GET", "/media?after=%00", None),
        ("POST", "/media", {"id": "a b", "kind": "picture", "name": "x"}),
        ("POST", "/media", {"id": "a", "kind": "film", "name": "x"}),
        ("POST", "/media", {"id": "a", "kind": "picture", "name": "\x00"}),
        ("DELETE", "/media/%00", None),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    api: httpx.Client, method: str, path: str, body: dict[str, str] | None
) -> None:
    assert problem(api.request(method, path, json=body)) == (422, "invalid-request")


def test_a_long_body_is_refused_unread(api: httpx.Client) -> None:
    assert problem(api.post("/media", json={"id": "a", "kind": "picture", "name": "x" * 20_000})) == (413, "too-large")
