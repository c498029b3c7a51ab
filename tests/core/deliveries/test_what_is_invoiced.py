"""What was shipped or accepted is what is invoiced, to the cent, at the moment that the house has set."""

from typing import Any

import pytest

from core.audit.use_cases.check_books import CheckBooks
from core.billing.errors import OrderNotBillable
from core.billing.tables import InvoiceRow
from core.billing.types import InvoiceMoment
from core.billing.use_cases.check_ledgers import CheckLedgers
from core.billing.use_cases.create_credit_note import CreateCreditNote
from core.billing.use_cases.create_invoices import CreateInvoices
from core.billing.use_cases.set_invoice_moment import SetInvoiceMoment
from core.credit.tables import CreditAccountRow
from core.deliveries.types import Lack, Shipment
from core.deliveries.use_cases.pick_lines import PickLine
from core.deliveries.use_cases.record_delivery import NotAccepted
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM, Role
from tests.core.deliveries.house import House, deliver, make_house, order, pack, send, show, states, wave
from tests.core.orders.test_merging import make_paying_house
from tests.make import column, make_staff, rows


async def invoiced(core: Core) -> tuple[str, ...]:
    return await core.execute(SYSTEM, CreateInvoices())


async def test_on_delivery_exactly_what_was_accepted_is_owed(core: Core) -> None:
    house = await make_house(core)
    await core.execute(SYSTEM, SetInvoiceMoment(InvoiceMoment.DELIVERED))
    placed = await order(core, house, (house.crate, 10), (house.lamp, 1))
    assert await invoiced(core) == ()
    with pytest.raises(OrderNotBillable):
        await core.execute(SYSTEM, CreateInvoices((placed.number,)))
    (shipment,) = await wave(core, house)
    sent = await send(core, house, await pack(core, house, shipment))
    assert await invoiced(core) == ()
    position = next(line.position for line in sent.lines if line.sku == "CRATE")
    await deliver(core, house, sent, NotAccepted(position, refused=2, damaged=1))
    assert await invoiced(core) == ("INV-2025-1",)
    assert await column(core, InvoiceRow.total_minor) == [7300]  # 7 crates at 10.00, a lamp at 3.00
    (account,) = await rows(core, CreditAccountRow)
    assert (account.invoiced_minor, account.held_minor) == (7300, 0)
    assert await core.ask(SYSTEM, CheckLedgers()) == ()


async def test_on_shipping_an_order_waits_until_all_of_it_has_left(core: Core) -> None:
    house = await make_house(core, la=4, phx=3)
    await core.execute(SYSTEM, SetInvoiceMoment(InvoiceMoment.SHIPPED))
    await order(core, house, (house.crate, 6))
    (near,) = await wave(core, house)
    await send(core, house, await pack(core, house, near))
    assert (await states(core), await invoiced(core)) == ({"1": "shipped"}, ())
    (far,) = await wave(core, house, "PHX")
    await send(core, house, await pack(core, house, far))
    assert await invoiced(core) == ("INV-2025-1",)
    assert await column(core, InvoiceRow.total_minor) == [6000]


async def short_and_refused(core: Core, house: House, shipment: Shipment) -> tuple[Any, Any]:
    """One crate of five is not found, one is refused at the door; what the journal says of each."""
    now = await show(core, house, shipment)
    await core.execute(house.otto, PickLine(now.id, now.version, 1, 4, Lack.NOT_FOUND))
    sent = await send(core, house, await pack(core, house, shipment))
    await deliver(core, house, sent, NotAccepted(1, refused=1))
    (short,) = await rows(core, JournalRow, JournalRow.name == "picked_short")
    (refused,) = await rows(core, JournalRow, JournalRow.name == "goods_refused")
    return short.payload, refused.payload


async def test_what_never_reached_the_dealer_comes_off_an_invoice_by_itself(core: Core) -> None:
    house = await make_house(core, phx=0)
    await order(core, house, (house.crate, 5))
    assert await invoiced(core) == ("INV-2025-1",)
    (shipment,) = await wave(core, house)
    short, refused = await short_and_refused(core, house, shipment)
    assert await states(core) == {"1": "delivered"}
    assert (short["credited"], short["credit_note"], short["rest_number"]) == (1, "CN-2025-1", None)
    assert (refused["refused"], refused["settled"], refused["credit_note"]) == (1, True, "CN-2025-2")
    totals = {row.number: row.total_minor for row in await rows(core, InvoiceRow)}
    assert totals == {"INV-2025-1": 5000, "CN-2025-1": 1000, "CN-2025-2": 1000}
    (account,) = await rows(core, CreditAccountRow)
    assert (account.invoiced_minor, account.held_minor) == (3000, 0)
    assert await core.ask(SYSTEM, CheckLedgers()) == ()


async def test_what_finance_has_credited_already_is_not_credited_again_but_told(core: Core) -> None:
    house = await make_house(core, phx=0)
    await order(core, house, (house.crate, 5))
    await invoiced(core)
    (shipment,) = await wave(core, house)
    fiona = await make_staff(core, Role.FINANCE, "Fiona")
    await core.execute(fiona, CreateCreditNote("INV-2025-1", "a word with Ada", lines=((1, 5),)))
    short, refused = await short_and_refused(core, house, shipment)
    assert (short["credited"], short["credit_note"]) == (1, None)
    assert (refused["settled"], refused["credit_note"]) == (False, None)
    totals = {row.number: row.total_minor for row in await rows(core, InvoiceRow)}
    assert totals == {"INV-2025-1": 5000, "CN-2025-1": 5000}
    # No number was lost on the way.
    await order(core, house, (house.lamp, 5))
    await core.execute(SYSTEM, CreateInvoices())
    await core.execute(fiona, CreateCreditNote("INV-2025-2", "a gift", lines=((1, 5),)))
    assert {row.number for row in await rows(core, InvoiceRow)} - set(totals) == {"INV-2025-2", "CN-2025-2"}
    assert await core.ask(SYSTEM, CheckLedgers()) == ()


@pytest.mark.parametrize("where", ["on the shelf", "at the door"])
@pytest.mark.parametrize("tax", [None, 1_000])
async def test_an_invoiced_order_of_which_nothing_arrives_costs_nothing_and_is_over(
    core: Core, where: str, tax: int | None
) -> None:
    house = await make_paying_house(core, tax=tax)
    await order(core, house, (house.crate, 3), (house.lamp, 1))
    await invoiced(core)
    (shipment,) = await wave(core, house)
    if where == "on the shelf":
        for position in (1, 2):
            now = await show(core, house, shipment)
            await core.execute(house.otto, PickLine(now.id, now.version, position, 0, Lack.DAMAGED))
        await pack(core, house, shipment)
    else:
        sent = await send(core, house, await pack(core, house, shipment))
        await deliver(core, house, sent, NotAccepted(1, refused=3), NotAccepted(2, damaged=1), by="")
    assert await states(core) == {"1": "cancelled" if where == "on the shelf" else "returned"}
    invoice, note = sorted(await rows(core, InvoiceRow), key=lambda row: row.kind, reverse=True)
    assert (note.total_minor, note.tax_minor) == (invoice.total_minor, invoice.tax_minor)
    assert invoice.total_minor == (6_200 if tax is None else 6_820)
    (account,) = await rows(core, CreditAccountRow)
    assert (account.invoiced_minor, account.held_minor) == (0, 0)
    assert await core.ask(SYSTEM, CheckLedgers()) == ()
    assert (await core.ask(SYSTEM, CheckBooks())).faults == ()


async def test_what_arrives_in_part_is_brought_and_pays_for_it(core: Core) -> None:
    house = await make_paying_house(core)
    await order(core, house, (house.crate, 3))
    await invoiced(core)
    (shipment,) = await wave(core, house)
    sent = await send(core, house, await pack(core, house, shipment))
    await deliver(core, house, sent, NotAccepted(1, refused=2))
    (account,) = await rows(core, CreditAccountRow)
    assert account.invoiced_minor == 1_000 + 2_900
