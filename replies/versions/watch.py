"""Versions are compiled as soon as they are there, not when the first customer asks for them."""

import threading

import structlog
from sqlalchemy import Engine

from records.database import reading
from replies.versions.library import ScriptLibrary

EVERY_SECONDS = 0.5
"""A version is to be live in every process two seconds after it was published; to look costs one small query."""


class LibraryWatcher:
    """A thread that looks for new versions on behalf of a library."""

    def __init__(self, engine: Engine, library: ScriptLibrary) -> None:
        self._engine = engine
        self._library = library
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="new-scripts", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        self._look()
        while not self._stopping.wait(EVERY_SECONDS):
            self._look()

    def _look(self) -> None:
        try:
            with reading(self._engine) as connection:
                self._library.refresh(connection)
        except Exception as error:
            # The next look, or the next customer's turn, finds the same version.
            structlog.get_logger().error("new scripts not seen", error=type(error).__name__)
