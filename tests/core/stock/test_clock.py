"""What the clock does with stock: expired lots, reservations for a time, proposals from water marks."""

import asyncio
import uuid
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update

from core.infra.door import Core
from core.infra.journal import JournalRow
from core.infra.transaction import Transaction
from core.kernel.actor import SYSTEM, Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound
from core.kernel.ids import LineId, OrderId, ProductId, WarehouseId
from core.stock import posting, repository
from core.stock.errors import MarksUnfit, ProposalOver
from core.stock.tables import ReservationRow, StockIncomingRow, StockLotRow, StockProposalRow, StockRow
from core.stock.types import Arrival, Level, Received, Take
from core.stock.use_cases.correct_stock import CorrectStock, ShowStock
from core.stock.use_cases.propose_stock import DecideStockProposal, ListStockProposals, ProposeStock
from core.stock.use_cases.receive_goods import ReceiptLine, ReceiveGoods
from core.stock.use_cases.release_expired import ReleaseExpired
from core.stock.use_cases.set_water_marks import SetWaterMarks
from core.stock.use_cases.transfer_goods import ArriveTransfer
from core.stock.use_cases.watch_lots import ListExpiring, QuarantineExpired
from tests.conftest import START
from tests.make import column, make_product, make_staff, make_stock, make_warehouse, rows, write
from tests.make.orders import transact
from tests.races.ledgers import assert_stock_is_whole

TODAY = date(2025, 10, 14)
HOUR = timedelta(hours=1)


@pytest.fixture
async def sam(core: Core) -> Actor:
    return await make_staff(core, Role.STOREKEEPER, "Sam")


async def reserve(
    core: Core,
    document: uuid.UUID,
    product: ProductId,
    house: WarehouseId,
    quantity: int,
    until: datetime | None = None,
) -> None:
    take = Take(LineId(uuid.uuid5(document, "line")), product, house, quantity)

    async def act(tx: Transaction) -> None:
        await repository.load_stock(tx, [product], lock=True)
        await repository.reserve(tx, OrderId(document), [take], expires_at=until)

    await transact(core, act)


async def receive(core: Core, *receipts: Received) -> None:
    await transact(core, lambda tx: posting.receive(tx, receipts))


async def told(core: Core, name: str) -> list[dict[str, object]]:
    return [row.payload for row in await rows(core, JournalRow, JournalRow.name == name)]


async def test_a_lot_expires_when_the_day_begins_at_its_own_warehouse(core: Core, clock: FixedClock) -> None:
    la = await make_warehouse(core, "LA", zone="America/Los_Angeles")
    kuala_lumpur = await make_warehouse(core, "KUL", zone="Asia/Kuala_Lumpur")
    milk = await make_product(core, "MILK", "Milk")
    await receive(
        core,
        Received(milk, la, 10, "A", TODAY),
        Received(milk, la, 7, "B", TODAY + timedelta(days=20)),
        Received(milk, kuala_lumpur, 5, "A", TODAY),
    )
    assert await core.execute(SYSTEM, QuarantineExpired()) == 0
    clock.advance(7 * HOUR)  # 16:00 UTC: midnight in Kuala Lumpur, nine in the morning in Los Angeles
    assert await core.execute(SYSTEM, QuarantineExpired()) == 1
    assert await core.execute(SYSTEM, QuarantineExpired()) == 0
    clock.advance(15 * HOUR)  # 07:00 UTC on the next day: midnight in Los Angeles
    assert await core.execute(SYSTEM, QuarantineExpired()) == 1
    assert [(one["warehouse"], one["lots"], one["stuck"]) for one in await told(core, "lots_expired")] == [
        ("KUL", [["MILK", "A", 5]], []),
        ("LA", [["MILK", "A", 10]], []),
    ]
    lots = {
        (row.lot, row.warehouse_id): (row.on_hand, row.quarantine) for row in await rows(core, StockLotRow)
    }
    assert lots == {("A", la): (0, 10), ("B", la): (7, 0), ("A", kuala_lumpur): (0, 5)}
    await assert_stock_is_whole(core)


async def test_what_orders_hold_of_an_expired_lot_stays_and_is_told_each_morning(
    core: Core, clock: FixedClock
) -> None:
    la = await make_warehouse(core, "LA")
    milk = await make_product(core, "MILK", "Milk")
    await receive(core, Received(milk, la, 10, "A", TODAY))
    document = uuid.UUID(int=5)
    await reserve(core, document, milk, la, 6)
    clock.advance(16 * HOUR)  # one o'clock in the night
    assert await core.execute(SYSTEM, QuarantineExpired()) == 1
    for _ in range(24):
        assert await core.execute(SYSTEM, QuarantineExpired()) == 0
        clock.advance(HOUR)
    assert [(one["lots"], one["stuck"]) for one in await told(core, "lots_expired")] == [
        ([["MILK", "A", 4]], [["MILK", "A", 6]]),
        ([], [["MILK", "A", 6]]),
    ]
    await transact(core, lambda tx: repository.release(tx, OrderId(document)))
    assert await core.execute(SYSTEM, QuarantineExpired()) == 1
    (stock,) = await rows(core, StockRow)
    assert (stock.on_hand, stock.reserved, stock.quarantine) == (0, 0, 10)
    await assert_stock_is_whole(core)


async def test_what_expires_soon_is_listed_the_first_first(core: Core, sam: Actor) -> None:
    la = await make_warehouse(core, "LA")
    milk = await make_product(core, "MILK", "Milk")
    await receive(
        core,
        *(Received(milk, la, 10 + at, f"L{at}", TODAY + timedelta(days=20 * at)) for at in (2, 0, 1)),
        Received(milk, la, 99),
    )
    found = await core.ask(sam, ListExpiring(30))
    assert [(one.lot, one.quantity) for one in found] == [("L0", 10), ("L1", 11)]
    assert await core.ask(sam, ListExpiring(30, "PHX")) == ()


async def test_a_reservation_for_a_time_is_given_back_once(core: Core, clock: FixedClock) -> None:
    la = await make_warehouse(core, "LA")
    milk = await make_product(core, "MILK", "Milk")
    await make_stock(core, milk, la, 100)
    kept, order = uuid.UUID(int=6), uuid.UUID(int=7)
    await reserve(core, kept, milk, la, 30, START + 48 * HOUR)
    await reserve(core, order, milk, la, 20)
    assert await core.execute(SYSTEM, ReleaseExpired()) == 0
    assert await column(core, StockRow.reserved) == [50]
    clock.advance(48 * HOUR)
    assert await core.execute(SYSTEM, ReleaseExpired()) == 1
    assert await core.execute(SYSTEM, ReleaseExpired()) == 0
    assert await column(core, StockRow.reserved) == [20]
    assert sorted(await column(core, ReservationRow.state)) == ["held", "released"]
    (event,) = await told(core, "reservation_expired")
    assert (event["document_id"], event["pieces"]) == (str(kept), 30)
    await assert_stock_is_whole(core)


async def test_of_two_clocks_at_once_one_gives_back(core: Core, clock: FixedClock) -> None:
    la = await make_warehouse(core, "LA")
    milk = await make_product(core, "MILK", "Milk")
    await make_stock(core, milk, la, 100)
    await reserve(core, uuid.UUID(int=6), milk, la, 30, START + HOUR)
    clock.advance(2 * HOUR)
    done = await asyncio.gather(*(core.execute(SYSTEM, ReleaseExpired()) for _ in range(4)))
    assert sorted(done) == [0, 0, 0, 1]
    assert await column(core, StockRow.reserved) == [0]


async def make_phoenix(core: Core, sam: Actor, in_la: int) -> ProductId:
    """Phoenix has 20 of 30."""
    la = await make_warehouse(core, "LA", region="west", lead_days_elsewhere=2)
    phoenix = await make_warehouse(core, "PHX", region="southwest")
    bearing = await make_product(core, "BEARING", "Bearing")
    await make_stock(core, bearing, la, in_la)
    await make_stock(core, bearing, phoenix, 20)
    await core.execute(sam, SetWaterMarks(bearing, "PHX", 15, 30, 100))
    await core.execute(sam, SetWaterMarks(bearing, "LA", 20, 40, 400))
    return bearing


async def test_phoenix_lacks_ten_25_come_from_la_by_the_next_truck(core: Core, sam: Actor) -> None:
    bearing = await make_phoenix(core, sam, in_la=200)
    assert await core.execute(SYSTEM, ProposeStock()) == 1
    assert await core.execute(SYSTEM, ProposeStock()) == 0
    assert await told(core, "stock_proposed") == [{"moves": 1, "orders": 0}]
    (proposal,) = await core.ask(sam, ListStockProposals())
    assert (proposal.sku, proposal.source, proposal.warehouse) == ("BEARING", "LA", "PHX")
    assert (proposal.quantity, proposal.has, proposal.lacks, proposal.is_urgent) == (25, 20, 10, False)
    assert proposal.arrives_on == date(2025, 10, 16)
    done = await core.execute(sam, DecideStockProposal(proposal.id, accept=True))
    assert done.state == "accepted"
    shown = {one.warehouse: one for one in (await core.ask(sam, ShowStock(bearing))).levels}
    assert shown["LA"].level == Level(on_hand=175)
    assert shown["PHX"].arrivals == (Arrival(date(2025, 10, 16), 25),)
    with pytest.raises(ProposalOver):
        await core.execute(sam, DecideStockProposal(proposal.id, accept=True))
    assert await core.execute(SYSTEM, ProposeStock()) == 0  # what is on its way is enough
    assert await core.execute(sam, ArriveTransfer(proposal.id)) == 25
    assert await column(core, StockIncomingRow.quantity) == [0]
    await assert_stock_is_whole(core)


async def test_a_proposal_expires_when_what_it_was_made_of_is_so_no_longer(core: Core, sam: Actor) -> None:
    bearing = await make_phoenix(core, sam, in_la=200)
    await core.execute(SYSTEM, ProposeStock())
    (proposal,) = await core.ask(sam, ListStockProposals())
    await core.execute(sam, CorrectStock(bearing, "LA", 60, True, "counted"))
    with pytest.raises(ProposalOver):
        await core.execute(sam, DecideStockProposal(proposal.id, accept=True))
    assert await column(core, StockProposalRow.state) == ["open"]
    assert await core.execute(SYSTEM, ProposeStock()) == 1  # LA spares 20 now
    (second,) = await core.ask(sam, ListStockProposals())
    assert (second.source, second.quantity) == ("LA", 20)
    await core.execute(sam, CorrectStock(bearing, "LA", 45, True, "counted"))
    assert (
        await core.execute(SYSTEM, ProposeStock()) == 1
    )  # LA spares 5, Phoenix lacks 10: the vendor is asked
    (third,) = await core.ask(sam, ListStockProposals())
    assert (third.source, third.quantity, third.arrives_on) == (None, 80, None)
    await core.execute(sam, DecideStockProposal(third.id, accept=False))
    assert await column(core, StockProposalRow.state) == ["declined", "expired", "expired"]


async def test_what_was_declined_is_not_asked_again_for_a_week(
    core: Core, sam: Actor, clock: FixedClock
) -> None:
    bearing = await make_phoenix(core, sam, in_la=45)
    await core.execute(SYSTEM, ProposeStock())
    (proposal,) = await core.ask(sam, ListStockProposals())
    await core.execute(sam, DecideStockProposal(proposal.id, accept=False))
    clock.advance(timedelta(days=6))
    assert await core.execute(SYSTEM, ProposeStock()) == 0
    await core.execute(sam, CorrectStock(bearing, "PHX", 19, True, "counted"))
    assert await core.execute(SYSTEM, ProposeStock()) == 1  # that is something else
    await core.execute(sam, CorrectStock(bearing, "PHX", 20, True, "counted"))
    clock.advance(timedelta(days=2))
    assert await core.execute(SYSTEM, ProposeStock()) == 1


async def test_what_is_ordered_of_the_vendor_is_expected_until_it_comes(core: Core, sam: Actor) -> None:
    bearing = await make_phoenix(core, sam, in_la=45)
    await core.execute(SYSTEM, ProposeStock())
    (proposal,) = await core.ask(sam, ListStockProposals())
    assert (proposal.source, proposal.quantity) == (None, 80)
    await core.execute(sam, DecideStockProposal(proposal.id, accept=True))
    assert await core.execute(SYSTEM, ProposeStock()) == 0
    (phoenix,) = [one for one in (await core.ask(sam, ShowStock(bearing))).levels if one.warehouse == "PHX"]
    assert phoenix.arrivals == (Arrival(None, 80),)
    await core.execute(sam, ReceiveGoods("PHX", (ReceiptLine(bearing, 80),)))
    assert await column(core, StockIncomingRow.quantity) == [0]


async def test_of_two_who_accept_at_once_one_does(core: Core, sam: Actor) -> None:
    await make_phoenix(core, sam, in_la=200)
    await core.execute(SYSTEM, ProposeStock())
    (proposal,) = await core.ask(sam, ListStockProposals())
    done = await asyncio.gather(
        *(core.execute(sam, DecideStockProposal(proposal.id, accept=True)) for _ in range(4)),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in done) == [*["ProposalOver"] * 3, "StockProposal"]
    assert await column(core, StockIncomingRow.quantity) == [25]
    await assert_stock_is_whole(core)


async def test_marks_rise_and_can_be_taken_away(core: Core, sam: Actor) -> None:
    bearing = await make_phoenix(core, sam, in_la=200)
    for figures in ((30, 20, 40), (-1, 2, 3), (1, 5, 4), (1, 2, 3_000_000_000)):
        with pytest.raises(MarksUnfit):
            await core.execute(sam, SetWaterMarks(bearing, "PHX", *figures))
    before = await core.execute(sam, SetWaterMarks(bearing, "PHX", 0, 0, 0))
    assert before is not None
    assert (before.safety, before.warning, before.maximum) == (15, 30, 100)
    assert await core.execute(SYSTEM, ProposeStock()) == 0
    with pytest.raises(NotFound):
        await core.execute(sam, DecideStockProposal(uuid.UUID(int=1), accept=True))
    await write(core, update(StockRow).values(on_hand=0))
    assert await core.execute(SYSTEM, ProposeStock()) == 1  # of LA alone
