"""Scripts in files, and how a command says that one cannot be used."""

from pathlib import Path

import typer

from replies.language.source import MAX_BYTES, ScriptError


def read_file(file: Path) -> str:
    """The text of a file, with or without the mark that Windows editors put in front. Raises ``ScriptError``."""
    if file.stat().st_size > MAX_BYTES:
        raise ScriptError(f"{file.name} 超过 4 MB。请删掉不用的规则，或把长文章改成链接。")
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScriptError(f"{file.name} 不是 UTF-8 的文本。请在编辑器里另存为 UTF-8。") from error


def refused(error: Exception) -> typer.Exit:
    """The end of a command that did nothing: its sentence is told, and the exit code is 1."""
    typer.echo(str(error), err=True)
    return typer.Exit(1)
