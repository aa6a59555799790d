"""What goes on behind the answers: moods are noticed, contacts go to the CRM, new scripts are seen, old rows go."""

import os
import socket
from time import monotonic

from app import housekeeping
from app.crm import sync_from
from app.house import House
from app.recurring import Recurring
from crm_sync.schedule import Schedule, start
from insight.lexicon import shop_lexicon
from insight.watch import MoodWatcher
from records.database import reading
from records.turns import TurnRunner

RUSH_TURNS_A_SECOND = 100.0
NEW_SCRIPTS_SECONDS = 0.5
"""A version is to be live in every process two seconds after it was published; to look costs one small query."""


class Rush:
    """Whether many people are waiting for answers: more turns a second, since it was last asked, than a few."""

    def __init__(self, turns: TurnRunner) -> None:
        self._turns = turns
        self._finished = turns.finished
        self._at = monotonic()

    def __call__(self) -> bool:
        finished, at = self._turns.finished, monotonic()
        rate = (finished - self._finished) / max(at - self._at, 1e-3)
        self._finished, self._at = finished, at
        return rate > RUSH_TURNS_A_SECOND


class Background:
    """The workers of one process. Leases and claims in SQL keep those of several processes apart."""

    def __init__(self, house: House) -> None:
        name = f"{socket.gethostname()}:{os.getpid()}"
        self._moods = MoodWatcher(house.engine, shop_lexicon(), house.clock, name, Rush(house.turns))
        self._sync = sync_from(house.settings, house.engine)
        self._every = house.settings.sync_every
        self._schedule: Schedule | None = None
        self._recurring = (
            Recurring("new scripts", NEW_SCRIPTS_SECONDS, lambda: _see_new_scripts(house)),
            Recurring(
                "housekeeping", housekeeping.EVERY_SECONDS, lambda: housekeeping.clear_away(house.engine, house.clock)
            ),
        )

    def start(self) -> None:
        """Begin to work, in threads of their own."""
        for each in self._recurring:
            each.start()
        self._moods.start()
        if self._sync:
            self._schedule = start(self._sync, self._every)

    def stop(self) -> None:
        """Finish what is in hand. What is left is done by the next process."""
        if self._schedule:
            self._schedule.stop()
        if self._sync:
            self._sync.connector.close()
        self._moods.stop()
        for each in self._recurring:
            each.stop()


def _see_new_scripts(house: House) -> None:
    with reading(house.engine) as connection:
        house.library.refresh(connection)
