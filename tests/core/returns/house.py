"""An order that was delivered and invoiced, and the way of its goods back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.approvals.tables import ApprovalRow
from core.billing.use_cases.create_invoices import CreateInvoices
from core.infra.door import Core
from core.kernel.actor import Actor, Role
from core.kernel.ids import ApprovalId, OrderId
from core.returns.types import Return, ReturnReason
from core.returns.use_cases.request_return import AddReturnPhoto, ChangeReturn, SendReturn, StartReturn
from tests.core.deliveries.house import House, deliver, make_house, order, pack, send, wave
from tests.make import make_staff, rows

JPEG = b"\xff\xd8\xff\xe0 a broken crate"


@dataclass(frozen=True, slots=True)
class Back:
    """Six crates at 10.00 and two lamps, delivered and invoiced as INV-2025-1. Kim keeps the goods."""

    house: House
    order_id: OrderId
    kim: Actor
    maria: Actor
    fiona: Actor


async def make_back(core: Core, *, is_invoiced: bool = True) -> Back:
    house = await make_house(core)
    kim = await make_staff(core, Role.STOREKEEPER, "Kim")
    maria = await make_staff(core, Role.MANAGER, "Maria")
    fiona = await make_staff(core, Role.FINANCE, "Fiona")
    placed = await order(core, house, (house.crate, 6), (house.lamp, 2))
    (shipment,) = await wave(core, house)
    await deliver(core, house, await send(core, house, await pack(core, house, shipment)))
    if is_invoiced:
        await core.execute(fiona, CreateInvoices((placed.number,)))
    return Back(house, placed.order_id, kim, maria, fiona)


async def draft(
    core: Core,
    back: Back,
    quantity: int,
    reason: ReturnReason = ReturnReason.DAMAGED,
    *,
    position: int = 1,
    photo: bool = True,
) -> Return:
    started = await core.execute(back.house.buyer, StartReturn(back.order_id))
    change = ChangeReturn(started.id, position, quantity, reason)
    seen = await core.execute(back.house.buyer, change)
    if photo:
        await core.execute(back.house.buyer, AddReturnPhoto(seen.id, JPEG))
    return seen


async def ask(core: Core, back: Back, quantity: int, *, photo: bool = True) -> Return:
    seen = await draft(core, back, quantity, photo=photo)
    return await core.execute(back.house.buyer, SendReturn(seen.id, seen.version + photo))


async def approval_of(core: Core, return_id: uuid.UUID) -> ApprovalId:
    (row,) = await rows(core, ApprovalRow, ApprovalRow.subject_id == return_id)
    return ApprovalId(row.id)
