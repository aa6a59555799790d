"""``huitou`` in this process, for tests of what it says: a process for each would take long."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import cli
from tests.app.conftest import ACCOUNT
from tests.app.server import environment, open_shop

Command = Callable[..., Result]


def command_of_a_shop(database_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """``huitou`` for an open shop: call it with words, and with what is typed when it asks."""
    open_shop(database_url)
    monkeypatch.chdir(folder)
    for name, value in environment(database_url, ACCOUNT, folder).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("COLUMNS", "300")

    def run(*words: str, given: str = "") -> Result:
        return CliRunner().invoke(cli, words, input=given)

    return run


def done(result: Result) -> str:
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return result.stdout


def refused(result: Result) -> str:
    """What a command says that does nothing: not one word on standard output, and no traceback."""
    assert result.exit_code in (1, 2), result.output
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.stdout == ""
    return result.stderr
