"""Goods come in with their lots, are counted lot by lot, taken aside, and sent to other warehouses."""

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import Actor, Role
from core.kernel.errors import NotFound, Refused
from core.kernel.ids import ProductId
from core.stock.errors import (
    BelowReserved,
    LastWarehouse,
    LotDiffers,
    LotExpired,
    LotNeeded,
    LotUndated,
    NotThere,
    StockUnfit,
    WarehouseShut,
)
from core.stock.tables import ReservationRow, StockLotRow, StockMovementRow, StockRow
from core.stock.types import Level, Place
from core.stock.use_cases.close_warehouse import CloseWarehouse, OpenWarehouse
from core.stock.use_cases.correct_stock import CorrectStock, ShowStock
from core.stock.use_cases.receive_goods import PreviewReceipt, ReceiptLine, ReceiveGoods
from core.stock.use_cases.set_aside import Move, SetAside
from core.stock.use_cases.transfer_goods import ArriveTransfer, ListOnTheWay, SendTransfer
from tests.make import column, count, make_product, make_staff, make_warehouse, rows, write
from tests.races.ledgers import assert_stock_is_whole

TODAY = date(2025, 10, 14)
MARCH = date(2026, 3, 31)
TABLES = (StockRow, StockLotRow, StockMovementRow, JournalRow)


@pytest.fixture
async def sam(core: Core) -> Actor:
    return await make_staff(core, Role.STOREKEEPER, "Sam")


@pytest.fixture
async def coke(core: Core) -> ProductId:
    await make_warehouse(core, "LA", zone="America/Los_Angeles")
    return await make_product(core, "COKE", "Coke", packs={"case": 24})


async def snapshot(core: Core) -> list[object]:
    return [await rows(core, table) for table in TABLES]


async def level(core: Core, sam: Actor, product: ProductId, warehouse: str = "LA") -> Level:
    shown = await core.ask(sam, ShowStock(product))
    return next(one.level for one in shown.levels if one.warehouse == warehouse)


async def test_a_receipt_is_previewed_and_booked_with_lots_and_one_entry_in_the_journal(
    core: Core, sam: Actor, coke: ProductId
) -> None:
    lines = (
        ReceiptLine(coke, 960, "A12", MARCH),
        ReceiptLine(coke, 24, "OLD", TODAY - timedelta(days=1)),
        ReceiptLine(coke, 5),
    )
    seen = await core.ask(sam, PreviewReceipt("LA", lines))
    assert [(one.quantity, one.lot, one.place) for one in seen.entries] == [
        (960, "A12", Place.ON_HAND),
        (24, "OLD", Place.QUARANTINE),
        (5, "", Place.ON_HAND),
    ]
    assert await count(core, StockMovementRow) == 0
    booked = await core.execute(sam, ReceiveGoods("LA", lines, "DN 4711"))
    assert booked.entries == seen.entries
    assert await level(core, sam, coke) == Level(on_hand=965, quarantine=24)
    (entry,) = await rows(core, JournalRow)
    told = {key: entry.payload[key] for key in ("warehouse", "lines", "pieces", "quarantined", "note")}
    assert told == {"warehouse": "LA", "lines": 3, "pieces": 989, "quarantined": 24, "note": "DN 4711"}
    moved = await rows(core, StockMovementRow)
    assert {(one.kind, str(one.document_id), one.person_id) for one in moved} == {
        ("receipt", str(booked.document_id), sam.person_id)
    }
    await core.execute(sam, ReceiveGoods("LA", (ReceiptLine(coke, 24, "A12"),)))
    (lot,) = await rows(core, StockLotRow, StockLotRow.lot == "A12")
    assert (lot.on_hand, lot.expires_on) == (984, MARCH)
    await assert_stock_is_whole(core)


async def test_a_receipt_that_cannot_be_books_none_of_its_lines(
    core: Core, sam: Actor, coke: ProductId
) -> None:
    await core.execute(sam, ReceiveGoods("LA", (ReceiptLine(coke, 24, "A12", MARCH),)))
    before = await snapshot(core)
    good = ReceiptLine(coke, 1)
    nothing = ProductId(uuid.UUID(int=1))
    for warehouse, lines, error in (
        ("LA", (good, ReceiptLine(coke, 24, "NEW")), LotUndated),
        ("LA", (good, ReceiptLine(coke, 24, "A12", TODAY)), LotDiffers),
        ("LA", (ReceiptLine(coke, 1, "N", MARCH), ReceiptLine(coke, 1, "N", TODAY)), LotDiffers),
        ("LA", (good, ReceiptLine(coke, 0)), StockUnfit),
        ("LA", (good, ReceiptLine(coke, -24)), StockUnfit),
        ("LA", (good, ReceiptLine(coke, 3_000_000_000)), StockUnfit),
        ("LA", (good, ReceiptLine(nothing, 1)), NotFound),
        ("LA", (), StockUnfit),
        ("NOWHERE", (good,), NotFound),
    ):
        with pytest.raises(error):
            await core.ask(sam, PreviewReceipt(warehouse, lines))
        with pytest.raises(error):
            await core.execute(sam, ReceiveGoods(warehouse, lines))
    assert await snapshot(core) == before


async def test_goods_in_lots_are_counted_lot_by_lot(core: Core, sam: Actor, coke: ProductId) -> None:
    lines = (ReceiptLine(coke, 40, "A12", MARCH), ReceiptLine(coke, 10))
    await core.execute(sam, ReceiveGoods("LA", lines))
    for act, error in (
        (CorrectStock(coke, "LA", 45, True, "counted"), LotNeeded),
        (CorrectStock(coke, "LA", -11, False, "broken"), LotNeeded),
        (CorrectStock(coke, "LA", 40, True, "counted", "B7"), NotFound),
        (CorrectStock(coke, "LA", -41, False, "gone", "A12"), Refused),
    ):
        with pytest.raises(error):
            await core.execute(sam, act)
    change = await core.execute(sam, CorrectStock(coke, "LA", 38, True, "counted", "A12"))
    assert (change.before, change.after) == (50, 48)
    await core.execute(sam, CorrectStock(coke, "LA", -10, False, "broken"))
    assert await column(core, StockLotRow.on_hand) == [38]
    assert await level(core, sam, coke) == Level(on_hand=38)
    await assert_stock_is_whole(core)


async def test_goods_are_taken_aside_put_back_and_thrown_away_with_a_reason(
    core: Core, sam: Actor, coke: ProductId
) -> None:
    lines = (ReceiptLine(coke, 40, "A12", TODAY), ReceiptLine(coke, 9, "OLD", TODAY - timedelta(days=9)))
    await core.execute(sam, ReceiveGoods("LA", lines))

    async def move(quantity: int, move: Move, lot: str = "") -> Level:
        return await core.execute(sam, SetAside(coke, "LA", quantity, move, "dented", lot))

    assert await move(4, Move.DAMAGED) == Level(on_hand=36, damaged=4, quarantine=9)
    assert await move(6, Move.QUARANTINE) == Level(on_hand=30, damaged=4, quarantine=15)
    assert await move(2, Move.GOOD, "A12") == Level(on_hand=32, damaged=4, quarantine=13)
    assert await move(1, Move.CONDEMNED, "A12") == Level(on_hand=32, damaged=5, quarantine=12)
    assert await move(5, Move.SCRAPPED, "A12") == Level(on_hand=32, quarantine=12)
    before = await snapshot(core)
    for quantity, way, lot, error in (
        (1, Move.GOOD, "OLD", LotExpired),
        (1, Move.SCRAPPED, "A12", NotThere),
        (33, Move.DAMAGED, "", NotThere),
        (0, Move.DAMAGED, "", StockUnfit),
    ):
        with pytest.raises(error):
            await move(quantity, way, lot)
    assert await snapshot(core) == before
    await assert_stock_is_whole(core)


async def test_a_closed_warehouse_takes_nothing_in_and_can_be_emptied(
    core: Core, sam: Actor, coke: ProductId
) -> None:
    otto = await make_staff(core, Role.OFFICE, "Otto")
    await core.execute(sam, ReceiveGoods("LA", (ReceiptLine(coke, 48),)))
    with pytest.raises(LastWarehouse):
        await core.execute(otto, CloseWarehouse("LA", "the lease ends"))
    await make_warehouse(core, "PHX", region="southwest")
    assert await core.execute(otto, CloseWarehouse("LA", "the lease ends")) is True
    assert await core.execute(otto, CloseWarehouse("LA", "the lease ends")) is False
    with pytest.raises(WarehouseShut):
        await core.execute(sam, ReceiveGoods("LA", (ReceiptLine(coke, 1),)))
    with pytest.raises(WarehouseShut):
        await core.execute(sam, SendTransfer(coke, "PHX", "LA", 1))
    sent = await core.execute(sam, SendTransfer(coke, "LA", "PHX", 48))
    assert (sent.quantity, sent.arrives_on) == (48, date(2025, 10, 17))
    assert await core.ask(sam, ListOnTheWay()) == (sent,)
    assert await level(core, sam, coke) == Level()
    assert await core.execute(sam, ArriveTransfer(sent.document_id, lost=2)) == 46
    assert await level(core, sam, coke, "PHX") == Level(on_hand=46)
    with pytest.raises(NotFound):
        await core.execute(sam, ArriveTransfer(sent.document_id))
    assert await core.ask(sam, ListOnTheWay()) == ()
    assert await core.execute(otto, OpenWarehouse("LA")) is True
    await assert_stock_is_whole(core)


async def test_what_is_promised_does_not_leave_for_another_warehouse(
    core: Core, sam: Actor, coke: ProductId
) -> None:
    await make_warehouse(core, "PHX", region="southwest")
    await core.execute(sam, ReceiveGoods("LA", (ReceiptLine(coke, 48),)))
    await write(core, update(StockRow).values(reserved=40))
    before = await snapshot(core)
    with pytest.raises(BelowReserved) as refused:
        await core.execute(sam, SendTransfer(coke, "LA", "PHX", 9))
    assert refused.value.fields == {"sku": "COKE", "reserved": 40, "on_hand": 39}
    assert await snapshot(core) == before
    assert await count(core, ReservationRow) == 0
