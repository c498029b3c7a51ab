"""Tiers, their thresholds, a year's turnover, and moves between tiers."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, delete, func, insert, select, update
from sqlalchemy.orm import aliased

from core.billing.repository.invoices import stands
from core.billing.tables import InvoiceRow
from core.channel.tables import TierMoveRow, TierPolicyRow, TierReviewRow, TierThresholdRow
from core.channel.types import DealerTurnover, MoveKind, MoveState, TierMove, TierStep
from core.dealers.tables import DealerRow, PersonRow
from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId
from core.kernel.money import Money
from core.orders.tables import OrderRow
from core.orders.types import AGREED
from core.pricing.tables import TierRow

# Bought for good: an order that still waits, was declined or cancelled is no turnover.
BOUGHT = tuple(sorted(AGREED))


async def list_steps(snap: Snapshot) -> list[TierStep]:
    """All tiers, those with the highest threshold first, those given by hand last."""
    rows = await snap.all(
        select(
            TierRow.code, TierRow.name, TierRow.currency, TierRow.margin_basis_points,
            TierThresholdRow.from_minor,
        )
        .outerjoin(TierThresholdRow, TierThresholdRow.tier == TierRow.code)
        .order_by(TierThresholdRow.from_minor.desc().nulls_last(), TierRow.code)
    )  # fmt: skip
    return [
        TierStep(
            row.code,
            row.name,
            row.currency,
            row.margin_basis_points,
            None if row.from_minor is None else Money(row.from_minor, row.currency),
        )
        for row in rows
    ]


async def set_threshold(tx: Transaction, tier: str, from_minor: int | None) -> None:
    """The least turnover that earns a tier; None: it is given by hand from now on."""
    await tx.execute(delete(TierThresholdRow).where(TierThresholdRow.tier == tier))
    if from_minor is not None:
        await tx.execute(insert(TierThresholdRow).values(tier=tier, from_minor=from_minor))


async def notice_days(snap: Snapshot) -> int:
    row = await snap.one_or_none(select(TierPolicyRow.notice_days).where(TierPolicyRow.id == 1))
    return int(row.notice_days)


async def set_notice_days(tx: Transaction, days: int) -> None:
    await tx.execute(update(TierPolicyRow).where(TierPolicyRow.id == 1).values(notice_days=days))


async def list_turnover(
    snap: Snapshot, since: datetime, dealer_id: DealerId | None = None
) -> list[DealerTurnover]:
    """What each dealer at work (or this one) bought since then: goods after discounts, less what was credited
    back."""
    whose = DealerRow.active if dealer_id is None else DealerRow.id == dealer_id
    bought = (
        select(
            OrderRow.dealer_id.label("dealer_id"),
            func.min(OrderRow.placed_at).label("first_at"),
            func.sum(_if_since(since, OrderRow.subtotal_minor - OrderRow.discount_minor)).label("minor"),
            # Goods bought in two currencies cannot be added up.
            func.sum(
                case(((OrderRow.placed_at >= since) & (OrderRow.currency != TierRow.currency), 1))
            ).label("foreign"),
        )
        .join(DealerRow, DealerRow.id == OrderRow.dealer_id)
        .join(TierRow, TierRow.code == DealerRow.tier)
        .where(OrderRow.state.in_(BOUGHT))
        .group_by(OrderRow.dealer_id)
        .subquery()
    )
    credited = (
        select(
            InvoiceRow.dealer_id.label("dealer_id"),
            func.sum(InvoiceRow.subtotal_minor - InvoiceRow.discount_minor).label("minor"),
        )
        .where(InvoiceRow.kind == "credit_note", stands(), InvoiceRow.issued_on >= since.date())
        .group_by(InvoiceRow.dealer_id)
        .subquery()
    )
    given = (
        select(TierMoveRow.dealer_id.label("dealer_id"))
        .where(
            TierMoveRow.kind == MoveKind.MANUAL,
            TierMoveRow.state == MoveState.DONE,
            TierMoveRow.effective_at > since,
        )
        .distinct()
        .subquery()
    )
    rows = await snap.all(
        select(
            DealerRow.id,
            DealerRow.name,
            DealerRow.tier,
            DealerRow.currency,
            TierRow.currency.label("tier_currency"),
            bought.c.first_at,
            bought.c.foreign,
            (func.coalesce(bought.c.minor, 0) - func.coalesce(credited.c.minor, 0)).label("minor"),
            given.c.dealer_id.label("given"),
        )
        .join(TierRow, TierRow.code == DealerRow.tier)
        .outerjoin(bought, bought.c.dealer_id == DealerRow.id)
        .outerjoin(credited, credited.c.dealer_id == DealerRow.id)
        .outerjoin(given, given.c.dealer_id == DealerRow.id)
        .where(whose)
        .order_by(DealerRow.name, DealerRow.id)
    )
    return [_turnover(row, since) for row in rows]


def _if_since(since: datetime, value: Any) -> Any:
    return case((OrderRow.placed_at >= since, value), else_=0)


def _turnover(row: Any, since: datetime) -> DealerTurnover:
    comparable = not row.foreign and row.currency == row.tier_currency
    return DealerTurnover(
        row.id,
        row.name,
        row.tier,
        Money(int(row.minor), row.currency) if comparable else None,
        is_known_a_year=row.first_at is not None and row.first_at <= since and row.given is None,
    )


async def review_is_done(snap: Snapshot, month: date) -> bool:
    row = await snap.one_or_none(select(TierReviewRow.at).where(TierReviewRow.month == month))
    return row is not None


async def note_review(tx: Transaction, month: date, *, upgraded: int, noticed: int) -> None:
    await tx.execute(insert(TierReviewRow).values(month=month, at=tx.now, upgraded=upgraded, noticed=noticed))


def _moves() -> Select[*tuple[Any, ...]]:
    ended_by = aliased(PersonRow)
    return (
        select(
            *TierMoveRow.__table__.c, DealerRow.name.label("dealer_name"), ended_by.name.label("ended_name")
        )
        .join(DealerRow, DealerRow.id == TierMoveRow.dealer_id)
        .outerjoin(ended_by, ended_by.id == TierMoveRow.ended_by)
    )


def _move(row: Any) -> TierMove:
    return TierMove(
        id=row.id,
        dealer_id=row.dealer_id,
        dealer_name=row.dealer_name,
        kind=MoveKind(row.kind),
        state=MoveState(row.state),
        from_tier=row.from_tier,
        to_tier=row.to_tier,
        turnover=None if row.turnover_minor is None else Money(row.turnover_minor, row.currency),
        missing=None if row.missing_minor is None else Money(row.missing_minor, row.currency),
        reason=row.reason,
        made_at=row.made_at,
        made_by=row.made_by,
        effective_at=row.effective_at,
        ended_by=row.ended_name,
        ended_why=row.ended_why,
    )


async def lock_waiting(tx: Transaction, kind: MoveKind) -> list[TierMove]:
    """Moves of a kind that wait, each held until the transaction ends."""
    rows = await tx.all(
        _moves()
        .where(TierMoveRow.kind == kind, TierMoveRow.state == MoveState.WAITING)
        .order_by(TierMoveRow.id)
        .with_for_update(of=TierMoveRow)
    )
    return [_move(row) for row in rows]


async def load_move(snap: Snapshot, move_id: uuid.UUID, *, lock: bool = False) -> TierMove:
    statement = _moves().where(TierMoveRow.id == move_id)
    row = await snap.one_or_none(statement.with_for_update(of=TierMoveRow) if lock else statement)
    if row is None:
        raise NotFound(what="tier_move")
    return _move(row)


async def waiting_move(
    snap: Snapshot, dealer_id: DealerId, kind: MoveKind, *, lock: bool = False
) -> uuid.UUID | None:
    statement = select(TierMoveRow.id).where(
        TierMoveRow.dealer_id == dealer_id,
        TierMoveRow.kind == kind,
        TierMoveRow.state == MoveState.WAITING,
    )
    row = await snap.one_or_none(statement.with_for_update() if lock else statement)
    return None if row is None else row.id


async def list_moves(snap: Snapshot, dealer_id: DealerId | None, limit: int) -> list[TierMove]:
    """The latest moves of a dealer or of all, whatever became of them."""
    statement = _moves().order_by(TierMoveRow.made_at.desc(), TierMoveRow.id.desc()).limit(limit)
    if dealer_id is not None:
        statement = statement.where(TierMoveRow.dealer_id == dealer_id)
    return [_move(row) for row in await snap.all(statement)]


async def insert_moves(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        await tx.execute(insert(TierMoveRow), list(rows))


async def end_move(
    tx: Transaction, move_id: uuid.UUID, state: MoveState, why: str, *, moved: bool = False
) -> None:
    values: dict[str, Any] = {
        "state": state,
        "ended_at": tx.now,
        "ended_by": tx.actor.person_id,
        "ended_why": why,
    }
    if moved:
        values["effective_at"] = tx.now
    await tx.execute(update(TierMoveRow).where(TierMoveRow.id == move_id).values(**values))


async def lock_tier(tx: Transaction, dealer_id: DealerId) -> str:
    """The dealer's tier, held until the transaction ends."""
    row = await tx.one_or_none(select(DealerRow.tier).where(DealerRow.id == dealer_id).with_for_update())
    if row is None:
        raise NotFound(what="dealer")
    return str(row.tier)
