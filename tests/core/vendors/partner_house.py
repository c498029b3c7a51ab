"""Bigbox gives up pumps for the orders of Corner Store; neither knows of the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import delete

from core.deliveries.tables import CarrierRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import Actor, Role
from core.kernel.command import Command
from core.kernel.errors import Refused
from core.kernel.ids import DealerId, ProductId, WarehouseId
from core.kernel.money import UnitPrice
from core.orders.tables import DealerSupplyRow, OrderPolicyRow, OrderRow
from core.orders.use_cases.place_order import PlacedOrder
from core.vendors.tables import PurchaseOrderRow
from core.vendors.use_cases.give_goods import (
    ListGiveRequests,
)
from core.vendors.use_cases.offer_goods import ListOwnOffers, OfferGoods
from tests.make import (
    confirm,
    count,
    make_buyer,
    make_counter,
    make_dealer,
    make_draft,
    make_product,
    make_staff,
    make_stock,
    rows,
)
from tests.make.rows import add, write


@dataclass(frozen=True, slots=True)
class House:
    """Corner Store buys, Bigbox holds goods; none is on our own shelf. A pump sells at what it
    costs us: 242.00."""

    buyer_id: DealerId
    buyer: Actor
    holder_id: DealerId
    holder: Actor
    otto: Actor
    warehouse: WarehouseId
    pump: ProductId
    hose: ProductId


def usd(text: str) -> UnitPrice:
    return UnitPrice.parse(text, "USD")


async def make_house(core: Core, *, pumps: int = 0) -> House:
    counter = await make_counter(core)
    await write(core, delete(OrderPolicyRow))
    await add(
        core, DealerSupplyRow, dealer_id=counter.dealer_id, when_short="rest", may_be_urgent=True, share=0
    )
    pump = await make_product(core, "PUMP", "Pump", cost="242", list_price=None)
    hose = await make_product(core, "HOSE", "Hose", cost="3", list_price=None)
    await make_stock(core, pump, counter.warehouse_id, pumps)
    await make_stock(core, hose, counter.warehouse_id, 100)
    holder_id = await make_dealer(core, "Bigbox", tier="plain", limit="100000")
    holder = await make_buyer(core, holder_id, "Hana", role=Role.DEALER_ADMIN)
    otto = await make_staff(core, Role.OFFICE, "Otto")
    await add(core, CarrierRow, code="DHL", name="DHL", link="https://track.example/{number}")
    return House(counter.dealer_id, counter.buyer, holder_id, holder, otto, counter.warehouse_id, pump, hose)


async def offer(core: Core, house: House, quantity: int = 20, cost: str = "230", **more: Any) -> None:
    await core.execute(house.holder, OfferGoods("pump", quantity, usd(cost), **more))


async def order(core: Core, house: House, *lines: tuple[ProductId, int]) -> PlacedOrder:
    await make_draft(core, house.buyer, lines)
    return await confirm(core, house.buyer)


async def left(core: Core, house: House) -> list[tuple[int, int]]:
    """(stated, promised) of each offer of the holder."""
    return [(one.quantity, one.taken) for one in await core.ask(house.holder, ListOwnOffers())]


async def states(core: Core) -> dict[str, str]:
    return {row.number: row.state for row in await rows(core, PurchaseOrderRow)}


async def orders(core: Core) -> dict[str, str]:
    return {row.number.rpartition("-")[2]: row.state for row in await rows(core, OrderRow)}


async def asked(core: Core, house: House) -> Any:
    (one,) = await core.ask(house.holder, ListGiveRequests())
    return one


async def refused(core: Core, actor: Actor, command: Command[Any], error: type[Refused]) -> Refused:
    """The command is refused, and nothing at all is written."""
    before = await count(core, JournalRow), await states(core), await orders(core)
    with pytest.raises(error) as caught:
        await core.execute(actor, command)
    assert (await count(core, JournalRow), await states(core), await orders(core)) == before
    return caught.value


async def events(core: Core, name: str) -> list[dict[str, Any]]:
    return [row.payload for row in await rows(core, JournalRow, JournalRow.name == name)]
