"""Huitou itself, prepared and started by its public command with settings from the environment."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import func, select

from records.database import open_engine, reading
from records.tables import contacts, identities, touchpoints
from tests.bench import vocabulary
from tests.bench.account import AES_KEY, APP_ID, TOKEN
from tests.bench.processes import last_lines
from tests.bench.pushes import Mode

COMMAND = str(Path(sys.executable).with_name("huitou"))
SERVE = (COMMAND, "serve", "--host", "127.0.0.1", "--port", "{port}")
COMMAND_SECONDS = 120


class NotPrepared(Exception):
    """A ``huitou`` command failed; says which, and what it printed."""


def settings(database_url: str, mode: Mode, folder: Path) -> dict[str, str]:
    """One real account, so that the sandbox is off; everything else as it comes."""
    return {
        "HUITOU_DATABASE_URL": database_url,
        "HUITOU_DATA_DIR": str(folder),
        "HUITOU_SECRET_KEY": "only for the bench, never for a shop",
        "HUITOU_WECHAT_APP_ID": APP_ID,
        "HUITOU_WECHAT_TOKEN": TOKEN,
        "HUITOU_WECHAT_AES_KEY": AES_KEY,
        "HUITOU_WECHAT_MODE": "safe" if mode == "aes" else "plain",
    }


def prepare(folder: Path, env: Mapping[str, str], rules: int) -> None:
    """Make the tables and publish a script of so many rules. Raises ``NotPrepared``."""
    script = folder / "script.yaml"
    script.write_text(script_source(rules))
    for arguments in (("migrate",), ("scripts", "publish", "--note", "bench", str(script))):
        _run(arguments, folder, env)


def script_source(count: int) -> str:
    """The script, one rule to a line."""
    lines = (
        f"- {{name: {rule.keyword}, when: {{text: {{contains: {rule.keyword}}}}}, say: {rule.answer}}}\n"
        for rule in vocabulary.rules(count)
    )
    return "rules:\n" + "".join(lines)


def kept(database_url: str) -> Mapping[str, int]:
    """What SQL holds after a storm."""
    inward = touchpoints.c.direction == "in"
    counts = {
        "touchpoints in": select(func.count()).where(inward),
        "different keys": select(func.count(touchpoints.c.key.distinct())).where(inward),
        "touchpoints out": select(func.count()).where(touchpoints.c.direction == "out"),
        "contacts": select(func.count()).select_from(contacts),
        "openids": select(func.count(identities.c.openid.distinct())),
    }
    engine = open_engine(database_url)
    with reading(engine) as connection:
        found = {name: connection.execute(query).scalar_one() for name, query in counts.items()}
    engine.dispose()
    return found


def _run(arguments: tuple[str, ...], folder: Path, env: Mapping[str, str]) -> None:
    try:
        done = subprocess.run(
            [COMMAND, *arguments],
            cwd=folder,
            env={**os.environ, **env},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotPrepared(f"huitou {arguments[0]}: {error}") from error
    if done.returncode:
        raise NotPrepared(f"huitou {' '.join(arguments[:2])} failed: {last_lines(done.stderr or done.stdout)}")
