"""What users of other systems complain of about orders and stock; here each complaint must not happen.

The numbers are GitHub issues of the system named.
"""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert

from bot.dealer.orders.screens import order_screen
from core.billing.documents.invoice_page import invoice_page
from core.billing.tables import InvoiceRow
from core.billing.use_cases.create_invoices import CreateInvoices
from core.billing.use_cases.hold_account import HoldAccount
from core.billing.use_cases.show_documents import ShowInvoice
from core.catalog.tables import SubstituteRow
from core.infra.door import Core
from core.kernel.actor import SYSTEM
from core.kernel.errors import Refused
from core.orders.errors import CannotChange
from core.orders.supply_types import WhenShort
from core.orders.tables import OrderLineRow, OrderRow
from core.orders.types import OrderState
from core.orders.use_cases.cancel_order import CancelOrder
from core.orders.use_cases.change_line import ChangeLine
from core.orders.use_cases.change_order import ChangeOrder
from core.orders.use_cases.choose_supply import SetWhenShort, SwapLine
from core.orders.use_cases.place_order import PlaceOrder
from core.orders.use_cases.show_orders import ShowOrder
from core.stock.tables import ReservationRow
from core.stock.use_cases.correct_stock import CorrectStock
from tests.core.billing.documents import samples
from tests.core.deliveries.house import deliver, make_house, order, pack, send, states, wave
from tests.make import (
    account,
    confirm,
    make_buyer,
    make_counter,
    make_draft,
    make_product,
    make_stock,
    quote,
    rows,
    set_cost,
    write,
)

S = OrderState


async def test_what_was_wanted_stands_beside_what_is_sent_on_order_and_invoice(core: Core) -> None:
    """solidus 2223: once a substitute has taken the line, nobody knew any more what had been asked for."""
    counter = await make_counter(core)
    crate = await make_product(core, "CRATE", "Crate", cost="200", list_price=None)
    box = await make_product(core, "BOX", "Box", cost="190", list_price=None)
    await make_stock(core, crate, counter.warehouse_id, 0)
    await make_stock(core, box, counter.warehouse_id, 20)
    await write(core, insert(SubstituteRow).values(product_id=crate, substitute_id=box, rank=1))
    draft_id = await make_draft(core, counter.buyer, [(crate, 10)])
    await core.execute(counter.buyer, SwapLine(draft_id, 1, 1, box))
    assert (await quote(core, counter.buyer)).lines[0].instead_of == "Crate"
    placed = await confirm(core, counter.buyer)
    # A change of the order keeps it.
    changes = await core.execute(counter.buyer, ChangeOrder(placed.order_id))
    version = (await quote(core, counter.buyer)).version
    await core.execute(counter.buyer, ChangeLine(changes, version, 1, to=Decimal(12)))
    await confirm(core, counter.buyer)
    shown = await core.ask(counter.buyer, ShowOrder(placed.order_id))
    assert [(one.name, one.quantity, one.instead_of) for one in shown.lines] == [("Box", 12, "Crate")]
    assert (
        "• Box — 12 pieces, $2,280.00\n   ↪️ instead of Crate" in order_screen(shown, samples.voice("en")).text
    )
    await core.execute(SYSTEM, CreateInvoices())
    (row,) = await rows(core, InvoiceRow)
    invoice = await core.ask(counter.buyer, ShowInvoice(row.number))
    assert [(one.sku, one.instead_of) for one in invoice.lines] == [("BOX", "Crate")]
    assert "BOX · instead of Crate" in repr(invoice_page(invoice, samples.voice("en")))


async def test_of_a_hundred_and_twenty_lines_every_one_is_reserved_and_the_last_one_waits(core: Core) -> None:
    """erpnext 51519: only the first fifty lines of an order got their stock."""
    counter = await make_counter(core)
    goods = [
        await make_product(core, f"P{at:03}", f"Part {at:03}", cost="10", list_price=None)
        for at in range(120)
    ]
    for at, product in enumerate(goods):
        await make_stock(core, product, counter.warehouse_id, 5 if at == 119 else 8)
    draft_id = await make_draft(core, counter.buyer, [(product, 8) for product in goods])
    await core.execute(counter.buyer, SetWhenShort(draft_id, 1, WhenShort.REST))
    placed = await confirm(core, counter.buyer)
    assert (placed.state, placed.rests) == (S.APPROVED, ("B2B-2025-1/2",))
    held = await rows(core, ReservationRow, ReservationRow.state == "held")
    assert sorted(one.quantity for one in held) == [5, *[8] * 119]
    orders = {row.number: (row.id, row.state, row.total_minor) for row in await rows(core, OrderRow)}
    rest_id, state, total = orders["B2B-2025-1/2"]
    assert (state, total, orders["B2B-2025-1"][2]) == ("back_ordered", 3_000, 957_000)
    (line,) = await rows(core, OrderLineRow, OrderLineRow.order_id == rest_id)
    assert (line.sku, line.quantity) == ("P119", 3)
    await core.execute(SYSTEM, CorrectStock(goods[119], "LA", 3, is_count=False, reason="came"))
    assert {row.state for row in await rows(core, OrderRow)} == {"approved"}


async def test_what_was_agreed_is_picked_sent_and_billed_though_the_account_is_stopped_since(
    core: Core,
) -> None:
    """erpnext 37888, 10861, 16030, 36935: the limit was judged again at later papers, after the picking."""
    house = await make_house(core, limit="100")
    await order(core, house, (house.crate, 8))  # exactly the soft 80 %
    await core.execute(SYSTEM, HoldAccount(house.dealer_id, "cheque came back"))
    (shipment,) = await wave(core, house)
    sent = await send(core, house, await pack(core, house, shipment))
    await deliver(core, house, sent)
    await core.execute(SYSTEM, CreateInvoices())
    assert [row.total_minor for row in await rows(core, InvoiceRow)] == [8_000]
    # What is new waits, whatever it costs.
    new = await order(core, house, (house.lamp, 1))
    assert (new.state, await states(core)) == (S.HELD, {"1": "delivered", "2": "held"})


async def test_an_order_taken_back_does_not_come_back_past_the_limit(core: Core) -> None:
    """erpnext 33967: closed, ordered again and reopened, the first order evaded the limit."""
    counter = await make_counter(core, limit="2500")
    crate = await make_product(core, "CRATE", "Crate", cost="200", list_price=None)
    await make_stock(core, crate, counter.warehouse_id, 100)
    await make_draft(core, counter.buyer, [(crate, 10)])
    first = await confirm(core, counter.buyer)
    await core.execute(counter.buyer, CancelOrder(first.order_id))
    await make_draft(core, counter.buyer, [(crate, 10)])
    second = await confirm(core, counter.buyer)
    assert (first.state, second.state) == (S.APPROVED, S.APPROVED)
    with pytest.raises(CannotChange) as refused:
        await core.execute(counter.buyer, ChangeOrder(first.order_id))
    assert refused.value.fields["state"] == "cancelled"
    with pytest.raises(Refused):
        await core.execute(counter.buyer, CancelOrder(first.order_id))
    assert (await account(core, counter.dealer_id))["held"] == 200_000


async def test_prices_that_change_while_dealers_confirm_lock_nobody_out(core: Core) -> None:
    """orocommerce 105: a price import priced everything anew, and it and the orders waited for each other."""
    counter = await make_counter(core, limit="1000000")
    goods = [
        await make_product(core, f"P{at}", f"Part {at}", cost="1000", list_price=None) for at in range(6)
    ]
    for product in goods:
        await make_stock(core, product, counter.warehouse_id, 1_000)
    taps = []
    for at in range(8):
        buyer = await make_buyer(core, counter.dealer_id, f"Buyer {at}")
        # Half of them name the goods in the opposite order.
        await make_draft(core, buyer, [(one, 1) for one in (goods if at % 2 else goods[::-1])])
        card = await quote(core, buyer)
        taps.append((buyer, card))

    async def tap(buyer: Any, card: Any) -> str:
        try:
            await core.execute(buyer, PlaceOrder(card.draft_id, card.version, card.seen))
        except Refused as refused:
            return refused.code
        return "placed"

    prices = [set_cost(core, product, "1200") for product in goods]
    done = await asyncio.wait_for(asyncio.gather(*(tap(*one) for one in taps), *prices), timeout=60)
    assert set(done[:8]) <= {"placed", "price_changed"}
    # Whoever was told of the new price takes it at the next tap; nobody paid a mixture that was not shown.
    for (buyer, _), outcome in zip(taps, done, strict=False):
        if outcome == "price_changed":
            await confirm(core, buyer)
    totals = [row.total_minor for row in await rows(core, OrderRow)]
    assert len(totals) == 8
    assert all(600_000 <= total <= 720_000 and total % 20_000 == 0 for total in totals)
