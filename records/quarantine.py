"""The quarantine: pushes that were rightly signed, yet not to be understood.

Of each touchpoint ``text`` is the reason and ``body`` the whole push as received.
"""

from sqlalchemy import ColumnElement, Connection, and_, func, select

from records.tables import touchpoints
from records.tables.contacts import QUARANTINED
from records.touchpoints import KnownTouchpoint, newest_first, oldest_first


def count_quarantined(connection: Connection, account_id: str) -> int:
    """How many pushes of an account lie in quarantine."""
    return connection.execute(select(func.count()).where(_of(account_id))).scalar_one()


def quarantined_after(connection: Connection, account_id: str, after: int, limit: int) -> list[KnownTouchpoint]:
    """Those of an account behind the id ``after``, oldest first."""
    return oldest_first(connection, _of(account_id), after, limit)


def quarantined_before(
    connection: Connection, account_id: str, before: int | None, limit: int
) -> list[KnownTouchpoint]:
    """Those of an account older than the id ``before``, newest first; from the newest on when it is None."""
    return newest_first(connection, _of(account_id), before, limit)


def _of(account_id: str) -> ColumnElement[bool]:
    return and_(touchpoints.c.account_id == account_id, QUARANTINED)
