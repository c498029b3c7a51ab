"""channel: news once a day, quiet hours to the minute"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

import core.infra.columns

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "digest_item",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("entry", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column(
            "event",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("kept_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digest_item_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "entry", name=op.f("pk_digest_item")),
    )
    with op.batch_alter_table("digest_item", schema=None) as batch_op:
        batch_op.create_index("ix_digest_item_person_id_due", ["person_id", "due"], unique=False)

    op.create_table(
        "digest_time",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digest_time_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_digest_time")),
    )
    with op.batch_alter_table("notice_switch", schema=None) as batch_op:
        batch_op.add_column(sa.Column("way", sa.String(length=8), server_default="off", nullable=False))
    op.execute("UPDATE quiet_hours SET since = since * 60, until = until * 60")


def downgrade() -> None:
    op.execute("UPDATE quiet_hours SET since = since / 60, until = until / 60")
    op.execute("DELETE FROM notice_switch WHERE way <> 'off'")
    with op.batch_alter_table("notice_switch", schema=None) as batch_op:
        batch_op.drop_column("way")

    op.drop_table("digest_time")
    with op.batch_alter_table("digest_item", schema=None) as batch_op:
        batch_op.drop_index("ix_digest_item_person_id_due")

    op.drop_table("digest_item")
