"""One run of the sync: what is due leaves the outbox, and every row of it is settled.

Nothing is locked while the CRM is waited for: claiming, settling and ending are short transactions of their own,
and each of them first makes sure that the lease is still ours. A runner that is killed leaves its lease and its
claims to run out; the next one sends the same contacts again under the same keys.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from random import random

import msgspec
from sqlalchemy import Connection, Engine

from crm_sync.batch import Outcome, attempt
from crm_sync.connector import Connector, Sent
from crm_sync.mapping import FIELDS, Field, outgoing
from crm_sync.profile import profiles
from crm_sync.retry import Policy, bounded
from crm_sync.runs import add_counts, begin_run, end_run
from crm_sync.settlement import ContactChange, Counts, coalesce, plan, row_ids, settle
from records.clock import Clock, utc_now
from records.database import reading, writing
from records.ids import new_id
from records.leases import Lease, acquire, release, still_held
from records.outbox import Announcement, Topic, announce, claim, put_back

LEASE = "crm-sync"
LEASE_LASTS = timedelta(minutes=2)
"""How long a runner may be silent before another one takes over: longer than a batch should ever take."""
CLAIM_ROWS = 1_000
FRUITLESS_BATCHES = 5
"""After so many batches in a row without one contact settled, the trouble is the CRM's and not the contacts'."""


class Sync(msgspec.Struct, frozen=True, kw_only=True):
    """What goes where: all that a run needs to know. ``zone`` is the shop's; ``jitter`` gives 0 to 1."""

    engine: Engine
    connector: Connector
    fields: Sequence[Field] = FIELDS
    zone: tzinfo = UTC
    clock: Clock = utc_now
    policy: Policy = Policy()
    jitter: Callable[[], float] = random


class Report(msgspec.Struct, frozen=True):
    """How a run went, in contacts. ``error`` says what stopped it early, ``quiet_until`` how long the CRM rests."""

    counts: Counts
    error: str | None = None
    quiet_until: datetime | None = None


class LeaseLost(Exception):
    """Another runner holds the lease now: this one may settle nothing more."""


class _Stop(msgspec.Struct, frozen=True):
    """Why a run ends before its work does."""

    reason: str
    asked: timedelta | None = None


def always() -> bool:
    """Go on until all is done."""
    return True


def deliver(sync: Sync, go_on: Callable[[], bool] = always) -> Report | None:
    """Send every change that was due when the run began; None while another holds the lease.

    A change that is announced during the run is for the next one. ``go_on`` is asked before every batch. While the
    CRM wants to be left alone the lease is kept, so that nobody else bothers it either.
    Raises ``sqlalchemy.exc.DBAPIError`` when the database fails; claims then run out by themselves.
    """
    began = sync.clock()
    worker = new_id()
    with writing(sync.engine) as connection:
        lease = acquire(connection, LEASE, worker, began, LEASE_LASTS)
    if lease is None:
        return None
    run = _Run(sync, lease, began)
    try:
        return run.end(run.work(go_on))
    except LeaseLost:
        return run.give_way()


class _Run:
    """A run that holds the lease, under whose holder's name it also claims."""

    def __init__(self, sync: Sync, lease: Lease, began: datetime) -> None:
        self._sync = sync
        self._lease = lease
        self._began = began
        self._id: str | None = None
        self._counts = Counts()
        self._in_hand: Sequence[ContactChange] = ()
        self._fruitless = 0

    def work(self, go_on: Callable[[], bool]) -> _Stop | None:
        """Claim and deliver until nothing is due, or until there is a reason to stop."""
        while changes := self._claim():
            if stop := self._deliver_all(changes, go_on):
                return stop
        return None

    def end(self, stop: _Stop | None) -> Report:
        """Close the diary and give the lease back, or keep it for as long as the CRM wants its peace."""
        asked = None if stop is None or stop.asked is None else bounded(self._sync.policy, stop.asked)
        error = None if stop is None else stop.reason
        with self._holding() as (connection, now):
            if self._id:
                end_run(connection, self._id, now, error)
            if asked is None:
                release(connection, self._lease, now)
            else:
                acquire(connection, LEASE, self._lease.holder, now, asked)
        return Report(self._counts, error, None if asked is None else now + asked)

    def give_way(self) -> Report:
        """What was sent without the lease may have overwritten something newer: let it be sent once more."""
        error = "another runner took over"
        now = self._sync.clock()
        again = [Announcement(Topic.CONTACT_CHANGED, change.contact_id) for change in self._in_hand]
        with writing(self._sync.engine) as connection:
            announce(connection, again, now)
            if self._id:
                end_run(connection, self._id, now, error)
        return Report(self._counts, error)

    def _claim(self) -> list[ContactChange]:
        with self._holding() as (connection, now):
            lasting = now - self._began + LEASE_LASTS
            rows = claim(connection, Topic.CONTACT_CHANGED, self._lease.holder, CLAIM_ROWS, self._began, lasting)
            if rows and not self._id:
                self._id = begin_run(connection, self._sync.connector.name, self._lease.fence, now)
        return coalesce(rows)

    def _deliver_all(self, changes: list[ContactChange], go_on: Callable[[], bool]) -> _Stop | None:
        size = self._sync.connector.batch_size
        while changes:
            if not go_on():
                return self._leave(changes, _Stop("stopped by us before all was sent"))
            batch, changes = changes[:size], changes[size:]
            if stop := self._deliver(batch):
                return self._leave(changes, stop)
        return None

    def _leave(self, untried: list[ContactChange], stop: _Stop) -> _Stop:
        with self._holding() as (connection, _):
            put_back(connection, row_ids(untried), self._lease.holder)
        return stop

    def _deliver(self, batch: list[ContactChange]) -> _Stop | None:
        with reading(self._sync.engine) as connection:
            known = profiles(connection, [change.contact_id for change in batch], self._sync.clock())
        present = [known[change.contact_id] for change in batch if change.contact_id in known]
        contacts = [outgoing(profile, self._sync.fields, self._sync.zone) for profile in present]
        self._in_hand = batch
        outcome = attempt(self._sync.connector, contacts)
        self._settle(batch, outcome)
        self._in_hand = ()
        self._fruitless = self._fruitless + 1 if outcome.fruitless else 0
        if outcome.trouble:
            return _Stop(outcome.trouble, outcome.asked)
        if self._fruitless >= FRUITLESS_BATCHES:
            return _Stop(f"nothing of the last {FRUITLESS_BATCHES} batches was taken; {outcome.last_reason}")
        return None

    def _settle(self, batch: list[ContactChange], outcome: Outcome) -> None:
        # Of a contact that is gone meanwhile there is nothing left to tell.
        results = [outcome.results.get(change.contact_id, Sent()) for change in batch]
        with self._holding() as (connection, now):
            planned = plan(batch, results, now, self._sync.policy, self._sync.jitter())
            counts = settle(connection, planned, self._lease.holder, now)
            if self._id:
                add_counts(connection, self._id, counts)
        self._counts += counts

    @contextmanager
    def _holding(self) -> Iterator[tuple[Connection, datetime]]:
        """A transaction in which the lease is ours, and is renewed. Raises ``LeaseLost``."""
        with writing(self._sync.engine) as connection:
            now = self._sync.clock()
            renewed = None
            if still_held(connection, self._lease):
                renewed = acquire(connection, LEASE, self._lease.holder, now, LEASE_LASTS)
            if renewed is None:
                raise LeaseLost
            self._lease = renewed
            yield connection, now
