"""What was wanted at first stands beside what is sent, on every paper, and comes back when it is there again.

solidus 2223 asked for the first; what it is worth shows when the dealer orders again.
"""

from __future__ import annotations

import io
from decimal import Decimal

from python_calamine import CalamineWorkbook
from sqlalchemy import insert, update

from bot.dealer.reorder.screens import since_screen
from bot.dealer.tracking.screens import tracking_text
from bot.office.deliveries.screens import shipment_screen
from core.billing.documents.types import FileForm, Paper
from core.billing.tables import InvoiceRow
from core.billing.use_cases.create_invoices import CreateInvoices
from core.billing.use_cases.render_document import RenderDocument
from core.catalog.tables import ProductRow, SubstituteRow
from core.deliveries.documents.pick_list import page_of
from core.deliveries.types import PickList, Shipment
from core.deliveries.use_cases.show_shipments import TrackOrder
from core.infra.door import Core
from core.kernel.actor import SYSTEM
from core.kernel.ids import OrderId
from core.orders.use_cases.choose_supply import SwapLine
from core.orders.use_cases.reorder import CompareOrder, Reorder
from core.stock.use_cases.correct_stock import CorrectStock
from core.templates.use_cases.keep_template import SaveTemplate, ShowTemplate
from tests.core.billing.documents import samples
from tests.core.deliveries.house import House, deliver, make_house, pack, send, wave
from tests.make import confirm, make_draft, quote, rows, write

SAY = samples.voice("en")


async def swapped(core: Core, house: House, pieces: int = 12) -> OrderId:
    """Crates were wanted and are out, lamps are ordered instead."""
    await write(core, insert(SubstituteRow).values(product_id=house.crate, substitute_id=house.lamp, rank=1))
    draft_id = await make_draft(core, house.buyer, [(house.crate, pieces)])
    await core.execute(house.buyer, SwapLine(draft_id, 1, 1, house.lamp))
    return (await confirm(core, house.buyer)).order_id


async def lines_of(core: Core, house: House) -> list[tuple[str | None, int | None, str | None]]:
    shown = await quote(core, house.buyer)
    return [(line.name, line.quantity, line.instead_of) for line in shown.lines]


async def test_who_picks_who_drives_and_who_books_see_what_was_wanted(core: Core) -> None:
    house = await make_house(core, la=0, phx=0)
    order_id = await swapped(core, house)
    (shipment,) = await wave(core, house)
    assert [line.instead_of for line in shipment.lines] == ["Crate"]
    listed = PickList(shipment.id, "PL-1", house.la, "LA", core.clock.now(), (shipment,))
    assert [row["sku"] for row in page_of(listed, SAY)["rows"]] == ["LAMP · instead of Crate"]
    picked = shipment_screen(shipment, 0, SAY).text
    assert "↪️ instead of Crate" in picked
    sent: Shipment = await send(core, house, await pack(core, house, shipment))
    tracked = await core.ask(house.buyer, TrackOrder(order_id))
    assert "Lamp (instead of Crate)" in tracking_text(tracked, SAY)
    await deliver(core, house, sent)
    await core.execute(SYSTEM, CreateInvoices())
    (row,) = await rows(core, InvoiceRow)
    book = await core.ask(house.buyer, RenderDocument(Paper.INVOICE, FileForm.EXCEL, SAY, row.number))
    table = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    head = next(cells for cells in table if "Article" in cells)
    line = next(cells for cells in table if "LAMP" in cells)
    assert (line[head.index("Article")], line[head.index("Wanted was")]) == ("Lamp", "Crate")


async def test_an_order_again_takes_what_was_wanted_once_it_is_there_and_says_so(core: Core) -> None:
    house = await make_house(core, la=0, phx=0)
    order_id = await swapped(core, house)
    # Still out, or not enough of it: the substitute comes again, and it is still known for whom.
    await core.execute(SYSTEM, CorrectStock(house.crate, "LA", 11, is_count=False, reason="came"))
    since = await core.ask(house.buyer, CompareOrder(order_id))
    assert [(line.name, line.sent, line.is_as_then) for line in since.lines] == [("Lamp", None, True)]
    await core.execute(house.buyer, Reorder(order_id))
    assert await lines_of(core, house) == [("Lamp", 12, "Crate")]
    await core.execute(SYSTEM, CorrectStock(house.crate, "LA", 1, is_count=False, reason="came"))
    since = await core.ask(house.buyer, CompareOrder(order_id))
    assert [(line.name, line.sent, line.is_as_then) for line in since.lines] == [("Crate", "Lamp", False)]
    assert "↩️ Crate is there again and comes instead of Lamp: $10.00" in since_screen(since, SAY).text
    assert "Lamp is" not in since_screen(since, SAY).text
    await core.execute(house.buyer, Reorder(order_id))
    assert ("Crate", 12, None) in await lines_of(core, house)
    # What is not sold any more is no wish that could be met.
    await write(core, update(ProductRow).where(ProductRow.id == house.crate).values(active=False))
    since = await core.ask(house.buyer, CompareOrder(order_id))
    assert [(line.name, line.sent) for line in since.lines] == [("Lamp", None)]


async def test_a_template_of_it_holds_what_was_wanted_in_its_own_packs(core: Core) -> None:
    house = await make_house(core, la=0, phx=0)
    order_id = await swapped(core, house)
    saved = await core.execute(house.buyer, SaveTemplate("shelf", order_id=order_id))
    assert (saved.lines, saved.wanted) == (1, ("Crate",))
    card = await core.ask(house.buyer, ShowTemplate(saved.template_id))
    assert [(line.name, line.unit_quantity) for line in card.lines] == [("Crate", Decimal(12))]
    await make_draft(core, house.buyer, [(house.lamp, 5)])
    plain = await core.execute(house.buyer, SaveTemplate("plain"))
    assert plain.wanted == ()
