"""The first day of a new shop, from the demo to the CRM, through no door but the public ones."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from loyalty.codes import normalise_code
from tests.app.customer import Customer
from tests.app.standing import huitou, problem, serving_demo, wait_for

pytestmark = pytest.mark.xdist_group("first_day")
"""Run by one process, because the server is started once for all of them."""

ANGRY = "太差了，等了一个小时还没上，退钱！"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder in which somebody has just typed ``huitou demo``."""
    folder = tmp_path_factory.mktemp("first-day")
    assert huitou(folder, "demo").returncode == 0
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with serving_demo(folder, HUITOU_CRM_EVERY_SECONDS="1") as address:
        yield address


class Till:
    """The till's own program, with a token."""

    def __init__(self, folder: Path, address: str) -> None:
        token = huitou(folder, "token", "add", "till").stdout.strip()
        self._wire = httpx.Client(base_url=f"{address}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=5)

    def close(self) -> None:
        self._wire.close()

    def shows(self, code: str) -> dict[str, Any]:
        return dict(self._wire.get(f"/coupons/{code}", params={"store": "riverside"}).raise_for_status().json())

    def redeems(self, code: str, store: str = "riverside") -> httpx.Response:
        return self._wire.post("/redemptions", json={"code": code, "store": store}, headers=_key())

    def undoes(self, redemption_id: str) -> httpx.Response:
        return self._wire.post(f"/redemptions/{redemption_id}/undo", headers=_key())

    def contacts(self, **query: str) -> list[dict[str, Any]]:
        return list(self._wire.get("/contacts", params=query).raise_for_status().json()["items"])

    def said(self, contact_id: str) -> list[tuple[str, str, str | None]]:
        touches = self._wire.get(f"/contacts/{contact_id}/touchpoints").raise_for_status().json()["items"]
        return [(touch["direction"], touch["kind"], touch["rule"]) for touch in touches]


@pytest.fixture(scope="module")
def till(folder: Path, address: str) -> Iterator[Till]:
    till = Till(folder, address)
    yield till
    till.close()


def _key() -> dict[str, str]:
    return {"Idempotency-Key": uuid4().hex}


def code_in(words: str) -> str:
    return next(line for line in words.splitlines() if line.startswith("券码")).removeprefix("券码").strip()


def in_the_crm(folder: Path) -> dict[str, str]:
    """The first contact in the spreadsheet, empty while there is none."""
    file = folder / "var" / "crm" / "contacts.csv"
    if not file.exists():
        return {}
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return dict(next(csv.DictReader(lines), {}))


def test_the_first_day_of_a_shop(folder: Path, address: str, till: Till) -> None:
    lin = Customer(folder, address, "o-lin")

    greeting = lin.follows("table-3")
    assert "先坐稳" in greeting
    code = code_in(greeting)
    assert "8:00–22:00" in lin.says("请问营业时间？")
    assert code in lin.says("我的券")

    assert till.shows(code)["name"] == "新朋友拿铁券"
    redeemed = till.redeems(code)
    assert redeemed.status_code == 201
    second = till.redeems(normalise_code(code).lower(), store="station")
    assert problem(second) == (409, "already-redeemed")
    assert "滨江店" in second.json()["detail"]
    assert till.shows(code)["refusal"]["code"] == "already-redeemed"
    assert till.undoes(redeemed.json()["id"]).status_code == 200
    assert till.shows(code)["refusal"] is None

    assert "抱歉" in lin.says(ANGRY) or "对不起" in lin.says(ANGRY)
    wait_for(lambda: bool(till.contacts(mood="negative")), lambda: str(till.contacts()), 30)
    (contact,) = till.contacts(mood="negative")
    assert (contact["source"]["scene"], contact["source"]["key"]) == ("table-3", "qrscene_table-3")
    assert contact["mood"]["words"]
    assert till.contacts(mood="positive") == []
    assert till.said(contact["id"])[:4] == [
        ("in", "follow", "欢迎·桌边的新朋友"),
        ("out", "text", "欢迎·桌边的新朋友"),
        ("in", "text", "营业时间"),
        ("out", "text", "营业时间"),
    ]

    wait_for(lambda: "negative" in in_the_crm(folder).values(), lambda: str(in_the_crm(folder)), 20)
    row = in_the_crm(folder)
    assert contact["id"] in row.values()
    assert "table-3" in row.values()
    assert httpx.get(f"{address}/readyz").json()["ready"] is True


def test_who_follows_again_is_given_nothing_twice(folder: Path, address: str, till: Till) -> None:
    wang = Customer(folder, address, "o-wang")
    code = code_in(wang.follows("bag"))
    again = wang.follows("table-5")
    assert code in again or "券码" not in again
    assert till.redeems(code).status_code == 201
