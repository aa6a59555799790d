"""The diary of the sync: one row for each run that found something to do."""

from datetime import datetime

from sqlalchemy import Connection, insert, update

from crm_sync.settlement import Counts
from records.ids import new_id
from records.tables import sync_runs


def begin_run(connection: Connection, connector: str, fence: int, now: datetime) -> str:
    """Open the diary; a run that is killed leaves its row without an end."""
    run_id = new_id()
    row = {"id": run_id, "connector": connector, "fence": fence, "started_at": now, "sent": 0, "retried": 0, "dead": 0}
    connection.execute(insert(sync_runs).values(row))
    return run_id


def add_counts(connection: Connection, run_id: str, counts: Counts) -> None:
    """Add what a batch brought, in the transaction that settles it."""
    added = {
        "sent": sync_runs.c.sent + counts.sent,
        "retried": sync_runs.c.retried + counts.retried,
        "dead": sync_runs.c.dead + counts.dead,
    }
    connection.execute(update(sync_runs).where(sync_runs.c.id == run_id).values(added))


def end_run(connection: Connection, run_id: str, now: datetime, error: str | None) -> None:
    """Close the diary, with what stopped the run early, if anything did."""
    ended = {"finished_at": now, "error": error}
    connection.execute(update(sync_runs).where(sync_runs.c.id == run_id).values(ended))
