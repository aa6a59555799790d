"""A file that is never changed in place: a new one takes its name, so whoever opens it finds it whole."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from crm_sync.connector import Unavailable

_Stamp = tuple[int, int, int] | None


@contextmanager
def replacing(path: Path, encoding: str) -> Iterator[IO[str]]:
    """A new file to write, readable by its owner alone; after the block it is durable and has the name ``path``.

    The old file is there to be read until then, and stays when the block raises. Line ends are written as they come.
    Raises ``Unavailable`` when somebody else changed the old file meanwhile, and for any ``OSError``, the block's too.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        seen = _stamp(path)
        _clear_up(path)
        with _beside(path, encoding) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            file.close()
            _take_the_name(Path(file.name), path, seen)
    except OSError as error:
        raise Unavailable(f"{path}: {error}") from error


@contextmanager
def _beside(path: Path, encoding: str) -> Iterator[IO[str]]:
    """A file in the folder of ``path`` that is gone when the block raises."""
    with NamedTemporaryFile(
        "w", encoding=encoding, newline="", dir=path.parent, prefix=_unfinished(path), delete=False
    ) as file:
        try:
            yield file
        except BaseException:
            file.close()
            Path(file.name).unlink(missing_ok=True)
            raise


def _clear_up(path: Path) -> None:
    """What a killed runner left holds people's data; one that only slept finds its file gone, and fails."""
    for left in path.parent.glob(f"{_unfinished(path)}*"):
        left.unlink(missing_ok=True)


def _unfinished(path: Path) -> str:
    return f".{path.stem}-"


def _take_the_name(file: Path, path: Path, seen: _Stamp) -> None:
    """Without this look a runner that slept would put an old file in the place of a newer one."""
    if _stamp(path) != seen:
        raise Unavailable(f"somebody else changed {path} while it was being written")
    file.replace(path)
    _sync_folder(path.parent)


def _stamp(path: Path) -> _Stamp:
    """What changes whenever the file does; None while there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def _sync_folder(folder: Path) -> None:
    """Make the new name durable. Only POSIX can, and only POSIX needs it."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
