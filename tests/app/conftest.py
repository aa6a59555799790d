"""Huitou as others meet it: a real server on loopback, a shop behind it, a phone that speaks to it."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.channels.wechat.account import Mode, WeChatAccount
from app.channels.wechat.phone import Phone
from tests.app.server import Server, open_shop
from tests.app.standing import token_for
from tests.app.till import new_coupon, till_of

ACCOUNT = WeChatAccount(
    id="main",
    app_id="wx0123456789abcdef",
    token="h2token2026",
    aes_keys=("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",),
    mode=Mode.SAFE,
)
"""The account of the protocol sheet's own vectors (1.9)."""


@pytest.fixture
def account() -> WeChatAccount:
    return ACCOUNT


@pytest.fixture
def shop_url(database_url: str) -> str:
    """The database of an open shop, on SQLite and on PostgreSQL."""
    open_shop(database_url)
    return database_url


@pytest.fixture
def server(shop_url: str, tmp_path: Path) -> Iterator[Server]:
    """A server for the shop, in a process of its own."""
    with Server(shop_url, ACCOUNT, tmp_path) as running:
        yield running


@pytest.fixture
def lite(sqlite_url: str, tmp_path: Path) -> Iterator[Server]:
    """A server on SQLite, where the kind of database does not matter."""
    open_shop(sqlite_url)
    with Server(sqlite_url, ACCOUNT, tmp_path) as running:
        yield running


@pytest.fixture
def lin() -> Phone:
    return Phone(ACCOUNT, "o-lin", "gh_0a1b2c3d4e5f")


@pytest.fixture(scope="module")
def headers(shop: Server) -> dict[str, str]:
    """A token for the till of the test file's own ``shop``."""
    return token_for(shop.database_url)


@pytest.fixture(scope="module")
def api(shop: Server, headers: dict[str, str]) -> Iterator[httpx.Client]:
    """The API as the till of the shop calls it."""
    with till_of(shop, headers) as till:
        yield till


@pytest.fixture
def code(shop: Server) -> str:
    """The code of a coupon that somebody new has just got from the shop."""
    return new_coupon(shop)
