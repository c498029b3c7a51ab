"""All SQL about counter-offers."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import NotFound
from core.kernel.ids import ApprovalId, DealerId, LineId, OrderId
from core.kernel.money import Money, UnitPrice
from core.orders.offer_types import CounterOffer, OfferedLine, OfferState
from core.orders.tables import CounterOfferRow


async def insert_offer(
    tx: Transaction,
    order_id: OrderId,
    dealer_id: DealerId,
    approval_id: ApprovalId,
    lines: Sequence[OfferedLine],
    total: Money,
    note: str | None,
    expires_at: datetime,
) -> uuid.UUID:
    offer_id = tx.new_id()
    await tx.execute(
        insert(CounterOfferRow).values(
            id=offer_id,
            order_id=order_id,
            dealer_id=dealer_id,
            approval_id=approval_id,
            state=OfferState.OPEN,
            lines=[
                {"line": str(one.line_id), "quantity": one.quantity, "micros": one.unit_price.micros}
                for one in lines
            ],
            total_minor=total.minor,
            currency=total.currency,
            note=note,
            made_by=tx.person_id,
            made_at=tx.now,
            expires_at=expires_at,
        )
    )
    return offer_id


async def load_offer(snap: Snapshot, offer_id: uuid.UUID, *, lock: bool = False) -> CounterOffer:
    """An offer to the actor's own dealer; people of the house see all."""
    statement = select(CounterOfferRow.__table__).where(CounterOfferRow.id == offer_id)
    if snap.actor.dealer_id is not None:
        statement = statement.where(CounterOfferRow.dealer_id == snap.actor.dealer_id)
    row = await snap.one_or_none(statement.with_for_update() if lock else statement)
    if row is None:
        raise NotFound(what="offer")
    return _offer(row)


async def find_open_offer(snap: Snapshot, order_id: OrderId) -> CounterOffer | None:
    """The offer that waits for the dealer; for whoever may see the order."""
    row = await snap.one_or_none(
        select(CounterOfferRow.__table__).where(
            CounterOfferRow.order_id == order_id, CounterOfferRow.state == OfferState.OPEN
        )
    )
    return None if row is None else _offer(row)


async def list_expired(snap: Snapshot, limit: int) -> list[CounterOffer]:
    """Open offers whose time is over, by dealer: the order in which to lock them."""
    rows = await snap.all(
        select(CounterOfferRow.__table__)
        .where(CounterOfferRow.state == OfferState.OPEN, CounterOfferRow.expires_at <= snap.now)
        .order_by(CounterOfferRow.dealer_id, CounterOfferRow.id)
        .limit(limit)
    )
    return [_offer(row) for row in rows]


async def close_offer(tx: Transaction, offer_id: uuid.UUID, state: OfferState) -> None:
    await tx.execute(
        update(CounterOfferRow)
        .where(CounterOfferRow.id == offer_id)
        .values(state=state, answered_by=tx.actor.person_id, answered_at=tx.now)
    )


async def withdraw_offers(tx: Transaction, order_id: OrderId) -> None:
    """What was offered does not count any more: the order is decided in another way."""
    await tx.execute(
        update(CounterOfferRow)
        .where(CounterOfferRow.order_id == order_id, CounterOfferRow.state == OfferState.OPEN)
        .values(state=OfferState.WITHDRAWN, answered_at=tx.now)
    )


def _offer(row: Any) -> CounterOffer:
    return CounterOffer(
        id=row.id,
        order_id=row.order_id,
        dealer_id=row.dealer_id,
        approval_id=row.approval_id,
        state=OfferState(row.state),
        lines=tuple(
            OfferedLine(
                LineId(uuid.UUID(one["line"])), one["quantity"], UnitPrice(one["micros"], row.currency)
            )
            for one in row.lines
        ),
        total=Money(row.total_minor, row.currency),
        note=row.note,
        made_by=row.made_by,
        expires_at=row.expires_at,
    )
