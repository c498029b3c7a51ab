"""Samples of past orders ordered again, and of what usually goes along."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from bot.dealer.ordering.screens import quote_card
from bot.dealer.reorder.screens import reorder_list_screen, since_screen
from bot.screen import Screen
from core.i18n.phrases import Say
from core.kernel.ids import LineId, OrderId, ProductId
from core.orders.engine.reordering import Refitted
from core.orders.reordering import LineSince, OrderSince
from core.orders.types import AlsoTaken, OrderLine, Swap
from tests.bot import samples as s

Draw = Callable[[Say], Screen]
PLACED = datetime(2025, 10, 13, 9, 30, tzinfo=UTC)


def _then(at: int, name: str, unit: str = "case") -> OrderLine:
    return OrderLine(
        at, ProductId(s.uid(at)), f"SKU{at}", name, unit, Decimal(10), 240, s.unit_usd("0.54"),
        s.usd("129.60"), None, LineId(s.uid(at)),
    )  # fmt: skip


def _lines(name: str) -> tuple[LineSince, ...]:
    """One line of each kind of change, and one without."""
    same, dearer, cheaper = s.unit_usd("0.54"), s.unit_usd("0.5825"), s.unit_usd("0.5")
    as_then = Refitted(240, "case", Decimal(10))
    swap, other = (Swap(ProductId(s.uid(key)), name, s.unit_usd("1.1")) for key in (77, 78))
    return (
        LineSince(1, name, _then(1, name), as_then, same),
        LineSince(2, name, _then(2, name), as_then, dearer),
        LineSince(3, name, _then(3, name), as_then, cheaper, free=30),
        LineSince(4, name, _then(4, name), Refitted(240, "case", Decimal(20), 24, 12), same),
        LineSince(5, name, _then(5, name), Refitted(240, "each", Decimal(240), 24, None), same),
        LineSince(6, name, _then(6, name), Refitted(250, "each", Decimal(250)), same),
        LineSince(7, name, _then(7, name), as_then, None),
        LineSince(8, name, _then(8, name), None, None, swaps=(swap, other)),
    )


def _since(*lines: LineSince) -> OrderSince:
    return OrderSince(OrderId(s.uid(5)), "B2B-2025-7891", PLACED, lines, s.usd("129.60"), s.usd("139.80"))


def reorder_samples() -> Iterator[tuple[str, Draw]]:
    for name in (s.COKE, *s.NASTY):
        since = _since(*_lines(name))
        yield f"since {name[:9]}", lambda say, since=since: since_screen(since, say)
        also = AlsoTaken(ProductId(s.uid(9)), name, "case", Decimal(2), 5, 8)
        quote = s.quote(s.ready_line(), also=(also, replace(also, product_id=ProductId(s.uid(10)))))
        yield f"also {name[:9]}", lambda say, quote=quote: quote_card(quote, say)
    lines = (line for _ in range(40) for line in _lines(s.NASTY[0] * 3))
    many = _since(*(replace(line, position=at) for at, line in enumerate(lines, start=1)))
    yield "since of many lines", lambda say: since_screen(many, say)
    yield "since for a viewer", lambda say: since_screen(many, say, may_order=False)
    plain = _since(_lines(s.COKE)[0])
    yield "nothing changed since", lambda say: since_screen(plain, say)
    for count, page in ((0, 0), (1, 0), (9, 1)):
        orders = s.summaries(count)
        yield (
            f"{count} orders to order again",
            lambda say, orders=orders, page=page: reorder_list_screen(orders, page, say),
        )
