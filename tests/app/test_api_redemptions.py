"""Coupons at a till that speaks HTTP: shown, redeemed once, refused with the reason, undone."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import update

from records.clock import utc_now
from records.database import open_engine, writing
from records.tables import redemptions
from tests.app.conftest import ACCOUNT
from tests.app.server import Server
from tests.app.standing import problem, standing_server, token_for
from tests.app.till import SHANGHAI, new_coupon, redeem, till_of, undo
from tests.factories import make_account, make_coupon_kind

pytestmark = pytest.mark.xdist_group("api_redemptions")
"""Run by one process, because the server is started once for all of them."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("redemptions")
    with standing_server(request.param, request, folder, ACCOUNT, HUITOU_CRM_CONNECTOR="none") as server:
        engine = open_engine(server.database_url)
        with writing(engine) as connection:
            make_coupon_kind(connection, "station-only", store_ids=("station",))
            make_account(connection, "bakery")
        engine.dispose()
        yield server


def test_a_code_is_shown_redeemed_refused_with_when_and_where_and_undone(api: httpx.Client, code: str) -> None:
    shown = api.get(f"/coupons/{code.lower()}", params={"store": "riverside"}).json()
    assert (shown["name"], shown["stores"], shown["refusal"]) == ("新朋友拿铁券", [], None)
    assert shown["code"].replace("-", "") == code
    assert shown["owner"] == f"顾客 {shown['contact'][-4:].upper()}"

    done = redeem(api, shown["code"])
    assert done.status_code == 201
    assert (done.json()["store"], done.json()["redeemed_by"], done.json()["undone_at"]) == ("riverside", "till", None)

    second = redeem(api, code, store="station")
    assert problem(second) == (409, "already-redeemed")
    when = datetime.fromisoformat(done.json()["redeemed_at"]).astimezone(SHANGHAI)
    when_and_where = f"{when:%Y-%m-%d %H:%M} at 滨江店"
    assert when_and_where in second.json()["detail"]
    again = api.get(f"/coupons/{code}", params={"store": "station"}).json()
    assert again["refusal"]["code"] == "already-redeemed"
    assert when_and_where in again["refusal"]["en"]

    undone = undo(api, done.json()["id"])
    assert undone.status_code == 200
    assert undone.json()["undone_by"] == "till"
    assert problem(undo(api, done.json()["id"])) == (409, "already-undone")
    assert redeem(api, code, store="station").status_code == 201


def test_after_ten_minutes_nothing_is_undone(shop: Server, api: httpx.Client, code: str) -> None:
    done = redeem(api, code).json()
    engine = open_engine(shop.database_url)
    with writing(engine) as connection:
        long_ago = utc_now() - timedelta(minutes=10, seconds=1)
        connection.execute(update(redemptions).where(redemptions.c.id == done["id"]).values(redeemed_at=long_ago))
    engine.dispose()
    assert problem(undo(api, done["id"])) == (409, "undo-too-late")


def test_only_who_redeemed_may_undo(shop: Server, api: httpx.Client, code: str) -> None:
    done = redeem(api, code).json()
    other = token_for(shop.database_url, "other till")
    with till_of(shop, other) as stranger:
        assert problem(undo(stranger, done["id"])) == (409, "not-yours-to-undo")


def test_another_account_knows_neither_code_nor_redemption(shop: Server, api: httpx.Client, code: str) -> None:
    done = redeem(api, code).json()
    baker = token_for(shop.database_url, "oven", "bakery")
    with till_of(shop, baker) as bakery:
        assert problem(bakery.get(f"/coupons/{code}?store=riverside"))[0] == 404
        assert problem(redeem(bakery, code))[0] == 404
        assert problem(undo(bakery, done["id"])) == (404, "unknown-redemption")


def test_a_coupon_for_another_store_says_where_it_works(shop: Server, api: httpx.Client) -> None:
    refused = redeem(api, new_coupon(shop, "station-only"))
    assert problem(refused) == (409, "other-store")
    assert "车站店" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"code": "7Q2K-9XWD-M4T"}, (409, "mistyped-code")),
        ({"code": "💣" * 20}, (409, "mistyped-code")),
        ({"code": "a\x00b"}, (422, "invalid-request")),
        ({"code": "x" * 65}, (422, "invalid-request")),
        ({"code": ""}, (409, "mistyped-code")),
        ({"code": 7}, (422, "invalid-request")),
        ({"code": None}, (422, "invalid-request")),
        ({"store": "nowhere"}, (404, "unknown-store")),
        ({"store": "a\x00"}, (422, "invalid-request")),
        ({"store": "'; DROP TABLE stores; --"}, (404, "unknown-store")),
        ({"store": ["riverside"]}, (422, "invalid-request")),
    ],
)
def test_what_cannot_be_redeemed_is_refused_with_a_sentence(
    api: httpx.Client, code: str, wrong: dict[str, object], told: tuple[int, str]
) -> None:
    headers = {"Idempotency-Key": uuid4().hex}
    assert problem(api.post("/redemptions", json={"code": code, "store": "riverside"} | wrong, headers=headers)) == told


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"code"',
        b"\xff\xfe",
        b'{"code": "\xff", "store": "riverside"}',
        b'{"code": "\\ud800", "store": "riverside"}',
        b'{"code": NaN}',
        b"[" * 10_000,
        b'{"code": ' + b"9" * 5_000 + b"}",
        b"x" * 20_000,
    ],
)
def test_a_body_that_is_no_wish_is_refused(api: httpx.Client, body: bytes) -> None:
    headers = {"Idempotency-Key": uuid4().hex, "Content-Type": "application/json"}
    assert problem(api.post("/redemptions", content=body, headers=headers))[0] in (400, 413, 422)


@pytest.mark.parametrize("size", [17_000, 2_000_000])
def test_a_huge_body_is_refused_whether_or_not_it_says_how_large_it_is(api: httpx.Client, size: int) -> None:
    def trickle() -> Iterator[bytes]:
        for _ in range(size // 1_000):
            yield b" " * 1_000

    headers = {"Idempotency-Key": uuid4().hex, "Content-Type": "application/json"}
    assert api.post("/redemptions", content=b" " * size, headers=headers).status_code == 413
    try:
        answer = api.post("/redemptions", content=trickle(), headers=headers)
    except httpx.TransportError:
        return
    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/coupons/%00", "/coupons/a%1fb", "/coupons/" + "x" * 65])
def test_a_code_that_no_coupon_can_have_is_refused(api: httpx.Client, path: str) -> None:
    assert problem(api.get(path, params={"store": "riverside"})) == (422, "invalid-request")


@pytest.mark.parametrize("store", ["%00", "riverside%00", "%0d%0a", "x" * 33])
def test_a_store_that_cannot_be_is_refused(api: httpx.Client, code: str, store: str) -> None:
    assert problem(api.get(f"/coupons/{code}?store={store}")) == (422, "invalid-request")


@pytest.mark.parametrize("redemption_id", ["%00", "x", "0" * 33])
def test_an_id_that_no_redemption_has_is_refused(api: httpx.Client, redemption_id: str) -> None:
    assert problem(undo(api, redemption_id))[0] in (404, 422)
