"""Every table there is. Import them from here."""

from records.tables.accounts import accounts, api_tokens, idempotency_keys, staff, staff_sessions, stores
from records.tables.contacts import contact_tags, contacts, identities, moods, touchpoints
from records.tables.loyalty import (
    coupon_kind_stores,
    coupon_kinds,
    coupons,
    ledger_entries,
    point_balances,
    redemptions,
    rewards,
)
from records.tables.outbox import leases, outbox, sync_runs
from records.tables.scripts import published_scripts, script_versions
from records.tables.types import metadata

__all__ = [
    "accounts",
    "api_tokens",
    "contact_tags",
    "contacts",
    "coupon_kind_stores",
    "coupon_kinds",
    "coupons",
    "idempotency_keys",
    "identities",
    "leases",
    "ledger_entries",
    "metadata",
    "moods",
    "outbox",
    "point_balances",
    "published_scripts",
    "redemptions",
    "rewards",
    "script_versions",
    "staff",
    "staff_sessions",
    "stores",
    "sync_runs",
    "touchpoints",
]
