"""The house: accounts, contacts, touchpoints, outbox, scripts, loyalty, staff"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column(
            "credentials",
            sa.Text(),
            nullable=True,
            comment="encrypted by the roof; null when they come from the settings",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
    )
    op.create_table(
        "contacts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("nickname", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column(
            "source_scene",
            sa.Text(),
            nullable=True,
            comment="the scene of the first follow or scan, in our words",
        ),
        sa.Column("source_key", sa.Text(), nullable=True, comment="the channel's own key of it, untouched"),
        sa.Column("source_ticket", sa.Text(), nullable=True),
        sa.Column("source_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_touch_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mood", sa.String(length=32), nullable=True),
        sa.Column("mood_score", sa.Float(), nullable=True),
        sa.Column("mood_words", sa.Text(), nullable=True),
        sa.Column("mood_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index(
        "ix_contacts_mood",
        "contacts",
        ["mood", "id"],
        unique=False,
        postgresql_where=sa.text("mood IS NOT NULL"),
        sqlite_where=sa.text("mood IS NOT NULL"),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("caller", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("input_hash", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("caller", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False, comment="rises with every new holder"),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "sync_runs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("connector", sa.String(length=32), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("retried", sa.Integer(), nullable=False),
        sa.Column("dead", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_runs")),
    )
    op.create_index("ix_sync_runs_started_at", "sync_runs", ["started_at"], unique=False)
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_api_tokens_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
    )
    op.create_table(
        "contact_tags",
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_contact_tags_contact_id")),
        sa.PrimaryKeyConstraint("contact_id", "tag", name=op.f("pk_contact_tags")),
    )
    op.create_table(
        "coupon_kinds",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False, comment="a short name, used by scripts"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=True, comment="null: as many as wanted"),
        sa.Column("issued", sa.Integer(), server_default="0", nullable=False),
        sa.Column("valid_days", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "issued >= 0 AND (stock IS NULL OR issued <= stock)", name=op.f("ck_coupon_kinds_issued")
        ),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_coupon_kinds_stock")),
        sa.CheckConstraint("valid_days > 0", name=op.f("ck_coupon_kinds_valid_days")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_coupon_kinds_account_id")),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_coupon_kinds")),
    )
    op.create_table(
        "identities",
        sa.Column(
            "openid",
            sa.String(length=64),
            nullable=False,
            comment="the channel's id of the person on this account",
        ),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column(
            "unionid",
            sa.String(length=64),
            nullable=True,
            comment="the channel's id of the person across accounts",
        ),
        sa.Column("following", sa.Boolean(), nullable=False),
        sa.Column(
            "follow_changed_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when the channel says the follow state last changed",
        ),
        sa.Column("first_followed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_identities_account_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_identities_contact_id")),
        sa.PrimaryKeyConstraint("openid", "account_id", name=op.f("pk_identities")),
    )
    op.create_index(op.f("ix_identities_contact_id"), "identities", ["contact_id"], unique=False)
    op.create_index(op.f("ix_identities_unionid"), "identities", ["unionid"], unique=False)
    op.create_table(
        "ledger_entries",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "source", sa.Text(), nullable=False, comment="what caused it; the same cause never counts twice"
        ),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("points <> 0", name=op.f("ck_ledger_entries_points")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_ledger_entries_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
        sa.UniqueConstraint("source", name=op.f("uq_ledger_entries_source")),
    )
    op.create_index(op.f("ix_ledger_entries_contact_id"), "ledger_entries", ["contact_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column(
            "subject",
            sa.String(length=32),
            nullable=True,
            comment="the touchpoint it is about, when it is about one",
        ),
        sa.Column("state", sa.String(length=32), server_default="waiting", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True, comment="why it waits again, or why it is dead"),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'claimed', 'sent', 'dead')", name=op.f("ck_outbox_state")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_outbox_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(
        "ix_outbox_dead",
        "outbox",
        ["topic", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'dead'"),
        sqlite_where=sa.text("state = 'dead'"),
    )
    op.create_index(
        "ix_outbox_open",
        "outbox",
        ["topic", "id"],
        unique=False,
        postgresql_where=sa.text("state IN ('waiting', 'claimed')"),
        sqlite_where=sa.text("state IN ('waiting', 'claimed')"),
    )
    op.create_table(
        "point_balances",
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("balance >= 0", name=op.f("ck_point_balances_balance")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_point_balances_contact_id")),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_point_balances")),
    )
    op.create_table(
        "published_scripts",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_published_scripts_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_published_scripts")),
    )
    op.create_table(
        "script_versions",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False, comment="the script as staff wrote it, YAML"),
        sa.Column("checked", sa.Text(), nullable=False, comment="the same script, read and checked, JSON"),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_script_versions_version")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_script_versions_account_id")),
        sa.PrimaryKeyConstraint("account_id", "version", name=op.f("pk_script_versions")),
    )
    op.create_table(
        "stores",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_stores_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stores")),
    )
    op.create_index(op.f("ix_stores_account_id"), "stores", ["account_id"], unique=False)
    op.create_table(
        "touchpoints",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column(
            "key", sa.String(length=40), nullable=False, comment="what makes this touch the same as its retry"
        ),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column(
            "contact_id",
            sa.String(length=32),
            nullable=True,
            comment="null when the touch is credited to nobody",
        ),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False, comment="the scene, menu key or address it is about"),
        sa.Column(
            "body", sa.Text(), nullable=False, comment="inward: the push, whole; outward: the reply as JSON"
        ),
        sa.Column(
            "answers",
            sa.String(length=32),
            nullable=True,
            comment="outward: the key of the touch that it answers",
        ),
        sa.Column("rule", sa.Text(), nullable=True, comment="outward: the rule that answered"),
        sa.Column("script_version", sa.Integer(), nullable=True),
        sa.CheckConstraint("direction IN ('in', 'out')", name=op.f("ck_touchpoints_direction")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_touchpoints_account_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_touchpoints_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touchpoints")),
        sa.UniqueConstraint("key", name=op.f("uq_touchpoints_key")),
    )
    op.create_index("ix_touchpoints_contact_id_id", "touchpoints", ["contact_id", "id"], unique=False)
    op.create_index(
        "ix_touchpoints_quarantine",
        "touchpoints",
        ["account_id", "id"],
        unique=False,
        postgresql_where=sa.text("kind = 'quarantined'"),
        sqlite_where=sa.text("kind = 'quarantined'"),
    )
    op.create_table(
        "coupon_kind_stores",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("kind_id", sa.String(length=32), nullable=False),
        sa.Column("store_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "kind_id"],
            ["coupon_kinds.account_id", "coupon_kinds.id"],
            name=op.f("fk_coupon_kind_stores_account_id_kind_id"),
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_coupon_kind_stores_store_id")),
        sa.PrimaryKeyConstraint("account_id", "kind_id", "store_id", name=op.f("pk_coupon_kind_stores")),
    )
    op.create_table(
        "coupons",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("kind_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('issued', 'redeemed')", name=op.f("ck_coupons_state")),
        sa.ForeignKeyConstraint(
            ["account_id", "kind_id"],
            ["coupon_kinds.account_id", "coupon_kinds.id"],
            name=op.f("fk_coupons_account_id_kind_id"),
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_coupons_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupons")),
        sa.UniqueConstraint("code", name=op.f("uq_coupons_code")),
    )
    op.create_index("ix_coupons_contact_id_state", "coupons", ["contact_id", "state"], unique=False)
    op.create_table(
        "moods",
        sa.Column("touchpoint_key", sa.String(length=40), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("mood", sa.String(length=32), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, comment="the words that decided, joined by blanks"),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("mood IN ('negative', 'neutral', 'positive')", name=op.f("ck_moods_mood")),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name=op.f("ck_moods_score")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_moods_contact_id")),
        sa.ForeignKeyConstraint(
            ["touchpoint_key"], ["touchpoints.key"], name=op.f("fk_moods_touchpoint_key")
        ),
        sa.PrimaryKeyConstraint("touchpoint_key", name=op.f("pk_moods")),
    )
    op.create_index(op.f("ix_moods_contact_id"), "moods", ["contact_id"], unique=False)
    op.create_table(
        "staff",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column(
            "store_id",
            sa.String(length=32),
            nullable=True,
            comment="where a cashier works; null for the rest",
        ),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('owner', 'editor', 'agent', 'cashier')", name=op.f("ck_staff_role")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_staff_account_id")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_staff_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("username", name=op.f("uq_staff_username")),
    )
    op.create_table(
        "redemptions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("coupon_id", sa.String(length=32), nullable=False),
        sa.Column("store_id", sa.String(length=32), nullable=False),
        sa.Column(
            "redeemed_by", sa.Text(), nullable=False, comment="who did it, in words a manager understands"
        ),
        sa.Column("redeemed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["coupon_id"], ["coupons.id"], name=op.f("fk_redemptions_coupon_id")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_redemptions_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redemptions")),
    )
    op.create_index(
        "ix_redemptions_store_id_redeemed_at", "redemptions", ["store_id", "redeemed_at"], unique=False
    )
    op.create_index(
        "uq_redemptions_standing",
        "redemptions",
        ["coupon_id"],
        unique=True,
        postgresql_where=sa.text("undone_at IS NULL"),
        sqlite_where=sa.text("undone_at IS NULL"),
    )
    op.create_table(
        "rewards",
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False, comment="what was rewarded"),
        sa.Column("subject", sa.Text(), nullable=False, comment="what was given"),
        sa.Column("coupon_id", sa.String(length=32), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_rewards_contact_id")),
        sa.ForeignKeyConstraint(["coupon_id"], ["coupons.id"], name=op.f("fk_rewards_coupon_id")),
        sa.PrimaryKeyConstraint("contact_id", "rule", "subject", name=op.f("pk_rewards")),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("csrf_token", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_sessions_staff_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_sessions")),
    )
    op.create_index(op.f("ix_staff_sessions_staff_id"), "staff_sessions", ["staff_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_staff_sessions_staff_id"), table_name="staff_sessions")
    op.drop_table("staff_sessions")
    op.drop_table("rewards")
    op.drop_index(
        "uq_redemptions_standing",
        table_name="redemptions",
        postgresql_where=sa.text("undone_at IS NULL"),
        sqlite_where=sa.text("undone_at IS NULL"),
    )
    op.drop_index("ix_redemptions_store_id_redeemed_at", table_name="redemptions")
    op.drop_table("redemptions")
    op.drop_table("staff")
    op.drop_index(op.f("ix_moods_contact_id"), table_name="moods")
    op.drop_table("moods")
    op.drop_index("ix_coupons_contact_id_state", table_name="coupons")
    op.drop_table("coupons")
    op.drop_table("coupon_kind_stores")
    op.drop_index(
        "ix_touchpoints_quarantine",
        table_name="touchpoints",
        postgresql_where=sa.text("kind = 'quarantined'"),
        sqlite_where=sa.text("kind = 'quarantined'"),
    )
    op.drop_index("ix_touchpoints_contact_id_id", table_name="touchpoints")
    op.drop_table("touchpoints")
    op.drop_index(op.f("ix_stores_account_id"), table_name="stores")
    op.drop_table("stores")
    op.drop_table("script_versions")
    op.drop_table("published_scripts")
    op.drop_table("point_balances")
    op.drop_index(
        "ix_outbox_open",
        table_name="outbox",
        postgresql_where=sa.text("state IN ('waiting', 'claimed')"),
        sqlite_where=sa.text("state IN ('waiting', 'claimed')"),
    )
    op.drop_index(
        "ix_outbox_dead",
        table_name="outbox",
        postgresql_where=sa.text("state = 'dead'"),
        sqlite_where=sa.text("state = 'dead'"),
    )
    op.drop_table("outbox")
    op.drop_index(op.f("ix_ledger_entries_contact_id"), table_name="ledger_entries")
    op.drop_table("ledger_entries")
    op.drop_index(op.f("ix_identities_unionid"), table_name="identities")
    op.drop_index(op.f("ix_identities_contact_id"), table_name="identities")
    op.drop_table("identities")
    op.drop_table("coupon_kinds")
    op.drop_table("contact_tags")
    op.drop_table("api_tokens")
    op.drop_index("ix_sync_runs_started_at", table_name="sync_runs")
    op.drop_table("sync_runs")
    op.drop_table("leases")
    op.drop_table("idempotency_keys")
    op.drop_index(
        "ix_contacts_mood",
        table_name="contacts",
        postgresql_where=sa.text("mood IS NOT NULL"),
        sqlite_where=sa.text("mood IS NOT NULL"),
    )
    op.drop_table("contacts")
    op.drop_table("accounts")
