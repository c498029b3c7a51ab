"""Stock of one product in all warehouses. Pure."""

from __future__ import annotations

from bot.dealer.ordering.amounts import amount
from bot.screen import Screen, clip, lines, paragraphs
from core.i18n.phrases import Raw, Say
from core.stock.shelf_types import ProductStock, StockLevel


def stock_screen(stock: ProductStock, say: Say) -> Screen:
    """What is on hand, promised and free, by warehouse, and what is on its way."""
    return Screen(
        paragraphs(
            say("stock.title", name=clip(stock.name, 80), sku=stock.sku),
            *(_level(one, stock.unit, say) for one in stock.levels),
            None if stock.levels else say("stock.nowhere"),
        )
    )


def _level(one: StockLevel, unit: str, say: Say) -> str:
    return lines(
        say(
            "stock.level",
            warehouse=clip(one.warehouse_name, 40),
            code=one.warehouse,
            free=Raw(amount(say, one.level.free, unit)),
            on_hand=one.level.on_hand,
            reserved=one.level.reserved,
        ),
        *(
            say("stock.incoming", quantity=arrival.quantity, day=arrival.on)
            for arrival in one.arrivals
            if arrival.on is not None
        ),
    )
