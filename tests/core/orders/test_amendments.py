"""A placed order is changed: until the cut-off, at promised prices, judged again, its old version kept."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from core.approvals.tables import ApprovalRow
from core.billing.use_cases.create_invoices import CreateInvoices
from core.dispatch.use_cases.keep_holidays import SetHoliday
from core.infra.door import Core
from core.kernel.actor import SYSTEM, Actor
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, Refused
from core.kernel.ids import DraftId, OrderId, ProductId, WarehouseId
from core.kernel.money import Money
from core.orders.errors import CannotCancel, CannotChange, LaterNow, PriceChanged, TooLate
from core.orders.progress import advance_order
from core.orders.tables import DraftRow, OrderRow, OrderStepRow, OrderVersionRow
from core.orders.types import LineChange, Order, OrderMark, OrderState, PlacedOrder
from core.orders.use_cases.cancel_order import CancelOrder
from core.orders.use_cases.change_line import ChangeLine
from core.orders.use_cases.change_order import ChangeOrder
from core.orders.use_cases.discard_draft import DiscardDraft
from core.orders.use_cases.place_order import PlaceOrder
from core.orders.use_cases.show_orders import ShowOrder
from core.stock.posting import pick_reserved
from core.stock.tables import ReservationRow, StockRow
from core.stock.types import Picked
from tests.make import (
    Counter,
    account,
    column,
    confirm,
    make_buyer,
    make_counter,
    make_dealer,
    make_draft,
    make_product,
    make_stock,
    make_warehouse,
    quote,
    rows,
    set_cost,
)
from tests.make.orders import transact
from tests.races.ledgers import assert_books_are_whole

S = OrderState


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


async def make_ordered(
    core: Core, *, limit: str = "100000", pieces: int = 10, on_hand: int = 100
) -> tuple[Counter, ProductId, PlacedOrder]:
    """An order of crates at 200.00, placed at 09:00; the warehouse closes at 16:00 UTC."""
    counter = await make_counter(core, limit=limit)
    crate = await make_product(core, "CRATE", "Crate", cost="200", list_price=None)
    await make_stock(core, crate, counter.warehouse_id, on_hand)
    await make_draft(core, counter.buyer, [(crate, pieces)])
    return counter, crate, await confirm(core, counter.buyer)


async def change(core: Core, buyer: Actor, order_id: OrderId, pieces: int) -> DraftId:
    """Open the changes and set the first line."""
    draft_id = await core.execute(buyer, ChangeOrder(order_id))
    version = (await quote(core, buyer)).version
    await core.execute(buyer, ChangeLine(draft_id, version, 1, to=Decimal(pieces)))
    return draft_id


async def show(core: Core, actor: Actor, order_id: OrderId) -> Order:
    return await core.ask(actor, ShowOrder(order_id))


async def everything(core: Core) -> list[list[object]]:
    tables = (OrderRow, OrderStepRow, OrderVersionRow, ReservationRow, StockRow, ApprovalRow)
    return [sorted(map(str, await rows(core, table))) for table in tables]


async def test_more_of_a_line_costs_what_was_promised_and_the_difference_is_shown_before(core: Core) -> None:
    counter, crate, placed = await make_ordered(core)
    await set_cost(core, crate, "250")  # today's price is higher
    await change(core, counter.buyer, placed.order_id, 12)
    card = await quote(core, counter.buyer)
    assert card.amendment is not None
    assert (card.amendment.number, card.amendment.total) == ("B2B-2025-1", usd("2000"))
    assert card.amendment.changes == (LineChange("Crate", 10, 12),)
    assert card.total == usd("2400")
    assert (await show(core, counter.buyer, placed.order_id)).total == usd("2000")  # nothing has changed yet
    amended = await confirm(core, counter.buyer)
    assert (amended.number, amended.state, amended.is_amended) == ("B2B-2025-1", S.APPROVED, True)
    order = await show(core, counter.buyer, placed.order_id)
    assert (order.total, order.lines[0].quantity) == (usd("2400"), 12)
    assert [(step.state, step.reason) for step in order.steps] == [
        (S.APPROVED, None),
        (OrderMark.AMENDED, "2,000.00 → 2,400.00 USD"),
    ]
    (kept,) = await rows(core, OrderVersionRow)
    assert (kept.version, kept.content["order"]["total_minor"]) == (1, 200_000)
    assert [line["quantity"] for line in kept.content["lines"]] == [10]
    assert (await account(core, counter.dealer_id))["held"] == 240_000
    assert await column(core, StockRow.reserved) == [12]


async def test_a_price_that_has_fallen_since_counts_for_the_new_version(core: Core) -> None:
    counter, crate, placed = await make_ordered(core)
    await set_cost(core, crate, "150")
    await change(core, counter.buyer, placed.order_id, 9)
    assert (await quote(core, counter.buyer)).total == usd("1350")


async def test_what_the_order_holds_is_free_for_its_new_version(core: Core) -> None:
    counter, _, placed = await make_ordered(core, limit="3000", on_hand=12)
    await change(core, counter.buyer, placed.order_id, 12)  # 2,400 of 3,000: exactly 80 %
    card = await quote(core, counter.buyer)
    assert (card.blockers, card.asks) == ((), ())
    assert (await confirm(core, counter.buyer)).state is S.APPROVED
    assert await column(core, StockRow.reserved) == [12]


async def test_a_version_above_the_limit_waits_and_goes_back_when_it_is_small_again(core: Core) -> None:
    counter, _, placed = await make_ordered(core, limit="3000")
    await change(core, counter.buyer, placed.order_id, 15)  # all of the limit: held
    assert (await confirm(core, counter.buyer)).state is S.HELD
    assert (await account(core, counter.dealer_id))["pending"] == 300_000
    assert await column(core, ApprovalRow.state) == ["open"]
    await change(core, counter.buyer, placed.order_id, 5)
    assert (await confirm(core, counter.buyer)).state is S.APPROVED
    sums = await account(core, counter.dealer_id)
    assert (sums["pending"], sums["held"]) == (0, 100_000)
    assert await column(core, ApprovalRow.state) == ["withdrawn"]
    order = await show(core, counter.buyer, placed.order_id)
    assert [step.state for step in order.steps] == [
        S.APPROVED, OrderMark.AMENDED, S.HELD, OrderMark.AMENDED, S.APPROVED,
    ]  # fmt: skip
    assert [one.version for one in await rows(core, OrderVersionRow)] == [1, 3]


async def test_a_version_short_of_goods_is_refused_until_something_is_chosen(core: Core) -> None:
    counter, _, placed = await make_ordered(core, on_hand=12)
    await change(core, counter.buyer, placed.order_id, 20)
    before = await everything(core)
    with pytest.raises(Refused) as refused:
        await confirm(core, counter.buyer)
    assert refused.value.code == "stock_short"
    assert await everything(core) == before


async def test_the_draft_put_aside_is_there_again_when_the_changes_are_done_or_left(core: Core) -> None:
    counter, crate, placed = await make_ordered(core)
    other = await make_draft(core, counter.buyer, [(crate, 3)])
    await core.execute(counter.buyer, ChangeOrder(placed.order_id))
    card = await quote(core, counter.buyer)
    assert card.draft_id != other
    await core.execute(counter.buyer, DiscardDraft(card.draft_id, card.version))
    assert (await quote(core, counter.buyer)).draft_id == other
    await change(core, counter.buyer, placed.order_id, 5)
    await confirm(core, counter.buyer)
    assert (await quote(core, counter.buyer)).draft_id == other
    assert sorted(await column(core, DraftRow.state)) == ["amended", "discarded", "open", "ordered"]


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles"])
async def test_after_the_cut_off_of_the_warehouse_in_its_zone_the_dealer_is_told_who_can_help(
    core: Core, clock: FixedClock, zone: str
) -> None:
    counter = await make_counter(core)
    crate = await make_product(core, "CRATE", "Crate", cost="200", list_price=None)
    west = await make_warehouse(core, "W2", region="west", zone=zone, cut_off="16:00")
    await make_stock(core, crate, WarehouseId(west), 100)
    await make_draft(core, counter.buyer, [(crate, 10)])
    placed = await confirm(core, counter.buyer)
    hour = 16 if zone == "UTC" else 23  # 16:00 in Los Angeles in October
    until = datetime(2025, 10, 14, hour, tzinfo=UTC)
    assert (await show(core, counter.buyer, placed.order_id)).change_until == until
    clock.advance(until - clock.now() - timedelta(seconds=1))
    draft_id = await change(core, counter.buyer, placed.order_id, 11)
    card = await quote(core, counter.buyer)
    clock.advance(timedelta(seconds=1))
    before = await everything(core)
    for attempt in (
        PlaceOrder(draft_id, card.version, card.seen), CancelOrder(placed.order_id),
    ):  # fmt: skip
        with pytest.raises(TooLate) as late:
            await core.execute(counter.buyer, attempt)
        assert late.value.fields == {"number": "B2B-2025-1", "until": until, "who": "Rita"}
    assert await everything(core) == before
    assert await core.execute(counter.rep, CancelOrder(placed.order_id, "asked by phone")) == "B2B-2025-1"


async def test_a_holiday_moves_the_promise_and_the_cut_off(core: Core, clock: FixedClock) -> None:
    counter = await make_counter(core)
    crate = await make_product(core, "CRATE", "Crate", cost="200", list_price=None)
    await make_stock(core, crate, counter.warehouse_id, 100)
    await make_draft(core, counter.buyer, [(crate, 10)])
    shown = await quote(core, counter.buyer)
    assert shown.promised_on == date(2025, 10, 15)
    await core.execute(SYSTEM, SetHoliday(date(2025, 10, 14), "Founder's day"))
    with pytest.raises(LaterNow):  # what was seen does not hold any more
        await core.execute(counter.buyer, PlaceOrder(shown.draft_id, shown.version, shown.seen))
    placed = await confirm(core, counter.buyer)
    order = await show(core, counter.buyer, placed.order_id)
    assert (order.promised_on, order.change_until) == (
        date(2025, 10, 16),
        datetime(2025, 10, 15, 16, tzinfo=UTC),
    )


async def test_once_the_picker_has_begun_the_dealer_cannot_and_the_house_still_can(core: Core) -> None:
    counter, _, placed = await make_ordered(core)
    draft_id = await change(core, counter.buyer, placed.order_id, 12)
    card = await quote(core, counter.buyer)
    await transact(core, lambda tx: advance_order(tx, placed.order_id, S.PICKING))
    with pytest.raises(CannotChange) as refused:
        await core.execute(counter.buyer, PlaceOrder(draft_id, card.version, card.seen))
    assert refused.value.fields == {"number": "B2B-2025-1", "state": "picking"}
    with pytest.raises(CannotCancel):
        await core.execute(counter.buyer, CancelOrder(placed.order_id))
    await core.execute(counter.rep, CancelOrder(placed.order_id))
    assert await column(core, StockRow.reserved) == [0]


async def test_a_picker_and_an_amendment_at_the_same_moment_leave_one_of_both(core: Core) -> None:
    counter, _, placed = await make_ordered(core)
    draft_id = await change(core, counter.buyer, placed.order_id, 12)
    card = await quote(core, counter.buyer)
    ended = await asyncio.gather(
        core.execute(counter.buyer, PlaceOrder(draft_id, card.version, card.seen)),
        transact(core, lambda tx: advance_order(tx, placed.order_id, S.PICKING)),
        return_exceptions=True,
    )
    order = await show(core, counter.buyer, placed.order_id)
    assert order.state is S.PICKING  # the picker goes on with what the order is by then
    if isinstance(ended[0], BaseException):
        assert isinstance(ended[0], CannotChange)
    assert order.lines[0].quantity == (10 if isinstance(ended[0], BaseException) else 12)
    assert await column(core, StockRow.reserved) == [order.lines[0].quantity]


async def test_what_is_invoiced_is_neither_changed_nor_cancelled(core: Core) -> None:
    counter, _, placed = await make_ordered(core)
    await core.execute(SYSTEM, CreateInvoices())
    with pytest.raises(CannotChange) as refused:
        await core.execute(counter.buyer, ChangeOrder(placed.order_id))
    assert refused.value.fields == {"number": "B2B-2025-1", "state": "invoiced"}
    with pytest.raises(CannotCancel):
        await core.execute(counter.rep, CancelOrder(placed.order_id))


async def test_of_two_people_who_change_one_order_the_second_sees_the_first_ones_version(core: Core) -> None:
    counter, _, placed = await make_ordered(core)
    colleague = await make_buyer(core, counter.dealer_id, "Bob")
    mine = await change(core, counter.buyer, placed.order_id, 12)
    card = await quote(core, counter.buyer)
    await change(core, colleague, placed.order_id, 8)
    await confirm(core, colleague)
    with pytest.raises(PriceChanged):
        await core.execute(counter.buyer, PlaceOrder(mine, card.version, card.seen))
    again = await quote(core, counter.buyer)
    assert again.amendment is not None
    assert again.amendment.changes == (LineChange("Crate", 8, 12),)


async def test_another_dealers_order_cannot_be_opened(core: Core) -> None:
    counter, _, placed = await make_ordered(core)
    stranger = await make_buyer(core, await make_dealer(core, "Other", tier="plain", limit="1000"))
    with pytest.raises(NotFound):
        await core.execute(stranger, ChangeOrder(placed.order_id))
    assert len(await rows(core, DraftRow)) == 1
    await assert_books_are_whole(core)
    assert (await show(core, counter.buyer, placed.order_id)).state is S.APPROVED


async def test_goods_that_were_picked_are_back_on_the_shelf_when_the_house_cancels(core: Core) -> None:
    counter, _, placed = await make_ordered(core)
    (line,) = (await show(core, counter.buyer, placed.order_id)).lines
    assert line.line_id is not None
    picked = [Picked(line.line_id, counter.warehouse_id, 10)]
    await transact(core, lambda tx: advance_order(tx, placed.order_id, S.PICKING))
    await transact(core, lambda tx: pick_reserved(tx, placed.order_id, picked))
    (stock,) = await rows(core, StockRow)
    assert (stock.on_hand, stock.reserved, stock.picked) == (90, 0, 10)
    await core.execute(counter.rep, CancelOrder(placed.order_id, "wrong goods"))
    (stock,) = await rows(core, StockRow)
    assert (stock.on_hand, stock.reserved, stock.picked) == (100, 0, 0)
    await assert_books_are_whole(core)
