"""Coupons at a till that speaks HTTP: shown, redeemed once, refused with the reason, undone; once per key."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from itertools import count
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy import func, select, update

from loyalty.check import violations
from loyalty.coupons import issue
from records.clock import utc_now
from records.database import open_engine, reading, writing
from records.tables import coupons, redemptions
from tests.app.conftest import ACCOUNT
from tests.app.server import Server, open_shop
from tests.app.standing import problem, standing_database, token_for
from tests.factories import make_account, make_contact, make_coupon_kind

Call = Callable[[], httpx.Response]
SHANGHAI = ZoneInfo("Asia/Shanghai")
people = count()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shops(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Server]]:
    """One open shop behind two servers."""
    folder = tmp_path_factory.mktemp("redemptions")
    with standing_database(request.param, request, folder) as url:
        open_shop(url)
        engine = open_engine(url)
        with writing(engine) as connection:
            make_coupon_kind(connection, "station-only", store_ids=("station",))
            make_account(connection, "bakery")
        engine.dispose()
        quiet = {"HUITOU_CRM_CONNECTOR": "none"}
        with Server(url, ACCOUNT, folder, **quiet) as one, Server(url, ACCOUNT, folder, **quiet) as other:
            yield one, other
            assert_sound(url)


@pytest.fixture(scope="module")
def till(shops: tuple[Server, Server]) -> dict[str, str]:
    return token_for(shops[0].database_url)


@pytest.fixture(scope="module")
def shop(shops: tuple[Server, Server]) -> Server:
    return shops[0]


@pytest.fixture(scope="module")
def api(shop: Server, till: dict[str, str]) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{shop.address}/api/v1", headers=till, timeout=20) as client:
        yield client


@pytest.fixture
def code(shop: Server) -> str:
    return new_coupon(shop)


def assert_sound(url: str) -> None:
    engine = open_engine(url)
    with reading(engine) as connection:
        assert violations(connection) == []
    engine.dispose()


def new_coupon(shop: Server, kind: str = "welcome") -> str:
    """The code of a coupon that somebody new has just got."""
    engine = open_engine(shop.database_url)
    with writing(engine) as connection:
        owner = make_contact(connection, f"o-{next(people)}-{uuid4().hex[:6]}")
        coupon = issue(connection, "main", owner.id, kind, utc_now(), SHANGHAI)
    engine.dispose()
    return coupon.code


def redeem(api: httpx.Client, code: str, key: str | None = None, store: str = "riverside") -> httpx.Response:
    headers = {"Idempotency-Key": key or uuid4().hex}
    return api.post("/redemptions", json={"code": code, "store": store}, headers=headers)


def undo(api: httpx.Client, redemption_id: str, key: str | None = None) -> httpx.Response:
    return api.post(f"/redemptions/{redemption_id}/undo", headers={"Idempotency-Key": key or uuid4().hex})


def all_at_once(calls: Sequence[Call]) -> list[httpx.Response]:
    gate = threading.Barrier(len(calls))

    def call(one: Call) -> httpx.Response:
        gate.wait()
        return one()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(call, calls))


def test_a_code_is_shown_redeemed_refused_with_when_and_where_and_undone(api: httpx.Client, code: str) -> None:
    shown = api.get(f"/coupons/{code.lower()}", params={"store": "riverside"}).json()
    assert (shown["name"], shown["stores"], shown["refusal"]) == ("新朋友拿铁券", [], None)
    assert shown["code"].replace("-", "") == code
    assert shown["owner"].startswith("顾客 ")

    done = redeem(api, shown["code"])
    assert done.status_code == 201
    assert (done.json()["store"], done.json()["redeemed_by"], done.json()["undone_at"]) == ("riverside", "till", None)

    second = redeem(api, code, store="station")
    assert problem(second) == (409, "already-redeemed")
    assert "滨江店" in second.json()["detail"]
    assert str(utc_now().year) in second.json()["detail"]
    again = api.get(f"/coupons/{code}", params={"store": "station"}).json()
    assert again["refusal"]["code"] == "already-redeemed"

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
    with httpx.Client(base_url=f"{shop.address}/api/v1", headers=other) as stranger:
        assert problem(undo(stranger, done["id"])) == (409, "not-yours-to-undo")


def test_another_account_knows_neither_code_nor_redemption(shop: Server, api: httpx.Client, code: str) -> None:
    done = redeem(api, code).json()
    baker = token_for(shop.database_url, "oven", "bakery")
    with httpx.Client(base_url=f"{shop.address}/api/v1", headers=baker) as bakery:
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


@pytest.mark.parametrize("key", [None, b"", b"short", b"x" * 129, b"blanks in it", b"\xe4\xb8\xad\xe6\x96\x87" * 4])
def test_a_write_without_a_proper_key_is_refused_and_does_nothing(
    api: httpx.Client, code: str, key: bytes | None
) -> None:
    headers: dict[str, bytes] = {} if key is None else {"Idempotency-Key": key}
    wish = {"code": code, "store": "riverside"}
    refused = api.post("/redemptions", json=wish, headers=headers)  # type: ignore[arg-type]
    assert problem(refused) == (422, "invalid-request")
    assert "Idempotency-Key" in refused.json()["detail"]
    assert api.get(f"/coupons/{code}", params={"store": "riverside"}).json()["refusal"] is None


def test_a_retry_gets_the_first_answer_and_another_wish_under_its_key_is_refused(
    shop: Server, api: httpx.Client, code: str
) -> None:
    key = uuid4().hex
    first, retry = redeem(api, code, key), redeem(api, code, key)
    assert (retry.status_code, retry.json()) == (201, first.json())
    assert problem(redeem(api, code, key, store="station")) == (409, "idempotency-key-reused")
    assert problem(redeem(api, new_coupon(shop), key)) == (409, "idempotency-key-reused")
    assert problem(undo(api, first.json()["id"], key)) == (409, "idempotency-key-reused")


def test_a_retry_of_an_undo_gets_the_first_answer(api: httpx.Client, code: str) -> None:
    done, key = redeem(api, code).json(), uuid4().hex
    first = undo(api, done["id"], key)
    assert undo(api, done["id"], key).json() == first.json()


def test_a_refused_wish_leaves_its_key_free(api: httpx.Client, code: str) -> None:
    key = uuid4().hex
    assert problem(redeem(api, code, key, store="nowhere")) == (404, "unknown-store")
    assert redeem(api, code, key).status_code == 201


def test_keys_of_two_integrators_do_not_meet(shop: Server, api: httpx.Client, code: str) -> None:
    key = uuid4().hex
    assert redeem(api, code, key).status_code == 201
    with httpx.Client(base_url=f"{shop.address}/api/v1", headers=token_for(shop.database_url, "second till")) as second:
        assert problem(redeem(second, code, key)) == (409, "already-redeemed")


def test_one_key_sent_32_times_at_once_to_two_servers_redeems_once_and_answers_alike(
    shops: tuple[Server, Server], till: dict[str, str], code: str
) -> None:
    key = uuid4().hex
    with (
        httpx.Client(base_url=f"{shops[0].address}/api/v1", headers=till, timeout=20) as one,
        httpx.Client(base_url=f"{shops[1].address}/api/v1", headers=till, timeout=20) as other,
    ):
        answers = all_at_once([partial(redeem, api, code, key) for api in (one, other) * 16])
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert times_redeemed(shops[0], code) == 1


def test_of_64_tills_racing_for_one_coupon_one_wins(
    shops: tuple[Server, Server], till: dict[str, str], code: str
) -> None:
    with (
        httpx.Client(base_url=f"{shops[0].address}/api/v1", headers=till, timeout=20) as one,
        httpx.Client(base_url=f"{shops[1].address}/api/v1", headers=till, timeout=20) as other,
    ):
        answers = all_at_once([partial(redeem, api, code) for api in (one, other) * 32])
    lost = [answer for answer in answers if answer.status_code != 201]
    assert len(lost) == 63
    assert {problem(answer) for answer in lost} == {(409, "already-redeemed")}
    assert times_redeemed(shops[0], code) == 1


def times_redeemed(shop: Server, code: str) -> int:
    engine = open_engine(shop.database_url)
    with reading(engine) as connection:
        of_it = select(func.count()).select_from(redemptions.join(coupons)).where(coupons.c.code == code)
        found = connection.execute(of_it).scalar_one()
    engine.dispose()
    return int(found)


@pytest.mark.parametrize("path", ["/coupons/%00", "/coupons/a%1fb", "/coupons/" + "x" * 65])
def test_a_code_that_no_coupon_can_have_is_refused(api: httpx.Client, path: str) -> None:
    assert problem(api.get(path, params={"store": "riverside"})) == (422, "invalid-request")


@pytest.mark.parametrize("store", ["%00", "riverside%00", "%0d%0a", "x" * 33])
def test_a_store_that_cannot_be_is_refused(api: httpx.Client, code: str, store: str) -> None:
    assert problem(api.get(f"/coupons/{code}?store={store}")) == (422, "invalid-request")


@pytest.mark.parametrize("redemption_id", ["%00", "x", "0" * 33])
def test_an_id_that_no_redemption_has_is_refused(api: httpx.Client, redemption_id: str) -> None:
    assert problem(undo(api, redemption_id))[0] in (404, 422)
