"""A count finds less than is promised: who comes last is planned anew and told, the others keep theirs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from core.audit.use_cases.check_books import CheckBooks
from core.billing.use_cases.create_invoices import CreateInvoices
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM
from core.kernel.ids import ProductId
from core.orders.tables import OrderRow
from core.orders.types import OrderState
from core.orders.use_cases.keep_supply import MakeUrgent
from core.orders.use_cases.recount_stock import RecountStock
from core.orders.use_cases.show_orders import ShowOrder
from core.stock.errors import BelowReserved
from core.stock.tables import ReservationRow
from core.stock.use_cases.correct_stock import CorrectStock
from tests.make import (
    Counter,
    confirm,
    count,
    make_counter,
    make_draft,
    make_product,
    make_stock,
    make_warehouse,
    rows,
    write,
)
from tests.races.ledgers import assert_books_are_whole

S = OrderState


async def make_three_orders(core: Core) -> tuple[Counter, ProductId, list[str]]:
    """LA has 30, and three orders have ten each; the first one is urgent."""
    counter = await make_counter(core)
    crate = await make_product(core, "CRATE", "Crate", cost="200", list_price=None)
    await make_stock(core, crate, counter.warehouse_id, 30)
    numbers = []
    for _ in range(3):
        await make_draft(core, counter.buyer, [(crate, 10)])
        numbers.append((await confirm(core, counter.buyer)).number)
    first = await core.ask(SYSTEM, ShowOrder(number=numbers[2]))
    await core.execute(SYSTEM, MakeUrgent(first.id))
    return counter, crate, numbers


async def states(core: Core) -> dict[str, tuple[str, date | None]]:
    return {row.number: (row.state, row.promised_on) for row in await rows(core, OrderRow)}


async def told(core: Core, name: str) -> list[dict[str, Any]]:
    return [row.payload for row in await rows(core, JournalRow, JournalRow.name == name)]


async def test_the_last_in_line_waits_for_what_was_not_found_and_goes_when_it_comes(core: Core) -> None:
    _, crate, numbers = await make_three_orders(core)
    found = await core.execute(SYSTEM, RecountStock(crate, "LA", 16, "water damage"))
    assert (found.change.before, found.change.after, found.orders) == (30, 16, (numbers[1], numbers[0]))
    day = date(2025, 10, 15)
    assert await states(core) == {
        numbers[0]: ("approved", day),
        f"{numbers[0]}/2": ("back_ordered", None),
        numbers[1]: ("back_ordered", None),
        numbers[2]: ("approved", day),
    }
    assert {one["number"] for one in await told(core, "order_back_ordered")} == {
        f"{numbers[0]}/2", numbers[1],
    }  # fmt: skip
    await core.execute(SYSTEM, CorrectStock(crate, "LA", 14, is_count=False, reason="found"))
    assert {state for state, _ in (await states(core)).values()} == {"approved"}
    await assert_books_are_whole(core)


async def test_goods_of_another_shelf_take_their_place_and_the_other_day_is_told_why(core: Core) -> None:
    _, crate, numbers = await make_three_orders(core)
    phoenix = await make_warehouse(core, "PHX", region="south")
    await make_stock(core, crate, phoenix, 50)
    found = await core.execute(SYSTEM, RecountStock(crate, "LA", 20, "water damage"))
    assert found.orders == (numbers[1],)
    (change,) = await told(core, "promise_changed")
    assert (change["number"], change["before"], change["after"], change["reason"]) == (
        numbers[1], "2025-10-15", "2025-10-17", "counted",
    )  # fmt: skip
    assert {state for state, _ in (await states(core)).values()} == {"approved"}
    await assert_books_are_whole(core)


async def test_enough_for_all_plans_nothing_anew_and_what_is_picked_is_not_taken(core: Core) -> None:
    _, crate, _ = await make_three_orders(core)
    assert (await core.execute(SYSTEM, RecountStock(crate, "LA", 30, "counted"))).orders == ()
    await write(core, update(OrderRow).values(state="picking"))
    before = await count(core, JournalRow), await count(core, ReservationRow)
    with pytest.raises(BelowReserved):
        await core.execute(SYSTEM, RecountStock(crate, "LA", 29, "counted"))
    assert (await count(core, JournalRow), await count(core, ReservationRow)) == before


async def test_an_invoiced_order_gives_nothing_up_and_others_do_in_its_place(core: Core) -> None:
    _, crate, numbers = await make_three_orders(core)
    await core.execute(SYSTEM, CreateInvoices((numbers[1],)))  # the last in line
    found = await core.execute(SYSTEM, RecountStock(crate, "LA", 20, "counted"))
    assert found.orders == (numbers[0],)
    with pytest.raises(BelowReserved):
        await core.execute(SYSTEM, RecountStock(crate, "LA", 9, "counted"))
    assert (await core.ask(SYSTEM, CheckBooks())).faults == ()


async def test_what_was_lost_comes_from_where_the_order_ships_from_anyway(core: Core) -> None:
    counter = await make_counter(core)
    crate = await make_product(core, "CRATE", "Crate", cost="200", list_price=None)
    bulky = await make_product(core, "BULKY", "Bulky", cost="200", list_price=None)
    near = await make_warehouse(core, "AAA", region="south", lead_days_elsewhere=2)
    far = await make_warehouse(core, "ZZZ", region="north", lead_days_elsewhere=3)
    await make_stock(core, crate, counter.warehouse_id, 10)
    for house in (near, far):
        await make_stock(core, crate, house, 50)
    await make_stock(core, bulky, far, 5)
    await make_draft(core, counter.buyer, [(crate, 10), (bulky, 5)])
    await confirm(core, counter.buyer)
    await core.execute(SYSTEM, RecountStock(crate, "LA", 0, "water damage"))
    held = await rows(core, ReservationRow, ReservationRow.state == "held")
    # AAA is nearer, but would be one more shipment and nothing complete sooner.
    assert {(one.product_id, one.warehouse_id, one.quantity) for one in held} == {
        (crate, far, 10), (bulky, far, 5),
    }  # fmt: skip
    assert await told(core, "promise_changed") == []
    await assert_books_are_whole(core)
