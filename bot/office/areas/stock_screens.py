"""Stock of one product in all warehouses, receipts, and what expires. Pure.

Last days are written as on labels, with the year: 2026-03-31.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.dealer.ordering.amounts import amount
from bot.screen import Screen, clip, lines, paragraphs
from core.i18n.phrases import Raw, Say
from core.intake.use_cases.read_goods import GoodsLine
from core.stock.lots import ExpiringLot
from core.stock.shelf_types import ProductStock, StockLevel
from core.stock.types import Lot, Place
from core.stock.use_cases.receive_goods import GoodsReceipt, ReceiptEntry

_MOST_LOTS = 6
_MOST_LINES = 20
_ELSEWHERE = (Place.PICKED, Place.DAMAGED, Place.QUARANTINE, Place.KEPT)


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
    elsewhere = [
        say(f"place.{place.value}", quantity=getattr(one.level, place.value))
        for place in _ELSEWHERE
        if getattr(one.level, place.value)
    ]
    return lines(
        say(
            "stock.level",
            warehouse=clip(one.warehouse_name, 40),
            code=one.warehouse,
            free=Raw(amount(say, one.level.free, unit)),
            on_hand=one.level.on_hand,
            reserved=one.level.reserved,
        ),
        " · ".join(elsewhere) or None,
        *(_lot(lot, say) for lot in one.lots[:_MOST_LOTS]),
        say("stock.more_lots", len(one.lots) - _MOST_LOTS) if len(one.lots) > _MOST_LOTS else None,
        *(
            say("stock.incoming", quantity=arrival.quantity, day=arrival.on)
            for arrival in one.arrivals
            if arrival.on is not None
        ),
        say(
            "stock.marks",
            safety=one.marks.safety,
            warning=one.marks.warning,
            maximum=one.marks.maximum,
        )
        if one.marks
        else None,
    )


def _lot(lot: Lot, say: Say) -> str | None:
    quantity = lot.on_hand + lot.quarantine + lot.damaged + lot.kept
    if not quantity:
        return None
    if lot.expires_on is None:
        return say("stock.lot", lot=lot.lot or lot.owner, quantity=quantity)
    return say("stock.lot_until", lot=lot.lot, quantity=quantity, day=lot.expires_on.isoformat())


def receipt_text(receipt: GoodsReceipt, say: Say) -> str:
    """What is about to be booked, line by line."""
    shown = receipt.entries[:_MOST_LINES]
    left = len(receipt.entries) - len(shown)
    return paragraphs(
        say("goods.title", len(receipt.entries), warehouse=receipt.warehouse),
        lines(*(_entry(at, one, say) for at, one in enumerate(shown, start=1))),
        say("goods.more", left) if left else None,
    )


def _entry(at: int, one: ReceiptEntry, say: Say) -> str:
    label = None
    if one.lot and one.expires_on:
        label = say("goods.lot_until", lot=one.lot, day=one.expires_on.isoformat())
    elif one.lot:
        label = say("goods.lot", lot=one.lot)
    return lines(
        say(
            "goods.line",
            at=at,
            quantity=Raw(amount(say, one.quantity, one.unit)),
            name=clip(one.name, 60),
            sku=one.sku,
        ),
        label,
        say("goods.expired") if one.place is Place.QUARANTINE else None,
    )


def faults_screen(faults: Sequence[GoodsLine], say: Say) -> Screen:
    """What of a list cannot be booked, and why; nothing of it is booked."""
    return Screen(
        paragraphs(
            say("goods.faults"),
            lines(*(_fault(one, say) for one in faults[:_MOST_LINES])),
        )
    )


def _fault(line: GoodsLine, say: Say) -> str:
    assert line.fault is not None
    fields = {"text": clip(line.raw, 60), "offered": ", ".join(line.offered)}
    return say(f"goodsfault.{line.fault.value}", **fields)


def expiring_screen(found: Sequence[ExpiringLot], days: int, say: Say) -> Screen:
    """Lots that expire soon, the first to expire first."""
    if not found:
        return Screen(say("expiring.none", days))
    return Screen(
        paragraphs(
            say("expiring.title", days),
            lines(
                *(
                    say(
                        "expiring.line",
                        name=clip(one.name, 40),
                        sku=one.sku,
                        warehouse=one.warehouse,
                        lot=one.lot,
                        quantity=one.quantity,
                        day=one.expires_on.isoformat(),
                    )
                    for one in found
                )
            ),
        )
    )


def reserving_screen(sentence: str, orders: Sequence[tuple[str, str, int]], say: Say) -> Screen:
    """Why there cannot be fewer: the orders that hold the goods (number, dealer, quantity)."""
    return Screen(
        paragraphs(
            sentence,
            lines(
                *(
                    say("stock.held_by", number=number, dealer=clip(dealer, 40), quantity=quantity)
                    for number, dealer, quantity in orders
                )
            ),
        )
    )
