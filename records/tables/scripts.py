"""The scripts that answer: every version, the one that is live, what is being written, and who did what."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from records.tables.types import Id, Instant, Serial, metadata

script_versions = Table(
    "script_versions",
    metadata,
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    CheckConstraint("version > 0", name="version"),
    Column("source", Text, nullable=False, comment="the script as staff wrote it, YAML"),
    Column("checked", Text, nullable=False, comment="the same script, read and checked, JSON"),
    Column("note", Text, nullable=False),
    Column("published_by", Text, comment="null for versions from before this was kept"),
    Column("created_at", Instant, nullable=False),
)

published_scripts = Table(
    "published_scripts",
    metadata,
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("published_at", Instant, nullable=False),
)

script_drafts = Table(
    "script_drafts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("source", Text, nullable=False, comment="as staff wrote it, also while it is not yet right"),
    Column("based_on", Integer, comment="the version that was live when it was begun; null for none"),
    Column("revision", Integer, nullable=False, comment="rises with every save"),
    CheckConstraint("revision > 0", name="revision"),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("updated_by", Text, nullable=False),
    Column("discarded_at", Instant, comment="null while somebody may still want it"),
)

script_log = Table(
    "script_log",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("deed", Id, nullable=False),
    Column("subject", Text, nullable=False, comment="the draft or version that it was done to"),
    Column("detail", Text, nullable=False),
    Column("before", Text, comment="of a save: the draft's text before it"),
    Index("ix_script_log_account_id_id", "account_id", "id"),
)

media = Table(
    "media",
    metadata,
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    Column("id", Text, primary_key=True, comment="the channel's id of it"),
    Column("kind", Id, nullable=False),
    Column("name", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("removed_at", Instant),
)
