"""SQL about goods that drivers fetch: what a stop is to get, of purchase orders and of returns."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from core.catalog.tables import ProductRow
from core.dispatch.tables import RouteStopFetchRow, RouteStopRow
from core.dispatch.types import OPEN_STOPS, FetchKind
from core.infra.columns import table_of
from core.infra.reads import Read
from core.infra.transaction import Snapshot, Transaction
from core.orders.tables import OrderLineRow
from core.returns.tables import ReturnLineRow, ReturnRow
from core.returns.types import ReturnState
from core.vendors.repository import purchases
from core.vendors.tables import PurchaseLineRow, PurchaseOrderRow
from core.vendors.types import PurchaseState

_fetch, _stop = table_of(RouteStopFetchRow), table_of(RouteStopRow)
# Asked at every door and for every phone, and most stops fetch nothing.
_of_stops = Read(
    select(_fetch.c.stop_id, _fetch.c.document_id, _fetch.c.kind, _fetch.c.number)
    .where(_fetch.c.stop_id.in_(bindparam("stops", expanding=True)))
    .order_by(_fetch.c.number, _fetch.c.document_id)
)
_GIVEN = (PurchaseState.ACKNOWLEDGED.value, PurchaseState.SHIPPED.value)
_COMES_BACK = (ReturnState.EXPECTED.value, ReturnState.DONE.value)


@dataclass(frozen=True, slots=True)
class FetchLine:
    """Goods of one line of a document (``order_id``), told as those of ``routes.goods_of`` are."""

    stop_id: uuid.UUID
    id: uuid.UUID
    order_id: uuid.UUID
    product_id: uuid.UUID
    packed: int
    number: str
    sku: str
    name: str
    packs: Any
    sales_unit: str
    kind: FetchKind
    placed_at: datetime
    note: str = ""
    buyer_phone: str | None = None
    instead_of: str | None = None


async def documents_of(snap: Snapshot, stop_ids: Sequence[uuid.UUID]) -> list[Any]:
    """What these stops fetch: stop_id, document_id, kind, number; by number."""
    return await snap.all(_of_stops, {"stops": list(stop_ids)}) if stop_ids else []


async def goods_to_fetch(snap: Snapshot, stop_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[FetchLine]]:
    """What each stop is to get, or has got; nothing of what is not wanted any more."""
    documents = await documents_of(snap, stop_ids)
    if not documents:
        return {}
    of_document: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in (
        *await _of_purchases(snap, [one.document_id for one in documents]),
        *await _of_returns(snap, [one.document_id for one in documents]),
    ):
        of_document[row.document_id].append(row)
    found: dict[uuid.UUID, list[FetchLine]] = defaultdict(list)
    for one in documents:
        kind = FetchKind(one.kind)
        for row in of_document.get(one.document_id, ()):
            # A line of an order may come back by two returns.
            line_id = row.id if kind is FetchKind.PURCHASE else uuid.uuid5(row.document_id, str(row.id))
            found[one.stop_id].append(
                FetchLine(
                    one.stop_id, line_id, row.document_id, row.product_id, int(row.quantity), one.number,
                    row.sku, row.name, row.packs, row.sales_unit, kind, row.placed_at,
                )
            )  # fmt: skip
    return dict(found)


async def _of_purchases(snap: Snapshot, ids: Sequence[uuid.UUID]) -> list[Any]:
    line = PurchaseLineRow
    rows = await snap.all(
        select(
            line.purchase_order_id.label("document_id"),
            line.id,
            line.product_id,
            line.quantity,
            line.sku,
            line.name,
            ProductRow.packs,
            ProductRow.sales_unit,
            PurchaseOrderRow.sent_at.label("placed_at"),
        )
        .join(PurchaseOrderRow, PurchaseOrderRow.id == line.purchase_order_id)
        .join(ProductRow, ProductRow.id == line.product_id)
        .where(line.purchase_order_id.in_(list(ids)), PurchaseOrderRow.state.in_(_GIVEN))
        .order_by(line.purchase_order_id, line.position)
    )
    live = await purchases.not_frozen(snap, list({row.document_id for row in rows}))
    return [row for row in rows if row.document_id in live]


async def _of_returns(snap: Snapshot, ids: Sequence[uuid.UUID]) -> list[Any]:
    line = ReturnLineRow
    return await snap.all(
        select(
            line.return_id.label("document_id"),
            line.line_id.label("id"),
            OrderLineRow.product_id,
            line.quantity,
            OrderLineRow.sku,
            OrderLineRow.name,
            ProductRow.packs,
            ProductRow.sales_unit,
            func.coalesce(ReturnRow.decided_at, ReturnRow.made_at).label("placed_at"),
        )
        .join(ReturnRow, ReturnRow.id == line.return_id)
        .join(OrderLineRow, OrderLineRow.id == line.line_id)
        .join(ProductRow, ProductRow.id == OrderLineRow.product_id)
        .where(line.return_id.in_(list(ids)), ReturnRow.state.in_(_COMES_BACK))
        .order_by(line.return_id, OrderLineRow.position)
    )


async def open_twins(tx: Transaction, stop_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> list[Any]:
    """Other open stops that were to fetch goods of these documents."""
    return await tx.all(
        select(*_stop.c)
        .join(_fetch, _fetch.c.stop_id == _stop.c.id)
        .where(
            _fetch.c.document_id.in_(list(ids)),
            _stop.c.id != stop_id,
            _stop.c.state.in_([state.value for state in OPEN_STOPS]),
        )
        .order_by(_stop.c.id)
    )
