"""Goods that are not there: the choice, the part that waits, who is served first, what is promised (G3)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from core.approvals.tables import ApprovalRow
from core.catalog.tables import SubstituteRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM, Actor
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound
from core.kernel.ids import OrderId, ProductId
from core.kernel.money import Money
from core.orders.decisions import Approve
from core.orders.errors import NoSubstitute, UrgentNotAgreed
from core.orders.supply_types import DealerSupply, WhenShort
from core.orders.tables import OrderPolicyRow, OrderRow
from core.orders.types import Order, OrderMark, OrderState, PlacedOrder
from core.orders.use_cases.cancel_order import CancelOrder
from core.orders.use_cases.choose_supply import SetUrgent, SetWhenShort, SwapLine
from core.orders.use_cases.decide_order import DecideOrder
from core.orders.use_cases.keep_supply import MakeUrgent, ReleaseBackOrders, SetSupply
from core.orders.use_cases.show_orders import ShowOrder
from core.stock.errors import StockShort
from core.stock.tables import ReservationRow, StockIncomingRow, StockRow
from core.stock.use_cases.correct_stock import CorrectStock
from tests.make import (
    Counter,
    account,
    confirm,
    make_buyer,
    make_counter,
    make_dealer,
    make_draft,
    make_product,
    make_stock,
    quote,
    rows,
    write,
)
from tests.make.goods import make_incoming
from tests.races.ledgers import assert_books_are_whole

REST, WAIT = WhenShort.REST, WhenShort.WAIT
S = OrderState


async def make_short(
    core: Core, *, there: int = 6, comes: int = 0, on: date | None = None
) -> tuple[Counter, ProductId]:
    counter = await make_counter(core)
    crate = await make_product(core, "CRATE", "Crate", cost="200", list_price=None)
    await make_stock(core, crate, counter.warehouse_id, there, incoming=comes, incoming_on=on)
    return counter, crate


async def order_short(
    core: Core, buyer: Actor, crate: ProductId, pieces: int, when: WhenShort
) -> PlacedOrder:
    draft_id = await make_draft(core, buyer, [(crate, pieces)])
    await core.execute(buyer, SetWhenShort(draft_id, 1, when))
    return await confirm(core, buyer)


async def shown(core: Core, actor: Actor, number: str) -> Order:
    return await core.ask(actor, ShowOrder(number=number))


async def comes_in(core: Core, product: ProductId, pieces: int) -> None:
    await core.execute(SYSTEM, CorrectStock(product, "LA", pieces, is_count=False, reason="came"))


async def reserved(core: Core, order_id: OrderId) -> int:
    held = (ReservationRow.order_id == order_id) & (ReservationRow.state == "held")
    return sum(one.quantity for one in await rows(core, ReservationRow, held))


async def told(core: Core, name: str) -> list[dict[str, Any]]:
    return [row.payload for row in await rows(core, JournalRow, JournalRow.name == name)]


async def test_a_shortage_is_asked_about_and_nothing_is_decided_for_the_dealer(core: Core) -> None:
    counter, crate = await make_short(core, comes=20, on=date(2025, 10, 20))
    await make_draft(core, counter.buyer, [(crate, 10)])
    card = await quote(core, counter.buyer)
    (line,) = card.lines
    assert line.missing is not None
    assert (line.missing.quantity, line.missing.on) == (4, date(2025, 10, 21))  # a day on the way
    assert [one.code for one in card.blockers] == ["order.stock_short"]
    with pytest.raises(StockShort):
        await confirm(core, counter.buyer)
    assert await rows(core, OrderRow) == []


async def test_the_rest_waits_as_a_part_of_its_own_with_its_day_and_the_sums_add_up(core: Core) -> None:
    counter, crate = await make_short(core, comes=20, on=date(2025, 10, 20))
    placed = await order_short(core, counter.buyer, crate, 10, REST)
    assert (placed.number, placed.state, placed.rests) == ("B2B-2025-1", S.APPROVED, ("B2B-2025-1/2",))
    first = await shown(core, counter.buyer, "B2B-2025-1")
    rest = await shown(core, counter.buyer, "B2B-2025-1/2")
    assert (first.total, rest.total) == (Money.parse("1200", "USD"), Money.parse("800", "USD"))
    assert (first.lines[0].quantity, rest.lines[0].quantity) == (6, 4)
    assert (rest.state, rest.promised_on) == (S.BACK_ORDERED, date(2025, 10, 21))
    assert [one.number for one in first.parts] == ["B2B-2025-1/2"]
    assert (await reserved(core, first.id), await reserved(core, rest.id)) == (6, 0)
    assert (await account(core, counter.dealer_id))["held"] == 200_000
    assert [one["by_dealer"] for one in await told(core, "order_back_ordered")] == [True]


async def test_who_waits_for_all_gets_nothing_before_and_keeps_what_is_there(core: Core) -> None:
    counter, crate = await make_short(core)
    placed = await order_short(core, counter.buyer, crate, 10, WAIT)
    assert (placed.state, placed.rests) == (S.BACK_ORDERED, ())
    order = await shown(core, counter.buyer, placed.number)
    assert (order.promised_on, await reserved(core, order.id)) == (None, 6)
    await comes_in(core, crate, 4)
    order = await shown(core, counter.buyer, placed.number)
    assert (order.state, await reserved(core, order.id)) == (S.APPROVED, 10)
    await assert_books_are_whole(core)


async def test_goods_that_come_are_given_once_however_often_it_is_asked(core: Core) -> None:
    counter, crate = await make_short(core)
    await order_short(core, counter.buyer, crate, 10, REST)
    assert await core.execute(SYSTEM, ReleaseBackOrders()) == ()
    await comes_in(core, crate, 100)
    assert await core.execute(SYSTEM, ReleaseBackOrders()) == ()
    (stock,) = await rows(core, StockRow)
    assert (stock.on_hand, stock.reserved) == (106, 10)
    assert [one["number"] for one in await told(core, "back_order_released")] == ["B2B-2025-1/2"]
    await assert_books_are_whole(core)


async def test_urgent_comes_first_then_the_larger_share_then_who_has_waited_longest(core: Core) -> None:
    counter, crate = await make_short(core, there=0)
    dealers = [
        await make_dealer(core, f"Dealer {at}", tier="plain", limit="100000", rep=counter.rep)
        for at in range(4)
    ]
    numbers = []
    for dealer_id in dealers:
        buyer = await make_buyer(core, dealer_id, f"Buyer {dealer_id}")
        numbers.append((await order_short(core, buyer, crate, 5, REST)).number)
    await core.execute(SYSTEM, SetSupply(dealers[2], DealerSupply(share=40)))
    last = await shown(core, SYSTEM, numbers[3])
    await core.execute(SYSTEM, MakeUrgent(last.id))
    served: list[str] = []
    for _ in range(4):
        await comes_in(core, crate, 5)
        served += sorted({one["number"] for one in await told(core, "back_order_released")} - {*served})
    assert served == [numbers[3], numbers[2], numbers[0], numbers[1]]


async def test_another_day_is_told_with_its_reason_and_nothing_is_told_twice(core: Core) -> None:
    counter, crate = await make_short(core, comes=20, on=date(2025, 10, 20))
    await order_short(core, counter.buyer, crate, 10, REST)
    assert await core.execute(SYSTEM, ReleaseBackOrders()) == ()
    assert await told(core, "promise_changed") == []
    for day in (date(2025, 10, 27), date(2025, 10, 22), None):
        await write(core, update(StockIncomingRow).values(expected_on=day))
        await core.execute(SYSTEM, ReleaseBackOrders())
        await core.execute(SYSTEM, ReleaseBackOrders())
    changes = await told(core, "promise_changed")
    assert {(one["before"], one["after"], one["reason"]) for one in changes} == {
        ("2025-10-21", "2025-10-28", "later"),
        ("2025-10-28", "2025-10-23", "earlier"),
        ("2025-10-23", None, "no_day"),
    }
    assert len(changes) == 3
    rest = await shown(core, counter.buyer, "B2B-2025-1/2")
    assert [step.reason for step in rest.steps if step.state is OrderMark.PROMISED] == [
        "later", "earlier", "no_day",
    ]  # fmt: skip


async def test_who_waits_later_is_promised_what_comes_later(core: Core) -> None:
    counter, crate = await make_short(core, there=0, comes=5, on=date(2025, 10, 20))
    await make_incoming(core, crate, counter.warehouse_id, 5, date(2025, 10, 27))
    first = await order_short(core, counter.buyer, crate, 5, REST)
    second = await order_short(core, counter.buyer, crate, 5, REST)
    days = [(await shown(core, counter.buyer, one.number)).promised_on for one in (first, second)]
    assert days == [date(2025, 10, 21), date(2025, 10, 28)]


async def test_what_is_agreed_with_a_dealer_needs_no_question(core: Core) -> None:
    counter, crate = await make_short(core)
    await core.execute(SYSTEM, SetSupply(counter.dealer_id, DealerSupply(when_short=REST)))
    await make_draft(core, counter.buyer, [(crate, 10)])
    assert (await confirm(core, counter.buyer)).rests == ("B2B-2025-1/2",)


async def test_an_order_that_waits_for_approval_is_parted_when_it_is_approved(core: Core) -> None:
    counter, crate = await make_short(core)
    await core.execute(SYSTEM, SetSupply(counter.dealer_id, DealerSupply(when_short=REST)))
    await make_draft(core, counter.buyer, [(crate, 420)])  # 84,000 of 100,000: above the soft limit
    placed = await confirm(core, counter.buyer)
    assert (placed.state, placed.rests) == (S.IN_REVIEW, ())
    await comes_in(core, crate, 14)  # what has come meanwhile goes along
    (approval,) = await rows(core, ApprovalRow)
    await core.execute(counter.rep, DecideOrder(approval.id, Approve()))
    first = await shown(core, counter.buyer, "B2B-2025-1")
    rest = await shown(core, counter.buyer, "B2B-2025-1/2")
    assert (first.state, first.lines[0].quantity) == (S.APPROVED, 20)
    assert (rest.state, rest.lines[0].quantity) == (S.BACK_ORDERED, 400)
    assert [one["by_dealer"] for one in await told(core, "order_back_ordered")] == [False]
    assert (await account(core, counter.dealer_id))["held"] == 8_400_000


async def test_a_part_that_waits_can_be_cancelled_and_gives_its_credit_back(
    core: Core, clock: FixedClock
) -> None:
    counter, crate = await make_short(core)
    await order_short(core, counter.buyer, crate, 10, REST)
    rest = await shown(core, counter.buyer, "B2B-2025-1/2")
    clock.advance(timedelta(days=30))
    assert await core.execute(counter.buyer, CancelOrder(rest.id)) == "B2B-2025-1/2"
    assert (await account(core, counter.dealer_id))["held"] == 120_000
    await comes_in(core, crate, 100)
    assert await core.execute(SYSTEM, ReleaseBackOrders()) == ()


async def test_a_substitute_takes_the_line_at_its_own_price_and_only_where_there_is_enough(
    core: Core,
) -> None:
    counter, crate = await make_short(core)
    box = await make_product(core, "BOX", "Box", cost="190", list_price=None)
    bag = await make_product(core, "BAG", "Bag", cost="10", list_price=None)
    await make_stock(core, box, counter.warehouse_id, 10)
    await make_stock(core, bag, counter.warehouse_id, 9)
    for rank, product in enumerate((bag, box)):
        await write(core, insert(SubstituteRow).values(product_id=crate, substitute_id=product, rank=rank))
    draft_id = await make_draft(core, counter.buyer, [(crate, 10)])
    (line,) = (await quote(core, counter.buyer)).lines
    assert [(one.name, str(one.unit_price.micros)) for one in line.swaps] == [("Box", "190000000")]
    with pytest.raises(NoSubstitute):
        await core.execute(counter.buyer, SwapLine(draft_id, 1, 1, bag))
    with pytest.raises(NotFound):
        await core.execute(counter.buyer, SwapLine(draft_id, 1, 1, ProductId(counter.dealer_id)))
    await core.execute(counter.buyer, SwapLine(draft_id, 1, 1, box))
    card = await quote(core, counter.buyer)
    assert (card.lines[0].sku, card.lines[0].quantity, card.total) == ("BOX", 10, Money.parse("1900", "USD"))
    assert (await confirm(core, counter.buyer)).state is S.APPROVED


async def test_an_urgent_order_costs_its_fee_and_only_who_may_is_urgent(core: Core) -> None:
    counter, crate = await make_short(core, there=50)
    await write(
        core, update(OrderPolicyRow).where(OrderPolicyRow.currency == "USD").values(urgent_minor=2_500)
    )
    draft_id = await make_draft(core, counter.buyer, [(crate, 10)])
    await core.execute(counter.buyer, SetUrgent(draft_id, 1))
    card = await quote(core, counter.buyer)
    assert (card.is_urgent, card.shipping, card.total) == (
        True, Money.parse("25", "USD"), Money.parse("2025", "USD"),
    )  # fmt: skip
    placed = await confirm(core, counter.buyer)
    assert (await shown(core, counter.buyer, placed.number)).is_urgent
    await core.execute(SYSTEM, SetSupply(counter.dealer_id, DealerSupply(may_be_urgent=False)))
    other = await make_draft(core, counter.buyer, [(crate, 20)])
    with pytest.raises(UrgentNotAgreed):
        await core.execute(counter.buyer, SetUrgent(other, 1))
    with pytest.raises(UrgentNotAgreed):
        await core.execute(counter.buyer, MakeUrgent(placed.order_id))
