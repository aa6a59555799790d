"""Scripts over HTTP: written as drafts, published, compared, taken back, and never by two people at once unseen."""

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

import httpx
import pytest

from app.channels.wechat.phone import Phone
from replies.answers.reply import Text
from replies.language.source import MAX_BYTES
from tests.app.conftest import ACCOUNT
from tests.app.drafting import live, ok, publish, put, script, two_shops
from tests.app.server import Server
from tests.app.standing import problem, token_for
from tests.app.till import till_of
from tests.handlers.conftest import SCRIPT

pytestmark = pytest.mark.xdist_group("api_scripts")
"""Run by one process, because the server is started once for all of them."""

NOBODY = "0" * 32
people = count()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with two_shops(request, tmp_path_factory.mktemp("scripts")) as server:
        yield server


@pytest.fixture(scope="module")
def colleague(shop: Server) -> Iterator[httpx.Client]:
    with till_of(shop, token_for(shop.database_url, "colleague")) as client:
        yield client


@pytest.fixture
def draft(api: httpx.Client) -> dict[str, Any]:
    """A new draft, a copy of what is live."""
    return ok(api.post("/scripts/drafts", json={"name": "春节"}), 201)


def answered(shop: Server, asked: str = "几点开门") -> str:
    somebody = Phone(ACCOUNT, f"o-asks-{next(people)}", "gh_0a1b2c3d4e5f")
    reply = shop.tell(somebody, somebody.text(asked))
    assert isinstance(reply, Text)
    return reply.text


def test_a_save_keeps_what_is_not_right_yet_and_says_what_is_wrong(api: httpx.Client) -> None:
    draft = ok(api.post("/scripts/drafts", json={"name": "半成品", "source": script("八点")}), 201)
    saved = ok(put(api, draft, "rules:\n  - name: 没写完\n    when: {text: {exact: 几点}}\n"))
    assert saved["source"].startswith("rules:\n  - name: 没写完")
    assert [(found["severity"], found["line"], found["rule"]) for found in saved["findings"]] == [
        ("error", 2, "没写完")
    ]


def test_a_draft_is_saved_published_answers_at_once_and_is_taken_back(shop: Server, api: httpx.Client) -> None:
    before = live(api, script("八点"))
    assert answered(shop) == "八点"
    draft = ok(api.post("/scripts/drafts", json={"name": "春节"}), 201)
    assert (draft["source"], draft["based_on"], draft["revision"]) == (script("八点"), before, 1)
    saved = ok(put(api, draft, script("九点")))
    assert (saved["revision"], saved["updated_by"], saved["source"]) == (2, "till", script("九点"))
    assert saved["findings"] == []
    assert answered(shop) == "八点"
    version = ok(publish(api, saved), 201)["version"]
    assert answered(shop) == "九点"
    back = ok(api.post("/scripts/rollback", json={"version": before}), 201)["version"]
    assert (version, back) == (before + 1, before + 2)
    assert answered(shop) == "八点"
    newest = ok(api.get("/scripts", params={"limit": 2}))
    assert [(each["version"], each["note"], each["published_by"], each["live"]) for each in newest["items"]] == [
        (back, f"回到第 {before} 版", "till", True),
        (version, "春节", "till", False),
    ]
    older = ok(api.get("/scripts", params={"limit": 1, "after": newest["next"]}))
    assert [each["version"] for each in older["items"]] == [before]
    whole = ok(api.get(f"/scripts/versions/{version}"))
    assert (whole["source"], whole["live"]) == (script("九点"), False)


def test_the_first_version_is_there_with_its_source(api: httpx.Client) -> None:
    assert ok(api.get("/scripts/versions/1"))["source"] == SCRIPT


def test_who_saves_over_another_is_told_and_gets_what_is_there(
    api: httpx.Client, colleague: httpx.Client, draft: dict[str, Any]
) -> None:
    ok(put(colleague, draft, script("九点")))
    refused = put(api, draft, script("十点"))
    assert problem(refused) == (409, "draft-changed")
    told = refused.json()
    assert (told["revision"], told["source"], told["updated_by"]) == (2, script("九点"), "colleague")
    assert "colleague刚刚改过这份草稿" in told["detail"]
    assert ok(put(api, draft, script("十点"), told["revision"]))["revision"] == 3


def test_who_publishes_over_another_is_told_and_may_after_taking_it_in(
    api: httpx.Client, colleague: httpx.Client, draft: dict[str, Any]
) -> None:
    theirs = live(colleague, script("十一点"))
    refused = publish(api, draft)
    assert problem(refused) == (409, "published-meanwhile")
    assert (refused.json()["version"], refused.json()["published_by"]) == (theirs, "colleague")
    assert ok(publish(api, draft, based_on=theirs), 201)["version"] == theirs + 1


def test_what_is_published_is_what_was_seen(api: httpx.Client, colleague: httpx.Client, draft: dict[str, Any]) -> None:
    ok(put(colleague, draft, script("九点")))
    assert problem(publish(api, draft, revision=1)) == (409, "draft-changed")
    assert publish(api, draft, revision=2).status_code == 201


def test_a_draft_may_be_wrong_but_is_not_published_so(shop: Server, api: httpx.Client) -> None:
    live(api, script("八点"))
    draft = ok(api.post("/scripts/drafts", json={"name": "错的", "source": "rules:\n\t- x"}), 201)
    refused = publish(api, draft)
    assert problem(refused) == (422, "unusable-script")
    assert "制表符" in refused.json()["detail"]
    assert problem(api.get("/scripts/diff", params={"old": "live", "new": draft["id"]})) == (422, "unusable-script")
    assert answered(shop) == "八点"


def test_a_discarded_draft_is_gone_and_comes_back(api: httpx.Client, draft: dict[str, Any]) -> None:
    path = f"/scripts/drafts/{draft['id']}"
    assert draft["id"] in [each["id"] for each in ok(api.get("/scripts/drafts"))["items"]]
    assert api.delete(path).status_code == 204
    assert draft["id"] not in [each["id"] for each in ok(api.get("/scripts/drafts"))["items"]]
    for refused in (api.get(path), api.delete(path), put(api, draft, ""), publish(api, draft)):
        assert problem(refused) == (404, "unknown-draft")
    assert ok(api.post(f"{path}/restore")) == draft
    assert ok(api.post(f"{path}/name", json={"name": "元宵"}))["name"] == "元宵"


def test_two_scripts_are_compared_rule_by_rule(api: httpx.Client) -> None:
    first, second = live(api, script("八点")), live(api, script("九点"))
    draft = ok(api.post("/scripts/drafts", json={"name": "x", "source": script("九点").replace("时间", "钟点")}), 201)
    (changed,) = ok(api.get("/scripts/diff", params={"old": first, "new": "live"}))["changes"]
    assert (changed["part"], changed["how"], changed["name"]) == ("rule", "changed", "时间")
    assert [line[0] for line in changed["lines"] if "点" in line and line[0] != " "] == ["-", "+"]
    renamed = ok(api.get("/scripts/diff", params={"old": second, "new": draft["id"]}))["changes"]
    assert [(each["how"], each["name"]) for each in renamed] == [("removed", "时间"), ("added", "钟点")]


def test_the_log_tells_which_rules_a_sitting_changed(api: httpx.Client, colleague: httpx.Client) -> None:
    draft = ok(api.post("/scripts/drafts", json={"name": "春节", "source": script("八点")}), 201)
    for revision, source in enumerate((script("九"), "rules: [", script("九点").replace("时间", "钟点")), 1):
        ok(put(api, draft, source, revision))
    newest = ok(api.get("/scripts/log", params={"limit": 2}))
    assert [(each["actor"], each["deed"], each["detail"]) for each in newest["items"]] == [
        ("till", "draft_saved", "加了「钟点」；删了「时间」"),
        ("till", "draft_made", "春节"),
    ]
    assert {each["subject"] for each in newest["items"]} == {draft["id"]}
    saved, made = (each["id"] for each in newest["items"])
    assert ok(api.get(f"/scripts/log/{saved}/before")) == {"source": script("八点")}
    assert problem(api.get(f"/scripts/log/{made}/before")) == (404, "unknown-save")
    older = ok(api.get("/scripts/log", params={"after": newest["next"], "limit": 1}))
    assert older["items"][0]["id"] < newest["items"][-1]["id"]


def test_another_account_sees_and_touches_nothing_of_it(shop: Server, draft: dict[str, Any]) -> None:
    with till_of(shop, token_for(shop.database_url, "oven", "bakery")) as bakery:
        path = f"/scripts/drafts/{draft['id']}"
        for refused in (
            bakery.get(path),
            bakery.delete(path),
            bakery.post(f"{path}/restore"),
            put(bakery, draft, ""),
            publish(bakery, draft),
        ):
            assert problem(refused) == (404, "unknown-draft")
        for refused in (
            bakery.get("/scripts/versions/1"),
            bakery.get("/scripts/diff?old=live&new=1"),
            bakery.post("/scripts/rollback", json={"version": 1}),
        ):
            assert problem(refused) == (404, "unknown-version")
        assert ok(bakery.get("/scripts")) == {"items": [], "next": None}
        assert ok(bakery.get("/scripts/log"))["items"] == []
        assert ok(bakery.get("/scripts/drafts"))["items"] == []


def test_a_draft_of_four_megabytes_is_kept_and_a_larger_one_refused(api: httpx.Client, draft: dict[str, Any]) -> None:
    largest = "字" * (MAX_BYTES // 3)
    saved = ok(put(api, draft, largest))
    assert saved["source"] == largest
    too_large = put(api, saved, largest + "字")
    assert problem(too_large) == (422, "unusable-draft")
    assert "草稿有 4.0 MB，最多 4 MB" in too_large.json()["detail"]
    assert put(api, saved, "x" * 3 * MAX_BYTES).status_code == 413
    api.delete(f"/scripts/drafts/{draft['id']}")


@pytest.mark.parametrize(
    ("path", "wish"),
    [
        ("/scripts/rollback", {"version": 0}),
        ("/scripts/rollback", {"version": 2**31}),
        ("/scripts/rollback", {"version": "1; DROP"}),
        ("/scripts/rollback", {}),
        ("/scripts/drafts", {"name": "x" * 61}),
        ("/scripts/drafts", {"name": "a\x00b"}),
        ("/scripts/drafts", {"name": " "}),
        ("/scripts/drafts", {"name": "x", "source": "\x00"}),
        ("/scripts/drafts", {"name": "x", "source": ["rules"]}),
        ("/scripts/drafts", {}),
    ],
)
def test_a_wish_that_cannot_be_is_refused_with_a_sentence(api: httpx.Client, path: str, wish: dict[str, Any]) -> None:
    assert problem(api.post(path, json=wish))[0] == 422


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"name": "\\ud800"}', b'{"name": "x", "source": "\\ud800"}', b"\xff"]
)
def test_a_body_that_is_no_wish_is_refused(api: httpx.Client, body: bytes) -> None:
    answer = api.post("/scripts/drafts", content=body, headers={"Content-Type": "application/json"})
    assert problem(answer)[0] in (400, 422)


@pytest.mark.parametrize("revision", [0, -1, 2**31, 1.5, None, "1x"])
def test_a_revision_is_a_number_from_one(api: httpx.Client, draft: dict[str, Any], revision: object) -> None:
    body = json.dumps({"revision": revision, "source": ""})
    answer = api.put(f"/scripts/drafts/{draft['id']}", content=body, headers={"Content-Type": "application/json"})
    assert problem(answer) == (422, "invalid-request")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/scripts/versions/2147483647", 404),
        ("/scripts/versions/2147483648", 422),
        ("/scripts/versions/0", 422),
        ("/scripts/versions/x", 422),
        (f"/scripts/drafts/{NOBODY}", 404),
        ("/scripts/drafts/x", 422),
        ("/scripts/drafts/%00", 422),
        ("/scripts?after=2147483647", 200),
        ("/scripts?after=2147483648", 422),
        ("/scripts?after=0", 422),
        ("/scripts?limit=201", 422),
        ("/scripts/log?after=9223372036854775807", 200),
        ("/scripts/log?after=9223372036854775808", 422),
        ("/scripts/diff?old=live", 422),
        ("/scripts/diff?old=live&new=999999999", 404),
        (f"/scripts/diff?old=live&new={NOBODY}", 404),
        ("/scripts/diff?old=live&new=..%2fetc%2fpasswd", 422),
    ],
)
def test_what_is_not_there_is_said_so(api: httpx.Client, path: str, status: int) -> None:
    answer = api.get(path)
    assert answer.status_code == status, answer.text
    if status != 200:
        problem(answer)


def test_there_is_no_way_back_to_the_live_version(api: httpx.Client) -> None:
    version = live(api, script("八点"))
    assert problem(api.post("/scripts/rollback", json={"version": version})) == (409, "already-live")
