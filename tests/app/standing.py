"""A database and a server that stand for a whole test file, where no test minds what the others left."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import Engine

from app.channels.wechat.account import WeChatAccount
from records.clock import utc_now
from records.database import open_engine, writing
from records.tokens import make_token
from tests.app.server import THIS_TREE, Server, environment, free_port, open_shop

HUITOU = str(Path(sys.executable).with_name("huitou"))


@contextmanager
def standing_database(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The address of a migrated database of the kind, ``sqlite`` or ``postgresql``, gone after the block."""
    template = request.getfixturevalue(f"{kind}_template")
    if kind == "sqlite":
        shutil.copy(template, folder / "huitou.db")
        yield f"sqlite:///{folder / 'huitou.db'}"
        return
    server: Engine = request.getfixturevalue("postgresql")
    name = f"huitou_test_{uuid4().hex}"
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield server.url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def standing_server(
    kind: str, request: pytest.FixtureRequest, folder: Path, account: WeChatAccount, **more: str
) -> Iterator[Server]:
    """A server of an open shop on a database of the kind."""
    with standing_database(kind, request, folder) as url:
        open_shop(url)
        with Server(url, account, folder, **more) as server:
            yield server


def token_for(database_url: str, name: str = "till", account_id: str = "main") -> dict[str, str]:
    """The headers of an integrator with a new token."""
    engine = open_engine(database_url)
    with writing(engine) as connection:
        token = make_token(connection, account_id, name, utc_now())
    engine.dispose()
    return {"Authorization": f"Bearer {token}"}


def problem(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a refusal, which is problem+json with a sentence."""
    assert answer.headers["content-type"] == "application/problem+json", (answer.status_code, answer.text)
    told = json.loads(answer.content)
    assert told["status"] == answer.status_code
    assert told["type"] == f"urn:huitou:{told['title']}"
    assert len(told["detail"]) > 10
    assert told["detail"].endswith((".", "。")), told["detail"]
    return told["status"], told["title"]


def huitou(folder: Path, *words: str, given: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run ``huitou`` in a folder, as a person would, with these settings and no others."""
    return subprocess.run(
        [HUITOU, *words],
        cwd=folder,
        env={**THIS_TREE, "LANG": "C.UTF-8"} | settings,
        input=given,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def settings_of(server: Server, account: WeChatAccount) -> dict[str, str]:
    """The settings of a running server, for commands beside it."""
    return environment(server.database_url, account, server.folder)


@contextmanager
def serving_demo(folder: Path, **settings: str) -> Iterator[str]:
    """The address of a server for the demo shop that ``huitou demo`` opened in the folder."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with (folder / "server.log").open("ab") as log:
        server = subprocess.Popen(
            [HUITOU, "serve", "--port", str(port)],
            cwd=folder,
            env=THIS_TREE | settings,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        wait_for(lambda: answers(address), (folder / "server.log").read_text)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def answers(address: str) -> bool:
    """Whether a server is ready there."""
    try:
        return httpx.get(f"{address}/readyz").status_code == 200
    except httpx.TransportError:
        return False


def wait_for(happens: Callable[[], bool], told: Callable[[], str], seconds: float = 20) -> None:
    """Return as soon as it happens; fail with what is told when it has not within the seconds."""
    until = monotonic() + seconds
    while not happens():
        assert monotonic() < until, told()
        sleep(0.05)
