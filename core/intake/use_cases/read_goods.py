"""A list of goods that came is read: products, quantities in base units, lots and last days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from core.catalog import repository as catalog
from core.infra.transaction import Snapshot
from core.intake.engine.goods import GoodsPart, named_warehouse, part_goods, without_verb
from core.intake.flow import read_for_house
from core.intake.types import AskWhy, Decision, ReadLine
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.ids import ProductId
from core.kernel.texts import storable
from core.stock.repository import list_warehouses

MOST_PARTS = 200
_MOST_OFFERED = 3


class GoodsFault(StrEnum):
    """Why a part of the list cannot be booked."""

    UNKNOWN = "unknown"  # no such product
    WHICH = "which"  # several may be meant
    QUANTITY = "quantity"  # none, vague, or not above zero
    UNIT = "unit"  # the product has no such unit, or it does not divide into whole pieces
    LAST_DAY = "last_day"  # a last day that cannot be read


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """One part of the list. quantity: base units, 0 where there is a fault. offered: SKUs it may mean."""

    raw: str
    product_id: ProductId | None
    quantity: int
    lot: str
    expires_on: date | None
    fault: GoodsFault | None = None
    offered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoodsList:
    """warehouse: the code that the list begins with, None for none; text: the list behind it."""

    warehouse: str | None
    text: str
    lines: tuple[GoodsLine, ...]


@dataclass(frozen=True, slots=True)
class ReadGoods(Query[GoodsList | None]):
    """None: the text does not begin with a word for receiving (needs_verb), so it is no such list."""

    permission = Permission.STOCK_EDIT
    text: str
    needs_verb: bool = True


async def read_goods(snap: Snapshot, query: ReadGoods) -> GoodsList | None:
    text = without_verb(storable(query.text))
    if text is None:
        if query.needs_verb:
            return None
        text = storable(query.text)
    codes = frozenset(one.code for one in await list_warehouses(snap, closed=True))
    warehouse, text = named_warehouse(text, codes)
    found: list[tuple[GoodsLine, Sequence[ProductId]]] = []
    for part in part_goods(text)[:MOST_PARTS]:
        read = await read_for_house(snap, part.goods) if part.goods else ()
        found += [_judge(part, one) for one in read] or [(_fault(part, GoodsFault.UNKNOWN), ())]
    meant = {product for _, candidates in found for product in candidates}
    known = await catalog.load_products(snap, meant, snap.actor.language)
    lines = [
        replace(line, offered=tuple(known[one].sku for one in candidates if one in known))
        for line, candidates in found
    ]
    return GoodsList(warehouse, text, tuple(lines))


_UNCLEAR = {
    AskWhy.QUANTITY_MISSING,
    AskWhy.QUANTITY_VAGUE,
    AskWhy.QUANTITY_RANGE,
    AskWhy.QUANTITY_INVALID,
}


def _judge(part: GoodsPart, read: ReadLine) -> tuple[GoodsLine, Sequence[ProductId]]:
    """A line, and the products that it may mean where it is not clear. Habits and multiples of orders say
    nothing about goods that come in."""
    asked = set(read.questions)
    if read.decision is Decision.NOT_FOUND or not read.candidates:
        return _fault(part, GoodsFault.UNKNOWN), ()
    if AskWhy.WHICH_PRODUCT in asked:
        return _fault(part, GoodsFault.WHICH), read.candidates[:_MOST_OFFERED]
    if AskWhy.UNIT_UNKNOWN in asked:
        return _fault(part, GoodsFault.UNIT), ()
    if not read.quantity or read.quantity < 0 or asked & _UNCLEAR:
        return _fault(part, GoodsFault.QUANTITY), ()
    if part.is_undated:
        return _fault(part, GoodsFault.LAST_DAY), ()
    return GoodsLine(part.raw, read.candidates[0], read.quantity, part.lot, part.expires_on), ()


def _fault(part: GoodsPart, fault: GoodsFault) -> GoodsLine:
    return GoodsLine(part.raw, None, 0, part.lot, part.expires_on, fault)
