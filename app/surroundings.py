"""What a script is checked against: the day, the channel's limits, and what the account has."""

from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from sqlalchemy import Connection, Engine

from app.channels.wechat.limits import LIMITS
from loyalty.kinds import list_kinds
from records.accounts import stores_of
from records.database import reading
from records.media import known_kinds, removed_ids
from replies.checks.check import Checked, check_source
from replies.checks.surroundings import Surroundings


def of_any_account(now: datetime, zone: ZoneInfo) -> Surroundings:
    """What is known without asking the database."""
    return Surroundings(today=now.astimezone(zone).date(), limits=LIMITS)


def of_account(connection: Connection, account_id: str, now: datetime, zone: ZoneInfo) -> Surroundings:
    """The same with what the account has."""
    return replace(
        of_any_account(now, zone),
        coupon_kinds=frozenset(kind.id for kind in list_kinds(connection, account_id)),
        media=known_kinds(connection, account_id),
        removed_media=removed_ids(connection, account_id),
        stores={store.id: store.place is not None for store in stores_of(connection, account_id)},
    )


def checked_for(engine: Engine, account_id: str, source: str, now: datetime, zone: ZoneInfo) -> Checked:
    """Everything that is wrong with a script for this account; nobody waits on the database while it is read."""
    with reading(engine) as connection:
        surroundings = of_account(connection, account_id, now, zone)
    return check_source(source, surroundings)
