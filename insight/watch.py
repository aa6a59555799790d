"""The mood watcher: a thread that notices moods soon after they were written, and outlives every failure."""

import threading
from collections.abc import Callable
from datetime import timedelta

import structlog
from sqlalchemy import Engine

from insight.lexicon import Lexicon
from insight.notice import notice_batch
from insight.worker import ScoringWorker
from records.clock import Clock

BATCH = 64
POLL_SECONDS = 1.0
BREATH_SECONDS = 0.02
"""Between two batches while little happens."""
BUSY_BREATH_SECONDS = 1.0
"""Between two batches while people wait for answers: moods can wait, and none is lost meanwhile."""
LONGEST_PAUSE = timedelta(minutes=1).total_seconds()


def never() -> bool:
    """Nothing is more urgent."""
    return False


class MoodWatcher:
    """Notices moods in the background, with a scoring process of its own that starts when it is first needed.

    Any number of processes may run one, each under another ``name``: claims keep them apart. ``busy`` says whether
    there is more urgent work now.
    """

    def __init__(
        self, engine: Engine, lexicon: Lexicon, clock: Clock, name: str, busy: Callable[[], bool] = never
    ) -> None:
        self._engine = engine
        self._lexicon = lexicon
        self._clock = clock
        self._name = name
        self._busy = busy
        self._scorer = ScoringWorker()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="moods", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the thread and its scoring process at once. What was claimed is noticed by the next watcher."""
        self._stopping.set()
        self._scorer.stop()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            failures = 0 if self._drain() else failures + 1
            pause = min(POLL_SECONDS * 2 ** min(failures, 10), LONGEST_PAUSE)
            self._stopping.wait(pause)

    def _drain(self) -> bool:
        """Notice until nothing waits; False when it failed."""
        try:
            while self._notice() and not self._stopping.wait(BUSY_BREATH_SECONDS if self._busy() else BREATH_SECONDS):
                pass
        except Exception as error:
            # The message of a database error may quote what a customer wrote; its type does not.
            structlog.get_logger().error("moods not noticed", error=type(error).__name__)
            return False
        return True

    def _notice(self) -> int:
        return notice_batch(self._engine, self._scorer, self._lexicon, self._name, self._clock(), BATCH)
