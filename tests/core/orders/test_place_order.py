"""From a draft to an order: numbers, what is written with it, and every reason why not (A4, E2, F1, G1)."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from core.catalog.tables import ProductRow
from core.credit.tables import CreditEntryRow
from core.infra.door import Core
from core.infra.journal import JournalRow, check_chain
from core.intake.tables import HabitRow
from core.kernel.clock import FixedClock
from core.kernel.errors import Outdated
from core.kernel.money import UnitPrice
from core.orders.errors import (
    BelowMinimum,
    DraftGone,
    DraftUnclear,
    LaterNow,
    NoPrice,
    NothingToOrder,
    PriceChanged,
    ProductGone,
)
from core.orders.tables import DraftLineRow, DraftRow, OrderLineRow, OrderRow, OrderStepRow
from core.orders.types import LineState, OrderState
from core.orders.use_cases.place_order import PlaceOrder
from core.pricing.tables import BasePriceRow
from core.stock.errors import StockShort
from core.stock.tables import ReservationRow, StockRow
from tests.core.orders.confirming import WRITTEN, refused, usd
from tests.make import (
    account,
    column,
    confirm,
    count,
    make_assortment,
    make_counter,
    make_dealer,
    make_draft,
    make_product,
    make_rate,
    make_stock,
    make_trade,
    make_warehouse,
    quote,
    rows,
    set_cost,
    write,
)
from tests.make.people import make_buyer


async def test_techmart_pays_its_negotiated_price_for_25_iphones(core: Core) -> None:
    trade = await make_trade(core)
    await make_draft(core, trade.buyer, [(trade.iphone, 25)])
    shown = await quote(core, trade.buyer)
    (line,) = shown.lines
    assert line.unit_price == UnitPrice.parse("1040", "USD")
    assert (line.total, shown.total, shown.blockers) == (usd("26000.00"), usd("26000.00"), ())
    assert shown.credit.exposure_after == usd("26000.00")
    assert shown.promised_on == date(2025, 10, 15)
    placed = await confirm(core, trade.buyer)
    assert (placed.number, placed.state) == ("B2B-2025-1", OrderState.APPROVED)


async def test_another_platinum_dealer_pays_the_standard_price(core: Core) -> None:
    trade = await make_trade(core)
    buyer = await make_buyer(core, await make_dealer(core, "Other Corp"))
    await make_draft(core, buyer, [(trade.iphone, 25)])
    shown = await quote(core, buyer)
    assert (shown.lines[0].unit_price, shown.total) == (UnitPrice.parse("1080", "USD"), usd("27000.00"))


async def test_the_order_keeps_to_the_cent_what_the_card_showed(core: Core) -> None:
    counter = await make_counter(core)
    screw = await make_product(core, "SCREW", "Screw M6", cost="0.333333", list_price=None)
    nut = await make_product(core, "NUT", "Nut M6", cost="0.005", list_price=None)
    for product in (screw, nut):
        await make_stock(core, product, counter.warehouse_id, 10_000)
    await make_draft(core, counter.buyer, [(screw, 3001), (nut, 1)])
    shown = await quote(core, counter.buyer)
    assert [line.total for line in shown.lines] == [usd("1000.33"), usd("0.01")]
    placed = await confirm(core, counter.buyer)
    (order,) = await rows(core, OrderRow)
    lines = sorted(await rows(core, OrderLineRow), key=lambda row: row.position)
    assert [line.total_minor for line in lines] == [100_033, 1]
    assert (order.total_minor, sum(line.total_minor for line in lines)) == (shown.total.minor, 100_034)
    assert (order.id, order.number, order.state) == (placed.order_id, placed.number, "approved")


async def test_everything_an_order_takes_is_written_with_it(core: Core) -> None:
    trade = await make_trade(core, on_hand=30)
    draft_id = await make_draft(core, trade.buyer, [(trade.iphone, 25)])
    placed = await confirm(core, trade.buyer, key="tap")
    assert await column(core, StockRow.reserved) == [25]
    (reservation,) = await rows(core, ReservationRow)
    (line,) = await rows(core, OrderLineRow)
    assert (reservation.order_id, reservation.line_id, reservation.quantity, reservation.state) == (
        placed.order_id,
        line.id,
        25,
        "held",
    )
    (entry,) = await rows(core, CreditEntryRow)
    assert (entry.order_id, entry.document, entry.amount_minor, entry.state) == (
        placed.order_id,
        "B2B-2025-1",
        2_600_000,
        "held",
    )
    assert await account(core, trade.dealer_id) == {
        "limit": 15_000_000,
        "invoiced": 0,
        "held": 2_600_000,
        "pending": 0,
    }
    (step,) = await rows(core, OrderStepRow)
    assert (step.state, step.person_id) == ("approved", trade.buyer.person_id)
    assert await column(core, DraftRow.state, DraftRow.id == draft_id) == ["ordered"]
    (habit,) = await rows(core, HabitRow)
    assert (habit.times, habit.recent, habit.last_on) == (1, [25], date(2025, 10, 14))
    (entry,) = await rows(core, JournalRow)
    assert (entry.name, entry.actor_id, entry.stream) == (
        "order_placed",
        trade.buyer.person_id,
        str(trade.dealer_id),
    )
    assert entry.payload["total_minor"] == 2_600_000
    assert json.loads(line.receipt)
    async with core.database.read() as connection:
        assert await check_chain(connection, str(trade.dealer_id)) is None


async def test_the_same_tap_twice_is_one_order_and_one_answer(core: Core) -> None:
    trade = await make_trade(core)
    await make_draft(core, trade.buyer, [(trade.iphone, 25)])
    shown = await quote(core, trade.buyer)
    tap = PlaceOrder(shown.draft_id, shown.version, shown.seen)
    first = await core.execute(trade.buyer, tap, key="chat:1:confirm:1")
    assert await core.execute(trade.buyer, tap, key="chat:1:confirm:1") == first
    with pytest.raises(DraftGone):  # even without its key a draft is ordered once
        await core.execute(trade.buyer, tap)
    assert await count(core, OrderRow) == 1
    assert await column(core, StockRow.reserved) == [25]


async def test_numbers_run_through_the_year_and_start_again_with_the_next(
    core: Core, clock: FixedClock
) -> None:
    trade = await make_trade(core)
    numbers = []
    moments = [datetime(2025, 12, 31, 10, 0, tzinfo=UTC)] * 2 + [datetime(2026, 1, 2, 10, 0, tzinfo=UTC)] * 2
    for moment in moments:
        clock.advance(moment - clock.now())
        await make_draft(core, trade.buyer, [(trade.iphone, 1)])
        numbers.append((await confirm(core, trade.buyer)).number)
    assert numbers == ["B2B-2025-1", "B2B-2025-2", "B2B-2026-1", "B2B-2026-2"]


async def test_a_refused_order_uses_up_no_number(core: Core) -> None:
    trade = await make_trade(core, on_hand=10)
    await make_draft(core, trade.buyer, [(trade.iphone, 11)])
    await refused(core, trade.buyer, StockShort)
    await write(core, update(StockRow).values(on_hand=11))
    assert (await confirm(core, trade.buyer)).number == "B2B-2025-1"


@pytest.mark.parametrize("cost", ["1000.01", "999.99"])
async def test_a_price_that_changed_since_the_card_is_never_booked(core: Core, cost: str) -> None:
    trade = await make_trade(core)
    await make_draft(core, trade.buyer, [(trade.iphone, 25)])
    shown = await quote(core, trade.buyer)
    await set_cost(core, trade.iphone, cost)
    with pytest.raises(PriceChanged):
        await core.execute(trade.buyer, PlaceOrder(shown.draft_id, shown.version, shown.seen), key="tap")
    assert [await count(core, table) for table in WRITTEN] == [0] * len(WRITTEN)
    assert await column(core, StockRow.reserved) == [0]
    assert (await quote(core, trade.buyer)).seen != shown.seen
    assert (await confirm(core, trade.buyer, key="tap")).number == "B2B-2025-1"


@pytest.mark.parametrize("cause", ["the cut-off has passed", "only a far warehouse has it"])
async def test_a_later_day_than_the_card_said_is_shown_before_it_is_ordered(
    core: Core, clock: FixedClock, cause: str
) -> None:
    trade = await make_trade(core)
    far = await make_warehouse(core, "FAR", region="north")
    await make_stock(core, trade.iphone, far, 25)
    await make_draft(core, trade.buyer, [(trade.iphone, 25)])
    shown = await quote(core, trade.buyer)
    if cause == "the cut-off has passed":
        clock.advance(timedelta(hours=12))
    else:
        await write(
            core, update(StockRow).where(StockRow.warehouse_id == trade.warehouse_id).values(on_hand=24)
        )
    with pytest.raises(LaterNow):
        await core.execute(trade.buyer, PlaceOrder(shown.draft_id, shown.version, shown.seen), key="tap")
    assert [await count(core, table) for table in WRITTEN] == [0] * len(WRITTEN)
    fresh = await quote(core, trade.buyer)
    assert shown.promised_on
    assert fresh.promised_on
    assert (fresh.total, fresh.promised_on > shown.promised_on) == (shown.total, True)
    assert (await confirm(core, trade.buyer, key="tap")).number == "B2B-2025-1"
    assert await column(core, OrderRow.promised_on) == [fresh.promised_on]


async def test_an_earlier_day_than_the_card_said_is_simply_taken(core: Core, clock: FixedClock) -> None:
    trade = await make_trade(core)
    clock.advance(timedelta(hours=12))
    await make_draft(core, trade.buyer, [(trade.iphone, 25)])
    shown = await quote(core, trade.buyer)
    clock.advance(timedelta(hours=-12))
    with pytest.raises(PriceChanged):  # a token that is none
        await core.execute(trade.buyer, PlaceOrder(shown.draft_id, shown.version, shown.seen[:8] + "day"))
    await core.execute(trade.buyer, PlaceOrder(shown.draft_id, shown.version, shown.seen))
    assert shown.promised_on == date(2025, 10, 16)
    assert await column(core, OrderRow.promised_on) == [date(2025, 10, 15)]


async def test_a_rule_that_changed_since_the_card_counts_at_once(core: Core) -> None:
    trade = await make_trade(core)
    await make_draft(core, trade.buyer, [(trade.iphone, 25)])
    shown = await quote(core, trade.buyer)
    await make_rate(core, trade.dealer_id, scope="product", value=str(trade.iphone), margin=5)
    with pytest.raises(PriceChanged):
        await core.execute(trade.buyer, PlaceOrder(shown.draft_id, shown.version, shown.seen))
    assert (await quote(core, trade.buyer)).total == usd("26250.00")


async def test_a_card_of_an_older_version_is_outdated(core: Core) -> None:
    trade = await make_trade(core)
    await make_draft(core, trade.buyer, [(trade.iphone, 25)])
    shown = await quote(core, trade.buyer)
    with pytest.raises(Outdated) as caught:
        await core.execute(trade.buyer, PlaceOrder(shown.draft_id, shown.version - 1, shown.seen))
    assert caught.value.fields == {"version": 1}
    assert await count(core, OrderRow) == 0


async def test_stock_that_vanished_since_the_card_is_told_by_line(core: Core) -> None:
    trade = await make_trade(core, on_hand=25)
    await make_draft(core, trade.buyer, [(trade.iphone, 25)])
    assert (await quote(core, trade.buyer)).blockers == ()
    await write(core, update(StockRow).values(reserved=1))
    assert await refused(core, trade.buyer, StockShort) == {"lines": [1]}


async def test_two_lines_on_one_product_do_not_share_the_same_piece(core: Core) -> None:
    trade = await make_trade(core, on_hand=25)
    await make_draft(core, trade.buyer, [(trade.iphone, 15), (trade.iphone, 11)])
    assert await refused(core, trade.buyer, StockShort) == {"lines": [2]}
    await write(core, update(StockRow).values(on_hand=26))
    await confirm(core, trade.buyer)
    assert await column(core, StockRow.reserved) == [26]


@pytest.mark.parametrize(("quantity", "missing"), [(999, "1.00"), (1, "999.00")])
async def test_below_the_minimum_order_is_refused_with_what_is_missing(
    core: Core, quantity: int, missing: str
) -> None:
    counter = await make_counter(core)
    pen = await make_product(core, "PEN", "Pen", cost="1")
    await make_stock(core, pen, counter.warehouse_id, 5000)
    await make_draft(core, counter.buyer, [(pen, quantity)])
    assert await refused(core, counter.buyer, BelowMinimum) == {
        "minimum": usd("1000.00"),
        "missing": usd(missing),
    }


async def test_exactly_the_minimum_passes(core: Core) -> None:
    counter = await make_counter(core)
    pen = await make_product(core, "PEN", "Pen", cost="1")
    await make_stock(core, pen, counter.warehouse_id, 5000)
    await make_draft(core, counter.buyer, [(pen, 1000)])
    assert (await confirm(core, counter.buyer)).state is OrderState.APPROVED


async def test_an_empty_draft_is_nothing_to_order(core: Core) -> None:
    trade = await make_trade(core)
    await make_draft(core, trade.buyer, [])
    await refused(core, trade.buyer, NothingToOrder)


@pytest.mark.parametrize("state", [LineState.ASK, LineState.NOT_FOUND])
async def test_a_line_that_waits_for_an_answer_holds_the_order(core: Core, state: LineState) -> None:
    trade = await make_trade(core)
    await make_draft(core, trade.buyer, [(trade.iphone, 25), (trade.iphone, 1)])
    await write(core, update(DraftLineRow).where(DraftLineRow.position == 2).values(state=state))
    assert await refused(core, trade.buyer, DraftUnclear) == {"count": 1, "lines": [2]}


async def test_a_product_taken_off_sale_or_off_the_list_is_told_by_line(core: Core) -> None:
    trade = await make_trade(core)
    await make_draft(core, trade.buyer, [(trade.iphone, 25)])
    await write(core, update(ProductRow).values(active=False))
    assert await refused(core, trade.buyer, ProductGone) == {"lines": [1]}


async def test_what_is_not_approved_for_the_dealer_cannot_be_ordered(core: Core) -> None:
    trade = await make_trade(core)
    await make_assortment(core, "CABLES", scope="category", value="electronics/cables")
    buyer = await make_buyer(core, await make_dealer(core, "Cable Shop", assortment="CABLES"))
    await make_draft(core, buyer, [(trade.iphone, 25)])
    assert await refused(core, buyer, ProductGone) == {"lines": [1]}
    await make_assortment(core, "CABLES", scope="brand", value="Apple")
    assert (await confirm(core, buyer)).state is OrderState.APPROVED


async def test_a_product_without_a_price_in_the_dealers_currency_cannot_be_ordered(core: Core) -> None:
    trade = await make_trade(core)
    await write(core, update(BasePriceRow).values(currency="EUR"))
    await make_draft(core, trade.buyer, [(trade.iphone, 25)])
    assert await refused(core, trade.buyer, NoPrice) == {"lines": [1]}
