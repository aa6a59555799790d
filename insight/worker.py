"""The scoring process, seen from the process that asks: started when first needed, replaced when it dies."""

import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, cast

import msgspec

START_SECONDS = 60.0
ANSWER_SECONDS = 30.0
"""For one batch; a text of full length takes the model some 50 ms."""


class ScoringUnavailable(Exception):
    """The scoring process cannot be started, or was told to stop. Nothing was scored; ask again later."""


class ScoringWorker:
    """One scoring process of our own. ``score`` is for one thread at a time; ``stop`` may come from any."""

    def __init__(self) -> None:
        self._process: _Process | None = None
        self._stopped = False
        self._changing = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The process that runs now, or None: it is not needed yet, was idle for long, or died."""
        process = self._process
        return process.pid if process and process.poll() is None else None

    def score(self, texts: Sequence[str]) -> list[float | None]:
        """A score from 0 to 1 for each prepared text, None for one that the model cannot take.

        When the process dies over the batch, each text is tried once more alone, so that one that kills it costs
        the others nothing. Raises ``ScoringUnavailable``.
        """
        try:
            return self._ask(texts)
        except _Died:
            return [self._alone(text) for text in texts]

    def stop(self) -> None:
        """End the process at once, also in the middle of a batch, and start no other."""
        with self._changing:
            self._stopped = True
            if self._process:
                _end(self._process)

    def _alone(self, text: str) -> float | None:
        try:
            return self._ask([text])[0]
        except _Died:
            return None

    def _ask(self, texts: Sequence[str]) -> list[float | None]:
        process = self._process
        if process is None or process.poll() is not None:
            process = self._start()
        return _exchange(process, msgspec.json.encode(texts) + b"\n", ANSWER_SECONDS)

    def _start(self) -> "_Process":
        with self._changing:
            if self._stopped:
                raise ScoringUnavailable("the scoring process was stopped")
            if self._process:
                _end(self._process)
            self._process = process = _spawn()
        try:
            _exchange(process, b"", START_SECONDS)
        except _Died as died:
            code = process.returncode
            raise ScoringUnavailable(f"the scoring process ended with {code} before it was ready") from died
        return process


_Process = subprocess.Popen[bytes]


class _Died(Exception):
    """The process ended, or was ended, in the middle of an answer."""


def _spawn() -> _Process:
    # A session of its own keeps a Ctrl-C in the terminal away from it; the end of its input ends it.
    return subprocess.Popen(
        [sys.executable, "-m", "insight.scoring_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )


def _exchange(process: _Process, line: bytes, seconds: float) -> list[float | None]:
    """Send a line and read the answer. Raises ``_Died``; a process that takes longer is killed."""
    with _killed_after(process, seconds):
        answer = _send_and_read(process, line)
    if not answer.endswith(b"\n"):
        _end(process)
        raise _Died
    return msgspec.json.decode(answer, type=list[float | None])


def _send_and_read(process: _Process, line: bytes) -> bytes:
    """The next line of the answer, cut short or empty when the process ended."""
    # A pipe that breaks says the same as an answer that is missing; ``stop`` may close it under our hands.
    with suppress(OSError, ValueError):
        asked, answered = _pipes(process)
        asked.write(line)
        asked.flush()
        return answered.readline()
    return b""


@contextmanager
def _killed_after(process: _Process, seconds: float) -> Iterator[None]:
    alarm = threading.Timer(seconds, process.kill)
    alarm.daemon = True
    alarm.start()
    try:
        yield
    finally:
        alarm.cancel()


def _end(process: _Process) -> None:
    """Kill it, if it still runs, and let go of its pipes."""
    process.kill()
    process.wait()
    for pipe in _pipes(process):
        with suppress(OSError):
            pipe.close()


def _pipes(process: _Process) -> tuple[IO[bytes], IO[bytes]]:
    return cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
