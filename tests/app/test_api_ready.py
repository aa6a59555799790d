"""What must be so before a draft is published over HTTP, and that of two who publish at once one is told."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import httpx
import pytest

from tests.app.drafting import live, ok, publish, script, two_shops
from tests.app.server import Server
from tests.app.standing import problem
from tests.app.test_ready import BROKEN, IN_VAIN

pytestmark = pytest.mark.xdist_group("api_ready")
"""Run by one process, because the server is started once for all of them."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with two_shops(request, tmp_path_factory.mktemp("ready")) as server:
        yield server


def drafted(api: httpx.Client, source: str | None = None) -> dict[str, Any]:
    return ok(api.post("/scripts/drafts", json={"name": "春节", "source": source}), 201)


def newest(api: httpx.Client) -> int:
    return int(ok(api.get("/scripts", params={"limit": 1}))["items"][0]["version"])


def test_a_draft_with_an_error_is_refused_with_its_findings(api: httpx.Client) -> None:
    before = newest(api)
    refused = publish(api, drafted(api, IN_VAIN))
    assert problem(refused) == (422, "unusable-script")
    (finding,) = refused.json()["findings"]
    assert (finding["severity"], finding["rule"], finding["line"]) == ("error", "时间", 2)
    assert "第 2 行，规则「时间」" in refused.json()["detail"]
    assert newest(api) == before


def test_a_failing_example_stops_it_and_names_itself_until_it_is_overruled(api: httpx.Client) -> None:
    draft, before = drafted(api, BROKEN), newest(api)
    refused = publish(api, draft, overrule=["「在吗」→ 时间"])
    assert problem(refused) == (422, "unusable-examples")
    (example,) = refused.json()["examples"]
    assert example == {"name": "「停车」→ 时间", "expected": "时间", "got": "听不懂（兜底）"}
    assert newest(api) == before
    assert ok(publish(api, draft, overrule=["「在吗」→ 时间", example["name"]]), 201)["version"] == before + 1


def test_of_two_who_publish_at_once_one_is_told_of_the_other(api: httpx.Client) -> None:
    live(api, script("八点"))
    drafts, together = [drafted(api), drafted(api)], Barrier(2)

    def publish_one(draft: dict[str, Any]) -> httpx.Response:
        together.wait()
        return publish(api, draft)

    with ThreadPoolExecutor(2) as both:
        first, second = sorted(both.map(publish_one, drafts), key=lambda answer: answer.status_code)
    version = ok(first, 201)["version"]
    assert problem(second) == (409, "published-meanwhile")
    assert second.json()["version"] == version == newest(api)
