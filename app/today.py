"""What needs the shop's attention today."""

import msgspec
from sqlalchemy import Connection

from insight.upset import UpsetContact, count_upset, latest_upset
from records.outbox import Backlog, Topic, backlog
from records.quarantine import count_quarantined

UPSET_SHOWN = 10


class Today(msgspec.Struct, frozen=True):
    """Pushes nobody could read, contacts in a bad mood (all of them counted, the latest ten named), the sync."""

    quarantined: int
    upset_count: int
    upset: tuple[UpsetContact, ...]
    sync: Backlog


def today(connection: Connection, account_id: str) -> Today:
    """How the account stands."""
    return Today(
        quarantined=count_quarantined(connection, account_id),
        upset_count=count_upset(connection, account_id),
        upset=latest_upset(connection, account_id, UPSET_SHOWN),
        sync=backlog(connection, Topic.CONTACT_CHANGED),
    )
