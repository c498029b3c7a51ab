"""Screens of goods that are not there, of amendments and of orders in parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.dealer.ordering.screens import lines_screen, placed_screen, quote_card
from bot.dealer.ordering.supply import shortage_part
from bot.dealer.orders.screens import order_screen
from bot.notices.orders import (
    MOST_GOODS,
    back_ordered_screen,
    freight_screen,
    goods_came_screen,
    holiday_screen,
    promise_screen,
    shared_screen,
)
from bot.office.areas.holidays import holiday_text
from bot.office.areas.order_screens import allocation_screen, shares_text
from bot.screen import Screen
from core.allocation.types import OptionKind
from core.dispatch.use_cases.keep_holidays import HolidayMoves
from core.i18n.phrases import Say
from core.kernel.ids import DealerId, LineId, OrderId, ProductId, WarehouseId
from core.orders.backorders import PROMISE_REASONS
from core.orders.sharing_types import Claimant, Shared, SharedProduct, Sharing
from core.orders.split_types import FreightChange
from core.orders.supply_types import BackOrder, Missing, OptionSummary, TransferSummary, WhenShort
from core.orders.types import (
    Amendment,
    LineChange,
    OrderMark,
    OrderState,
    OrderStep,
    PlacedOrder,
    Quote,
    Swap,
)
from core.orders.use_cases.show_allocation import OrderAllocation
from core.stock.types import Light
from tests.bot import samples as s

Sample = tuple[str, Callable[[Say], Screen]]
_EVENT = {
    "order_id": str(s.uid(5)), "dealer_id": str(s.uid(6)), "number": "B2B-2025-7891/2", "by_dealer": False,
}  # fmt: skip


def short_quote(when: WhenShort | None, *, dated: bool) -> Quote:
    """Seven of ten are there, for two lines; three swaps."""
    day = s.DAY if dated else None
    light = Light.RED if when is None else Light.YELLOW
    swaps = tuple(Swap(ProductId(s.uid(60 + at)), s.NASTY[at], s.unit_usd("0.85")) for at in range(2))
    line = replace(
        s.ready_line(),
        quantity=10,
        availability=s.available(light, 7),
        missing=Missing(LineId(s.uid(40)), ProductId(s.uid(1)), 3, day),
    )
    return s.quote(
        replace(line, swaps=swaps),
        replace(line, position=2, name=s.NASTY[0], swaps=swaps[:1]),
        blockers=s.all_blockers(2)[:1] if when is None else (),
        when_short=when,
        rest_on=day,
    )


def supply_samples() -> Iterator[Sample]:
    for when in (None, *WhenShort):
        for dated in (True, False):
            quote = short_quote(when, dated=dated)
            yield f"short {when} {dated}", lambda say, quote=quote: quote_card(quote, say)
    part = short_quote(WhenShort.REST, dated=True)
    yield "the ways out of a shortage", lambda say: shortage_part(part, say)
    yield from _urgent()
    yield from _amendments()
    yield from _allocations()
    yield from _orders()
    moved = [["B2B-2025-7891", 0, 2_900], ["B2B-2025-7892", 2_900, 0]]
    freight = {"number": "B2B-2025-7890", "currency": "USD", "moved": moved * 9}
    yield "freight moved", lambda say: freight_screen(freight, say)
    for key, draw in (("expected_on", back_ordered_screen), ("promised_on", goods_came_screen)):
        for day in (None, s.DAY.isoformat()):
            yield f"{draw.__name__} {day}", lambda say, e={**_EVENT, key: day}, d=draw: d(e, say)
    yield from _shared()
    yield from _holidays()
    for reason in PROMISE_REASONS:
        for before, after in ((None, s.DAY), (s.DAY, s.DAY), (s.DAY, None)):
            event = {**_EVENT, "before": before and before.isoformat(), "reason": reason}
            event["after"] = after and after.isoformat()
            yield f"promise {reason} {before} {after}", lambda say, e=event: promise_screen(e, say)


def _holidays() -> Iterator[Sample]:
    """One order and many, with hours agreed; before it is set: nobody, many dealers, routes."""
    for count in (1, 30):
        event = {
            "day": s.DAY.isoformat(), "after": s.DAY.isoformat(), "holiday": s.NASTY[0] * 9,
            "numbers": [f"B2B-2025-{at}/2" for at in range(count)], "has_hours": count > 1,
        }  # fmt: skip
        yield f"holiday moves {count}", lambda say, e=event: holiday_screen(e, say)
        dealers = tuple((name, tuple(event["numbers"])) for name in s.NASTY * count)
        moves = HolidayMoves(s.DAY, s.DAY, dealers if count > 1 else (), (("VAN<1>", 2),) * (count - 1))
        yield f"holiday of {count}", lambda say, m=moves: Screen(holiday_text(m, s.NASTY[0], say))


def _shared() -> Iterator[Sample]:
    """Of scarce goods: one product and many; it goes or waits, with a rest or without, days known or not."""
    day = s.DAY.isoformat()
    for count in (1, 12):
        goods = [[str(s.uid(at)), "SKU", 240, 1_000, 1_000_000] for at in range(count)]
        names = s.NASTY[: min(count, MOST_GOODS)]
        for waits, on, rest in ((True, day, None), (True, None, None), (False, day, day), (False, None, "")):
            event = {**_EVENT, "goods": goods, "promised_on": on, "waits": waits, "rest_on": rest or None}
            event["rest_number"] = None if rest is None else "B2B-2025-7891/3"
            yield (
                f"shared {count} {waits} {on} {rest}",
                lambda say, e=event, n=names: shared_screen(e, n, say),
            )


def _urgent() -> Iterator[Sample]:
    for urgent in (True, False):
        for fee in (s.usd("0"), s.usd("25.00")):
            quote = s.quote(s.ready_line(), is_urgent=urgent, urgent_fee=fee)
            yield f"urgent {urgent} {fee}", lambda say, quote=quote: quote_card(quote, say)
            yield f"lines urgent {urgent} {fee}", lambda say, quote=quote: lines_screen(quote, say)


def _amendments() -> Iterator[Sample]:
    some = tuple(LineChange(s.NASTY[at % 6], at % 3 * 10, (at + 1) % 3 * 10) for at in range(30))
    for count, total in ((0, "192.00"), (3, "100.00"), (30, "100.00")):
        moved = [("B2B-2025-7891", "0", "29"), *((f"B2B-2025-{at}", "29", "1234567.89") for at in range(9))]
        freight = tuple(FreightChange(number, s.usd(was), s.usd(then)) for number, was, then in moved[:count])
        found = Amendment(
            OrderId(s.uid(5)), "B2B-2025-7891", s.usd(total), s.DAY, some[:count], s.usd("192.00"), freight
        )
        quote = s.quote(s.ready_line(), amendment=found)
        yield f"amendment of {count}", lambda say, quote=quote: quote_card(quote, say)
    for state in (OrderState.APPROVED, OrderState.HELD, OrderState.IN_REVIEW, OrderState.BACK_ORDERED):
        placed = PlacedOrder(OrderId(s.uid(5)), "B2B-2025-7891", state, is_amended=True)
        yield f"amended {state}", lambda say, placed=placed: placed_screen(placed, s.order(), say)


def _allocations() -> Iterator[Sample]:
    options = tuple(
        OptionSummary(
            kind.value,
            s.usd("212.00"),
            s.DAY if at else None,
            at or None,
            at == 0,
            tuple((s.NASTY[way], 120, s.usd("145.00")) for way in range(at % 5)),
            (TransferSummary("PHX", s.NASTY[0], 30, s.usd("89.00")),) if at % 2 else (),
        )
        for at, kind in enumerate(OptionKind)
    )
    goods = tuple((position, s.NASTY[position % 6], 10) for position in range(1, 40))
    for count in (0, len(options)):
        found = OrderAllocation(s.order(), goods[: count * 8], options[:count])
        yield f"allocation of {count} ways", lambda say, found=found: allocation_screen(found, say)
    for products in (0, 1, 2, 9):
        for count in (0, 1, 40):
            found = _sharing(products, count)
            yield f"shares of {products}, {count}", lambda say, found=found: Screen(shares_text(found, say))


def _sharing(products: int, count: int) -> Sharing:
    """So many products, and so many orders that each of them changes."""
    house, shared = WarehouseId(s.uid(3)), []
    for product in range(products):
        key, claims = ProductId(s.uid(70 + product)), []
        for at in range(count + 2):
            order = BackOrder(
                OrderId(s.uid(at)), f"B2B-2025-{at}", DealerId(s.uid(6)), "", False, 1, None, s.AT
            )
            mine = Claimant(
                order, s.NASTY[at % 6], LineId(s.uid(at)), key, 1_000_000, {house: 240}, waits=False
            )
            claims.append(Shared(mine, {house: 240 if at >= count else 12}))
        name = s.NASTY[product % 6]
        shared.append(SharedProduct(key, f"SKU<{product}>" * 3, name, 2_400, tuple(claims)))
    return Sharing(tuple(shared), s.usd("212.00"), "facts", "seen")


def _orders() -> Iterator[Sample]:
    parts = tuple(
        replace(one, number=f"B2B-2025-7891/{at}", promised_on=s.DAY if at % 2 else None)
        for at, one in enumerate(s.summaries(9), start=2)
    )
    steps = tuple(OrderStep(state, s.AT) for state in OrderState)
    marks = tuple(OrderStep(mark, s.AT) for mark in OrderMark) + tuple(
        OrderStep(OrderMark.PROMISED, s.AT, reason) for reason in PROMISE_REASONS
    )
    order = s.order(parts=parts, steps=(*steps, *marks), is_urgent=True, change_until=s.AT)
    yield "an order in parts", lambda say: order_screen(order, say)
    for rests in (parts[:1], parts[1:2], parts[:3]):
        numbers = tuple(one.number for one in rests)
        placed = PlacedOrder(OrderId(s.uid(5)), "B2B-2025-7891", OrderState.APPROVED, numbers)
        yield f"placed with rests {numbers}", lambda say, placed=placed: placed_screen(placed, order, say)
    whole = PlacedOrder(OrderId(s.uid(5)), "B2B-2025-7891", OrderState.BACK_ORDERED)
    yield "placed and waits for goods", lambda say: placed_screen(whole, order, say)
