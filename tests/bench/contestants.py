"""Who is measured: how each is started, and what it must answer."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from tests.bench import answers, databases, huitou, vocabulary
from tests.bench.account import PLAIN_ANSWER
from tests.bench.databases import Database
from tests.bench.processes import Server, serve
from tests.bench.pushes import Mode

ROOT = Path(__file__).parents[2]
RIVALS = ROOT / ".venv-bench" / "bin"
MANY = 10_000
FEW = vocabulary.ASKED

UVICORN = (
    *(sys.executable, "-m", "uvicorn", "--host", "127.0.0.1", "--port", "{port}", "--loop", "uvloop"),
    *("--http", "httptools", "--no-access-log", "--log-level", "warning"),
)
GUNICORN = (
    *(str(RIVALS / "gunicorn"), "--bind", "127.0.0.1:{port}", "--workers", "1", "--worker-class", "gevent"),
    *("--keep-alive", "75", "--log-level", "warning"),
)
"""WeRoBot is a WSGI application; of gthread (1,360/s), waitress and gevent (2,640/s), gevent served it best."""


class Contestant(msgspec.Struct, frozen=True, kw_only=True):
    """``rules`` is how many rules it is given, 0 when it knows one keyword or none; ``tree`` is whose code it runs."""

    name: str
    kind: str
    mode: Mode = "aes"
    rules: int = 0
    database: Database | None = None
    tree: Path = ROOT

    @property
    def right(self) -> answers.Right:
        if self.kind == "uvicorn":
            return answers.constant
        if self.rules:
            return answers.says(lambda number: vocabulary.answer(vocabulary.asked(number)), self.mode)
        return answers.says(lambda _number: PLAIN_ANSWER, self.mode)


CONTESTANTS = (
    Contestant(name="uvicorn", kind="uvicorn"),
    Contestant(name="wechatpy-aes", kind="wechatpy"),
    Contestant(name="wechatpy-plain", kind="wechatpy", mode="plain"),
    Contestant(name="werobot-aes", kind="werobot"),
    Contestant(name="huitou-sqlite-aes", kind="huitou", rules=MANY, database="sqlite"),
    Contestant(name="huitou-sqlite-aes-10", kind="huitou", rules=FEW, database="sqlite"),
    Contestant(name="huitou-sqlite-plain", kind="huitou", mode="plain", rules=MANY, database="sqlite"),
    Contestant(name="huitou-postgresql-aes", kind="huitou", rules=MANY, database="postgresql"),
    Contestant(name="huitou-postgresql-aes-10", kind="huitou", rules=FEW, database="postgresql"),
    Contestant(name="huitou-postgresql-plain", kind="huitou", mode="plain", rules=MANY, database="postgresql"),
    Contestant(name="naive-sqlite-aes", kind="naive", rules=MANY, database="sqlite"),
)


def of_tree(tree: Path) -> list[Contestant]:
    """Huitou of another working tree, to be measured beside this one: ``beside-sqlite-aes`` and so on."""
    return [
        msgspec.structs.replace(one, name=one.name.replace("huitou", "beside"), tree=tree)
        for one in CONTESTANTS
        if one.kind == "huitou" and one.rules == MANY
    ]


class CannotRun(Exception):
    """This contestant cannot run here; says what is missing."""


@contextmanager
def running(contestant: Contestant, folder: Path) -> Iterator[tuple[Server, str]]:
    """The server of a contestant on a fresh database, and that database's address ("" without one).

    Raises ``CannotRun``, ``NoPostgreSQL``, ``DidNotStart`` or ``NotPrepared``.
    """
    folder.mkdir()
    if contestant.kind == "werobot" and not RIVALS.exists():
        raise CannotRun("no .venv-bench: `make bench` makes it from requirements-bench.lock")
    if contestant.database is None:
        with serve(_argv(contestant), _env(contestant, "", folder), folder, contestant.kind == "werobot") as server:
            yield server, ""
        return
    with databases.made(contestant.database, folder) as url:
        env = _env(contestant, url, folder)
        if contestant.kind == "huitou":
            huitou.prepare(folder, env, contestant.rules)
        with serve(_argv(contestant), env, folder) as server:
            yield server, url


def _argv(contestant: Contestant) -> tuple[str, ...]:
    return {
        "uvicorn": (*UVICORN, "tests.bench.servers.constant:app"),
        "wechatpy": (*UVICORN, "tests.bench.servers.wechatpy_fastapi:app"),
        "werobot": (*GUNICORN, "tests.bench.servers.werobot_app:app"),
        "naive": (*UVICORN, "tests.bench.servers.naive:app"),
        "huitou": huitou.SERVE,
    }[contestant.kind]


def _env(contestant: Contestant, url: str, folder: Path) -> Mapping[str, str]:
    if contestant.kind == "huitou":
        return huitou.settings(url, contestant.mode, folder) | {"PYTHONPATH": str(contestant.tree)}
    return {"PYTHONPATH": str(ROOT), "BENCH_DATABASE_URL": url, "BENCH_RULES": str(contestant.rules)}
