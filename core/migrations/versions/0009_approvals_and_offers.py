"""Who decides about what: rules, requests with steps, deputies, questions, counter-offers."""

from __future__ import annotations

import uuid
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

import core.infra.columns

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


_JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql")
_NEW_COLUMNS: dict[str, sa.types.TypeEngine[Any]] = {
    "kind": sa.String(length=20),
    "subject_id": sa.Uuid(),
    "label": sa.String(length=60),
    "region": sa.String(length=40),
    "tier": sa.String(length=20),
    "triggers": _JSON,
}
_MOMENT = core.infra.columns.UtcDateTime(timezone=True)
_APPROVAL = sa.table(
    "approval",
    *(sa.column(name, kind) for name, kind in _NEW_COLUMNS.items()),
    sa.column("id", sa.Uuid()),
    sa.column("dealer_id", sa.Uuid()),
    sa.column("order_id", sa.Uuid()),
    sa.column("approver_id", sa.Uuid()),
    sa.column("rep_id", sa.Uuid()),
    sa.column("requested_by", sa.Uuid()),
    sa.column("reasons", _JSON),
    sa.column("state", sa.String()),
    sa.column("asked_at", _MOMENT),
)
_STEP = sa.table(
    "approval_step",
    sa.column("id", sa.Uuid()),
    sa.column("approval_id", sa.Uuid()),
    sa.column("position", sa.Integer()),
    sa.column("level", sa.String()),
    sa.column("state", sa.String()),
    sa.column("triggers", _JSON),
    sa.column("at_end", sa.String()),
    sa.column("opened_at", _MOMENT),
)
_ASKED = sa.table(
    "approval_asked",
    sa.column("id", sa.Uuid()),
    sa.column("approval_id", sa.Uuid()),
    sa.column("step_id", sa.Uuid()),
    sa.column("person_id", sa.Uuid()),
)
_ORDERS = sa.table(
    "orders", sa.column("id", sa.Uuid()), sa.column("number", sa.String()), sa.column("person_id", sa.Uuid())
)
_DEALER = sa.table(
    "dealer", sa.column("id", sa.Uuid()), sa.column("region", sa.String()), sa.column("tier", sa.String())
)

# The rules that a house starts with. Amounts are cents; without a currency they are basis points.
_RULE_FIELDS = (
    "id",
    "trigger",
    "level",
    "duty",
    "position",
    "currency",
    "least",
    "hours",
    "at_end",
    "active",
)
_RULES = sa.table(
    "approval_rule",
    sa.column("id", sa.Uuid()),
    sa.column("trigger", sa.String()),
    sa.column("level", sa.String()),
    sa.column("duty", sa.String()),
    sa.column("position", sa.Integer()),
    sa.column("currency", sa.String()),
    sa.column("least", sa.BigInteger()),
    sa.column("hours", sa.Integer()),
    sa.column("at_end", sa.String()),
    sa.column("active", sa.Boolean()),
)
_FIRST_RULES = (
    ("soft_limit", "rep", "decide", 1, None, None, 4, True),
    ("hard_limit", "rep", "tell", 1, None, None, 4, True),
    ("hard_limit", "finance", "decide", 1, None, None, 4, True),
    ("overdue_restrict", "finance", "decide", 1, None, None, 4, True),
    ("account_hold", "finance", "decide", 1, None, None, 4, True),
    ("restricted_product", "manager", "decide", 1, None, None, 8, True),
    ("high_value", "manager", "decide", 1, "USD", 25_000_000, 8, True),
    ("high_value", "director", "decide", 2, "USD", 100_000_000, 8, True),
    ("new_dealer", "rep", "decide", 1, None, None, 8, False),
    ("below_minimum", "rep", "decide", 1, None, None, 8, False),
    ("special_price", "rep", "decide", 1, None, None, 24, True),
    ("special_price", "manager", "decide", 2, None, 500, 24, True),
    ("special_price", "director", "decide", 3, None, 1500, 24, True),
    ("non_standard_discount", "manager", "decide", 1, None, 500, 24, True),
    ("non_standard_discount", "director", "decide", 2, None, 1500, 24, True),
    ("price_below_floor", "director", "decide", 3, None, None, 24, True),
    ("tier_move", "director", "decide", 1, None, None, 72, True),
    ("application", "manager", "decide", 1, None, None, 72, True),
)


def _first_rules() -> list[tuple[object, ...]]:
    return [
        (uuid.UUID(int=at), trigger, level, duty, position, currency, least, hours, "escalate", active)
        for at, (trigger, level, duty, position, currency, least, hours, active) in enumerate(_FIRST_RULES, 1)
    ]


def _take_over_requests() -> None:
    """Requests that are there already: one step each, of the rep who was asked."""
    connection = op.get_bind()
    found = (
        connection.execute(
            sa.select(
                _APPROVAL,
                _ORDERS.c.number,
                _ORDERS.c.person_id,
                _DEALER.c.region.label("in_region"),
                _DEALER.c.tier.label("of_tier"),
            )
            .join(_ORDERS, _ORDERS.c.id == _APPROVAL.c.order_id)
            .join(_DEALER, _DEALER.c.id == _APPROVAL.c.dealer_id)
        )
        .mappings()
        .all()
    )
    for row in found:
        triggers = [code.removeprefix("credit.") for code in row["reasons"] if code != "credit.overdue_warn"]
        connection.execute(
            sa.update(_APPROVAL)
            .where(_APPROVAL.c.id == row["id"])
            .values(
                kind="order",
                subject_id=row["order_id"],
                label=row["number"],
                rep_id=row["approver_id"],
                region=row["in_region"],
                tier=row["of_tier"],
                requested_by=row["person_id"],
                triggers=triggers,
            )
        )
        step = {
            "id": row["id"],
            "approval_id": row["id"],
            "position": 1,
            "level": "rep",
            "state": "open" if row["state"] == "open" else "closed",
            "triggers": triggers,
            "at_end": "escalate",
            "opened_at": row["asked_at"],
        }
        connection.execute(sa.insert(_STEP), step)
        if row["approver_id"] is not None:
            asked = {
                "id": row["id"],
                "approval_id": row["id"],
                "step_id": row["id"],
                "person_id": row["approver_id"],
            }
            connection.execute(sa.insert(_ASKED), asked)


def _give_back_requests() -> None:
    """What the tables before could not say is left out."""
    connection = op.get_bind()
    connection.execute(sa.text("DELETE FROM approval_note"))
    connection.execute(sa.text("DELETE FROM counter_offer"))
    connection.execute(sa.text("DELETE FROM approval_asked"))
    connection.execute(sa.text("DELETE FROM approval_step"))
    connection.execute(sa.text("DELETE FROM approval WHERE kind <> 'order'"))
    connection.execute(
        sa.text("UPDATE approval SET state = 'approved' WHERE state IN ('partly', 'released')")
    )
    connection.execute(sa.text("UPDATE approval SET state = 'declined' WHERE state = 'withdrawn'"))
    for row in connection.execute(
        sa.select(_APPROVAL.c.id, _APPROVAL.c.subject_id, _APPROVAL.c.rep_id, _APPROVAL.c.triggers)
    ).all():
        connection.execute(
            sa.update(_APPROVAL)
            .where(_APPROVAL.c.id == row.id)
            .values(
                order_id=row.subject_id,
                approver_id=row.rep_id,
                reasons=[f"credit.{kind}" for kind in row.triggers],
            )
        )


def upgrade() -> None:
    # ### commands auto generated by Alembic - please adjust! ###
    op.create_table(
        "approval_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_change")),
    )
    op.create_table(
        "approval_deputy",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("deputy_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["deputy_id"], ["person.id"], name=op.f("fk_approval_deputy_deputy_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_approval_deputy_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_approval_deputy")),
    )
    with op.batch_alter_table("approval_deputy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_deputy_deputy_id"), ["deputy_id"], unique=False)

    op.create_table(
        "approval_region",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_approval_region_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_approval_region")),
    )
    op.create_table(
        "approval_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trigger", sa.String(length=30), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("duty", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("least", sa.BigInteger(), nullable=True),
        sa.Column("most", sa.BigInteger(), nullable=True),
        sa.Column("region", sa.String(length=40), nullable=True),
        sa.Column("tier", sa.String(length=20), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("at_end", sa.String(length=10), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_approval_rule_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_rule")),
    )
    op.create_table(
        "approval_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("approval_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("is_question", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approval.id"], name=op.f("fk_approval_note_approval_id_approval")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_note")),
    )
    with op.batch_alter_table("approval_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_note_approval_id"), ["approval_id"], unique=False)

    op.create_table(
        "approval_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("approval_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column(
            "triggers",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("at_end", sa.String(length=10), nullable=False),
        sa.Column("opened_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("due_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("on_behalf_of", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approval.id"], name=op.f("fk_approval_step_approval_id_approval")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_step")),
    )
    with op.batch_alter_table("approval_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_step_approval_id"), ["approval_id"], unique=False)
        batch_op.create_index("ix_approval_step_state_due_at", ["state", "due_at"], unique=False)

    op.create_table(
        "counter_offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("dealer_id", sa.Uuid(), nullable=False),
        sa.Column("approval_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column(
            "lines",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approval.id"], name=op.f("fk_counter_offer_approval_id_approval")
        ),
        sa.ForeignKeyConstraint(["dealer_id"], ["dealer.id"], name=op.f("fk_counter_offer_dealer_id_dealer")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_counter_offer_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_offer")),
    )
    with op.batch_alter_table("counter_offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_counter_offer_order_id"), ["order_id"], unique=False)
        batch_op.create_index("ix_counter_offer_state_expires_at", ["state", "expires_at"], unique=False)
        batch_op.create_index(
            "uq_counter_offer_open_order",
            ["order_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "approval_asked",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("approval_id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approval.id"], name=op.f("fk_approval_asked_approval_id_approval")
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["approval_step.id"], name=op.f("fk_approval_asked_step_id_approval_step")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_asked")),
    )
    with op.batch_alter_table("approval_asked", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_asked_approval_id"), ["approval_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_asked_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("subject_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("label", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("rep_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("region", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("tier", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("requested_by", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("triggers", _JSON, nullable=True))
    _take_over_requests()
    with op.batch_alter_table("approval", schema=None) as batch_op:
        for name, kind in _NEW_COLUMNS.items():
            batch_op.alter_column(name, existing_type=kind, nullable=False)
        batch_op.drop_index(batch_op.f("ix_approval_approver_id_state"))
        batch_op.drop_index(batch_op.f("ix_approval_order_id"))
        batch_op.create_index(batch_op.f("ix_approval_dealer_id"), ["dealer_id"], unique=False)
        batch_op.create_index("ix_approval_state_asked_at", ["state", "asked_at"], unique=False)
        batch_op.create_index("ix_approval_subject_id", ["subject_id"], unique=False)
        batch_op.drop_column("reasons")
        batch_op.drop_column("order_id")
        batch_op.drop_column("approver_id")
    op.bulk_insert(_RULES, [dict(zip(_RULE_FIELDS, row, strict=True)) for row in _first_rules()])
    op.execute(sa.text("INSERT INTO approval_change (id, last) VALUES (1, 0)"))
    # ### end Alembic commands ###


def downgrade() -> None:
    # ### commands auto generated by Alembic - please adjust! ###
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.add_column(sa.Column("approver_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("order_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("reasons", _JSON, nullable=True))
    _give_back_requests()
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.alter_column("order_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.alter_column("reasons", existing_type=_JSON, nullable=False)
        batch_op.drop_index("ix_approval_subject_id")
        batch_op.drop_index("ix_approval_state_asked_at")
        batch_op.drop_index(batch_op.f("ix_approval_dealer_id"))
        batch_op.create_index(batch_op.f("ix_approval_order_id"), ["order_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_approval_approver_id_state"), ["approver_id", "state"], unique=False
        )
        batch_op.drop_column("triggers")
        batch_op.drop_column("requested_by")
        batch_op.drop_column("tier")
        batch_op.drop_column("region")
        batch_op.drop_column("rep_id")
        batch_op.drop_column("label")
        batch_op.drop_column("subject_id")
        batch_op.drop_column("kind")

    with op.batch_alter_table("approval_asked", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approval_asked_person_id"))
        batch_op.drop_index(batch_op.f("ix_approval_asked_approval_id"))

    op.drop_table("approval_asked")
    with op.batch_alter_table("counter_offer", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_counter_offer_open_order",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index("ix_counter_offer_state_expires_at")
        batch_op.drop_index(batch_op.f("ix_counter_offer_order_id"))

    op.drop_table("counter_offer")
    with op.batch_alter_table("approval_step", schema=None) as batch_op:
        batch_op.drop_index("ix_approval_step_state_due_at")
        batch_op.drop_index(batch_op.f("ix_approval_step_approval_id"))

    op.drop_table("approval_step")
    with op.batch_alter_table("approval_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approval_note_approval_id"))

    op.drop_table("approval_note")
    op.drop_table("approval_rule")
    op.drop_table("approval_region")
    with op.batch_alter_table("approval_deputy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approval_deputy_deputy_id"))

    op.drop_table("approval_deputy")
    op.drop_table("approval_change")
    # ### end Alembic commands ###
