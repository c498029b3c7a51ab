"""All SQL of water marks, and of the proposals that come of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import aliased

from core.catalog.tables import ProductRow
from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import ProductId, WarehouseId
from core.stock.engine.levels import Marks, Need
from core.stock.ledger import Key
from core.stock.tables import StockProposalRow, WarehouseRow, WaterMarkRow

OPEN, ACCEPTED, DECLINED, EXPIRED = "open", "accepted", "declined", "expired"

_mark, _proposal = table_of(WaterMarkRow), table_of(StockProposalRow)


@dataclass(frozen=True, slots=True)
class StockProposal:
    """To send ``quantity`` base units from ``source`` (None: to order them from the vendor).

    has, lacks: what the warehouse had and lacked when it was proposed. order_id: it is for that order, and
    reserved for its line.
    """

    id: uuid.UUID
    product_id: ProductId
    sku: str
    name: str
    packs: Mapping[str, int]
    sales_unit: str
    vendor: str
    warehouse_id: WarehouseId
    warehouse: str
    source_id: WarehouseId | None
    source: str | None
    quantity: int
    arrives_on: date | None
    facts: Mapping[str, Any]
    state: str
    order_id: uuid.UUID | None = None
    line_id: uuid.UUID | None = None

    @property
    def order(self) -> str | None:
        """The number of the order that waits for it; None: it is for the shelf."""
        number = self.facts.get("order")
        return None if number is None else str(number)

    @property
    def has(self) -> int:
        return int(self.facts.get("has", 0))

    @property
    def lacks(self) -> int:
        return int(self.facts.get("lacks", 0))

    @property
    def is_urgent(self) -> bool:
        return self.order_id is not None or bool(self.facts["is_urgent"])

    @property
    def need(self) -> Need:
        return Need(self.warehouse_id, self.source_id, self.quantity, self.lacks, self.is_urgent)


async def load_marks(snap: Snapshot, product_id: ProductId | None = None) -> dict[Key, Marks]:
    statement = select(
        _mark.c.product_id, _mark.c.warehouse_id, _mark.c.safety, _mark.c.warning, _mark.c.maximum
    )
    if product_id is not None:
        statement = statement.where(_mark.c.product_id == product_id)
    rows = await snap.all(statement)
    return {(row.product_id, row.warehouse_id): Marks(*row[2:]) for row in rows}


async def set_marks(tx: Transaction, key: Key, marks: Marks | None) -> None:
    """None: there are none any more."""
    await tx.execute(delete(_mark).where(_mark.c.product_id == key[0], _mark.c.warehouse_id == key[1]))
    if marks is not None:
        row = {"safety": marks.safety, "warning": marks.warning, "maximum": marks.maximum}
        await tx.execute(insert(_mark).values(product_id=key[0], warehouse_id=key[1], **row))


async def list_proposals(
    snap: Snapshot, *, limit: int | None = None, only: uuid.UUID | None = None, lock: bool = False
) -> list[StockProposal]:
    """Open proposals, the most urgent first; or the one that is asked for, in whatever state."""
    target, source = aliased(WarehouseRow), aliased(WarehouseRow)
    statement = (
        select(
            StockProposalRow.id,
            StockProposalRow.product_id,
            ProductRow.sku,
            ProductRow.name,
            ProductRow.packs,
            ProductRow.sales_unit,
            ProductRow.vendor,
            StockProposalRow.warehouse_id,
            target.code,
            StockProposalRow.from_warehouse_id,
            source.code.label("source"),
            StockProposalRow.quantity,
            StockProposalRow.arrives_on,
            StockProposalRow.facts,
            StockProposalRow.state,
            StockProposalRow.order_id,
            StockProposalRow.line_id,
        )
        .join(ProductRow, ProductRow.id == StockProposalRow.product_id)
        .join(target, target.id == StockProposalRow.warehouse_id)
        .outerjoin(source, source.id == StockProposalRow.from_warehouse_id)
    )
    if only is None:
        statement = statement.where(StockProposalRow.state == OPEN)
    else:
        statement = statement.where(StockProposalRow.id == only)
    if lock:
        statement = statement.with_for_update(of=StockProposalRow)
    found = [StockProposal(*row) for row in await snap.all(statement)]
    found.sort(key=lambda one: (not one.is_urgent, one.sku, one.warehouse))
    return found[:limit]


async def list_declined(snap: Snapshot, since: datetime) -> set[tuple[Key, WarehouseId | None, int]]:
    """What was proposed and declined since then: where, from where, how many."""
    rows = await snap.all(
        select(
            _proposal.c.product_id,
            _proposal.c.warehouse_id,
            _proposal.c.from_warehouse_id,
            _proposal.c.quantity,
        ).where(_proposal.c.state == DECLINED, _proposal.c.decided_at > since)
    )
    return {((row[0], row[1]), row[2], row[3]) for row in rows}


async def insert_proposals(tx: Transaction, new: Sequence[tuple[ProductId, Need, int, date | None]]) -> None:
    """Each: the product, what is needed, what the warehouse has now, and when it would come."""
    rows = [
        {
            "id": tx.new_id(),
            "at": tx.now,
            "product_id": product_id,
            "warehouse_id": need.warehouse_id,
            "from_warehouse_id": need.source_id,
            "quantity": need.quantity,
            "arrives_on": arrives_on,
            "facts": {"has": has, "lacks": need.lacks, "is_urgent": need.is_urgent},
            "state": OPEN,
        }
        for product_id, need, has, arrives_on in new
    ]
    if rows:
        await tx.execute(insert(_proposal), rows)


async def close_proposals(tx: Transaction, ids: Iterable[uuid.UUID], state: str) -> None:
    """Only open ones; nothing is decided twice."""
    await tx.execute(
        update(_proposal)
        .where(_proposal.c.id.in_(list(ids)), _proposal.c.state == OPEN)
        .values(state=state, decided_at=tx.now, person_id=tx.actor.person_id)
    )
