"""The scripts that answer: every version, and the one that is live."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, Text

from records.tables.types import Instant, metadata

script_versions = Table(
    "script_versions",
    metadata,
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    CheckConstraint("version > 0", name="version"),
    Column("source", Text, nullable=False, comment="the script as staff wrote it, YAML"),
    Column("checked", Text, nullable=False, comment="the same script, read and checked, JSON"),
    Column("note", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)

published_scripts = Table(
    "published_scripts",
    metadata,
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("published_at", Instant, nullable=False),
)
