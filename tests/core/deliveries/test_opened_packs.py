"""Of a case that was ordered only some pieces are there: what is parted is told and billed in pieces."""

from sqlalchemy import update

from core.billing.tables import InvoiceLineRow
from core.billing.use_cases.create_invoices import CreateInvoices
from core.deliveries.types import Lack
from core.deliveries.use_cases.pick_lines import PickLine
from core.infra.door import Core
from core.kernel.actor import SYSTEM
from core.orders.tables import DraftLineRow, OrderLineRow
from core.orders.use_cases.place_order import PlacedOrder
from tests.core.deliveries.house import House, deliver, make_house, pack, send, show, wave
from tests.make import confirm, make_draft, rows
from tests.make.rows import write


async def two_cases(core: Core, house: House) -> PlacedOrder:
    await make_draft(core, house.buyer, [(house.crate, 12)])
    await write(core, update(DraftLineRow).values(unit="case", unit_quantity="2"))
    return await confirm(core, house.buyer)


async def test_cases_that_were_opened_are_told_and_billed_in_pieces(core: Core) -> None:
    house = await make_house(core, phx=0)
    placed = await two_cases(core, house)
    (shipment,) = await wave(core, house)
    now = await show(core, house, shipment)
    await core.execute(house.otto, PickLine(now.id, now.version, 1, 7, Lack.NOT_FOUND))
    packed = await pack(core, house, shipment)
    lines = {row.quantity: (row.unit, row.unit_quantity) for row in await rows(core, OrderLineRow)}
    assert lines == {7: ("each", "7"), 5: ("each", "5")}
    await deliver(core, house, await send(core, house, packed))
    await core.execute(SYSTEM, CreateInvoices((placed.number,)))
    (billed,) = await rows(core, InvoiceLineRow)
    assert (billed.quantity, billed.unit, billed.unit_quantity) == (7, "each", "7")
