"""Work that leaves the turn, who may do it, and how its runs went."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, text

from records.tables.types import Id, Instant, Serial, metadata

OPEN = text("state IN ('waiting', 'claimed')")

outbox = Table(
    "outbox",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("topic", Id, nullable=False),
    Column("contact_id", ForeignKey("contacts.id"), nullable=False),
    Column("subject", Id, comment="the touchpoint it is about, when it is about one"),
    Column(
        "state",
        Id,
        nullable=False,
        server_default="waiting",
    ),
    CheckConstraint("state IN ('waiting', 'claimed', 'sent', 'dead')", name="state"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("not_before", Instant, nullable=False),
    Column("claimed_by", Text),
    Column("claimed_until", Instant),
    Column("reason", Text, comment="why it waits again, or why it is dead"),
    Column("announced_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Index("ix_outbox_open", "topic", "id", postgresql_where=OPEN, sqlite_where=OPEN),
    Index(
        "ix_outbox_dead",
        "topic",
        "id",
        postgresql_where=text("state = 'dead'"),
        sqlite_where=text("state = 'dead'"),
    ),
)

leases = Table(
    "leases",
    metadata,
    Column("name", Id, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("fence", BigInteger, nullable=False, comment="rises with every new holder"),
    Column("expires_at", Instant, nullable=False),
)

sync_runs = Table(
    "sync_runs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("connector", Id, nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant),
    Column("sent", Integer, nullable=False),
    Column("retried", Integer, nullable=False),
    Column("dead", Integer, nullable=False),
    Column("error", Text),
    Index("ix_sync_runs_started_at", "started_at"),
)
