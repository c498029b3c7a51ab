"""All SQL about the ways of goods: from warehouses to regions, and between warehouses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import delete, or_, select

from core.allocation.types import Lane, PlaceId, TransferLane
from core.catalog.tables import ProductRow
from core.infra.bulk import insert_rows
from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import ProductId, WarehouseId
from core.orders.engine.allocating import Ways
from core.orders.tables import LaneRow, TransferLaneRow

_lane, _transfer = table_of(LaneRow), table_of(TransferLaneRow)


class LaneValue(NamedTuple):
    """region "": every region that has no lane of its own; cost_minor None: not known, and not used."""

    warehouse_id: WarehouseId
    region: str
    code: str
    currency: str
    cost_minor: int | None
    kilogram_mills: int
    days: int


class TransferValue(NamedTuple):
    """weekdays: on which the lorry leaves, "14" for Tuesdays and Fridays; "": every working day."""

    from_id: WarehouseId
    to_id: WarehouseId
    currency: str
    cost_minor: int | None
    kilogram_mills: int
    days: int
    buffer_days: int
    weekdays: str


async def load_ways(snap: Snapshot, region: str, currency: str) -> Ways | None:
    """The ways to a region; a warehouse's own lane to it counts before one to every region. None: no lane."""
    rows = await snap.all(
        select(_lane).where(or_(_lane.c.region == region, _lane.c.region == ""), _lane.c.currency == currency)
    )
    if not rows:
        return None
    own = {row.warehouse_id for row in rows if row.region}
    lanes = tuple(
        Lane(PlaceId(row.warehouse_id), row.cost_minor, row.days, row.kilogram_mills, row.code)
        for row in sorted(rows, key=lambda row: (row.warehouse_id, row.code))
        if row.region or row.warehouse_id not in own
    )
    moves = await snap.all(
        select(_transfer)
        .where(_transfer.c.currency == currency)
        .order_by(_transfer.c.from_id, _transfer.c.to_id)
    )
    return Ways(
        currency,
        lanes,
        tuple(
            TransferLane(
                PlaceId(row.from_id),
                PlaceId(row.to_id),
                row.cost_minor,
                row.days,
                row.buffer_days,
                row.kilogram_mills,
                frozenset(int(day) for day in row.weekdays),
            )
            for row in moves
        ),
    )


async def load_weights(snap: Snapshot, products: Iterable[ProductId]) -> dict[ProductId, int]:
    """Grams of a base unit, of the products that a weight is known of."""
    rows = await snap.all(
        select(ProductRow.id, ProductRow.weight_g).where(
            ProductRow.id.in_(list(products)), ProductRow.weight_g > 0
        )
    )
    return {ProductId(row.id): row.weight_g for row in rows}


async def list_lanes(snap: Snapshot) -> list[LaneValue]:
    return [LaneValue(*row) for row in await snap.all(select(*(_lane.c[one] for one in LaneValue._fields)))]


async def list_transfers(snap: Snapshot) -> list[TransferValue]:
    columns = [_transfer.c[one] for one in TransferValue._fields]
    return [TransferValue(*row) for row in await snap.all(select(*columns))]


async def replace_lanes(tx: Transaction, lanes: Sequence[LaneValue]) -> None:
    """Write these lanes in the place of those with their keys."""
    for one in lanes:
        await tx.execute(
            delete(_lane).where(
                _lane.c.warehouse_id == one.warehouse_id,
                _lane.c.region == one.region,
                _lane.c.code == one.code,
            )
        )
    await insert_rows(tx, LaneRow, LaneValue._fields, lanes)


async def replace_transfers(tx: Transaction, lanes: Sequence[TransferValue]) -> None:
    for one in lanes:
        await tx.execute(
            delete(_transfer).where(_transfer.c.from_id == one.from_id, _transfer.c.to_id == one.to_id)
        )
    await insert_rows(tx, TransferLaneRow, TransferValue._fields, lanes)
