"""Screens of goods in the warehouse, at their longest."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from bot.office.areas.clearance import clearance_screen, offered_screen
from bot.office.areas.stock_screens import (
    expiring_screen,
    faults_screen,
    receipt_text,
    reserving_screen,
    stock_screen,
)
from bot.office.areas.supply_screens import (
    decided_text,
    expired_screen,
    moves_asked_screen,
    on_the_way_screen,
    proposals_screen,
    proposed_screen,
)
from bot.screen import Screen
from core.channel.use_cases.offer_expiring import Clearance
from core.i18n.phrases import Say
from core.intake.use_cases.read_goods import GoodsFault, GoodsLine
from core.kernel.ids import ProductId, WarehouseId
from core.stock.engine.levels import Marks
from core.stock.incoming import GoodsOnTheWay
from core.stock.lots import ExpiringLot
from core.stock.marks import StockProposal
from core.stock.shelf_types import ProductStock, StockLevel
from core.stock.types import Arrival, Level, Lot, Place
from core.stock.use_cases.receive_goods import GoodsReceipt, ReceiptEntry
from tests.bot import samples as s

Draw = Callable[[Say], Screen]
DAY = date(2025, 11, 1)
WORST = s.NASTY[0]
PRODUCT, HOUSE = ProductId(uuid.UUID(int=1)), WarehouseId(uuid.UUID(int=2))


def stock_samples() -> Iterator[tuple[str, Draw]]:
    """Name and drawing of each screen."""
    yield from _levels()
    yield from _receipts()
    yield from _supply()


def _levels() -> Iterator[tuple[str, Draw]]:
    lots = tuple(
        Lot(
            PRODUCT,
            HOUSE,
            "L" * 40 if at else "",
            WORST[:60] if at == 0 else "",
            DAY if at % 2 else None,
            at + 1,
        )
        for at in range(9)
    )
    level = Level(10_000, 480, 96, 5, 24, 7)
    arrivals = (Arrival(DAY, 24), Arrival(None, 9))
    full = StockLevel("W" * 40, WORST, level, arrivals, lots, Marks(1_000, 20_000, 300_000))
    stock = ProductStock("COKE330", WORST, "each", (full, full))
    yield "stock with lots and marks", partial(stock_screen, stock)
    sentence = "480 are promised"
    for count in (0, 1, 10):
        orders = [(f"B2B-2025-{at}", WORST, 10_000 + at) for at in range(count)]
        yield f"{count} orders in the way", partial(reserving_screen, sentence, orders)
    lot = ExpiringLot(PRODUCT, HOUSE, "COKE330", WORST, "W" * 40, "UTC", "L" * 40, "", DAY, 100_000)
    for found in ((), (lot,) * 20):
        yield f"{len(found)} lots expire", partial(expiring_screen, found, 30)
    some = [("COKE330", "L" * 40, 100_000)] * 60
    yield "lots expired", partial(expired_screen, "LA", some, some)
    yield "lots expired, none stuck", partial(expired_screen, "LA", some[:1], [])
    yield "lots stuck alone", partial(expired_screen, "LA", [], some[:1])


def _receipts() -> Iterator[tuple[str, Draw]]:
    entry = ReceiptEntry("COKE330", WORST, "each", 100_000, "L" * 40, DAY, Place.QUARANTINE)
    plain = replace(entry, lot="", expires_on=None, place=Place.ON_HAND)
    undated = replace(entry, expires_on=None, place=Place.ON_HAND)
    for entries in ((entry, plain, undated), (entry,) * 200):
        receipt = GoodsReceipt(None, "LA", entries)
        yield f"receipt of {len(entries)}", partial(_text, receipt)
    faults = [GoodsLine(WORST, None, 0, "", None, fault, ("COKE330", "SPRITE330")) for fault in GoodsFault]
    yield "faults of a receipt", partial(faults_screen, faults)
    yield "many faults of a receipt", partial(faults_screen, faults * 40)


def _text(receipt: GoodsReceipt, say: Say) -> Screen:
    return Screen(receipt_text(receipt, say))


def _supply() -> Iterator[tuple[str, Draw]]:
    facts = {"has": 20, "lacks": 10, "is_urgent": 1}
    move = StockProposal(
        uuid.UUID(int=3), PRODUCT, "COKE330", WORST, {"each": 1}, "each", WORST[:60], HOUSE, "PHX", HOUSE,
        "LA", 25, DAY, facts, "open",
    )  # fmt: skip
    order = replace(move, source_id=None, source=None, arrives_on=None, facts={**facts, "is_urgent": 0})
    many = [replace(one, id=uuid.UUID(int=at)) for at, one in enumerate((move, order) * 20)]
    asked = replace(move, facts={"order": "B2B-2025-7891"}, order_id=uuid.UUID(int=9))
    for done in (asked, replace(asked, state="declined")):
        yield f"a move for an order {done.state}", partial(proposals_screen, (done,))
        yield f"decided {done.state}", lambda say, done=done: Screen(decided_text(done, say))
    lot = Clearance(
        PRODUCT, "0a1b2c3d", "COKE330", WORST, "W" * 40, "A" * 40, DAY, 100_000, 3_550, 800, False
    )
    lots_at_risk = tuple(replace(lot, token=f"0a1b2c{at:02}") for at in range(20))
    for lots in ((), (lot, replace(lot, is_offered=True, dealers=1)), lots_at_risk):
        yield f"{len(lots)} lots near their day", partial(clearance_screen, lots, notice="✅ x")
    offered = {
        "product": WORST, "sku": "COKE330", "basis_points": 2_000, "pieces": 480, "expires_on": "2025-10-24",
    }  # fmt: skip
    yield "a lot on offer", lambda say: offered_screen(offered, say)
    yield "moves asked for", partial(moves_asked_screen, "B2B-2025-7891", 3)
    for found in ((), (move,), many):
        yield f"{len(found)} proposals", partial(proposals_screen, found)
    yield "proposals with a notice", partial(proposals_screen, (order,), notice="✅ x")
    yield "new proposals", partial(proposed_screen, 1, 20)
    yield "new orders alone", partial(proposed_screen, 0, 1)
    coming = GoodsOnTheWay(uuid.UUID(int=4), "COKE330", WORST, "L" * 40, "P" * 40, 100_000, DAY)
    for sent in ((), [replace(coming, document_id=uuid.UUID(int=at)) for at in range(20)]):
        yield f"{len(sent)} transfers", partial(on_the_way_screen, sent)
