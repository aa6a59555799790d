"""Every table there is. Import them from here."""

from records.tables.accounts import accounts, api_tokens, idempotency_keys, staff, staff_sessions, stores
from records.tables.cases import cases, notices
from records.tables.contacts import contact_fields, contact_tags, contacts, identities, moods, touchpoints
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
from records.tables.scripts import media, published_scripts, script_drafts, script_log, script_versions
from records.tables.types import metadata
