"""Goods that a vendor sent straight to the dealer, and that come back to us."""

from core.audit.use_cases.check_books import CheckBooks
from core.billing.use_cases.create_invoices import CreateInvoices
from core.deliveries.tables import ShipmentRow
from core.deliveries.use_cases.record_delivery import RecordDelivery
from core.infra.door import Core
from core.kernel.actor import SYSTEM, Role
from core.returns.types import Outcome, ReturnReason
from core.returns.use_cases.decide_return import DecideReturn
from core.returns.use_cases.receive_return import Came, ReceiveReturn
from core.returns.use_cases.request_return import ChangeReturn, SendReturn, StartReturn
from core.stock.tables import StockRow
from core.vendors.use_cases.answer_purchase import ShipPurchase
from tests.core.returns.house import approval_of
from tests.core.vendors.house import make_house, order, send
from tests.make import make_staff, make_warehouse, rows


async def test_they_are_on_our_books_where_they_came_back(core: Core) -> None:
    house = await make_house(core)
    await make_warehouse(core, "A1", region="north")  # far, whatever its code
    placed = await order(core, house, (house.pump, 3))
    purchase = await send(core, house, placed.order_id)
    await core.execute(house.vera, ShipPurchase(purchase.id, purchase.version))
    (shipment,) = await rows(core, ShipmentRow)
    await core.execute(house.otto, RecordDelivery(shipment.id, "Ada"))
    await core.execute(SYSTEM, CreateInvoices())
    started = await core.execute(house.buyer, StartReturn(placed.order_id))
    asked = await core.execute(house.buyer, ChangeReturn(started.id, 1, 3, ReturnReason.REGRET))
    sent = await core.execute(house.buyer, SendReturn(asked.id, asked.version))
    maria = await make_staff(core, Role.MANAGER, "Maria")
    await core.execute(maria, DecideReturn(await approval_of(core, sent.id), Outcome.FETCH))
    kim = await make_staff(core, Role.STOREKEEPER, "Kim")
    await core.execute(kim, ReceiveReturn(sent.id, (Came(1, good=2, damaged=1),)))
    levels = await rows(core, StockRow, StockRow.product_id == house.pump)
    assert [(one.warehouse_id, one.on_hand, one.damaged) for one in levels] == [(house.warehouse, 2, 1)]
    assert (await core.ask(SYSTEM, CheckBooks())).faults == ()
