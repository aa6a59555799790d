"""The timer of the sync. Every process may have one: who really runs is the lease in SQL."""

from datetime import UTC, datetime, timedelta
from threading import Event

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from crm_sync.delivery import Report, Sync, deliver

SOON = timedelta(seconds=2)
"""The first run waits until the process has started, and no longer."""


class Schedule:
    """A timer that is running. ``stop`` ends it."""

    def __init__(self, scheduler: BackgroundScheduler, stopping: Event) -> None:
        self._scheduler = scheduler
        self._stopping = stopping

    def stop(self) -> None:
        """Fire no more, and wait for the batch that is on its way; the rest of its run is put back."""
        self._stopping.set()
        self._scheduler.shutdown(wait=True)


def start(sync: Sync, every: timedelta, first_after: timedelta = SOON) -> Schedule:
    """Deliver every so often from ``first_after`` on, in a thread of its own, until ``Schedule.stop``.

    A run that fails is logged, never raised; a run that is late or takes long is followed by one, not by many.
    """
    stopping = Event()
    scheduler = BackgroundScheduler(timezone=UTC)
    scheduler.add_job(
        _fire,
        "interval",
        args=(sync, stopping),
        seconds=every.total_seconds(),
        next_run_time=datetime.now(UTC) + first_after,
        coalesce=True,
        misfire_grace_time=None,
        max_instances=1,
    )
    scheduler.start()
    return Schedule(scheduler, stopping)


def _fire(sync: Sync, stopping: Event) -> None:
    log = structlog.get_logger().bind(connector=sync.connector.name)
    try:
        report = deliver(sync, lambda: not stopping.is_set())
    except Exception as error:
        # The words of a database error hold the values of its statement, so only its type is told.
        log.error("crm_sync_failed", error=type(error).__name__)
        return
    if report is not None:
        _tell(log, report)


def _tell(log: structlog.typing.FilteringBoundLogger, report: Report) -> None:
    """Numbers only: what the CRM says of a contact may quote the contact."""
    counts = report.counts
    if report.error:
        log.warning("crm_sync_stopped_early", sent=counts.sent, retried=counts.retried, dead=counts.dead)
    elif counts != type(counts)():
        log.info("crm_sync_ran", sent=counts.sent, retried=counts.retried, dead=counts.dead)
