"""A real server in a process of its own, as an integrator starts it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from app.channels.wechat.account import WeChatAccount
from app.channels.wechat.phone import Phone, Push
from records.clock import utc_now
from records.database import open_engine, writing
from replies.answers.reply import Reply
from replies.versions.publishing import publish
from tests.factories import NOON, make_account, make_coupon_kind, make_store
from tests.handlers.conftest import SCRIPT

STARTING_SECONDS = 20.0
THIS_TREE = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2])}
"""What a command runs with, so that it is the one under test even where the script was installed from elsewhere."""


def open_shop(database_url: str) -> None:
    """An account with two stores, a welcome coupon and the short script of the tests."""
    engine = open_engine(database_url)
    with writing(engine) as connection:
        make_account(connection)
        make_store(connection, "riverside", "滨江店")
        make_store(connection, "station", "车站店")
        make_coupon_kind(connection, stock=100_000)
        publish(connection, "main", SCRIPT, "for tests", NOON)
    engine.dispose()


def environment(database_url: str, account: WeChatAccount, folder: Path) -> dict[str, str]:
    """What an integrator sets for this account."""
    return {
        **THIS_TREE,
        "HUITOU_DATABASE_URL": database_url,
        "HUITOU_SECRET_KEY": "a long random text",
        "HUITOU_DATA_DIR": str(folder / "var"),
        "HUITOU_WECHAT_APP_ID": account.app_id,
        "HUITOU_WECHAT_TOKEN": account.token,
        "HUITOU_WECHAT_AES_KEY": next(iter(account.aes_keys), ""),
        "HUITOU_WECHAT_MODE": account.mode.value,
        "HUITOU_CRM_EVERY_SECONDS": "1",
    }


class Server:
    """``huitou serve`` on a free port. Leaving the block ends it."""

    def __init__(self, database_url: str, account: WeChatAccount, folder: Path, workers: int = 1, **more: str) -> None:
        self.database_url = database_url
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._environment = environment(database_url, account, folder) | more
        self._workers = workers
        self._log = folder / f"server-{self.port}.log"
        # Made once: every new client of httpx reads the machine's certificates.
        self.wire = httpx.Client(base_url=self.address, timeout=20, limits=httpx.Limits(max_connections=64))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
        self.wire.close()

    def start(self) -> None:
        """Start, and return when it is ready."""
        command = [str(Path(sys.executable).with_name("huitou")), "serve", "--port", str(self.port)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--workers", str(self._workers)],
                env=self._environment,
                cwd=self.folder,
                stderr=log,
                stdout=log,
                start_new_session=True,
            )
        until = time.monotonic() + STARTING_SECONDS
        while not self._is_ready():
            assert self._process.poll() is None, self.log
            assert time.monotonic() < until, self.log

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        if self._process.poll() is None:
            self._process.terminate()
        self._process.wait(20)

    def kill(self) -> None:
        """End it and all its processes at once, as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(20)

    @property
    def log(self) -> str:
        return self._log.read_text()

    def push(self, push: Push) -> httpx.Response:
        """The answer to one push."""
        return self.wire.post("/wechat/main", params=push.query, content=push.body)

    def tell(self, phone: Phone, xml: str) -> Reply | None:
        """What the person is shown for something they did."""
        answer = self.push(phone.seal(xml, utc_now()))
        assert answer.status_code == 200, (answer.status_code, answer.text, self.log)
        return phone.read(answer.content)

    def _is_ready(self) -> bool:
        try:
            return self.wire.get("/readyz").status_code == 200
        except httpx.TransportError:
            return False


def free_port() -> int:
    """A port of loopback that nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
