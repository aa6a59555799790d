"""A shop with followers whose CRM listens on loopback."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, select

from crm_sync.connector import Connector
from crm_sync.connectors.http.connector import MappedHttp
from crm_sync.connectors.http.template import parse
from crm_sync.delivery import Sync
from crm_sync.mapping import FIELDS
from records.contacts import find_or_make
from records.database import reading, writing
from records.outbox import Announcement, Topic, announce
from records.tables import outbox
from tests.crm_sync.stand_in import StandInCrm
from tests.factories import NOON, make_account

EVERY_FIELD = [field.theirs for field in FIELDS]
IN_ONE_LIST = '[{"id": "{id}", "name": "{nickname}"}]'


class StoppedClock:
    """A clock that moves only when told to."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, time: timedelta) -> None:
        self.now += time


def open_shop(engine: Engine, followers: int) -> list[str]:
    """A shop with followers of whom the CRM has not heard yet: their ids, in the order of their news."""
    with writing(engine) as connection:
        make_account(connection)
        people = find_or_make(connection, [("main", f"o-{number:04}") for number in range(followers)], NOON)
        ids = [contact.id for _, contact in sorted(people.items())]
        changed(connection, *ids)
    return ids


def changed(connection: Connection, *contact_ids: str, at: datetime = NOON) -> None:
    announce(connection, [Announcement(Topic.CONTACT_CHANGED, contact_id) for contact_id in contact_ids], at)


def change(engine: Engine, *contact_ids: str) -> None:
    with writing(engine) as connection:
        changed(connection, *contact_ids)


def to(crm: StandInCrm, template: str = "", **more: Any) -> MappedHttp:
    return MappedHttp(crm.url, {}, parse(template, EVERY_FIELD), **more)


def syncing(engine: Engine, connector: Connector, clock: StoppedClock, **more: Any) -> Sync:
    """As in the shop, but without chance: a wait of our own is never shortened."""
    return Sync(engine=engine, connector=connector, clock=clock, jitter=lambda: 0.0, **more)


def rows(engine: Engine) -> dict[str, list[tuple[str, str | None]]]:
    """State and reason of every announced change, by contact."""
    with reading(engine) as connection:
        found: dict[str, list[tuple[str, str | None]]] = {}
        for row in connection.execute(select(outbox).order_by(outbox.c.id)):
            found.setdefault(row.contact_id, []).append((row.state, row.reason))
        return found


def states(engine: Engine) -> list[str]:
    """The state of every announced change, in the order of announcement."""
    with reading(engine) as connection:
        return list(connection.execute(select(outbox.c.state).order_by(outbox.c.id)).scalars())
