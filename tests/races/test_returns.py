"""Goods on their way back: several people ask, decide and receive at the same moment, in four processes."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Any

from core.approvals.tables import ApprovalRow
from core.billing.tables import InvoiceLineRow, InvoiceRow
from core.billing.use_cases.create_invoices import CreateInvoices
from core.infra.door import Core
from core.kernel.actor import SYSTEM, Actor, Role
from core.kernel.ids import OrderId
from core.orders.tables import OrderRow
from core.returns.tables import ReturnLineRow, ReturnRow
from core.returns.types import ReturnReason
from core.returns.use_cases.request_return import AddReturnPhoto, ChangeReturn, StartReturn
from core.stock.tables import StockRow
from tests.core.deliveries.house import House, deliver, make_house, pack, send, wave
from tests.core.returns.house import JPEG
from tests.make import column, confirm, make_buyer, make_dealer, make_draft, make_staff, rows
from tests.races.crew import Job, Racer, race
from tests.races.goods import assert_goods_are_whole

ORDERS, CRATES = 6, 6


async def delivered(core: Core, house: House) -> list[tuple[Actor, Actor, OrderId]]:
    """Two people of each dealer, and its order of six crates, which has come and is invoiced."""
    found = []
    for at in range(ORDERS):
        dealer_id = await make_dealer(core, f"Dealer {at}", tier="plain", limit="900000")
        ada, ben = [await make_buyer(core, dealer_id, f"{name} {at}") for name in ("Ada", "Ben")]
        await make_draft(core, ada, [(house.crate, CRATES)])
        found.append((ada, ben, (await confirm(core, ada)).order_id))
    for shipment in await wave(core, house):
        await deliver(core, house, await send(core, house, await pack(core, house, shipment)))
    await core.execute(SYSTEM, CreateInvoices())
    return found


async def drafted(core: Core, buyer: Actor, order_id: OrderId, quantity: int) -> Job:
    """A claim over so many crates, and the tap that sends it."""
    started = await core.execute(buyer, StartReturn(order_id))
    seen = await core.execute(buyer, ChangeReturn(started.id, 1, quantity, ReturnReason.DAMAGED))
    await core.execute(buyer, AddReturnPhoto(seen.id, JPEG))
    fields = {"return_id": str(seen.id), "version": seen.version + 1}
    return _by(buyer, "request_return:SendReturn", **fields)


def _by(actor: Actor, command: str, **fields: Any) -> Job:
    (role,) = actor.roles
    return {
        "do": "any",
        "command": f"core.returns.use_cases.{command}",
        "fields": fields,
        "person": str(actor.person_id),
        "dealer": str(actor.dealer_id) if actor.dealer_id else None,
        "role": role,
    }


async def _requests(core: Core) -> list[uuid.UUID]:
    return await column(core, ApprovalRow.id, ApprovalRow.state == "open")


def _once_each(outcomes: list[str], at_once: int, won: set[str], lost: str) -> None:
    """Of those who did the same at once one did it, and the others heard why not."""
    for first in range(0, len(outcomes), at_once):
        same = outcomes[first : first + at_once]
        assert sum(one in won for one in same) == 1, same
        assert sum(one == lost for one in same) == at_once - 1, same


async def test_who_asks_decides_and_receives_at_once_moves_and_credits_every_piece_once(
    core: Core, database_url: str, crew: list[Racer]
) -> None:
    house = await make_house(core)
    orders = await delivered(core, house)
    kim, olaf = [await make_staff(core, Role.STOREKEEPER, name) for name in ("Kim", "Olaf")]
    maria, max_ = [await make_staff(core, Role.MANAGER, name) for name in ("Maria", "Max")]
    shelf = await column(core, StockRow.on_hand, StockRow.product_id == house.crate)

    asking = [
        job
        for ada, ben, order_id in orders
        for job in [await drafted(core, ada, order_id, 4), await drafted(core, ben, order_id, 3)]
    ]
    sent = race(crew, database_url, asking)
    numbers = {f"RMA-2025-{at}" for at in range(1, ORDERS + 1)}
    _once_each(sent, 2, numbers, "too_many_returned")
    assert {one for one in sent if one in numbers} == numbers

    deciding = [
        _by(who, "decide_return:DecideReturn", approval_id=str(request), outcome=outcome)
        for request in await _requests(core)
        for who, outcome in ((maria, "fetch"), (max_, "keep"), (max_, None), (maria, "keep"))
    ]
    _once_each(race(crew, database_url, deciding), 4, {"approved", "declined"}, "already_decided")
    await assert_goods_are_whole(core)

    expected = await column(core, ReturnRow.id, ReturnRow.state == "expected")
    receiving = [
        _by(
            who,
            "receive_return:ReceiveReturn",
            return_id=str(one),
            lines=[{"position": 1, "good": 1, **came}],
        )
        for one in expected
        for who, came in ((kim, {"damaged": 1}), (olaf, {}), (kim, {"damaged": 2}), (olaf, {"damaged": 1}))
    ]
    _once_each(race(crew, database_url, receiving), 4, numbers, "return_elsewhere")
    assert await column(core, ReturnRow.id, ReturnRow.state == "expected") == []
    await _assert_every_piece_once(core, house, sum(shelf))


async def _assert_every_piece_once(core: Core, house: House, shelf: int) -> None:
    """What was credited is what stays with dealers as agreed and what came back; that is in the stock."""
    await assert_goods_are_whole(core)
    states = {one.id: one for one in await rows(core, ReturnRow)}
    credited, good, damaged = Counter[Any](), 0, 0
    for line in await rows(core, ReturnLineRow):
        request = states[line.return_id]
        if request.state == "done":
            kept = line.quantity if request.outcome == "keep" else line.good + line.damaged
            credited[request.invoice] += kept
            good, damaged = good + (line.good or 0), damaged + (line.damaged or 0)
    notes = {one.id: one for one in await rows(core, InvoiceRow, InvoiceRow.kind == "credit_note")}
    found = Counter[Any]()
    for line in await rows(core, InvoiceLineRow, InvoiceLineRow.invoice_id.in_(list(notes))):
        found[notes[line.invoice_id].reference] += line.quantity
    assert found == credited
    assert all(quantity <= CRATES for quantity in credited.values())
    levels = await rows(core, StockRow, StockRow.product_id == house.crate)
    assert sum(one.on_hand for one in levels) == shelf + good
    assert sum(one.damaged for one in levels) == damaged
    assert set(await column(core, OrderRow.state)) == {"delivered"}
