"""Scripts tried, replayed and learnt from over HTTP."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from app.channels.wechat.phone import Phone
from tests.app.conftest import ACCOUNT
from tests.app.drafting import ok, two_shops
from tests.app.server import Server
from tests.app.standing import problem, token_for
from tests.app.till import till_of
from tests.handlers.conftest import SCRIPT

pytestmark = pytest.mark.xdist_group("api_rehearsals")
"""Run by one process, because the server is started once for all of them."""

SAID = ("可以刷卡吗？", "能刷卡吗", "可以刷卡吗？", "几点关门", "几点关门呀", "签到")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """To which somebody has spoken."""
    with two_shops(request, tmp_path_factory.mktemp("rehearsals")) as server:
        phone = Phone(ACCOUNT, "o-lin", "gh_0a1b2c3d4e5f")
        server.tell(phone, phone.follow("table-3"))
        for text in SAID:
            server.tell(phone, phone.text(text))
        yield server


@pytest.fixture(scope="module")
def bakery(shop: Server) -> Iterator[httpx.Client]:
    """Another account, where nothing was ever said or published."""
    with till_of(shop, token_for(shop.database_url, "oven", "bakery")) as client:
        yield client


@pytest.fixture
def lin(api: httpx.Client) -> str:
    return str(ok(api.get("/contacts"))["items"][0]["id"])


@pytest.fixture
def draft(api: httpx.Client) -> str:
    """A draft that greets a sign-in otherwise; its id."""
    wish = {"name": "春节", "source": SCRIPT.replace("签到成功", "签到好了")}
    return str(ok(api.post("/scripts/drafts", json=wish), 201)["id"])


def tried(api: httpx.Client, **wish: Any) -> dict[str, Any]:
    return ok(api.post("/scripts/try", json=wish))


def touches(api: httpx.Client, contact: str) -> int:
    return len(ok(api.get(f"/contacts/{contact}/touchpoints"))["items"])


def test_a_stranger_and_a_contact_are_answered_as_they_would_be(api: httpx.Client, lin: str) -> None:
    before = touches(api, lin)
    stranger, known = tried(api, text="签到"), tried(api, text="签到", contact=lin)
    assert stranger["reply"] == {"kind": "text", "text": "签到成功，您有5积分。"}
    assert (stranger["rule"], stranger["matched_by"]) == ("签到", "exact")
    assert stranger["deeds"] == [{"sentence": "送 5 积分", "refused": False}]
    assert known["reply"]["text"] == "已经签过到了，您有5积分。"
    assert known["deeds"] == [{"sentence": "送 5 积分", "refused": True}]
    assert touches(api, lin) == before


def test_a_draft_is_tried_at_another_time_and_tells_who_lost(api: httpx.Client, draft: str) -> None:
    told = tried(api, follow="table-3", draft=draft, at="2027-02-07T10:00:00+08:00")
    assert told["rule"] == "扫桌码关注"
    assert {rival["rule"]: rival["lost"] for rival in told["rivals"]}["回来的朋友"] == "只答再次关注的人，他是第一次"
    assert tried(api, text="签到", draft=draft)["reply"]["text"] == "签到好了，您有5积分。"
    assert tried(api, text="签到", version=1)["reply"]["text"] == "签到成功，您有5积分。"


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        ({"text": "x", "contact": "0" * 32}, (404, "no-such-contact")),
        ({"text": "x", "draft": "0" * 32}, (404, "unknown-draft")),
        ({"text": "x", "version": 9}, (404, "unknown-version")),
        ({"text": "x", "menu": "x"}, (422, "invalid-request")),
        ({}, (422, "invalid-request")),
        ({"text": "x", "draft": "0" * 32, "version": 1}, (422, "invalid-request")),
        ({"text": "x", "at": "2027-02-07T10:00:00"}, (422, "invalid-request")),
        ({"follow": "table-3", "at": "9999-12-31T23:59:59Z"}, (422, "invalid-request")),
        ({"follow": "table-3", "at": "0001-01-01T00:00:00+08:00"}, (422, "invalid-request")),
        ({"text": "a\0b"}, (422, "invalid-request")),
        ({"follow": "a\0b"}, (422, "invalid-request")),
    ],
)
def test_what_cannot_be_tried_is_refused(api: httpx.Client, wish: dict[str, Any], refusal: tuple[int, str]) -> None:
    assert problem(api.post("/scripts/try", json=wish)) == refusal


def test_where_nothing_was_published_there_is_nothing_to_try_and_nothing_learnt(bakery: httpx.Client) -> None:
    assert problem(bakery.post("/scripts/try", json={"text": "x"})) == (404, "unknown-version")
    assert ok(bakery.get("/scripts/statistics")) == {"items": []}
    assert ok(bakery.get("/scripts/unanswered")) == {"items": [], "groups": 0, "messages": 0}


def test_a_replay_is_lines_of_progress_and_then_the_report(api: httpx.Client, lin: str, draft: str) -> None:
    before = touches(api, lin)
    answer = api.post("/scripts/replay", json={"draft": draft})
    assert answer.headers["content-type"] == "application/x-ndjson"
    *progress, last = [json.loads(line) for line in answer.text.splitlines()]
    count = 1 + len(SAID)
    assert progress == [{"done": 0, "total": count}, {"done": count, "total": count}]
    report = last["report"]
    assert (report["messages"], report["changed"], report["unchanged"]) == (count, 1, count - 1)
    (group,) = report["groups"]
    assert (group["kind"], group["rule_before"], group["count"]) == ("other_words", "签到", 1)
    assert group["examples"][0]["at"].endswith("Z")
    assert touches(api, lin) == before


def test_what_cannot_be_replayed_is_refused_before_the_first_line(api: httpx.Client) -> None:
    assert problem(api.post("/scripts/replay", json={"draft": "0" * 32})) == (404, "unknown-draft")
    broken = ok(api.post("/scripts/drafts", json={"name": "坏的", "source": "rules:\n\t- x"}), 201)["id"]
    refused = api.post("/scripts/replay", json={"draft": broken})
    assert problem(refused) == (422, "unusable-script")
    assert "草稿「坏的」还读不了" in refused.json()["detail"]


def test_a_missed_question_becomes_a_rule_of_a_draft(api: httpx.Client, lin: str, draft: str) -> None:
    missed = ok(api.get("/scripts/unanswered", params={"limit": 1}))
    (group,) = missed["items"]
    assert (group["texts"], group["count"], group["this_week"]) == (["可以刷卡吗？", "能刷卡吗"], 3, 3)
    assert (group["newest"], group["contact_id"]) == ("可以刷卡吗？", lin)
    wish = {"texts": group["texts"], "name": "刷卡", "say": "可以刷卡。"}
    assert ok(api.post(f"/scripts/drafts/{draft}/rules", json=wish), 201) == {"revision": 2}
    assert tried(api, text="能刷卡吗", draft=draft)["reply"]["text"] == "可以刷卡。"
    assert problem(api.post(f"/scripts/drafts/{draft}/rules", json=wish)) == (422, "unusable-script")
    assert ok(api.get(f"/scripts/drafts/{draft}"))["revision"] == 2


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        ({"texts": ["长" * 101], "name": "x", "say": "x"}, (422, "nothing-to-answer")),
        ({"texts": [], "name": "x", "say": "x"}, (422, "invalid-request")),
        ({"texts": ["狗"], "name": "a\nb", "say": "x"}, (422, "invalid-request")),
        ({"texts": ["狗"], "name": "狗", "say": "{x.__class__}"}, (422, "unusable-script")),
    ],
)
def test_a_rule_that_cannot_be_changes_no_draft(
    api: httpx.Client, draft: str, wish: dict[str, Any], refusal: tuple[int, str]
) -> None:
    assert problem(api.post(f"/scripts/drafts/{draft}/rules", json=wish)) == refusal
    assert ok(api.get(f"/scripts/drafts/{draft}"))["revision"] == 1


def test_the_rules_are_counted_with_what_was_said_next(api: httpx.Client) -> None:
    uses = {use["rule"]: use for use in ok(api.get("/scripts/statistics"))["items"]}
    assert (uses["营业时间"]["hits"], uses["营业时间"]["people"], uses["营业时间"]["repeat"]) == (2, 1, 1)
    assert (uses["关注"]["hits"], uses["关注"]["last_hit"]) == (0, None)


def test_every_operation_on_scripts_is_described_and_moves_no_value(api: httpx.Client) -> None:
    paths = ok(api.get("/openapi.json"))["paths"]
    operations = [each for path, methods in paths.items() if "/scripts" in path for each in methods.values()]
    assert len(operations) > 20
    for each in operations:
        assert each["description"].endswith(".")
        assert {"401", "422", "503"} <= set(each["responses"]), each["summary"]
        assert "Idempotency-Key" not in [given["name"] for given in each.get("parameters", [])]
    names = [each["summary"] for each in operations]
    assert len(set(names)) == len(names)
