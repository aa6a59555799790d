"""Contacts for integrators: who may read them, page by page, and how everything else is refused."""

import re
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from app.channels.wechat.phone import Phone
from records.clock import utc_now
from records.contacts import add_tag, find_or_make
from records.database import open_engine, writing
from records.tables import contacts
from records.tokens import integrator_of, revoke_token
from tests.app.conftest import ACCOUNT
from tests.app.server import Server
from tests.app.standing import problem, standing_server, token_for
from tests.factories import NOON, make_account

pytestmark = pytest.mark.xdist_group("api_contacts")
"""Run by one process, because the server is started once for all of them."""

NOBODY = "0" * 32
PEOPLE = 450


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A shop that knows 450 people; every tenth is angry. Another account knows somebody else."""
    folder = tmp_path_factory.mktemp("contacts")
    with standing_server(request.param, request, folder, ACCOUNT, HUITOU_CRM_CONNECTOR="none") as server:
        engine = open_engine(server.database_url)
        with writing(engine) as connection:
            people = find_or_make(connection, [("main", f"o-{number:03}") for number in range(PEOPLE)], NOON)
            make_account(connection, "bakery")
            find_or_make(connection, [("bakery", "o-baker")], NOON)
            angry = [person.id for person in people.values() if person.openid.endswith("0")]
            felt = {"mood": "negative", "mood_score": 0.1, "mood_words": "太差 退钱", "mood_at": NOON}
            connection.execute(update(contacts).where(contacts.c.id.in_(angry)).values(felt))
            add_tag(connection, angry[0], "堂食", NOON)
        engine.dispose()
        yield server


@pytest.fixture(scope="module")
def till(shop: Server) -> dict[str, str]:
    return token_for(shop.database_url)


@pytest.fixture(scope="module")
def api(shop: Server, till: dict[str, str]) -> Iterator[httpx.Client]:
    """The API as the integrator of the shop's till calls it."""
    with httpx.Client(base_url=f"{shop.address}/api/v1", headers=till, timeout=20) as client:
        yield client


def walk(api: httpx.Client, path: str, **query: str) -> Iterator[dict[str, Any]]:
    """Everything behind a path, page by page."""
    after = ""
    while after is not None:
        page = api.get(path, params=query | ({"after": after} if after else {})).raise_for_status().json()
        yield from page["items"]
        after = page["next"]


def openids(found: Iterator[dict[str, Any]]) -> list[str]:
    return [identity["openid"] for each in found for identity in each["identities"]]


def test_every_path_of_the_description_wants_a_token(shop: Server) -> None:
    description = shop.wire.get("/api/v1/openapi.json").json()
    assert description["openapi"].startswith("3.")
    asked = 0
    for path, operations in description["paths"].items():
        for method in operations:
            answer = shop.wire.request(method, re.sub(r"\{\w+\}", NOBODY, path))
            assert problem(answer) == (401, "no-token")
            assert answer.headers["www-authenticate"] == "Bearer"
            assert {"401", "422", "503"} <= operations[method]["responses"].keys()
            asked += 1
    assert asked >= 20


@pytest.mark.parametrize("scheme", ["Bearer ht_made-up", "Bearer " + "x" * 5_000, "Bearer \xff", "bearer ht_é"])
def test_a_token_that_nobody_made_opens_nothing(shop: Server, scheme: str) -> None:
    answer = shop.wire.get("/api/v1/contacts", headers={"Authorization": scheme.encode("latin-1")})  # type: ignore[dict-item]
    assert problem(answer) == (401, "unknown-token")


@pytest.mark.parametrize("scheme", ["Basic dGlsbDp0aWxs", "Bearer", ""])
def test_another_way_of_signing_in_is_no_token(shop: Server, scheme: str) -> None:
    assert problem(shop.wire.get("/api/v1/contacts", headers={"Authorization": scheme})) == (401, "no-token")


def test_a_revoked_token_is_worthless_at_once(shop: Server) -> None:
    leaving = token_for(shop.database_url, "leaving")
    assert shop.wire.get("/api/v1/contacts", headers=leaving).status_code == 200
    engine = open_engine(shop.database_url)
    with writing(engine) as connection:
        known = integrator_of(connection, leaving["Authorization"].removeprefix("Bearer "))
        assert known is not None
        assert revoke_token(connection, known.token_id, utc_now())
        assert not revoke_token(connection, known.token_id, utc_now())
    engine.dispose()
    assert problem(shop.wire.get("/api/v1/contacts", headers=leaving)) == (401, "unknown-token")


def test_another_accounts_contacts_are_invisible(shop: Server, api: httpx.Client) -> None:
    baker = token_for(shop.database_url, "oven", "bakery")
    with httpx.Client(base_url=f"{shop.address}/api/v1", headers=baker) as bakery:
        assert openids(walk(bakery, "/contacts")) == ["o-baker"]
        theirs = api.get("/contacts", params={"limit": 1}).json()["items"][0]["id"]
        for path in (f"/contacts/{theirs}", f"/contacts/{theirs}/touchpoints", f"/contacts/{NOBODY}"):
            assert problem(bakery.get(path)) == (404, "no-such-contact")
        assert bakery.get("/quarantine").json() == {"items": [], "next": None}
    assert "o-baker" not in openids(walk(api, "/contacts", limit="200"))


def test_pages_hold_everybody_once_while_new_people_come_in(shop: Server, api: httpx.Client) -> None:
    before = set(openids(walk(api, "/contacts", limit="200")))
    stop = threading.Event()

    def arrive() -> None:
        for number in range(10_000):
            if stop.is_set():
                return
            guest = Phone(ACCOUNT, f"o-late-{number}", "gh_0a1b2c3d4e5f")
            shop.tell(guest, guest.follow())

    arriving = threading.Thread(target=arrive)
    arriving.start()
    try:
        found = openids(walk(api, "/contacts", limit="37"))
    finally:
        stop.set()
        arriving.join()
    assert len(found) == len(set(found))
    assert before <= set(found)


def test_a_full_last_page_is_followed_by_an_empty_one(api: httpx.Client) -> None:
    angry = api.get("/contacts", params={"mood": "negative", "limit": 45}).json()
    assert len(angry["items"]) == 45
    rest = api.get("/contacts", params={"mood": "negative", "limit": 45, "after": angry["next"]}).json()
    assert rest == {"items": [], "next": None}


def test_the_mood_filter_lists_who_needs_attention_and_why(api: httpx.Client) -> None:
    angry = list(walk(api, "/contacts", mood="negative", limit="7"))
    assert sorted(openids(iter(angry))) == [f"o-{number:03}" for number in range(0, PEOPLE, 10)]
    assert angry[0]["mood"] == {
        "mood": "negative",
        "score": 0.1,
        "words": ["太差", "退钱"],
        "at": "2026-01-01T04:00:00Z",
    }
    assert angry[0]["tags"] == ["堂食"]
    assert list(walk(api, "/contacts", mood="positive")) == []


def test_a_contact_and_what_was_said(shop: Server, api: httpx.Client) -> None:
    guest = Phone(ACCOUNT, "o-guest", "gh_0a1b2c3d4e5f")
    shop.tell(guest, guest.follow("table-3"))
    shop.tell(guest, guest.text("营业时间"))
    contact = next(each for each in walk(api, "/contacts", limit="200") if openids(iter([each])) == ["o-guest"])
    assert (contact["source"]["scene"], contact["source"]["key"]) == ("table-3", "qrscene_table-3")
    assert contact["identities"][0]["following"] is True
    again = api.get(f"/contacts/{contact['id']}").json()
    # Between the two looks the mood of what was said may have been noticed.
    assert again | {"mood": None} == contact | {"mood": None}
    touches = list(walk(api, f"/contacts/{contact['id']}/touchpoints", limit="1"))
    assert [(touch["direction"], touch["kind"], touch["rule"]) for touch in touches] == [
        ("in", "follow", "扫桌码关注"),
        ("out", "text", "扫桌码关注"),
        ("in", "text", "营业时间"),
        ("out", "text", "营业时间"),
    ]
    assert [touch["script_version"] for touch in touches] == [1, 1, 1, 1]


def test_quarantine_shows_what_could_not_be_understood(shop: Server, api: httpx.Client, lin: Phone) -> None:
    shop.push(lin.seal("<xml><MsgType>text</MsgType>\u0085</xml>", utc_now()))
    (odd,) = walk(api, "/quarantine")
    assert (odd["kind"], odd["body"]) == ("quarantined", "<xml><MsgType>text</MsgType>\u0085</xml>")
    assert odd["text"]


@pytest.mark.parametrize("limit", ["0", "-1", "201", "many", "1e2", "9" * 5_000])
def test_a_limit_is_1_to_200(api: httpx.Client, limit: str) -> None:
    assert problem(api.get("/contacts", params={"limit": limit})) == (422, "invalid-request")


@pytest.mark.parametrize(
    "query",
    [
        "after=nonsense",
        "after=%00",
        "after=" + "a" * 33,
        "after=A",
        "after=%ff",
        "after=a%0a",
        "mood=angry",
        "mood=%00",
        "mood=",
    ],
)
def test_a_bad_query_is_refused_with_a_sentence(api: httpx.Client, query: str) -> None:
    assert problem(api.get(f"/contacts?{query}")) == (422, "invalid-request")


@pytest.mark.parametrize("after", ["-1", "x", "%00", "9223372036854775808", "9" * 40])
@pytest.mark.parametrize("path", ["/quarantine", f"/contacts/{NOBODY}/touchpoints"])
def test_a_bad_number_to_go_on_after_is_refused(api: httpx.Client, path: str, after: str) -> None:
    assert problem(api.get(f"{path}?after={after}")) == (422, "invalid-request")


@pytest.mark.parametrize("contact_id", ["x", "%00", "A" * 32, "a" * 31, "%F0%9F%98%80", "a" * 32 + "%0A"])
def test_an_id_that_cannot_be_is_refused(api: httpx.Client, contact_id: str) -> None:
    assert problem(api.get(f"/contacts/{contact_id}"))[0] in (404, 422)


@pytest.mark.parametrize("path", ["/", "/nothing", "/contacts/a/b/c", "/%00", "/..%2f..%2fetc", "/" + "x" * 4_000])
def test_an_unknown_address_says_where_to_look(api: httpx.Client, path: str) -> None:
    assert problem(api.get(path)) == (404, "not-found")


def test_a_method_that_is_not_answered_names_those_that_are(api: httpx.Client) -> None:
    answer = api.delete("/contacts")
    assert problem(answer) == (405, "method-not-allowed")
    assert answer.headers["allow"] == "GET"
