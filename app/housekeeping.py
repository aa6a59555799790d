"""What need not be kept for ever is cleared away, a little at a time, so that no turn waits for it."""

import threading
from datetime import timedelta

import structlog
from sqlalchemy import Engine

from records.clock import Clock
from records.database import writing
from records.idempotency import forget_keys
from records.outbox import forget_sent

EVERY_SECONDS = 3_600.0
SENT_FOR = timedelta(days=7)
"""Long enough to see in the outbox what was sent in the week of a complaint."""
KEYS_FOR = timedelta(days=2)
"""Nobody retries a till's request for longer."""
AT_ONCE = 500


def clear_away(engine: Engine, clock: Clock) -> int:
    """Delete what has been kept long enough, in short transactions. How many rows there were."""
    with writing(engine) as connection:
        cleared = forget_keys(connection, clock() - KEYS_FOR)
    while True:
        with writing(engine) as connection:
            sent = forget_sent(connection, clock() - SENT_FOR, AT_ONCE)
        cleared += sent
        if sent < AT_ONCE:
            return cleared


class Housekeeping:
    """A thread that clears away once an hour. Several processes may run one: what is gone is gone."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="housekeeping", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the thread; what it has not cleared away waits for the next."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        while not self._stopping.wait(EVERY_SECONDS):
            try:
                clear_away(self._engine, self._clock)
            except Exception as error:
                structlog.get_logger().error("housekeeping failed", error=type(error).__name__)
