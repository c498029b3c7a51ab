"""catalogue: pictures, when a product came, who waits for one, pictures sent before"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import core.infra.columns

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("added_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True)
        )

    op.create_table(
        "product_picture",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_picture_product_id_product")
        ),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_product_picture")),
    )
    op.create_table(
        "bot_sent_picture",
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("file_id", sa.String(length=200), nullable=False),
        sa.Column("at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "digest", name=op.f("pk_bot_sent_picture")),
    )
    op.create_table(
        "stock_watch",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("dealer_id", sa.Uuid(), nullable=False),
        sa.Column("at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dealer_id"], ["dealer.id"], name=op.f("fk_stock_watch_dealer_id_dealer")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stock_watch_person_id_person")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_stock_watch_product_id_product")
        ),
        sa.PrimaryKeyConstraint("person_id", "product_id", name=op.f("pk_stock_watch")),
    )
    with op.batch_alter_table("stock_watch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stock_watch_product_id"), ["product_id"], unique=False)

    with op.batch_alter_table("order_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_line_product_id"), ["product_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("order_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_line_product_id"))

    with op.batch_alter_table("stock_watch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stock_watch_product_id"))

    op.drop_table("stock_watch")
    op.drop_table("bot_sent_picture")
    op.drop_table("product_picture")
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.drop_column("added_at")
