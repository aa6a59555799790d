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
