"""Time, always passed in, always aware, always UTC inside."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment in UTC: the clock that the composition root passes down."""
    return datetime.now(UTC)
