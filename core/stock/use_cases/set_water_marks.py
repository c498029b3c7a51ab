"""How much of a product a warehouse should have: safety, warning, maximum (G5)."""

from __future__ import annotations

from dataclasses import dataclass

from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.ids import ProductId
from core.stock import marks as store
from core.stock import shelf
from core.stock.engine.levels import Marks
from core.stock.errors import MarksUnfit
from core.stock.events import WaterMarksSet
from core.stock.ledger import MOST


@dataclass(frozen=True, slots=True)
class SetWaterMarks(Command[Marks | None]):
    """In base units; all zero: no marks any more. The result is what they were. Raises MarksUnfit."""

    permission = Permission.STOCK_EDIT
    product_id: ProductId
    warehouse: str
    safety: int
    warning: int
    maximum: int


async def set_water_marks(tx: Transaction, command: SetWaterMarks) -> Marks | None:
    product = await shelf.get_product(tx, command.product_id)
    warehouse = await shelf.get_warehouse(tx, command.warehouse)
    if not 0 <= command.safety <= command.warning <= command.maximum <= MOST:
        raise MarksUnfit
    key = (command.product_id, warehouse.id)
    before = (await store.load_marks(tx, command.product_id)).get(key)
    after = Marks(command.safety, command.warning, command.maximum) if command.maximum else None
    if after != before:
        await store.set_marks(tx, key, after)
        tx.record(
            WaterMarksSet(command.product_id, product.sku, warehouse.code, _figures(before), _figures(after))
        )
    return before


def _figures(marks: Marks | None) -> tuple[int, int, int] | None:
    return None if marks is None else (marks.safety, marks.warning, marks.maximum)
