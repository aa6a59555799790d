"""Accounts on a channel, their stores, and the staff and integrators who may act for them."""

from sqlalchemy import Boolean, CheckConstraint, Column, Float, ForeignKey, Table, Text

from records.tables.types import Id, Instant, metadata

accounts = Table(
    "accounts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", Id, nullable=False),
    Column("credentials", Text, comment="encrypted by the roof; null when they come from the settings"),
    Column("created_at", Instant, nullable=False),
)

stores = Table(
    "stores",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("latitude", Float, comment="degrees, on the map whose places customers send"),
    Column("longitude", Float),
    CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="place"),
    Column("created_at", Instant, nullable=False),
)

staff = Table(
    "staff",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("username", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column(
        "role",
        Id,
        nullable=False,
    ),
    CheckConstraint("role IN ('owner', 'editor', 'agent', 'cashier')", name="role"),
    Column("store_id", ForeignKey("stores.id"), comment="where a cashier works; null for the rest"),
    Column("password_hash", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False, index=True),
    Column("csrf_token", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("caller", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("input_hash", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)
