"""What becomes of outbox rows once the CRM has answered: planned as plain data, then written."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from crm_sync.connector import Hopeless, RowResult, Sent, TryLater
from crm_sync.retry import GiveUp, Policy, decide
from records.outbox import Claimed, settle_dead, settle_retry, settle_sent


class ContactChange(msgspec.Struct, frozen=True):
    """All the claimed changes of one contact, delivered as one. ``attempts`` counts the earlier failures."""

    contact_id: str
    ids: tuple[int, ...]
    attempts: int


class Wait(msgspec.Struct, frozen=True):
    """Until when, and why."""

    until: datetime
    reason: str


class Plan(msgspec.Struct, frozen=True):
    """Which changes are done, which wait, which are dead and why."""

    sent: tuple[ContactChange, ...]
    waiting: dict[Wait, list[ContactChange]]
    dead: dict[str, list[ContactChange]]


class Counts(msgspec.Struct, frozen=True):
    """Contacts by what became of them."""

    sent: int = 0
    retried: int = 0
    dead: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.sent + other.sent, self.retried + other.retried, self.dead + other.dead)


def coalesce(rows: Iterable[Claimed]) -> list[ContactChange]:
    """One change per contact, in the order of each contact's oldest change."""
    by_contact: dict[str, list[Claimed]] = defaultdict(list)
    for row in rows:
        by_contact[row.contact_id].append(row)
    return [
        ContactChange(contact_id, tuple(row.id for row in changes), max(row.attempts for row in changes))
        for contact_id, changes in by_contact.items()
    ]


def plan(
    changes: Sequence[ContactChange], results: Sequence[RowResult], now: datetime, policy: Policy, jitter: float
) -> Plan:
    """What to write for each change and its result. Raises ``ValueError`` when their numbers differ."""
    sent: list[ContactChange] = []
    waiting: dict[Wait, list[ContactChange]] = defaultdict(list)
    dead: dict[str, list[ContactChange]] = defaultdict(list)
    for change, result in zip(changes, results, strict=True):
        match result:
            case Sent():
                sent.append(change)
            case Hopeless(reason):
                dead[reason].append(change)
            case TryLater(reason, after):
                decision = decide(policy, change.attempts, now, after, jitter)
                if isinstance(decision, GiveUp):
                    dead[f"given up after {decision.tries} tries: {reason}"].append(change)
                else:
                    waiting[Wait(decision.moment, reason)].append(change)
    return Plan(tuple(sent), waiting, dead)


def settle(connection: Connection, planned: Plan, worker: str, now: datetime) -> Counts:
    """Write the plan for the rows that ``worker`` still claims."""
    settle_sent(connection, row_ids(planned.sent), worker, now)
    for wait, changes in planned.waiting.items():
        settle_retry(connection, row_ids(changes), worker, wait.until, wait.reason)
    for reason, changes in planned.dead.items():
        settle_dead(connection, row_ids(changes), worker, now, reason)
    return Counts(len(planned.sent), _number(planned.waiting.values()), _number(planned.dead.values()))


def row_ids(changes: Iterable[ContactChange]) -> list[int]:
    """The outbox rows of the changes."""
    return [id_ for change in changes for id_ in change.ids]


def _number(groups: Iterable[list[ContactChange]]) -> int:
    return sum(len(changes) for changes in groups)
