"""Ratings of deliveries"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from core.infra.columns import UtcDateTime

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_PERSON: sa.ColumnClause[Any] = sa.column("person_id", sa.Uuid())


def _foreign_keys() -> tuple[sa.ForeignKeyConstraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_delivery_rating_person_id_person")
        ),
        sa.ForeignKeyConstraint(["proof_id"], ["proof.id"], name=op.f("fk_delivery_rating_proof_id_proof")),
    )


def _take_all(*columns: sa.ColumnClause[Any]) -> list[sa.RowMapping]:
    """The rows of the table, which is dropped: its key is another one afterwards."""
    table = sa.table("delivery_rating", sa.column("proof_id", sa.Uuid()), _PERSON, *columns)
    found = list(op.get_bind().execute(sa.select(table)).mappings())
    op.drop_table("delivery_rating")
    return found


def upgrade() -> None:
    op.create_table(
        "feedback_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ask_days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_policy")),
    )
    before = _take_all(sa.column("content", sa.Boolean()), sa.column("at", UtcDateTime(timezone=True)))
    new = op.create_table(
        "delivery_rating",
        sa.Column("proof_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("rated_at", UtcDateTime(timezone=True), nullable=True),
        *_foreign_keys(),
        sa.PrimaryKeyConstraint("proof_id", "person_id", name=op.f("pk_delivery_rating")),
    )
    op.create_index("ix_delivery_rating_asked", "delivery_rating", ["person_id", "asked_at"])
    # A yes and a no are the two ends of the scale.
    rows = [
        {"proof_id": row["proof_id"], "person_id": row["person_id"], "asked_at": row["at"], "words": "",
         "rating": 5 if row["content"] else 1, "rated_at": row["at"]}
        for row in before
    ]  # fmt: skip
    if rows:
        op.get_bind().execute(new.insert(), rows)


def downgrade() -> None:
    before = _take_all(sa.column("rating", sa.Integer()), sa.column("rated_at", UtcDateTime(timezone=True)))
    op.drop_table("feedback_policy")
    old = op.create_table(
        "delivery_rating",
        sa.Column("proof_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        *_foreign_keys(),
        sa.PrimaryKeyConstraint("proof_id", name=op.f("pk_delivery_rating")),
    )
    last = {row["proof_id"]: row for row in sorted(before, key=_rated_at) if row["rating"] is not None}
    rows = [
        {"proof_id": key, "content": row["rating"] > 2, "person_id": row["person_id"], "at": row["rated_at"]}
        for key, row in last.items()
    ]
    if rows:
        op.get_bind().execute(old.insert(), rows)


def _rated_at(row: sa.RowMapping) -> str:
    return str(row["rated_at"])
