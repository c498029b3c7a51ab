"""A house that protects its prices for thirty days, and dealers who buy at cost."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.approvals.tables import ApprovalRow
from core.billing.use_cases.create_invoices import CreateInvoices
from core.infra.door import Core
from core.kernel.actor import SYSTEM, Actor, Role
from core.kernel.ids import ApprovalId, DealerId, OrderId, ProductId
from core.protection.types import Offer, PolicyScope, ProtectionPolicy
from core.protection.use_cases.claim_protection import AskProtection
from core.protection.use_cases.notice_falls import NoticeFalls
from core.protection.use_cases.set_protection_policy import SetProtectionPolicy
from tests.core.deliveries.house import House, deliver, make_house, order, pack, send, wave
from tests.make import make_staff, rows, set_cost
from tests.make.prices import touch_prices


@dataclass(frozen=True, slots=True)
class Shop:
    """Corner Store buys crates at 10.00 and lamps at 3.00. Maria decides, Fiona keeps the books."""

    house: House
    kim: Actor
    maria: Actor
    fiona: Actor

    @property
    def buyer(self) -> Actor:
        return self.house.buyer

    @property
    def dealer_id(self) -> DealerId:
        return DealerId(self.house.dealer_id)

    @property
    def crate(self) -> ProductId:
        return self.house.crate


async def make_shop(core: Core, *, days: int = 30, open_days: int = 14) -> Shop:
    house = await make_house(core)
    kim = await make_staff(core, Role.STOREKEEPER, "Kim")
    maria = await make_staff(core, Role.MANAGER, "Maria")
    fiona = await make_staff(core, Role.FINANCE, "Fiona")
    shop = Shop(house, kim, maria, fiona)
    if days:
        await protect(core, shop, days, open_days)
    return shop


async def protect(
    core: Core,
    shop: Shop,
    days: int,
    open_days: int = 14,
    scope: PolicyScope = PolicyScope.ALL,
    value: str = "",
) -> None:
    await core.execute(shop.fiona, SetProtectionPolicy(ProtectionPolicy(scope, value, days, open_days)))


async def buy(core: Core, shop: Shop, quantity: int, product: ProductId | None = None) -> OrderId:
    """Ordered and invoiced; not sent yet."""
    placed = await order(core, shop.house, (product or shop.crate, quantity))
    await core.execute(shop.fiona, CreateInvoices((placed.number,)))
    return placed.order_id


async def bring(core: Core, shop: Shop) -> None:
    """Everything that is reserved is delivered."""
    (shipment,) = await wave(core, shop.house)
    await deliver(core, shop.house, await send(core, shop.house, await pack(core, shop.house, shipment)))


async def costs(core: Core, product: ProductId, price: str) -> None:
    """From now on a piece costs so much; Corner Store pays what it costs."""
    await set_cost(core, product, price)
    await touch_prices(core)


async def look(core: Core) -> int:
    """As the clock does; how many dealers are told."""
    return await core.execute(SYSTEM, NoticeFalls())


async def offers(core: Core, actor: Actor) -> tuple[Offer, ...]:
    return (await core.execute(actor, AskProtection())).offers


async def approval_of(core: Core, claim_id: uuid.UUID) -> ApprovalId:
    (row,) = await rows(core, ApprovalRow, ApprovalRow.subject_id == claim_id)
    return ApprovalId(row.id)
