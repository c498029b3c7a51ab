"""A file of stock serves those who wait for what it brings, in its own transaction (G3)."""

from __future__ import annotations

from datetime import date

from core.infra.door import Core
from core.intake.use_cases.watch_stock import WatchStock
from core.integrations.master_data.types import ImportReport
from core.kernel.ids import ProductId
from core.orders.supply_types import WhenShort
from core.orders.types import OrderState
from tests.core.integrations.company import import_rows
from tests.core.orders.test_back_orders import make_short, order_short, reserved, shown, told
from tests.make import make_product
from tests.races.ledgers import assert_books_are_whole

COLUMNS = "sku,warehouse,on_hand,incoming,incoming_on"


async def read(core: Core, *rows: tuple[str, int, int, str]) -> ImportReport:
    """The file of LA: (sku, on hand, what comes, when)."""
    report = await import_rows(core, "stock", COLUMNS, *((row[0], "LA", *row[1:]) for row in rows))
    assert report.written
    return report


async def test_what_a_file_brings_goes_to_who_waits_before_anybody_orders(core: Core) -> None:
    counter, crate = await make_short(core)
    await order_short(core, counter.buyer, crate, 10, WhenShort.REST)
    await read(core, ("CRATE", 9, 0, ""))
    rest = await shown(core, counter.buyer, "B2B-2025-1/2")
    assert (rest.state, await reserved(core, rest.id)) == (OrderState.BACK_ORDERED, 3)
    await read(core, ("CRATE", 12, 0, ""))
    rest = await shown(core, counter.buyer, "B2B-2025-1/2")
    assert (rest.state, await reserved(core, rest.id)) == (OrderState.APPROVED, 4)
    assert [one["number"] for one in await told(core, "back_order_released")] == ["B2B-2025-1/2"]
    await assert_books_are_whole(core)


async def test_a_file_that_moves_a_delivery_changes_the_promise_with_its_reason(core: Core) -> None:
    counter, crate = await make_short(core, comes=20, on=date(2025, 10, 20))
    await order_short(core, counter.buyer, crate, 10, WhenShort.REST)
    assert (await read(core, ("CRATE", 6, 20, "2025-10-20"))).unchanged == 1
    assert await told(core, "promise_changed") == []
    await read(core, ("CRATE", 6, 20, "2025-10-27"))
    (change,) = await told(core, "promise_changed")
    assert (change["before"], change["after"], change["reason"]) == ("2025-10-21", "2025-10-28", "delivery")
    rest = await shown(core, counter.buyer, "B2B-2025-1/2")
    assert (rest.state, rest.promised_on) == (OrderState.BACK_ORDERED, date(2025, 10, 28))


async def test_who_watches_a_product_is_told_by_a_file_of_many(core: Core) -> None:
    counter, crate = await make_short(core, there=0)
    others: list[ProductId] = [await make_product(core, f"BOX-{at}", f"Box {at}") for at in range(3)]
    await core.execute(counter.buyer, WatchStock(crate, True))
    await core.execute(counter.buyer, WatchStock(others[2], True))
    await read(core, ("CRATE", 0, 5, "2025-10-27"), *((f"BOX-{at}", at, 0, "") for at in range(3)))
    assert [one["sku"] for one in await told(core, "back_in_stock")] == ["BOX-2"]
