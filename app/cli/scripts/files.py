"""Scripts in files, and how a command says that one cannot be used."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from app.cli.terminal import harmless
from app.rehearsals import UnknownContact
from replies.language.source import MAX_BYTES, ScriptError
from replies.learning.new_rule import NothingToAnswer
from replies.versions.refusals import Refused


def read_file(file: Path) -> str:
    """The text of a file, with or without the mark that Windows editors put in front. Raises ``ScriptError``."""
    if file.stat().st_size > MAX_BYTES:
        raise ScriptError(f"{file.name} 超过 4 MB。请删掉不用的规则，或把长文章改成链接。")
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScriptError(f"{file.name} 不是 UTF-8 的文本。请在编辑器里另存为 UTF-8。") from error


@contextmanager
def telling() -> Iterator[None]:
    """What a script is refused for is told in its sentence; then nothing was done, and the exit code is 1."""
    try:
        yield
    except (ScriptError, Refused, NothingToAnswer, UnknownContact) as error:
        typer.echo(harmless(str(error)), err=True)
        raise typer.Exit(1) from error
