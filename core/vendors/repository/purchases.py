"""Purchase orders: written, locked, and read with what became of their orders and goods."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, delete, exists, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.dealers.tables import DealerRow, PersonRow, ShipToRow
from core.deliveries.repository.places import list_carriers
from core.deliveries.tables import ShipmentRow
from core.deliveries.types import ShipmentState
from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.infra.writes import Write
from core.kernel.actor import Permission
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, OrderId, ProductId
from core.kernel.money import Money, UnitPrice
from core.orders.tables import OrderLineRow, OrderRow
from core.orders.types import OrderState
from core.vendors.engine import ARRIVED, standing
from core.vendors.tables import (
    PurchaseCounterRow,
    PurchaseLineRow,
    PurchaseOrderRow,
    VendorContactRow,
    VendorOfferRow,
    VendorRow,
)
from core.vendors.types import OPEN, Frozen, Place, Purchase, PurchaseLine, PurchaseState, Ships

_purchase, _line = table_of(PurchaseOrderRow), table_of(PurchaseLineRow)
_insert, _insert_lines = Write(insert(_purchase)), Write(insert(_line))


@dataclass(frozen=True, slots=True)
class Stored:
    """A purchase order with what its vendor does not see. stored: the state as it was written."""

    purchase: Purchase
    stored: PurchaseState
    order_id: OrderId
    order_number: str
    dealer_id: DealerId
    dealer_name: str
    sold: Money
    reminded_at: datetime | None
    escalated_at: datetime | None


class Promised(NamedTuple):
    """Pieces that a vendor was asked for and that nobody has set free again; shipped_at: when they left."""

    vendor_id: uuid.UUID
    product_id: ProductId
    order_id: OrderId
    quantity: int
    shipped_at: datetime | None


class Asked(NamedTuple):
    """zone None: the house's."""

    state: PurchaseState
    sent_at: datetime
    cut_off: str
    zone: str | None


async def next_number(tx: Transaction) -> str:
    """Such as PO-2026-12. The counter is locked until it is committed: no gaps, no doubles."""
    table = PurchaseCounterRow
    statement = (postgresql.insert if tx.on_postgres else sqlite.insert)(table)
    row = await tx.one_or_none(
        statement.values(year=tx.now.year, last=1)
        .on_conflict_do_update(index_elements=["year"], set_={"last": table.last + 1})
        .returning(table.last)
    )
    return f"PO-{tx.now.year}-{row.last}"


async def insert_purchase(
    tx: Transaction, purchase: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]
) -> None:
    tx.write(_insert, purchase)
    tx.write(_insert_lines, *lines)
    await tx.flush()


async def lock_purchase(tx: Transaction, purchase_id: uuid.UUID) -> None:
    await tx.execute(select(_purchase.c.id).where(_purchase.c.id == purchase_id).with_for_update())


async def change_purchase(tx: Transaction, purchase: Purchase, **values: Any) -> None:
    """Write values and count the version up; the row is locked by this transaction."""
    await tx.execute(
        update(_purchase).where(_purchase.c.id == purchase.id).values(version=purchase.version + 1, **values)
    )


async def load_lines(snap: Snapshot, purchase_id: uuid.UUID) -> list[Any]:
    """Its rows, in their order."""
    return await snap.all(
        select(_line).where(_line.c.purchase_order_id == purchase_id).order_by(_line.c.position)
    )


async def keep_lines(tx: Transaction, kept: Mapping[uuid.UUID, tuple[int, int]]) -> None:
    """Base units and minor units that lines have from now on; one without any goes."""
    for line_id, (quantity, minor) in kept.items():
        if quantity:
            await tx.execute(
                update(_line).where(_line.c.id == line_id).values(quantity=quantity, cost_minor=minor)
            )
        else:
            await tx.execute(delete(_line).where(_line.c.id == line_id))


async def set_sums(tx: Transaction, purchase_id: uuid.UUID, *, sold: int, bought: int) -> None:
    await tx.execute(
        update(_purchase).where(_purchase.c.id == purchase_id).values(sold_minor=sold, bought_minor=bought)
    )


async def set_expected(tx: Transaction, purchase_id: uuid.UUID, on: date) -> None:
    """The day that the goods are with the buyer; the partner's card stays good."""
    await tx.execute(update(_purchase).where(_purchase.c.id == purchase_id).values(expected_on=on))


async def note_time(tx: Transaction, purchase_id: uuid.UUID, column: str) -> None:
    """Note that something was done now; the version stays as it is."""
    await tx.execute(update(_purchase).where(_purchase.c.id == purchase_id).values({column: tx.now}))


def _purchases(snap: Snapshot, *, as_house: bool = False) -> Select[*tuple[Any, ...]]:
    """Those that the actor may see: a vendor's people those of their vendor, a dealer's what it gives up.

    as_house: all, for what follows from an act of somebody who may not see them.
    """
    statement: Select[*tuple[Any, ...]] = (
        select(
            _purchase,
            VendorRow.name.label("vendor"),
            VendorRow.dealer_id.label("partner_id"),
            OrderRow.number.label("order_number"),
            OrderRow.state.label("order_state"),
            OrderRow.dealer_id,
            DealerRow.name.label("dealer_name"),
            ShipToRow.name.label("place"),
            ShipToRow.address,
            ShipToRow.city,
            ShipmentRow.state.label("shipment_state"),
            ShipmentRow.carrier,
            ShipmentRow.tracking_number,
            ShipmentRow.shipped_at,
            PersonRow.name.label("answered_name"),
        )
        .join(VendorRow, VendorRow.id == _purchase.c.vendor_id)
        .join(OrderRow, OrderRow.id == _purchase.c.order_id)
        .join(DealerRow, DealerRow.id == OrderRow.dealer_id)
        .outerjoin(ShipToRow, ShipToRow.id == OrderRow.ship_to_id)
        .outerjoin(ShipmentRow, ShipmentRow.id == _purchase.c.shipment_id)
        .outerjoin(PersonRow, PersonRow.id == _purchase.c.answered_by)
    )
    if as_house or snap.actor.may(Permission.VENDOR_EDIT):
        return statement
    if snap.actor.dealer_id is not None:
        statement = statement.where(VendorRow.dealer_id == snap.actor.dealer_id)
    else:
        own = select(VendorContactRow.vendor_id).where(VendorContactRow.person_id == snap.actor.person_id)
        statement = statement.where(_purchase.c.vendor_id.in_(own))
    return statement


async def load_purchase(snap: Snapshot, purchase_id: uuid.UUID) -> Stored:
    """Raises NotFound for one that is not there or that the actor may not see."""
    found = await _load(snap, _purchases(snap).where(_purchase.c.id == purchase_id))
    if not found:
        raise NotFound(what="purchase")
    return found[0]


async def list_purchases(snap: Snapshot, states: Sequence[PurchaseState], limit: int) -> list[Stored]:
    """Those that were written in these states, the newest first."""
    statement = _purchases(snap).where(_purchase.c.state.in_([state.value for state in states]))
    return await _load(
        snap, statement.order_by(_purchase.c.sent_at.desc(), _purchase.c.id.desc()).limit(limit)
    )


async def list_of_order(snap: Snapshot, order_id: OrderId, *, as_house: bool = False) -> list[Stored]:
    """All that were ever made for an order, the newest first; as_house: whoever acts."""
    statement = _purchases(snap, as_house=as_house).where(_purchase.c.order_id == order_id)
    return await _load(snap, statement.order_by(_purchase.c.sent_at.desc(), _purchase.c.id.desc()))


async def find_asked(snap: Snapshot, order_id: OrderId) -> Asked | None:
    """What a vendor (no partner) was asked to send of an order and has not declined; whoever asks."""
    row = await snap.one_or_none(
        select(_purchase.c.state, _purchase.c.sent_at, VendorRow.cut_off, VendorRow.zone)
        .join(VendorRow, VendorRow.id == _purchase.c.vendor_id)
        .where(
            _purchase.c.order_id == order_id,
            _purchase.c.state.in_([state.value for state in OPEN]),
            VendorRow.dealer_id.is_(None),
        )
    )
    return None if row is None else Asked(PurchaseState(row.state), row.sent_at, row.cut_off, row.zone)


async def not_frozen(snap: Snapshot, ids: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Those that still count: their order is agreed, and has exactly their lines."""
    if not ids:
        return frozenset()
    found = await _load(snap, _purchases(snap, as_house=True).where(_purchase.c.id.in_(list(ids))))
    return frozenset(one.purchase.id for one in found if one.purchase.frozen is None)


async def list_promised(
    snap: Snapshot, vendors: Collection[uuid.UUID], shipped_since: datetime
) -> list[Promised]:
    """What these vendors have yet to deliver, and what left them since then; what no order wants any more
    is not among it."""
    left = (_purchase.c.state == PurchaseState.SHIPPED.value) & (ShipmentRow.shipped_at >= shipped_since)
    waits = _purchase.c.state.in_([state.value for state in OPEN])
    statement = _purchases(snap, as_house=True).where(
        _purchase.c.vendor_id.in_(list(vendors)), or_(waits, left)
    )
    live = {one.purchase.id: one for one in await _load(snap, statement) if one.purchase.frozen is None}
    if not live:
        return []
    rows = await snap.all(select(_line).where(_line.c.purchase_order_id.in_(list(live))))
    return [
        Promised(
            live[row.purchase_order_id].purchase.vendor_id,
            ProductId(row.product_id),
            live[row.purchase_order_id].order_id,
            row.quantity,
            live[row.purchase_order_id].purchase.shipped_at,
        )
        for row in rows
    ]


async def list_unpaid(snap: Snapshot, limit: int) -> list[Stored]:
    """What partners gave that has arrived and that their accounts were not credited for, by partner."""
    statement = _purchases(snap, as_house=True).where(
        VendorRow.dealer_id.is_not(None),
        _purchase.c.receipt.is_(None),
        _purchase.c.state == PurchaseState.SHIPPED.value,
        ShipmentRow.state.in_([state.value for state in ARRIVED]),
    )
    return await _load(snap, statement.order_by(VendorRow.dealer_id, _purchase.c.id).limit(limit))


async def is_unpaid(snap: Snapshot, purchase_id: uuid.UUID) -> bool:
    row = await snap.one_or_none(select(_purchase.c.receipt).where(_purchase.c.id == purchase_id))
    return row is not None and row.receipt is None


async def note_receipt(tx: Transaction, purchase_id: uuid.UUID, number: str) -> None:
    await tx.execute(update(_purchase).where(_purchase.c.id == purchase_id).values(receipt=number))


async def product_ids(snap: Snapshot, purchase_id: uuid.UUID) -> list[ProductId]:
    """What was bought, each product once."""
    rows = await snap.all(
        select(_line.c.product_id).where(_line.c.purchase_order_id == purchase_id).distinct()
    )
    return sorted(ProductId(row.product_id) for row in rows)


async def list_unbought(snap: Snapshot) -> list[tuple[OrderId, DealerId]]:
    """Agreed orders with goods that we keep none of, which nobody has bought yet.

    What a vendor declined or the house has found elsewhere is left to the house.
    """
    always = exists().where(
        OrderLineRow.order_id == OrderRow.id,
        VendorOfferRow.product_id == OrderLineRow.product_id,
        VendorOfferRow.ships == Ships.ALWAYS.value,
    )
    bought = exists().where(
        _purchase.c.order_id == OrderRow.id, _purchase.c.why.is_distinct_from(Frozen.ORDER_CHANGED.value)
    )
    rows = await snap.all(
        select(OrderRow.id, OrderRow.dealer_id)
        .where(
            OrderRow.state.in_([OrderState.APPROVED, OrderState.BACK_ORDERED]),
            OrderRow.invoiced_at.is_(None),
            always,
            ~bought,
        )
        .order_by(OrderRow.dealer_id, OrderRow.id)
    )
    return [(OrderId(row.id), DealerId(row.dealer_id)) for row in rows]


async def _load(snap: Snapshot, statement: Select[*tuple[Any, ...]]) -> list[Stored]:
    rows = await snap.all(statement)
    if not rows:
        return []
    lines: defaultdict[uuid.UUID, list[Any]] = defaultdict(list)
    for line in await snap.all(
        select(_line)
        .where(_line.c.purchase_order_id.in_([row.id for row in rows]))
        .order_by(_line.c.purchase_order_id, _line.c.position)
    ):
        lines[line.purchase_order_id].append(line)
    ordered: defaultdict[uuid.UUID, dict[uuid.UUID, int]] = defaultdict(dict)
    for line in await snap.all(
        select(OrderLineRow.order_id, OrderLineRow.id, OrderLineRow.quantity).where(
            OrderLineRow.order_id.in_({row.order_id for row in rows})
        )
    ):
        ordered[line.order_id][line.id] = line.quantity
    carriers = tuple(one.code for one in await list_carriers(snap))
    return [_read(row, lines[row.id], ordered[row.order_id], carriers) for row in rows]


def _read(
    row: Any, lines: Sequence[Any], ordered: Mapping[uuid.UUID, int], carriers: tuple[str, ...]
) -> Stored:
    stored = PurchaseState(row.state)
    state, frozen = standing(
        stored,
        Frozen(row.why) if row.why else None,
        OrderState(row.order_state),
        ShipmentState(row.shipment_state) if row.shipment_state else None,
        has_its_lines={line.line_id: line.quantity for line in lines} == ordered,
    )
    purchase = Purchase(
        id=row.id,
        number=row.number,
        vendor_id=row.vendor_id,
        vendor=row.vendor,
        state=state,
        version=row.version,
        lines=tuple(
            PurchaseLine(
                line.sku,
                line.name,
                line.unit,
                line.quantity,
                UnitPrice(line.cost_micros, row.currency),
                Money(line.cost_minor, row.currency),
            )
            for line in lines
        ),
        total=Money(row.bought_minor, row.currency),
        place=Place(row.place, row.address, row.city) if row.place is not None else None,
        sent_at=row.sent_at,
        expected_on=row.expected_on,
        frozen=frozen,
        reason=row.reason,
        answered_by=row.answered_name,
        shipped_at=row.shipped_at,
        carrier=row.carrier,
        tracking_number=row.tracking_number,
        carriers=carriers,
        partner_id=None if row.partner_id is None else DealerId(row.partner_id),
    )
    return Stored(
        purchase,
        stored,
        OrderId(row.order_id),
        row.order_number,
        DealerId(row.dealer_id),
        row.dealer_name,
        Money(row.sold_minor, row.currency),
        row.reminded_at,
        row.escalated_at,
    )
