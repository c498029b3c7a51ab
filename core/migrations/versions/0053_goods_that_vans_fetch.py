"""Goods that vans fetch are stops of their routes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "route_stop_fetch",
        sa.Column("stop_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["stop_id"], ["route_stop.id"], name=op.f("fk_route_stop_fetch_stop_id_route_stop")
        ),
        sa.PrimaryKeyConstraint("stop_id", "document_id", name=op.f("pk_route_stop_fetch")),
    )
    op.create_index(op.f("ix_route_stop_fetch_document_id"), "route_stop_fetch", ["document_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_route_stop_fetch_document_id"), table_name="route_stop_fetch")
    op.drop_table("route_stop_fetch")
