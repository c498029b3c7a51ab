"""Changing a draft by button: steps, amounts, units, places, coupons, throwing it away (A5, F1)."""

import asyncio
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update

from core.infra.door import Core
from core.intake.types import AskWhy
from core.kernel.errors import NotFound, Outdated
from core.kernel.ids import ProductId
from core.kernel.money import Money
from core.orders.errors import DraftGone
from core.orders.tables import DraftLineRow, DraftRow
from core.orders.types import LineState, Quote
from core.orders.use_cases.change_line import ChangeLine
from core.orders.use_cases.discard_draft import DiscardDraft
from core.orders.use_cases.set_draft import SetCoupon
from core.orders.use_cases.show_quote import ShowQuote
from core.orders.use_cases.take_message import TakeMessage
from core.pricing.tables import PromotionRow
from core.stock.tables import StockRow
from tests.make import (
    Trade,
    column,
    confirm,
    count,
    make_coupon,
    make_draft,
    make_flash_sale,
    make_gift,
    make_product,
    make_stock,
    make_trade,
    quote,
    rows,
    write,
)
from tests.make.people import make_buyer


async def one_line(
    core: Core, *, unit: str = "each", amount: int = 48, multiple: int = 1
) -> tuple[Trade, Quote]:
    trade = await make_trade(core)
    cola = await make_product(
        core, "COLA", "Cola", cost="100", list_price=None, packs={"case": 24}, order_multiple=multiple
    )
    await make_stock(core, cola, trade.warehouse_id, 100_000)
    await make_draft(core, trade.buyer, [(cola, amount)])
    size = {"each": 1, "case": 24}[unit]
    await write(core, update(DraftLineRow).values(unit=unit, unit_quantity=str(amount // size)))
    return trade, await quote(core, trade.buyer)


@pytest.mark.parametrize(
    ("unit", "multiple", "by", "expected"),
    [
        ("each", 1, 1, ("49", 49)),
        ("each", 1, -1, ("47", 47)),
        ("case", 1, 1, ("3", 72)),
        ("each", 12, 1, ("60", 60)),  # a step is a whole multiple
        ("each", 12, -1, ("36", 36)),
        ("case", 12, 1, ("3", 72)),
        ("case", 48, 1, ("4", 96)),
    ],
)
async def test_a_step_is_one_unit_or_one_order_multiple(
    core: Core, unit: str, multiple: int, by: int, expected: tuple[str, int]
) -> None:
    trade, shown = await one_line(core, unit=unit, multiple=multiple)
    await core.execute(trade.buyer, ChangeLine(shown.draft_id, shown.version, 1, by=by))
    (line,) = (await quote(core, trade.buyer)).lines
    assert (str(line.unit_quantity), line.quantity, line.state) == (*expected, LineState.READY)


@pytest.mark.parametrize("change", [{"to": Decimal(0)}, {"by": -48}, {"by": -100}, {"to": Decimal(-3)}])
async def test_a_line_taken_down_to_nothing_is_gone(core: Core, change: dict[str, Any]) -> None:
    trade, shown = await one_line(core)
    await core.execute(trade.buyer, replace(ChangeLine(shown.draft_id, shown.version, 1), **change))
    assert (await quote(core, trade.buyer)).lines == ()
    assert await count(core, DraftLineRow) == 0


@pytest.mark.parametrize(
    ("to", "unit", "why"),
    [
        (Decimal(7), None, AskWhy.QUANTITY_MULTIPLE),
        (Decimal(10**10), None, AskWhy.QUANTITY_INVALID),
        (Decimal(10**8), "case", AskWhy.QUANTITY_INVALID),
        (Decimal("NaN"), None, AskWhy.QUANTITY_INVALID),
        (Decimal("Infinity"), None, AskWhy.QUANTITY_INVALID),
        (Decimal(3), "pallet", AskWhy.UNIT_UNKNOWN),
    ],
)
async def test_an_amount_that_cannot_be_booked_is_asked(
    core: Core, to: Decimal, unit: str | None, why: AskWhy
) -> None:
    trade, shown = await one_line(core, multiple=12)
    await core.execute(trade.buyer, ChangeLine(shown.draft_id, shown.version, 1, to=to, unit=unit))
    (line,) = (await quote(core, trade.buyer)).lines
    assert (line.state, line.questions) == (LineState.ASK, (why,))


async def test_one_tap_counts_once_and_an_old_card_not_at_all(core: Core) -> None:
    trade, shown = await one_line(core)
    tap = ChangeLine(shown.draft_id, shown.version, 1, by=1)
    first = await core.execute(trade.buyer, tap, key="tap")
    assert await core.execute(trade.buyer, tap, key="tap") == first
    with pytest.raises(Outdated):
        await core.execute(trade.buyer, tap)
    with pytest.raises(NotFound):
        await core.execute(trade.buyer, ChangeLine(shown.draft_id, shown.version + 1, 9, by=1))
    assert await column(core, DraftLineRow.quantity) == [49]


async def test_ten_taps_on_one_card_at_once_count_once(core: Core) -> None:
    trade, shown = await one_line(core)
    results = await asyncio.gather(
        *(
            core.execute(trade.buyer, ChangeLine(shown.draft_id, shown.version, 1, by=1), key=f"tap {n}")
            for n in range(10)
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(result, Outdated) for result in results) == 9
    assert await column(core, DraftLineRow.quantity) == [49]


async def test_two_first_messages_at_once_make_one_draft_with_both_lines(core: Core) -> None:
    trade = await make_trade(core)
    cable = await make_product(core, "CBL-USBC-2M", "USB-C cable 2 m", cost="5", category="accessories")
    await make_stock(core, cable, trade.warehouse_id, 5000)
    await asyncio.gather(
        core.execute(trade.buyer, TakeMessage("25 IP15P"), key="1"),
        core.execute(trade.buyer, TakeMessage("40 CBL-USBC-2M"), key="2"),
    )
    assert await count(core, DraftRow) == 1
    lines = (await quote(core, trade.buyer)).lines
    assert sorted((line.sku, line.quantity) for line in lines) == [("CBL-USBC-2M", 40), ("IP15P", 25)]


async def test_a_discarded_draft_is_gone_and_the_next_one_is_empty(core: Core) -> None:
    trade, shown = await one_line(core)
    await core.execute(trade.buyer, DiscardDraft(shown.draft_id, shown.version))
    assert await core.ask(trade.buyer, ShowQuote()) is None
    with pytest.raises(DraftGone):
        await core.execute(trade.buyer, DiscardDraft(shown.draft_id, shown.version + 1))
    await core.execute(trade.buyer, TakeMessage("25 IP15P"))
    assert [line.sku for line in (await quote(core, trade.buyer)).lines] == ["IP15P"]


async def _iphones(core: Core, trade: Trade, name: str, quantity: int, coupon: str | None = None) -> Quote:
    buyer = await make_buyer(core, trade.dealer_id, name)
    await make_draft(core, buyer, [(trade.iphone, quantity)], coupon=coupon)
    shown = await quote(core, buyer)
    await confirm(core, buyer)
    return shown


async def test_a_flash_sale_ends_with_its_last_piece_and_the_rest_costs_what_it_always_does(
    core: Core,
) -> None:
    trade = await make_trade(core)
    await make_flash_sale(core, "IP15P", "1000", cap=15)
    first = await _iphones(core, trade, "Ann", 10)
    second = await _iphones(core, trade, "Ben", 10)
    third = await _iphones(core, trade, "Cid", 10)
    assert [one.total for one in (first, second, third)] == [
        Money.parse("10000", "USD"),
        Money.parse("10200", "USD"),  # five at 1,000 and five at 1,040
        Money.parse("10400", "USD"),
    ]
    assert await column(core, PromotionRow.used) == [15]


async def test_a_coupon_is_used_as_often_as_it_may_be_and_then_refused(core: Core) -> None:
    trade = await make_trade(core)
    await make_coupon(core, "WELCOME", threshold="1000", off="100", cap=1)
    assert (await _iphones(core, trade, "Ann", 10, "welcome")).total == Money.parse("10300", "USD")
    shown = await _iphones(core, trade, "Ben", 10, "WELCOME")
    assert shown.total == Money.parse("10400", "USD")
    assert shown.coupon_refused is not None
    assert await column(core, PromotionRow.used) == [1]


async def test_a_coupon_is_set_taken_off_and_never_longer_than_a_coupon(core: Core) -> None:
    trade, shown = await one_line(core)
    for code, kept in (("  welcome ", "welcome"), ("", None), ("x" * 4096, "x" * 40), ("a\x00b", "ab")):
        await core.execute(trade.buyer, SetCoupon(code))
        assert (await quote(core, trade.buyer)).coupon == kept
    assert shown.coupon is None


async def test_a_gift_is_reserved_with_the_order_and_left_out_when_there_is_none(core: Core) -> None:
    trade = await make_trade(core)
    case_ = await make_product(core, "CASE", "Phone case", cost="10", list_price="12")
    await make_stock(core, case_, trade.warehouse_id, 3)
    await make_gift(core, "IP15P", buy=10, free=2, gift="CASE")
    first = await _iphones(core, trade, "Ann", 10)
    assert [(item.sku, item.quantity) for item in first.free_items] == [("CASE", 2)]
    await _iphones(core, trade, "Ben", 10)
    assert await _reserved(core, case_) == 2
    assert first.total == Money.parse("10400", "USD")


async def _reserved(core: Core, product_id: ProductId) -> int:
    (row,) = await rows(core, StockRow, StockRow.product_id == product_id)
    return int(row.reserved)
