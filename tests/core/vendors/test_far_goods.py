"""Goods that lie far off are bought of a partner where that is better, now or when it is agreed (G2)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from core.approvals.tables import ApprovalRow
from core.audit.use_cases.check_books import CheckBooks
from core.infra.door import Core
from core.kernel.actor import SYSTEM, Role
from core.kernel.clock import FixedClock
from core.kernel.ids import WarehouseId
from core.kernel.money import Money
from core.orders.decisions import Approve
from core.orders.repository.lanes import LaneValue, TransferValue, replace_lanes, replace_transfers
from core.orders.tables import DealerSupplyRow, OrderRow
from core.orders.use_cases.decide_order import DecideOrder
from core.orders.use_cases.show_allocation import ShowAllocation
from core.stock.tables import ReservationRow
from core.vendors.partner_types import PartnerPolicy
from core.vendors.use_cases.keep_partners import SetPartnerPolicy
from core.vendors.use_cases.offer_goods import WithdrawGoods
from tests.core.vendors.partner_house import House, asked, left, make_house, offer, orders
from tests.make import (
    column,
    confirm,
    make_draft,
    make_gift,
    make_staff,
    make_stock,
    make_warehouse,
    quote,
    rows,
    set_limit,
)
from tests.make.orders import transact
from tests.make.rows import write


async def make_far(
    core: Core, *, near: int = 4, far: int = 50, lorry: bool = False
) -> tuple[House, WarehouseId]:
    """Pumps lie near, 5.00 and a day away, and far off, 300.00 and three days; Bigbox gives up 20, there in
    two days, for what ours cost."""
    house = await make_house(core, pumps=near)
    place = await make_warehouse(core, "FAR", region="south")
    await make_stock(core, house.pump, place, far)

    async def ways(tx: Any) -> None:
        lanes = ((house.warehouse, 500, 1), (place, 30_000, 3))
        await replace_lanes(tx, [LaneValue(at, "west", "", "USD", cost, 0, days) for at, cost, days in lanes])
        if lorry:
            await replace_transfers(tx, [TransferValue(place, house.warehouse, "USD", 500, 0, 1, 0, "")])

    await transact(core, ways)
    await offer(core, house, 20, "242")
    return house, place


async def held(core: Core) -> list[int]:
    return sorted(await column(core, ReservationRow.quantity))


async def promises(core: Core) -> dict[str, date | None]:
    return {row.number.rpartition("-")[2]: row.promised_on for row in await rows(core, OrderRow)}


async def whole(core: Core) -> bool:
    return not (await core.ask(SYSTEM, CheckBooks())).faults


async def test_nobody_is_asked_to_wait_for_goods_that_are_bought_though_we_have_them(core: Core) -> None:
    house, _ = await make_far(core)
    await write(core, update(DealerSupplyRow).values(when_short=None))
    await make_draft(core, house.buyer, [(house.pump, 10)])
    card = await quote(core, house.buyer)
    assert (card.blockers, card.is_short, card.promised_on) == ((), False, date(2025, 10, 16))
    assert [(one.kind, one.quantity, one.on, one.extra) for one in card.ways] == [
        ("dealer", 6, date(2025, 10, 16), Money(0, "USD")),
        ("back_order", 6, date(2025, 10, 17), Money(0, "USD")),
    ]
    assert "Bigbox" not in repr(card)
    await confirm(core, house.buyer)
    assert await orders(core) == {"1": "approved", "1/2": "approved"}
    assert await promises(core) == {"1": date(2025, 10, 15), "1/2": date(2025, 10, 16)}
    assert await held(core) == [4]
    assert await left(core, house) == [(20, 6)]
    assert await whole(core)


async def test_all_of_an_order_may_come_from_a_partner_and_it_goes_at_once(core: Core) -> None:
    house, _ = await make_far(core, near=0)
    await make_draft(core, house.buyer, [(house.pump, 10)])
    placed = await confirm(core, house.buyer)
    assert (placed.state, placed.rests) == ("approved", ())
    assert await promises(core) == {"1": date(2025, 10, 16)}
    assert (await held(core), await left(core, house)) == ([], [(20, 10)])


async def test_who_wants_all_of_it_together_is_sent_ours(core: Core) -> None:
    house, _ = await make_far(core)
    await write(core, update(DealerSupplyRow).values(when_short="wait"))
    await make_draft(core, house.buyer, [(house.pump, 10)])
    assert (await quote(core, house.buyer)).ways == ()
    await confirm(core, house.buyer)
    assert await left(core, house) == [(20, 0)]


@pytest.mark.parametrize("meanwhile", ["nothing", "withdrawn", "dearer", "less"])
async def test_once_an_order_is_agreed_it_is_bought_as_confirmed_or_weighed_anew(
    core: Core, clock: FixedClock, meanwhile: str
) -> None:
    house, _ = await make_far(core)
    await set_limit(core, house.buyer_id, "1000")
    finance = await make_staff(core, Role.FINANCE, "Fiona")
    await make_draft(core, house.buyer, [(house.pump, 10)])
    await confirm(core, house.buyer)
    # Nothing is bought for an order that nobody has agreed to yet; ours is set aside.
    assert (await orders(core), await held(core), await left(core, house)) == ({"1": "held"}, [4], [(20, 0)])
    match meanwhile:
        case "withdrawn":
            await core.execute(house.holder, WithdrawGoods("PUMP"))
        case "dearer":
            await offer(core, house, 20, "241")  # another price: weighed anew, and still the best
        case "less":
            await offer(core, house, 5, "242")
    clock.advance(timedelta(minutes=5))
    (approval_id,) = await column(core, ApprovalRow.id)
    await core.execute(finance, DecideOrder(approval_id, Approve()))
    if meanwhile == "withdrawn":
        assert (await orders(core), await held(core)) == ({"1": "approved"}, [4, 6])
        assert await promises(core) == {"1": date(2025, 10, 17)}
    elif meanwhile == "less":
        # What the partner has no more comes from far off, and its order with it.
        assert (await held(core), await left(core, house)) == ([1, 4], [(5, 5)])
        assert await promises(core) == {"1": date(2025, 10, 17), "1/2": date(2025, 10, 16)}
    else:
        assert await orders(core) == {"1": "approved", "1/2": "approved"}
        assert await promises(core) == {"1": date(2025, 10, 15), "1/2": date(2025, 10, 16)}
        assert (await held(core), await left(core, house)) == ([4], [(20, 6)])
        assert [one.quantity for one in (await asked(core, house)).purchase.lines] == [6]
    assert await whole(core)


async def test_what_is_given_away_comes_from_our_shelf_and_what_is_sold_from_the_partner(core: Core) -> None:
    house, _ = await make_far(core, near=2)
    await make_gift(core, "PUMP", buy=10, free=1, gift="PUMP")
    await make_draft(core, house.buyer, [(house.pump, 10)])
    assert [one.quantity for one in (await quote(core, house.buyer)).free_items] == [1]
    await confirm(core, house.buyer)
    bought = [one.quantity for one in (await asked(core, house)).purchase.lines]
    assert (await held(core), bought) == ([1], [10])
    assert await whole(core)


async def test_a_lorry_and_a_partner_serve_one_order_and_each_part_has_its_own_day(core: Core) -> None:
    """The lorry brings what the partner has not: 20 of Bigbox, 4 near, 6 moved from far off for 5.00."""
    house, _ = await make_far(core, lorry=True)
    policy = PartnerPolicy(Money.zero("USD"), lead_days=1)
    await core.execute(house.otto, SetPartnerPolicy(policy))
    await make_draft(core, house.buyer, [(house.pump, 30)])
    placed = await confirm(core, house.buyer)
    assert placed.rests == ("B2B-2025-1/2", "B2B-2025-1/3")
    chosen = next(
        one for one in (await core.ask(SYSTEM, ShowAllocation(placed.number))).options if one.is_chosen
    )
    assert (chosen.kind, chosen.cost) == ("dealer", Money(1_500, "USD"))
    assert await left(core, house) == [(20, 20)]
    assert sum(await held(core)) == 10
    assert await orders(core) == {"1": "approved", "1/2": "approved", "1/3": "back_ordered"}
    assert await promises(core) == {
        "1": date(2025, 10, 15),
        "1/2": date(2025, 10, 15),
        "1/3": date(2025, 10, 16),
    }
    assert await whole(core)
