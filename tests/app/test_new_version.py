"""A new version in several server processes: live in all of them soon, in none of them half."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from app.channels.wechat.phone import Phone
from app.scripts import publish_source
from records.clock import utc_now
from records.database import open_engine
from replies.answers.reply import Text
from tests.app.conftest import ACCOUNT
from tests.app.server import Server

RULES = 100
SECONDS = 2.0
"""From the publication on, in every process."""
people = count()


def script(version: str) -> str:
    """A hundred rules that all say which version they are of."""
    rules = (f"  - {{name: r{n}, when: {{text: {{contains: 第{n}问}}}}, say: {version}}}\n" for n in range(RULES))
    return "rules:\n" + "".join(rules)


@pytest.fixture
def servers(shop_url: str, tmp_path: Path) -> Iterator[list[Server]]:
    """Two server processes on one database."""
    with ExitStack() as stack:
        yield [stack.enter_context(Server(shop_url, ACCOUNT, tmp_path)) for _ in range(2)]


@pytest.fixture
def shop(shop_url: str) -> Iterator[Engine]:
    engine = open_engine(shop_url)
    yield engine
    engine.dispose()


def publish(shop: Engine, version: str) -> None:
    publish_source(shop, "main", script(version), version, "店长", utc_now, ZoneInfo("Asia/Shanghai"))


def answered(server: Server, asked: int) -> str:
    somebody = Phone(ACCOUNT, f"o-asks-{next(people)}", "gh_0a1b2c3d4e5f")
    reply = server.tell(somebody, somebody.text(f"第{asked % RULES}问"))
    assert isinstance(reply, Text)
    return reply.text


class Listener(threading.Thread):
    """Asks one server, question after question, until it has heard the last version; what it heard, and when."""

    def __init__(self, server: Server, last: str) -> None:
        super().__init__()
        self._server = server
        self._last = last
        self.heard: list[tuple[str, float]] = []
        self.listens = threading.Event()

    def run(self) -> None:
        until = monotonic() + 20
        while monotonic() < until and (not self.heard or self.heard[-1][0] != self._last):
            self.heard.append((answered(self._server, len(self.heard)), monotonic()))
            self.listens.set()


def test_a_new_version_is_live_in_every_process_within_two_seconds_without_a_restart(
    servers: list[Server], shop: Engine
) -> None:
    publish(shop, "旧版")
    assert {answered(server, 1) for server in servers} == {"旧版"}
    listeners = [Listener(server, "新版") for server in servers]
    for listener in listeners:
        listener.start()
        listener.listens.wait()
    publish(shop, "新版")
    published = monotonic()
    for listener in listeners:
        listener.join()
        versions = [version for version, _ in listener.heard]
        assert versions == ["旧版"] * (len(versions) - 1) + ["新版"]
        assert listener.heard[-1][1] - published < SECONDS
