"""Corner Store buys pumps that Pumpworks sends straight to it; Vera answers for Pumpworks in the chat."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import delete, select

from core.deliveries.tables import CarrierRow
from core.infra.door import Core
from core.kernel.actor import Actor, Role
from core.kernel.ids import DealerId, OrderId, ProductId, WarehouseId
from core.kernel.money import UnitPrice
from core.orders.tables import DealerSupplyRow, OrderPolicyRow, OrderRow
from core.orders.use_cases.place_order import PlacedOrder
from core.vendors.tables import PurchaseOrderRow
from core.vendors.types import Purchase, Ships
from core.vendors.use_cases.keep_vendors import AddVendorContact, SetOffer, SetVendor
from core.vendors.use_cases.send_direct import SendDirect
from core.vendors.use_cases.show_purchases import ShowPurchase
from tests.make import confirm, make_counter, make_draft, make_product, make_staff, make_stock, rows
from tests.make.rows import add, write

PUMPS, RIVAL = "PUMPWORKS", "RIVAL"


@dataclass(frozen=True, slots=True)
class House:
    dealer_id: DealerId
    buyer: Actor
    otto: Actor
    vera: Actor
    vito: Actor
    warehouse: WarehouseId
    pump: ProductId
    hose: ProductId


async def make_house(core: Core, *, pumps: int = 0, ships: Ships = Ships.YES) -> House:
    """A pump sells at 242.00 and costs 220.00 at Pumpworks; so many are on our own shelf, and 100 hoses."""
    counter = await make_counter(core)
    await write(core, delete(OrderPolicyRow))
    await add(
        core, DealerSupplyRow, dealer_id=counter.dealer_id, when_short="rest", may_be_urgent=True, share=0
    )
    pump = await make_product(core, "PUMP", "Pump", cost="242", list_price=None)
    hose = await make_product(core, "HOSE", "Hose", cost="3", list_price=None)
    await make_stock(core, pump, counter.warehouse_id, pumps)
    await make_stock(core, hose, counter.warehouse_id, 100)
    otto = await make_staff(core, Role.OFFICE, "Otto")
    await add(core, CarrierRow, code="DHL", name="DHL", link="https://track.example/{number}")
    await core.execute(otto, SetVendor(PUMPS, "Pumpworks Ltd"))
    await core.execute(otto, SetVendor(RIVAL, "Rival Pumps"))
    await core.execute(otto, SetOffer(PUMPS, pump, UnitPrice.parse("220", "USD"), lead_days=3, ships=ships))
    vera = await contact(core, otto, PUMPS, "Vera", "+12135550111")
    vito = await contact(core, otto, PUMPS, "Vito", "+12135550112")
    return House(counter.dealer_id, counter.buyer, otto, vera, vito, counter.warehouse_id, pump, hose)


async def contact(core: Core, office: Actor, vendor: str, name: str, phone: str) -> Actor:
    person_id = await core.execute(office, AddVendorContact(vendor, name, phone))
    return Actor(person_id, frozenset({Role.VENDOR}), name=name)


async def order(core: Core, house: House, *lines: tuple[ProductId, int]) -> PlacedOrder:
    await make_draft(core, house.buyer, lines)
    return await confirm(core, house.buyer)


async def send(core: Core, house: House, order_id: OrderId, vendor: str | None = None) -> Purchase:
    """The one purchase order that is made, as Vera sees it."""
    (purchase_id,) = await core.execute(house.otto, SendDirect(order_id, vendor))
    return await show(core, house, purchase_id)


async def show(core: Core, house: House, purchase_id: uuid.UUID) -> Purchase:
    return await core.ask(house.otto, ShowPurchase(purchase_id))


async def order_id(core: Core, number: str) -> OrderId:
    async with core.database.read() as connection:
        found = await connection.scalar(select(OrderRow.id).where(OrderRow.number == number))
    assert found is not None
    return OrderId(found)


async def orders(core: Core) -> dict[str, tuple[str, int]]:
    """State and total in cents of each order, by the end of its number."""
    return {row.number.rpartition("-")[2]: (row.state, row.total_minor) for row in await rows(core, OrderRow)}


async def purchases(core: Core) -> dict[str, str]:
    return {row.number: row.state for row in await rows(core, PurchaseOrderRow)}
