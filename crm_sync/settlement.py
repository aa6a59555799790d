"""What becomes of outbox rows once the CRM has answered: planned as plain data, then written."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, update

from crm_sync.connector import Hopeless, RowResult, Sent, TryLater
from crm_sync.retry import GiveUp, Policy, decide
from records.outbox import Claimed, settle_dead, settle_retry, settle_sent
from records.tables import outbox


class Task(msgspec.Struct, frozen=True):
    """All the claimed changes of one contact, delivered as one. ``attempts`` counts the earlier failures."""

    contact_id: str
    ids: tuple[int, ...]
    attempts: int


class Wait(msgspec.Struct, frozen=True):
    """Until when, and why."""

    until: datetime
    reason: str


class Plan(msgspec.Struct, frozen=True):
    """Which tasks are done, which wait, which are dead and why."""

    sent: tuple[Task, ...]
    waiting: dict[Wait, list[Task]]
    dead: dict[str, list[Task]]


class Counts(msgspec.Struct, frozen=True):
    """Contacts by what became of them."""

    sent: int = 0
    retried: int = 0
    dead: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.sent + other.sent, self.retried + other.retried, self.dead + other.dead)


def coalesce(rows: Iterable[Claimed]) -> list[Task]:
    """One task per contact, in the order of each contact's oldest change."""
    by_contact: dict[str, list[Claimed]] = defaultdict(list)
    for row in rows:
        by_contact[row.contact_id].append(row)
    return [
        Task(contact_id, tuple(row.id for row in changes), max(row.attempts for row in changes))
        for contact_id, changes in by_contact.items()
    ]


def plan(tasks: Sequence[Task], results: Sequence[RowResult], now: datetime, policy: Policy, jitter: float) -> Plan:
    """What to write for each task and its result. Raises ``ValueError`` when their numbers differ."""
    sent: list[Task] = []
    waiting: dict[Wait, list[Task]] = defaultdict(list)
    dead: dict[str, list[Task]] = defaultdict(list)
    for task, result in zip(tasks, results, strict=True):
        match result:
            case Sent():
                sent.append(task)
            case Hopeless(reason):
                dead[reason].append(task)
            case TryLater(reason, after):
                decision = decide(policy, task.attempts, now, after, jitter)
                if isinstance(decision, GiveUp):
                    dead[f"given up after {decision.tries} tries: {reason}"].append(task)
                else:
                    waiting[Wait(decision.moment, reason)].append(task)
    return Plan(tuple(sent), waiting, dead)


def settle(connection: Connection, settled: Plan, worker: str, now: datetime) -> Counts:
    """Write the plan for the rows that ``worker`` still claims."""
    settle_sent(connection, row_ids(settled.sent), worker, now)
    for wait, tasks in settled.waiting.items():
        settle_retry(connection, row_ids(tasks), worker, wait.until, wait.reason)
    for reason, tasks in settled.dead.items():
        settle_dead(connection, row_ids(tasks), worker, now, reason)
    return Counts(len(settled.sent), _number(settled.waiting.values()), _number(settled.dead.values()))


def put_back(connection: Connection, tasks: Iterable[Task], worker: str) -> None:
    """Let rows that were claimed but never tried be due again, as if nothing had happened."""
    ours = update(outbox).where(
        outbox.c.id.in_(row_ids(tasks)), outbox.c.state == "claimed", outbox.c.claimed_by == worker
    )
    connection.execute(ours.values(state="waiting", claimed_by=None, claimed_until=None))


def row_ids(tasks: Iterable[Task]) -> list[int]:
    """The outbox rows of the tasks."""
    return [id_ for task in tasks for id_ in task.ids]


def _number(groups: Iterable[list[Task]]) -> int:
    return sum(len(tasks) for tasks in groups)
