"""All SQL about price requests."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, insert, select, update

from core.catalog.repository import load_products
from core.dealers.tables import DealerRow, PersonRow
from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, ProductId
from core.kernel.money import UnitPrice
from core.orders.quotation_types import PriceRequest, PriceRequestState
from core.orders.tables import PriceRequestRow

_request = table_of(PriceRequestRow)


async def insert_request(tx: Transaction, values: dict[str, Any]) -> None:
    await tx.execute(insert(_request).values(values))


async def find_open(snap: Snapshot, dealer_id: DealerId, product_id: ProductId) -> str | None:
    """Number of the dealer's open request about a product."""
    row = await snap.one_or_none(
        select(_request.c.number).where(
            _request.c.dealer_id == dealer_id,
            _request.c.product_id == product_id,
            _request.c.state == PriceRequestState.OPEN,
        )
    )
    return None if row is None else str(row.number)


async def load_request(snap: Snapshot, request_id: uuid.UUID, *, lock: bool = False) -> PriceRequest:
    """One of the actor's own dealer; people of the house come here by way of the approval they may see."""
    statement: Select[*tuple[Any, ...]] = (
        select(_request, DealerRow.name.label("dealer_name"), PersonRow.name.label("person_name"))
        .join(DealerRow, DealerRow.id == _request.c.dealer_id)
        .outerjoin(PersonRow, PersonRow.id == _request.c.person_id)
        .where(_request.c.id == request_id)
    )
    if snap.actor.dealer_id is not None:
        statement = statement.where(_request.c.dealer_id == snap.actor.dealer_id)
    if lock:
        statement = statement.with_for_update(of=_request)
    row = await snap.one_or_none(statement)
    if row is None:
        raise NotFound(what="price_request")
    product_id = ProductId(row.product_id)
    product = (await load_products(snap, [product_id], snap.actor.language))[product_id]
    agreed = row.agreed_micros
    return PriceRequest(
        id=row.id,
        number=row.number,
        dealer_id=row.dealer_id,
        dealer_name=row.dealer_name,
        person_id=row.person_id,
        person_name=row.person_name,
        product_id=product_id,
        sku=product.sku,
        name=product.name,
        unit=row.unit,
        unit_quantity=Decimal(row.unit_quantity),
        quantity=row.quantity,
        current=UnitPrice(row.current_micros, row.currency),
        wanted=UnitPrice(row.wanted_micros, row.currency),
        state=PriceRequestState(row.state),
        asked_at=row.asked_at,
        approval_id=row.approval_id,
        agreed=None if agreed is None else UnitPrice(agreed, row.currency),
        quotation_id=row.quotation_id,
        reason=row.reason,
    )


async def close_request(
    tx: Transaction,
    request_id: uuid.UUID,
    state: PriceRequestState,
    *,
    reason: str | None = None,
    agreed: UnitPrice | None = None,
    quotation_id: uuid.UUID | None = None,
) -> None:
    await tx.execute(
        update(_request)
        .where(_request.c.id == request_id)
        .values(
            state=state,
            reason=reason,
            agreed_micros=None if agreed is None else agreed.micros,
            quotation_id=quotation_id,
            decided_at=tx.now,
        )
    )
