"""What staff must look after, and what they should read."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, text

from records.tables.types import Id, Instant, Serial, metadata

OPEN = text("closed_at IS NULL")

cases = Table(
    "cases",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("contact_id", ForeignKey("contacts.id"), nullable=False, index=True),
    Column("subject", Text, nullable=False),
    Column("rule", Text, comment="the rule or dialog that opened it"),
    Column("touchpoint_key", String(40), comment="the message that it was opened for"),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("closed_by", Text),
    Column("outcome", Text),
    Index("ix_cases_account_id_id", "account_id", "id"),
    Index(
        "uq_cases_open",
        "account_id",
        "contact_id",
        "rule",
        unique=True,
        postgresql_where=OPEN,
        sqlite_where=OPEN,
    ),
)

notices = Table(
    "notices",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("contact_id", ForeignKey("contacts.id"), index=True),
    Column("text", Text, nullable=False),
    Column("rule", Text),
    Column("at", Instant, nullable=False),
    Column("read_at", Instant),
    Column("read_by", Text),
    Index("ix_notices_account_id_id", "account_id", "id"),
)
