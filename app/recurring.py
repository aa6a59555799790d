"""Something that is done over and over beside the answers."""

import threading
from collections.abc import Callable

import structlog


class Recurring:
    """A thread that does its work at the start and then every so many seconds, and outlives every failure of it."""

    def __init__(self, name: str, seconds: float, work: Callable[[], object]) -> None:
        self._name = name
        self._seconds = seconds
        self._work = work
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._repeat, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the thread, after the work that is in hand."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _repeat(self) -> None:
        while not self._stopping.is_set():
            try:
                self._work()
            except Exception as error:
                # The next time finds what this one left.
                structlog.get_logger().error("background work failed", work=self._name, error=type(error).__name__)
            self._stopping.wait(self._seconds)
