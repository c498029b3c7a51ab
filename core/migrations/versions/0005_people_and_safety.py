"""people and safety: sessions, second factors, open links, where a journal entry came from"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.infra.columns import UtcDateTime
from core.kernel.clock import SystemClock
from core.kernel.ids import new_uuid7

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_LIVE = sa.text("ended_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("journal") as batch_op:
        batch_op.add_column(sa.Column("origin", sa.String(length=40), nullable=True))
        batch_op.drop_index("ix_journal_stream")
        batch_op.create_index("uq_journal_stream_number", ["stream", "number"], unique=True)
        batch_op.create_index("ix_journal_at", ["at"])
        batch_op.create_index("ix_journal_actor", ["actor_id", "at"])
    with op.batch_alter_table("invite") as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=8), nullable=False, server_default="phone"))
        batch_op.add_column(sa.Column("dealer_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("role", sa.String(length=20), nullable=True))
        batch_op.alter_column("person_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.create_foreign_key("fk_invite_dealer_id_dealer", "dealer", ["dealer_id"], ["id"])
        batch_op.create_index("ix_invite_dealer_id", ["dealer_id"])
    _create_tables()
    _begin_sessions()


def _create_tables() -> None:
    op.create_table(
        "person_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("started_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("proven_until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_person_session_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_person_session"),
    )
    op.create_index("ix_person_session_person_id", "person_session", ["person_id"])
    op.create_index(
        "uq_person_session_live_chat",
        "person_session",
        ["telegram_id"],
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )
    op.create_table(
        "second_factor",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("wrong_since", UtcDateTime(timezone=True), nullable=True),
        sa.Column("locked_until", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_second_factor_person_id_person"),
        sa.PrimaryKeyConstraint("person_id", name="pk_second_factor"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_recovery_code_person_id_person"),
        sa.PrimaryKeyConstraint("person_id", "code_hash", name="pk_recovery_code"),
    )


def _begin_sessions() -> None:
    """Whoever is in the chat today stays in."""
    connection, now = op.get_bind(), SystemClock().now()
    person = sa.table("person", sa.column("id", sa.Uuid()), sa.column("telegram_id"))
    session = sa.table(
        "person_session",
        sa.column("id", sa.Uuid()),
        sa.column("person_id", sa.Uuid()),
        sa.column("telegram_id"),
        sa.column("label"),
        sa.column("started_at", UtcDateTime()),
        sa.column("seen_at", UtcDateTime()),
    )
    known = connection.execute(
        sa.select(person.c.id, person.c.telegram_id).where(person.c.telegram_id.is_not(None))
    ).all()
    rows = [
        {
            "id": new_uuid7(now),
            "person_id": row.id,
            "telegram_id": row.telegram_id,
            "label": "",
            "started_at": now,
            "seen_at": now,
        }
        for row in known
    ]
    if rows:
        connection.execute(sa.insert(session), rows)


def downgrade() -> None:
    op.drop_table("recovery_code")
    op.drop_table("second_factor")
    op.drop_table("person_session")
    op.execute(sa.text("DELETE FROM invite WHERE person_id IS NULL"))
    with op.batch_alter_table("invite") as batch_op:
        batch_op.drop_index("ix_invite_dealer_id")
        batch_op.drop_constraint("fk_invite_dealer_id_dealer", type_="foreignkey")
        batch_op.alter_column("person_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.drop_column("role")
        batch_op.drop_column("dealer_id")
        batch_op.drop_column("kind")
    with op.batch_alter_table("journal") as batch_op:
        batch_op.drop_index("ix_journal_actor")
        batch_op.drop_index("ix_journal_at")
        batch_op.drop_index("uq_journal_stream_number")
        batch_op.create_index("ix_journal_stream", ["stream"])
        batch_op.drop_column("origin")
