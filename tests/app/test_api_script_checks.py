"""Scripts checked over the API, whole and one rule at a time."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from replies.starter import starter_script
from tests.app.conftest import ACCOUNT
from tests.app.server import Server
from tests.app.standing import problem, standing_server
from tests.replies.checks.checking import rule, script

TWICE = script(rule("甲", "{menu: A}"), rule("乙", "{menu: A}", more="do:\n  - coupon: birthday"))


@pytest.fixture(scope="module")
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder: Path = tmp_path_factory.mktemp("script-checks")
    with standing_server("sqlite", request, folder, ACCOUNT) as server:
        yield server


def checked(api: httpx.Client, source: str) -> httpx.Response:
    return api.post("/scripts/check", json={"source": source})


def test_everything_that_is_wrong_is_told_also_against_what_the_account_has(api: httpx.Client) -> None:
    answer = checked(api, TWICE).json()
    assert answer["usable"] is False
    assert [(each["severity"], each["code"], each["line"]) for each in answer["findings"]] == [
        ("error", "coupon-unknown", 5),
        ("warning", "unreachable", 5),
    ]
    assert answer["findings"][0] == {
        "severity": "error",
        "code": "coupon-unknown",
        "rule": "乙",
        "dialog": "",
        "fact": "",
        "place": "do.coupon",
        "line": 5,
        "sentence": "没有编号是「birthday」的券，送不出去。现在有的：welcome。",
    }


def test_a_good_script_is_usable(api: httpx.Client) -> None:
    assert checked(api, starter_script()).json() == {"usable": True, "findings": []}


def test_a_script_that_cannot_be_read_is_an_answer_and_no_failure(api: httpx.Client) -> None:
    answer = checked(api, "rules: []\nrules: []\n")
    assert answer.status_code == 200
    assert [(each["code"], each["line"]) for each in answer.json()["findings"]] == [("unreadable", 2)]


def test_a_rule_is_checked_against_the_script_that_it_is_to_stand_in(api: httpx.Client) -> None:
    typed = {
        "source": script(rule("甲", "{text: {contains: 券}}")),
        "rule": "name: 乙\nwhen: {text: {contains: 优惠券}}\nsay: 有",
    }
    answer = api.post("/scripts/check-rule", json=typed).json()
    assert answer["usable"] is True
    assert [(each["severity"], each["code"], each["rule"]) for each in answer["findings"]] == [
        ("note", "longer-first", "乙")
    ]


def test_a_rule_for_a_script_that_cannot_be_read_is_refused_with_the_reason(api: httpx.Client) -> None:
    answer = api.post("/scripts/check-rule", json={"source": "rules: 1\n", "rule": "name: 乙"})
    assert (answer.status_code, answer.json()["title"]) == (422, "script-unreadable")
    assert "cannot be read" in answer.json()["detail"]


def test_a_script_of_nearly_four_megabytes_is_taken_and_a_longer_body_is_not(api: httpx.Client) -> None:
    long = script(*(rule(f"第{number}条", f"{{menu: M{number}}}", say="字" * 600) for number in range(2_000)))
    assert 3_600_000 < len(long.encode()) < 4_000_000
    assert checked(api, long).json()["usable"] is True
    assert problem(checked(api, "x" * 9_000_000)) == (413, "too-large")
    assert problem(api.post("/scripts/check", content=(b"x" * 1_000_000 for _ in range(9)))) == (413, "too-large")


def test_without_a_token_nothing_is_checked(shop: Server) -> None:
    assert shop.wire.post("/api/v1/scripts/check", json={"source": TWICE}).status_code == 401
