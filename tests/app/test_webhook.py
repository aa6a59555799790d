"""The WeChat door as the platform meets it."""

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace
from sqlalchemy import select

from app.channels.wechat.account import Mode
from app.channels.wechat.phone import Phone
from records.clock import utc_now
from records.database import open_engine, reading
from records.tables import touchpoints
from replies.answers.reply import Text
from tests.app.conftest import ACCOUNT
from tests.app.server import Server, open_shop

OPEN_HOURS = Text("我们早八点到晚十点营业。")


def remembered(server: Server) -> list[tuple[str, str]]:
    engine = open_engine(server.database_url)
    with reading(engine) as connection:
        rows = connection.execute(select(touchpoints.c.direction, touchpoints.c.kind).order_by(touchpoints.c.id)).all()
    engine.dispose()
    return [(row.direction, row.kind) for row in rows]


def test_the_platform_verifies_the_address_and_gets_its_text_back(lite: Server, lin: Phone) -> None:
    answer = lite.wire.get("/wechat/main", params=lin.greeting("4375120948345356249", utc_now()))
    assert (answer.status_code, answer.content) == (200, b"4375120948345356249")


def test_a_follower_is_greeted_asks_and_is_answered(server: Server, lin: Phone) -> None:
    greeting = server.tell(lin, lin.follow("table-3"))
    assert isinstance(greeting, Text)
    assert greeting.text.startswith("欢迎光临！新朋友拿铁券：")
    assert server.tell(lin, lin.text("請問營業時間？")) == OPEN_HOURS
    assert server.tell(lin, lin.unfollow()) is None
    assert remembered(server) == [
        ("in", "follow"),
        ("out", "text"),
        ("in", "text"),
        ("out", "text"),
        ("in", "unfollow"),
    ]


@pytest.mark.parametrize("mode", [Mode.PLAIN, Mode.COMPATIBLE])
def test_plain_and_compatible_mode_answer_alike(mode: Mode, sqlite_url: str, tmp_path: Path) -> None:
    account = replace(ACCOUNT, mode=mode)
    open_shop(sqlite_url)
    lin = Phone(account, "o-lin", "gh_0a1b2c3d4e5f")
    with Server(sqlite_url, account, tmp_path) as server:
        assert server.tell(lin, lin.text("营业时间")) == OPEN_HOURS


def test_what_is_not_a_push_of_this_account_is_refused_with_a_clear_status(lite: Server, lin: Phone) -> None:
    push = lin.seal(lin.text("营业时间"), utc_now())
    plain = Phone(replace(ACCOUNT, mode=Mode.PLAIN), "o-lin", "gh_0a1b2c3d4e5f")
    unsealed = plain.seal(plain.text("营业时间"), utc_now())
    refused = {
        "forged": lite.wire.post("/wechat/main", params=push.query | {"msg_signature": "0" * 40}, content=push.body),
        "unsigned": lite.wire.post("/wechat/main", content=push.body),
        "unsealed in safe mode": lite.push(unsealed),
        "oversized": lite.wire.post("/wechat/main", params=push.query, content=b"x" * 70_000),
        "no account": lite.wire.post("/wechat/nobody", params=push.query, content=push.body),
        "wrong method": lite.wire.put("/wechat/main", params=push.query, content=push.body),
        "a document type": lite.wire.post(
            "/wechat/main", params=push.query, content=b'<!DOCTYPE x [<!ENTITY a "b">]><xml/>'
        ),
        "deep": lite.wire.post("/wechat/main", params=push.query, content=b"<a>" * 10_000),
    }
    assert {name: answer.status_code for name, answer in refused.items()} == {
        "forged": 403,
        "unsigned": 403,
        "unsealed in safe mode": 403,
        "oversized": 413,
        "no account": 404,
        "wrong method": 405,
        "a document type": 400,
        "deep": 400,
    }
    assert all(answer.text.endswith(".\n") for answer in refused.values())
    assert remembered(lite) == []


def test_a_body_that_claims_to_be_huge_is_refused_before_it_is_sent(lite: Server) -> None:
    with socket.create_connection(("127.0.0.1", lite.port), timeout=5) as wire:
        wire.sendall(b"POST /wechat/main HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999\r\n\r\n")
        assert wire.recv(100).startswith(b"HTTP/1.1 413")


def test_a_chunked_body_is_cut_off_at_the_limit(lite: Server) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(2_000):
            yield b"x" * 1_000

    try:
        answer = lite.wire.post("/wechat/main", content=endless())
    except httpx.TransportError:
        return
    assert answer.status_code == 413


def test_signed_nonsense_is_acknowledged_and_lies_in_quarantine(lite: Server, lin: Phone) -> None:
    answer = lite.push(lin.seal("<xml><MsgType>text</MsgType></xml>", utc_now()))
    assert (answer.status_code, answer.content) == (200, b"success")
    assert remembered(lite) == [("in", "quarantined")]


def test_the_previous_key_is_good_while_the_key_changes(sqlite_url: str, tmp_path: Path) -> None:
    open_shop(sqlite_url)
    former = Phone(ACCOUNT, "o-lin", "gh_0a1b2c3d4e5f")
    changed = replace(ACCOUNT, aes_keys=("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",))
    with Server(sqlite_url, changed, tmp_path, HUITOU_WECHAT_AES_KEY_PREVIOUS=ACCOUNT.aes_keys[0]) as server:
        assert server.tell(former, former.text("营业时间")) == OPEN_HOURS
        lin = Phone(changed, "o-lin", "gh_0a1b2c3d4e5f")
        assert server.tell(lin, lin.text("营业时间")) == OPEN_HOURS
