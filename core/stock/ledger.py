"""The ledger of goods: every piece that moves is a movement, and the levels are what the movements come to.

One stock row (product and warehouse) is the lock of all that lies there: rows are locked in the order of
their keys, then everything is judged, then written.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields

from sqlalchemy import bindparam, insert, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from core.catalog.tables import ProductRow
from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.infra.writes import Write
from core.kernel.ids import ProductId, WarehouseId
from core.stock.errors import BelowReserved, LotDiffers, NotThere, StockUnfit
from core.stock.stirring import Freed
from core.stock.tables import StockLotRow, StockMovementRow, StockRow
from core.stock.types import Level, Lot, Movement, Place

Key = tuple[ProductId, WarehouseId]
_LotKey = tuple[ProductId, WarehouseId, str, str]

MOST = 2_000_000_000
"""The largest level, in base units: what fits into the column, with room for a sum."""

_stock, _lot, _movement = table_of(StockRow), table_of(StockLotRow), table_of(StockMovementRow)
_LEVEL = tuple(field.name for field in fields(Level))
_LOT = tuple(field.name for field in fields(Lot))
_load_levels = (
    select(_stock.c.product_id, _stock.c.warehouse_id, *(_stock.c[name] for name in _LEVEL))
    .where(tuple_(_stock.c.product_id, _stock.c.warehouse_id).in_(bindparam("keys", expanding=True)))
    .order_by(_stock.c.product_id, _stock.c.warehouse_id)
)
_lock_levels = _load_levels.with_for_update()
_list_lots = (
    select(*(_lot.c[name] for name in _LOT))
    .where(tuple_(_lot.c.product_id, _lot.c.warehouse_id).in_(bindparam("keys", expanding=True)))
    .order_by(_lot.c.expires_on, _lot.c.lot, _lot.c.owner)
)
_change_level = Write(
    update(_stock)
    .where(_stock.c.product_id == bindparam("of_product"), _stock.c.warehouse_id == bindparam("at_warehouse"))
    .values({name: _stock.c[name] + bindparam(f"change_{name}") for name in _LEVEL})
)
_change_lot = Write(
    update(_lot)
    .where(
        _lot.c.product_id == bindparam("of_product"),
        _lot.c.warehouse_id == bindparam("at_warehouse"),
        _lot.c.lot == bindparam("of_lot"),
        _lot.c.owner == bindparam("of_owner"),
    )
    .values({place.value: _lot.c[place.value] + bindparam(f"change_{place.value}") for place in Place})
)
_add_lot = Write(insert(_lot))
_add_movement = Write(insert(_movement))


async def lock_levels(tx: Transaction, keys: Iterable[Key], *, make: bool = False) -> dict[Key, Level]:
    """The stock rows of the keys, held until the transaction ends; ``make``: those that are not there yet."""
    wanted = sorted(set(keys))
    if make and wanted:
        rows = [{"product_id": key[0], "warehouse_id": key[1], "on_hand": 0, "reserved": 0} for key in wanted]
        dialect = postgresql if tx.on_postgres else sqlite
        await tx.execute(dialect.insert(_stock).on_conflict_do_nothing(), rows)
    found = await tx.all(_lock_levels, {"keys": wanted})
    return {(ProductId(row[0]), WarehouseId(row[1])): Level(*row[2:]) for row in found}


async def find_level(snap: Snapshot, key: Key) -> Level:
    """A stock row as it is now; all zero where there is none."""
    row = await snap.one_or_none(_load_levels, {"keys": [key]})
    return Level() if row is None else Level(*row[2:])


async def list_lots(snap: Snapshot, keys: Iterable[Key]) -> dict[Key, list[Lot]]:
    """The lots of stock rows, empty ones too; those that expire first come first."""
    lots: dict[Key, list[Lot]] = {}
    for row in await snap.all(_list_lots, {"keys": sorted(set(keys))}):
        lots.setdefault((row.product_id, row.warehouse_id), []).append(Lot(*row))
    for found in lots.values():
        found.sort(key=lambda one: (one.expires_on is None, one.expires_on or 0, one.lot, one.owner))
    return lots


async def post(
    tx: Transaction, movements: Sequence[Movement], reserved: Mapping[Key, int] | None = None
) -> dict[Key, Level]:
    """Move goods, and change by ``reserved`` what of the shelf is promised; returns the levels after it.

    Raises NotThere for what is not in its place, BelowReserved where less would lie on the shelf than is
    promised, LotDiffers for a known lot with another date, StockUnfit for more than can be counted.
    """
    changes = _level_changes(movements, reserved or {})
    if not changes:
        return {}
    before = await lock_levels(tx, changes, make=True)
    named = {_lot_key(one): one for one in movements if one.lot or one.owner}
    lots = await list_lots(tx, {key[:2] for key in named}) if named else {}
    after = {key: _changed(before[key], change) for key, change in changes.items()}
    for key, level in after.items():
        await _judge(tx, key, before[key], level, changes[key])
    for key, level in after.items():
        if level.free > before[key].free:
            tx.stir(Freed(*key), "")
    await _write_lots(tx, movements, {_key_of(lot): lot for found in lots.values() for lot in found})
    tx.write(
        _change_level,
        *(
            {"of_product": key[0], "at_warehouse": key[1]}
            | {f"change_{name}": change.get(name, 0) for name in _LEVEL}
            for key, change in changes.items()
        ),
    )
    tx.write(_add_movement, *(_movement_row(tx, one) for one in movements))
    return after


def _level_changes(movements: Sequence[Movement], reserved: Mapping[Key, int]) -> dict[Key, dict[str, int]]:
    changes: dict[Key, dict[str, int]] = {key: {"reserved": change} for key, change in reserved.items()}
    for one in movements:
        _add(changes.setdefault((one.product_id, one.warehouse_id), {}), one)
    return changes


def _add(change: dict[str, int], one: Movement) -> None:
    if one.source is not None:
        change[one.source.value] = change.get(one.source.value, 0) - one.quantity
    if one.target is not None:
        change[one.target.value] = change.get(one.target.value, 0) + one.quantity


def _changed(level: Level, change: Mapping[str, int]) -> Level:
    return Level(*(getattr(level, name) + change.get(name, 0) for name in _LEVEL))


async def _judge(tx: Transaction, key: Key, before: Level, after: Level, change: Mapping[str, int]) -> None:
    for place in Place:
        if getattr(after, place) < 0:
            raise NotThere(
                sku=await find_sku(tx, key[0]),
                place=place.value,
                there=getattr(before, place),
                wanted=-change[place.value],
            )
        if getattr(after, place) > MOST:
            raise StockUnfit(most=MOST)
    if not 0 <= after.reserved <= after.on_hand:
        raise BelowReserved(sku=await find_sku(tx, key[0]), reserved=after.reserved, on_hand=after.on_hand)


async def find_sku(tx: Transaction, product_id: ProductId) -> str:
    """What people call a product in a sentence about it."""
    row = await tx.one_or_none(select(ProductRow.sku).where(ProductRow.id == product_id))
    return str(row.sku)


def _lot_key(one: Movement) -> _LotKey:
    return one.product_id, one.warehouse_id, one.lot, one.owner


def _key_of(lot: Lot) -> _LotKey:
    return lot.product_id, lot.warehouse_id, lot.lot, lot.owner


async def _write_lots(tx: Transaction, movements: Sequence[Movement], known: Mapping[_LotKey, Lot]) -> None:
    changes: dict[_LotKey, dict[str, int]] = {}
    dates = {key: lot.expires_on for key, lot in known.items()}
    for one in movements:
        if not (one.lot or one.owner):
            continue
        key = _lot_key(one)
        if one.expires_on is not None and dates.setdefault(key, one.expires_on) != one.expires_on:
            raise LotDiffers(lot=one.lot, known=str(dates[key]))
        _add(changes.setdefault(key, {}), one)
    for key, change in changes.items():
        lot = known.get(key)
        for place in Place:
            there = getattr(lot, place) if lot is not None else 0
            if there + change.get(place.value, 0) < 0:
                wanted = -change[place.value]
                raise NotThere(sku=await find_sku(tx, key[0]), place=place.value, there=there, wanted=wanted)
    tx.write(
        _add_lot,
        *(
            _lot_row(key) | {"expires_on": dates.get(key)} | {place: change.get(place, 0) for place in Place}
            for key, change in changes.items()
            if key not in known
        ),
    )
    tx.write(
        _change_lot,
        *(
            {"of_product": key[0], "at_warehouse": key[1], "of_lot": key[2], "of_owner": key[3]}
            | {f"change_{place}": change.get(place, 0) for place in Place}
            for key, change in changes.items()
            if key in known
        ),
    )


def _lot_row(key: _LotKey) -> dict[str, uuid.UUID | str]:
    return {"product_id": key[0], "warehouse_id": key[1], "lot": key[2], "owner": key[3]}


def _movement_row(tx: Transaction, one: Movement) -> dict[str, object]:
    return {
        "id": tx.new_id(),
        "at": tx.now,
        "kind": one.kind.value,
        "product_id": one.product_id,
        "warehouse_id": one.warehouse_id,
        "quantity": one.quantity,
        "source": one.source.value if one.source else None,
        "target": one.target.value if one.target else None,
        "lot": one.lot,
        "owner": one.owner,
        "reason": one.reason,
        "document_id": one.document_id,
        "person_id": tx.actor.person_id,
    }
