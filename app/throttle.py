"""A throttle for wrong passwords.

Its limits: it lives in one process and forgets on a restart, so several workers allow several times as many
attempts, and it remembers at most ``capacity`` names and addresses, the latest ones. It slows guessing down; what
stops it is the price of Argon2.
"""

from collections import OrderedDict, deque
from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

WINDOW = timedelta(minutes=15)


class TooManyAttempts(Exception):
    """Too many wrong passwords; ``wait`` is how long until the next attempt is heard."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"try again in {wait}")
        self.wait = wait


class Limit(msgspec.Struct, frozen=True):
    """``key`` may try so often in a window."""

    key: str
    attempts: int


class Throttle:
    """Counts attempts by key for 15 minutes. For use on one event loop."""

    def __init__(self, capacity: int = 10_000) -> None:
        self._capacity = capacity
        self._attempts: OrderedDict[str, deque[datetime]] = OrderedDict()

    def count(self, limits: Iterable[Limit], now: datetime) -> None:
        """Count one attempt for each key. Raises ``TooManyAttempts``, counting nothing, when a key has used its up."""
        counted = [(self._recent(limit.key, now), limit) for limit in limits]
        for attempts, limit in counted:
            if len(attempts) >= limit.attempts:
                raise TooManyAttempts(attempts[0] + WINDOW - now)
        for attempts, _ in counted:
            attempts.append(now)

    def forgive(self, limit: Limit) -> None:
        """Forget the attempts of its key: the last one was right."""
        self._attempts.pop(limit.key, None)

    def take_back(self, limits: Iterable[Limit]) -> None:
        """Take the latest attempt of each key back."""
        for limit in limits:
            if attempts := self._attempts.get(limit.key):
                attempts.pop()

    def _recent(self, key: str, now: datetime) -> deque[datetime]:
        attempts = self._attempts.setdefault(key, deque())
        self._attempts.move_to_end(key)
        while attempts and attempts[0] + WINDOW <= now:
            attempts.popleft()
        if len(self._attempts) > self._capacity:
            self._attempts.popitem(last=False)
        return attempts
