"""People, who they are on each account, and every touch between them and us."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from records.tables.types import Id, Instant, Serial, metadata

contacts = Table(
    "contacts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("nickname", Text, nullable=False),
    Column("phone", Text),
    Column("source_scene", Text, comment="the scene of the first follow or scan, in our words"),
    Column("source_key", Text, comment="the channel's own key of it, untouched"),
    Column("source_ticket", Text),
    Column("source_at", Instant),
    Column("last_touch_at", Instant),
    Column("mood", Id),
    Column("mood_score", Float),
    Column("mood_words", Text),
    Column("mood_at", Instant),
    Column("created_at", Instant, nullable=False),
    Index(
        "ix_contacts_mood",
        "mood",
        "id",
        postgresql_where=text("mood IS NOT NULL"),
        sqlite_where=text("mood IS NOT NULL"),
    ),
)

identities = Table(
    "identities",
    metadata,
    # The key begins with what tells most: without statistics PostgreSQL would read a whole account to find a person.
    Column("openid", String(64), primary_key=True, comment="the channel's id of the person on this account"),
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    Column("contact_id", ForeignKey("contacts.id"), nullable=False, index=True),
    Column("unionid", String(64), index=True, comment="the channel's id of the person across accounts"),
    Column("following", Boolean, nullable=False),
    Column("follow_changed_at", Instant, comment="when the channel says the follow state last changed"),
    Column("first_followed_at", Instant),
    Column("conversation", Text, comment="what we are in the middle of with the person, JSON; null for nothing"),
    Column("created_at", Instant, nullable=False),
)

contact_fields = Table(
    "contact_fields",
    metadata,
    Column("contact_id", ForeignKey("contacts.id"), primary_key=True),
    Column("field", String(32), primary_key=True),
    Column("value", Text, nullable=False),
    Column("set_at", Instant, nullable=False),
)

contact_tags = Table(
    "contact_tags",
    metadata,
    Column("contact_id", ForeignKey("contacts.id"), primary_key=True),
    Column("tag", Text, primary_key=True),
    Column("added_at", Instant, nullable=False),
)

QUARANTINED = text("kind = 'quarantined'")

touchpoints = Table(
    "touchpoints",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("key", String(40), nullable=False, unique=True, comment="what makes this touch the same as its retry"),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("contact_id", ForeignKey("contacts.id"), comment="null when the touch is credited to nobody"),
    Column(
        "direction",
        String(3),
        nullable=False,
    ),
    CheckConstraint("direction IN ('in', 'out')", name="direction"),
    Column("kind", String(32), nullable=False),
    Column("occurred_at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("text", Text, nullable=False),
    Column("subject", Text, nullable=False, comment="the scene, menu key or address it is about"),
    Column("body", Text, nullable=False, comment="inward: the push, whole; outward: the reply as JSON"),
    Column("answers", Id, comment="outward: the key of the touch that it answers"),
    Column("rule", Text, comment="the rule that answered: of what came in and of what went out"),
    Column("script_version", Integer),
    Column("matched_by", String(16), comment="inward: how the rule was found; null where none was"),
    Index("ix_touchpoints_contact_id_id", "contact_id", "id"),
    Index(
        "ix_touchpoints_quarantine",
        "account_id",
        "id",
        postgresql_where=QUARANTINED,
        sqlite_where=QUARANTINED,
    ),
)

moods = Table(
    "moods",
    metadata,
    Column("touchpoint_key", ForeignKey("touchpoints.key"), primary_key=True),
    Column("contact_id", ForeignKey("contacts.id"), nullable=False, index=True),
    Column(
        "mood",
        Id,
        nullable=False,
    ),
    CheckConstraint("mood IN ('negative', 'neutral', 'positive')", name="mood"),
    Column("score", Float, nullable=False),
    CheckConstraint("score BETWEEN 0 AND 1", name="score"),
    Column("words", Text, nullable=False, comment="the words that decided, joined by blanks"),
    Column("noticed_at", Instant, nullable=False),
)
