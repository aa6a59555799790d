"""Retries, races, several processes and sudden death: everything counts once, nothing that was acknowledged is lost."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import httpx
from sqlalchemy import func, select

from app.channels.wechat.phone import Phone
from loyalty.check import violations
from records.clock import utc_now
from records.database import open_engine, reading
from records.tables import contacts, coupons, touchpoints
from tests.app.conftest import ACCOUNT
from tests.app.server import Server

SHOP = "gh_0a1b2c3d4e5f"


def counted(database_url: str) -> dict[str, int]:
    """What the database holds, after it was found to keep the invariants."""
    engine = open_engine(database_url)
    inward = select(func.count()).select_from(touchpoints).where(touchpoints.c.direction == "in")
    with reading(engine) as connection:
        assert violations(connection) == []
        found = {
            "inward": connection.execute(inward).scalar_one(),
            "contacts": connection.execute(select(func.count()).select_from(contacts)).scalar_one(),
            "coupons": connection.execute(select(func.count()).select_from(coupons)).scalar_one(),
        }
    engine.dispose()
    return found


def shown(phone: Phone, answers: Sequence[httpx.Response]) -> set[object]:
    assert {answer.status_code for answer in answers} == {200}
    return {phone.read(answer.content) for answer in answers}


def deliver(server: Server, phone: Phone, xml: str) -> httpx.Response:
    """One delivery of a push, signed and sealed anew as a retry is."""
    return server.push(phone.seal(xml, utc_now()))


def all_at_once(calls: Sequence[Callable[[], httpx.Response]]) -> list[httpx.Response]:
    """Make the calls at the same moment."""
    gate = threading.Barrier(len(calls))

    def call(one: Callable[[], httpx.Response]) -> httpx.Response:
        gate.wait()
        return one()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(call, calls))


def test_a_retry_while_the_first_delivery_runs_gets_the_same_answer(server: Server, lin: Phone) -> None:
    follow = lin.follow("table-3")
    answers = all_at_once([partial(deliver, server, lin, follow)] * 16)
    assert len(shown(lin, answers)) == 1
    assert counted(server.database_url) == {"inward": 1, "contacts": 1, "coupons": 1}


def test_two_worker_processes_answer_one_delivery_alike(shop_url: str, tmp_path: Path, lin: Phone) -> None:
    with Server(shop_url, ACCOUNT, tmp_path) as one, Server(shop_url, ACCOUNT, tmp_path) as other:
        for number in range(10):
            guest = Phone(ACCOUNT, f"o-guest-{number}", SHOP)
            follow = guest.follow("table-3")
            doors = (one, other) * 4
            calls = [partial(deliver, door, guest, follow) for door in doors]
            assert len(shown(guest, all_at_once(calls))) == 1
        assert counted(shop_url) == {"inward": 10, "contacts": 10, "coupons": 10}


def test_a_retry_after_a_restart_gets_the_first_answer(server: Server, lin: Phone) -> None:
    follow = lin.follow("table-3")
    first = server.tell(lin, follow)
    server.kill()
    server.start()
    assert server.tell(lin, follow) == first
    assert counted(server.database_url) == {"inward": 1, "contacts": 1, "coupons": 1}


def test_what_was_acknowledged_survives_a_kill_and_a_replay_doubles_nothing(server: Server) -> None:
    guests = [Phone(ACCOUNT, f"o-guest-{number}", SHOP) for number in range(60)]
    storm = [
        (guest, xml)
        for guest in guests
        for xml in (guest.follow("table-3"), guest.text("签到"), guest.text("营业时间"))
    ]
    acknowledged: list[str] = []

    def send(turn: tuple[Phone, str]) -> None:
        guest, xml = turn
        try:
            if deliver(server, guest, xml).status_code == 200:
                acknowledged.append(xml)
        except httpx.TransportError:
            return
        if len(acknowledged) == 40:
            server.kill()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(send, storm))
    server.start()
    assert len(acknowledged) < len(storm)
    assert counted(server.database_url)["inward"] >= len(acknowledged)
    for _ in range(2):
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda turn: deliver(server, *turn), storm))
        assert {answer.status_code for answer in answers} == {200}
        assert counted(server.database_url) == {"inward": 180, "contacts": 60, "coupons": 60}
