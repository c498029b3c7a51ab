"""Two ready-made worlds: TechMart's trade (D2), and a plain counter with round prices."""

from __future__ import annotations

from dataclasses import dataclass

from core.infra.door import Core
from core.kernel.actor import Actor, Role
from core.kernel.ids import DealerId, ProductId, WarehouseId
from tests.make.goods import make_product, make_stock, make_warehouse
from tests.make.people import make_buyer, make_dealer, make_staff
from tests.make.prices import make_rate, make_tier


@dataclass(frozen=True, slots=True)
class Trade:
    """TechMart Corp buys iPhones at cost + 4 % (standard: Platinum, + 8 %); its rep is Rita."""

    dealer_id: DealerId
    buyer: Actor
    rep: Actor
    warehouse_id: WarehouseId
    iphone: ProductId


async def make_trade(core: Core, *, on_hand: int = 500, limit: str = "150000") -> Trade:
    await make_tier(core, "platinum", margin=8, net_days=45)
    rep = await make_staff(core, Role.REP, "Rita")
    dealer_id = await make_dealer(core, "TechMart Corp", limit=limit, rep=rep)
    await make_rate(core, dealer_id, value="electronics/smartphones", margin=4)
    iphone = await make_product(core)
    warehouse_id = await make_warehouse(core)
    await make_stock(core, iphone, warehouse_id, on_hand)
    return Trade(dealer_id, await make_buyer(core, dealer_id), rep, warehouse_id, iphone)


@dataclass(frozen=True, slots=True)
class Counter:
    """A tier that adds nothing to cost, so that a price is what a test says it is; one warehouse."""

    dealer_id: DealerId
    buyer: Actor
    rep: Actor
    warehouse_id: WarehouseId


async def make_counter(core: Core, *, limit: str = "100000") -> Counter:
    await make_tier(core, "plain", margin=0, net_days=30)
    rep = await make_staff(core, Role.REP, "Rita")
    dealer_id = await make_dealer(core, "Corner Store", tier="plain", limit=limit, rep=rep)
    return Counter(dealer_id, await make_buyer(core, dealer_id), rep, await make_warehouse(core))
