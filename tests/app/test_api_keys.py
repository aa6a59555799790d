"""Every wish carries a key: it is done once, however often it is sent, by however many, to whichever server."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select

from loyalty.check import violations
from records.database import open_engine, reading
from records.tables import coupons, redemptions
from tests.app.conftest import ACCOUNT
from tests.app.server import Server, open_shop
from tests.app.standing import problem, standing_database, token_for
from tests.app.till import new_coupon, redeem, till_of, undo

pytestmark = pytest.mark.xdist_group("api_keys")
"""Run by one process, because the server is started once for all of them."""

Call = Callable[[], httpx.Response]

IMPROPER = {
    "empty": b"",
    "short": b"short",
    "long": b"x" * 129,
    "blank": b"blanks in it",
    "chinese": "中文".encode() * 4,
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shops(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Server]]:
    """One open shop behind two servers; in the end its coupons and redemptions still agree."""
    folder = tmp_path_factory.mktemp("keys")
    quiet = {"HUITOU_CRM_CONNECTOR": "none"}
    with standing_database(request.param, request, folder) as url:
        open_shop(url)
        with Server(url, ACCOUNT, folder, **quiet) as one, Server(url, ACCOUNT, folder, **quiet) as other:
            yield one, other
        assert_sound(url)


@pytest.fixture(scope="module")
def shop(shops: tuple[Server, Server]) -> Server:
    return shops[0]


@pytest.fixture(scope="module")
def tills(shops: tuple[Server, Server], headers: dict[str, str]) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    """The same till at both servers."""
    with till_of(shops[0], headers) as one, till_of(shops[1], headers) as other:
        yield one, other


def assert_sound(url: str) -> None:
    engine = open_engine(url)
    with reading(engine) as connection:
        assert violations(connection) == []
    engine.dispose()


def times_redeemed(shop: Server, code: str) -> int:
    engine = open_engine(shop.database_url)
    with reading(engine) as connection:
        of_it = select(func.count()).select_from(redemptions.join(coupons)).where(coupons.c.code == code)
        found = connection.execute(of_it).scalar_one()
    engine.dispose()
    return int(found)


def all_at_once(calls: Sequence[Call]) -> list[httpx.Response]:
    gate = threading.Barrier(len(calls))

    def call(one: Call) -> httpx.Response:
        gate.wait()
        return one()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(call, calls))


@pytest.mark.parametrize("shape", ["missing", "empty", "short", "long", "blank", "chinese"])
def test_a_write_without_a_proper_key_is_refused_and_does_nothing(api: httpx.Client, code: str, shape: str) -> None:
    headers = {} if shape == "missing" else {"Idempotency-Key": IMPROPER[shape]}
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


def test_keys_of_two_integrators_do_not_meet(shop: Server, api: httpx.Client, code: str) -> None:
    key = uuid4().hex
    assert redeem(api, code, key).status_code == 201
    with till_of(shop, token_for(shop.database_url, "second till")) as second:
        assert problem(redeem(second, code, key)) == (409, "already-redeemed")


def test_one_key_sent_32_times_at_once_to_two_servers_redeems_once_and_answers_alike(
    shop: Server, tills: tuple[httpx.Client, httpx.Client], code: str
) -> None:
    key = uuid4().hex
    answers = all_at_once([partial(redeem, till, code, key) for till in tills * 16])
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert times_redeemed(shop, code) == 1


def test_of_64_tills_racing_for_one_coupon_one_wins(
    shop: Server, tills: tuple[httpx.Client, httpx.Client], code: str
) -> None:
    answers = all_at_once([partial(redeem, till, code) for till in tills * 32])
    lost = [answer for answer in answers if answer.status_code != 201]
    assert len(lost) == 63
    assert {problem(answer) for answer in lost} == {(409, "already-redeemed")}
    assert times_redeemed(shop, code) == 1
