"""What a script is checked against: the day, the channel's limits, and what the account has."""

from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from sqlalchemy import Connection

from app.channels.wechat.limits import LIMITS
from loyalty.kinds import list_kinds
from records.accounts import stores_of
from records.media import known_kinds, removed_ids
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
