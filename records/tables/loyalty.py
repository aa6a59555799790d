"""Coupons, redemptions, rewards and points."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    text,
)

from records.tables.types import Id, Instant, Serial, metadata

coupon_kinds = Table(
    "coupon_kinds",
    metadata,
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    Column("id", Id, primary_key=True, comment="a short name, used by scripts"),
    Column("name", Text, nullable=False),
    Column("stock", Integer, comment="null: as many as wanted"),
    CheckConstraint("stock >= 0", name="stock"),
    Column("issued", Integer, nullable=False, server_default="0"),
    Column("valid_days", Integer, nullable=False),
    CheckConstraint("valid_days > 0", name="valid_days"),
    Column("created_at", Instant, nullable=False),
    CheckConstraint("issued >= 0 AND (stock IS NULL OR issued <= stock)", name="issued"),
)

coupon_kind_stores = Table(
    "coupon_kind_stores",
    metadata,
    Column("account_id", Id, primary_key=True),
    Column("kind_id", Id, primary_key=True),
    Column("store_id", ForeignKey("stores.id"), primary_key=True),
    ForeignKeyConstraint(["account_id", "kind_id"], ["coupon_kinds.account_id", "coupon_kinds.id"]),
)

coupons = Table(
    "coupons",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", Id, nullable=False),
    Column("kind_id", Id, nullable=False),
    Column("contact_id", ForeignKey("contacts.id"), nullable=False),
    Column("code", Id, nullable=False, unique=True),
    Column("state", Id, nullable=False),
    CheckConstraint("state IN ('issued', 'redeemed')", name="state"),
    Column("issued_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    ForeignKeyConstraint(["account_id", "kind_id"], ["coupon_kinds.account_id", "coupon_kinds.id"]),
    Index("ix_coupons_contact_id_state", "contact_id", "state"),
)

STANDING = text("undone_at IS NULL")

redemptions = Table(
    "redemptions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("coupon_id", ForeignKey("coupons.id"), nullable=False),
    Column("store_id", ForeignKey("stores.id"), nullable=False),
    Column("redeemed_by", Text, nullable=False, comment="who did it, in words a manager understands"),
    Column("redeemed_at", Instant, nullable=False),
    Column("undone_by", Text),
    Column("undone_at", Instant),
    Index("uq_redemptions_standing", "coupon_id", unique=True, postgresql_where=STANDING, sqlite_where=STANDING),
    Index("ix_redemptions_store_id_redeemed_at", "store_id", "redeemed_at"),
)

rewards = Table(
    "rewards",
    metadata,
    Column("contact_id", ForeignKey("contacts.id"), primary_key=True),
    Column("rule", Text, primary_key=True, comment="what was rewarded"),
    Column("subject", Text, primary_key=True, comment="what was given"),
    Column("coupon_id", ForeignKey("coupons.id")),
    Column("given_at", Instant, nullable=False),
)

point_balances = Table(
    "point_balances",
    metadata,
    Column("contact_id", ForeignKey("contacts.id"), primary_key=True),
    Column("balance", BigInteger, nullable=False),
    CheckConstraint("balance >= 0", name="balance"),
)

ledger_entries = Table(
    "ledger_entries",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("contact_id", ForeignKey("contacts.id"), nullable=False, index=True),
    Column("points", BigInteger, nullable=False),
    CheckConstraint("points <> 0", name="points"),
    Column("reason", Text, nullable=False),
    Column(
        "source",
        Text,
        nullable=False,
        unique=True,
        comment="what caused it; the same cause never counts twice",
    ),
    Column("entered_at", Instant, nullable=False),
)
