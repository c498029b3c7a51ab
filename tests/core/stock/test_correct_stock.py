"""Stock is corrected by count or difference, never below what is promised, each time with a reason."""

import asyncio

import pytest
from sqlalchemy import update

from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import Role
from core.kernel.errors import NotFound
from core.stock.errors import BelowReserved, StockUnfit
from core.stock.tables import StockRow
from core.stock.use_cases.correct_stock import CorrectStock, PreviewStockCorrection, ShowStock, StockChange
from tests.make import column, count, make_product, make_staff, make_stock, make_warehouse, write


async def test_a_count_and_a_difference_change_what_is_on_hand(core: Core) -> None:
    otto = await make_staff(core, Role.OFFICE, "Otto")
    product, warehouse = (
        await make_product(core, "COKE", "Coke", packs={"case": 24}),
        await make_warehouse(core),
    )
    await make_stock(core, product, warehouse, 500)
    await write(core, update(StockRow).values(reserved=100))
    seen = await core.ask(otto, PreviewStockCorrection(product, "LA", 480, is_count=True))
    assert seen == StockChange("COKE", "Coke", "each", "LA", 500, 480, 100)
    assert await column(core, StockRow.on_hand) == [500]
    assert await core.execute(otto, CorrectStock(product, "LA", 480, True, "counted")) == seen
    await core.execute(otto, CorrectStock(product, "LA", -80, False, "broken"))
    assert await column(core, StockRow.on_hand) == [400]
    (found,) = (await core.ask(otto, ShowStock(product))).levels
    level = found.level
    assert (level.on_hand, level.reserved, level.free) == (400, 100, 300)
    assert await count(core, JournalRow, JournalRow.name == "stock_corrected") == 2


async def test_what_is_not_in_a_warehouse_yet_can_be_counted_in(core: Core) -> None:
    otto = await make_staff(core, Role.OFFICE, "Otto")
    product = await make_product(core, "COKE", "Coke")
    await make_warehouse(core)
    change = await core.execute(otto, CorrectStock(product, "LA", 24, False, "found"))
    assert (change.before, change.after) == (0, 24)
    assert await column(core, StockRow.on_hand) == [24]


async def test_a_correction_that_cannot_be_changes_nothing(core: Core) -> None:
    otto = await make_staff(core, Role.OFFICE, "Otto")
    product, warehouse = await make_product(core, "COKE", "Coke"), await make_warehouse(core)
    await make_stock(core, product, warehouse, 500)
    await write(core, update(StockRow).values(reserved=100))
    for warehouse_code, quantity, is_count, error in (
        ("LA", 99, True, BelowReserved),
        ("LA", -401, False, BelowReserved),
        ("LA", 3_000_000_000, False, StockUnfit),
        ("NOWHERE", 5, True, NotFound),
    ):
        with pytest.raises(error):
            await core.ask(otto, PreviewStockCorrection(product, warehouse_code, quantity, is_count))
        with pytest.raises(error):
            await core.execute(otto, CorrectStock(product, warehouse_code, quantity, is_count, "x"))
    assert await column(core, StockRow.on_hand) == [500]
    assert await count(core, JournalRow) == 0


async def test_corrections_at_the_same_moment_all_count(core: Core) -> None:
    otto = await make_staff(core, Role.OFFICE, "Otto")
    product, warehouse = await make_product(core, "COKE", "Coke"), await make_warehouse(core)
    await make_stock(core, product, warehouse, 500)
    await asyncio.gather(
        *(core.execute(otto, CorrectStock(product, "LA", -10, False, f"{at}")) for at in range(12))
    )
    assert await column(core, StockRow.on_hand) == [380]
