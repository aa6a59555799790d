"""What need not be kept for ever is cleared away, a little at a time, so that no turn waits for it."""

from datetime import timedelta

from sqlalchemy import Engine

from records.clock import Clock
from records.database import writing
from records.idempotency import forget_keys
from records.outbox import forget_sent

EVERY_SECONDS = 3_600.0
"""Several processes may clear away: what is gone is gone."""
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
