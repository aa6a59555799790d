"""A shop as the first level keeps it, a row in every table: what every later migration must leave in place."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, MetaData

from tests.factories import NOON

FIRST_LEVEL = "0001"

_COUPON_KIND = {"account_id": "main", "kind_id": "welcome"}
ROWS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "accounts": {"id": "main", "channel": "wechat", "credentials": "sealed", "created_at": NOON},
        "stores": {"id": "riverside", "account_id": "main", "name": "滨江店", "created_at": NOON},
        "staff": {
            "id": "wang",
            "account_id": "main",
            "username": "wang",
            "name": "小王",
            "role": "cashier",
            "store_id": "riverside",
            "password_hash": "hash",
            "active": True,
            "created_at": NOON,
        },
        "staff_sessions": {
            "token_hash": "s",
            "staff_id": "wang",
            "csrf_token": "c",
            "created_at": NOON,
            "expires_at": NOON,
        },
        "api_tokens": {"id": "till", "account_id": "main", "name": "till", "token_hash": "t", "created_at": NOON},
        "idempotency_keys": {"caller": "till", "key": "k", "input_hash": "h", "answer": "{}", "created_at": NOON},
        "contacts": {"id": "lin", "nickname": "小林🌊", "phone": "138", "mood": "negative", "created_at": NOON},
        "identities": {
            "openid": "o-lin",
            "account_id": "main",
            "contact_id": "lin",
            "following": True,
            "first_followed_at": NOON,
            "created_at": NOON,
        },
        "contact_tags": {"contact_id": "lin", "tag": "会员", "added_at": NOON},
        "touchpoints": {
            "key": "touch",
            "account_id": "main",
            "contact_id": "lin",
            "direction": "in",
            "kind": "text",
            "occurred_at": NOON,
            "recorded_at": NOON,
            "text": "太慢了",
            "subject": "",
            "body": "<xml/>",
        },
        "moods": {
            "touchpoint_key": "touch",
            "contact_id": "lin",
            "mood": "negative",
            "score": 0.25,
            "words": "太慢",
            "noticed_at": NOON,
        },
        "coupon_kinds": {
            "account_id": "main",
            "id": "welcome",
            "name": "新朋友拿铁券",
            "stock": 9,
            "issued": 1,
            "valid_days": 30,
            "created_at": NOON,
        },
        "coupon_kind_stores": {**_COUPON_KIND, "store_id": "riverside"},
        "coupons": {
            **_COUPON_KIND,
            "id": "coupon",
            "contact_id": "lin",
            "code": "7Q2K9XWDM4TP",
            "state": "redeemed",
            "issued_at": NOON,
            "expires_at": NOON,
        },
        "redemptions": {
            "id": "redemption",
            "coupon_id": "coupon",
            "store_id": "riverside",
            "redeemed_by": "小王",
            "redeemed_at": NOON,
        },
        "rewards": {
            "contact_id": "lin",
            "rule": "welcome",
            "subject": "latte",
            "coupon_id": "coupon",
            "given_at": NOON,
        },
        "point_balances": {"contact_id": "lin", "balance": 20},
        "ledger_entries": {
            "contact_id": "lin",
            "points": 20,
            "reason": "follow",
            "source": "follow:lin",
            "entered_at": NOON,
        },
        "script_versions": {
            "account_id": "main",
            "version": 1,
            "source": "rules: []",
            "checked": "{}",
            "note": "第一版",
            "created_at": NOON,
        },
        "published_scripts": {"account_id": "main", "version": 1, "published_at": NOON},
        "outbox": {
            "topic": "contact-changed",
            "contact_id": "lin",
            "state": "dead",
            "attempts": 3,
            "not_before": NOON,
            "reason": "422",
            "announced_at": NOON,
            "settled_at": NOON,
        },
        "leases": {"name": "crm-sync", "holder": "somebody", "fence": 7, "expires_at": NOON},
        "sync_runs": {
            "id": "run",
            "connector": "csv",
            "fence": 7,
            "started_at": NOON,
            "sent": 1,
            "retried": 0,
            "dead": 1,
        },
    }
)


def tables_of(connection: Connection) -> MetaData:
    """The tables that the database has now, whatever the code has come to."""
    tables = MetaData()
    tables.reflect(connection)
    return tables


def fill(connection: Connection, tables: MetaData) -> None:
    """Write the shop into a database of the first level."""
    for name, row in ROWS.items():
        connection.execute(tables.tables[name].insert().values(row))


def rows_in(connection: Connection, tables: MetaData) -> dict[str, list[Any]]:
    """What ``tables`` hold by name, in the columns that they had when they were looked at."""
    kept = (table for table in tables.sorted_tables if table.name != "alembic_version")
    return {table.name: list(connection.execute(table.select())) for table in kept}
