"""The script language: drafts and their log, conversations, fields, cases, notices, media"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=True, comment="the rule or dialog that opened it"),
        sa.Column("touchpoint_key", sa.String(length=40), nullable=True, comment="the message that it was opened for"),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_cases_account_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_cases_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
    )
    with op.batch_alter_table("cases") as batch_op:
        batch_op.create_index(batch_op.f("ix_cases_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index("ix_cases_account_id_id", ["account_id", "id"], unique=False)
        batch_op.create_index(
            "uq_cases_open",
            ["account_id", "contact_id", "rule"],
            unique=True,
            postgresql_where=sa.text("closed_at IS NULL"),
            sqlite_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "contact_fields",
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_contact_fields_contact_id")),
        sa.PrimaryKeyConstraint("contact_id", "field", name=op.f("pk_contact_fields")),
    )
    op.create_table(
        "media",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Text(), nullable=False, comment="the channel's id of it"),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_media_account_id")),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_media")),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_notices_account_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_notices_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    with op.batch_alter_table("notices") as batch_op:
        batch_op.create_index("ix_notices_account_id_id", ["account_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notices_contact_id"), ["contact_id"], unique=False)

    op.create_table(
        "script_drafts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False, comment="as staff wrote it, also while it is not yet right"),
        sa.Column(
            "based_on",
            sa.Integer(),
            nullable=True,
            comment="the version that was live when it was begun; null for none",
        ),
        sa.Column("revision", sa.Integer(), nullable=False, comment="rises with every save"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.CheckConstraint("revision > 0", name=op.f("ck_script_drafts_revision")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_script_drafts_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_script_drafts")),
    )
    with op.batch_alter_table("script_drafts") as batch_op:
        batch_op.create_index(batch_op.f("ix_script_drafts_account_id"), ["account_id"], unique=False)

    op.create_table(
        "script_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("deed", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False, comment="the draft or version that it was done to"),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_script_log_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_script_log")),
    )
    with op.batch_alter_table("script_log") as batch_op:
        batch_op.create_index("ix_script_log_account_id_id", ["account_id", "id"], unique=False)

    with op.batch_alter_table("identities") as batch_op:
        batch_op.add_column(
            sa.Column(
                "conversation",
                sa.Text(),
                nullable=True,
                comment="what we are in the middle of with the person, JSON; null for nothing",
            )
        )

    with op.batch_alter_table("script_versions") as batch_op:
        batch_op.add_column(
            sa.Column("published_by", sa.Text(), nullable=True, comment="null for versions from before this was kept")
        )

    with op.batch_alter_table("stores") as batch_op:
        batch_op.add_column(
            sa.Column("latitude", sa.Float(), nullable=True, comment="degrees, on the map whose places customers send")
        )
        batch_op.add_column(sa.Column("longitude", sa.Float(), nullable=True))
        batch_op.create_check_constraint(batch_op.f("ck_stores_place"), "(latitude IS NULL) = (longitude IS NULL)")

    with op.batch_alter_table("touchpoints") as batch_op:
        batch_op.add_column(
            sa.Column(
                "matched_by",
                sa.String(length=16),
                nullable=True,
                comment="inward: how the rule was found; null where none was",
            )
        )
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column(
            "touchpoints",
            "rule",
            existing_type=sa.Text(),
            existing_comment="outward: the rule that answered",
            comment="the rule that answered: of what came in and of what went out",
        )
