"""The scoring process: texts in on one line of JSON, scores out on the next, until the input ends.

It is a process of its own because the model holds 400 MB and the interpreter's lock. It ends by itself when nobody
has asked for a while, and with whoever started it.
"""

import contextlib
import os
import signal
import sys
from typing import BinaryIO

import msgspec

from insight import model

IDLE_SECONDS = 600
NICENESS = 10


def main() -> None:
    """Serve standard input and output at low priority."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    # Whoever asked is gone: nothing is left to say, and nobody to say it to.
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        serve(sys.stdin.buffer, sys.stdout.buffer)


def serve(asked: BinaryIO, answered: BinaryIO) -> None:
    """Answer each line of texts with a line of scores, null where the model failed. The first line says ready."""
    model.score("好")
    _say(answered, [])
    _end_when_idle()
    for line in asked:
        _say(answered, [_score(text) for text in msgspec.json.decode(line, type=list[str])])
        _end_when_idle()


def _score(text: str) -> float | None:
    try:
        return model.score(text)
    except Exception:
        return None


def _say(answered: BinaryIO, scores: list[float | None]) -> None:
    answered.write(msgspec.json.encode(scores) + b"\n")
    answered.flush()


def _end_when_idle() -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(IDLE_SECONDS)


if __name__ == "__main__":
    main()
