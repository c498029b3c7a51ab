"""A dealer's people see and change only what is theirs, by whatever id or number they ask (N3)."""

import uuid
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update

from core.credit.use_cases.show_credit import ShowCredit
from core.dealers.tables import DealerPersonRow
from core.infra.door import Core
from core.kernel.actor import Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, NotPermitted
from core.kernel.ids import DraftId
from core.kernel.money import Money
from core.orders.errors import DraftGone
from core.orders.tables import DraftLineRow, DraftRow, OrderRow
from core.orders.use_cases.answer_product import AskProducts
from core.orders.use_cases.change_line import ChangeLine
from core.orders.use_cases.choose_product import ChooseProduct
from core.orders.use_cases.discard_draft import DiscardDraft
from core.orders.use_cases.fit_to_stock import FitToStock
from core.orders.use_cases.place_order import PlacedOrder, PlaceOrder
from core.orders.use_cases.set_draft import KeepRepeat, SetShipTo
from core.orders.use_cases.show_orders import ExplainPrice, ListOrders, ShowOrder
from core.orders.use_cases.show_quote import ShowQuote
from core.orders.use_cases.take_message import TakeMessage
from tests.make import (
    Trade,
    confirm,
    count,
    make_assortment,
    make_dealer,
    make_draft,
    make_ship_to,
    make_trade,
    quote,
    rows,
    write,
)
from tests.make.people import make_buyer


async def ordered(core: Core) -> tuple[Trade, PlacedOrder, Actor]:
    """An order of TechMart, and somebody of another dealer."""
    trade = await make_trade(core)
    await make_draft(core, trade.buyer, [(trade.iphone, 25)])
    placed = await confirm(core, trade.buyer)
    return trade, placed, await make_buyer(core, await make_dealer(core, "Rival Corp"), "Ron")


async def test_another_dealers_order_is_not_there_by_id_or_number(core: Core) -> None:
    trade, placed, rival = await ordered(core)
    for query in (
        ShowOrder(order_id=placed.order_id),
        ShowOrder(number=placed.number),
        ShowOrder(number="1"),
        ShowOrder(number="%"),
        ShowOrder(number="B2B-2025-%"),
        ShowOrder(),
    ):
        with pytest.raises(NotFound):
            await core.ask(rival, query)
    assert await core.ask(rival, ListOrders(limit=100)) == ()
    for number in (placed.number, placed.number.lower(), "1", " #1 "):
        found = await core.ask(trade.buyer, ShowOrder(number=number))
        assert found.id == placed.order_id


async def test_a_number_by_its_end_finds_the_own_order_and_not_a_strangers_newer_one(
    core: Core, clock: FixedClock
) -> None:
    trade, placed, rival = await ordered(core)
    clock.advance(timedelta(days=100))
    await make_draft(core, rival, [(trade.iphone, 1)])
    assert (await confirm(core, rival)).number == "B2B-2026-1"
    assert (await core.ask(trade.buyer, ShowOrder(number="1"))).id == placed.order_id
    for number in ("B2B-2026-1", "2026-1", "2"):
        with pytest.raises(NotFound):
            await core.ask(trade.buyer, ShowOrder(number=number))


async def test_another_dealers_price_receipt_is_not_there(core: Core) -> None:
    trade, placed, rival = await ordered(core)
    with pytest.raises(NotFound):
        await core.ask(rival, ExplainPrice(1, order_id=placed.order_id))
    receipt = await core.ask(trade.buyer, ExplainPrice(1, order_id=placed.order_id))
    assert receipt.name == "Apple iPhone 15 Pro 128GB"
    with pytest.raises(NotFound):
        await core.ask(trade.buyer, ExplainPrice(2, order_id=placed.order_id))


async def test_a_receipt_never_shows_cost_or_margin_to_a_dealer(core: Core) -> None:
    trade, placed, _ = await ordered(core)
    await make_draft(core, trade.buyer, [(trade.iphone, 25)])
    shown = await quote(core, trade.buyer)
    for query in (
        ExplainPrice(1, order_id=placed.order_id),
        ExplainPrice(1, draft_id=shown.draft_id),
    ):
        receipt = (await core.ask(trade.buyer, query)).receipt
        text = receipt.to_json()
        assert "1000000000" not in text  # the cost, 1,000.00 in millionths
        assert "margin" not in text.lower()
        assert "400" not in text.replace("1040", "")  # 4 % in basis points


async def test_credit_is_the_own_dealers_only(core: Core) -> None:
    trade, _, rival = await ordered(core)
    assert (await core.ask(trade.buyer, ShowCredit())).standing.held == Money.parse("26000", "USD")
    assert (await core.ask(rival, ShowCredit())).standing.held == Money.parse("0", "USD")
    with pytest.raises(NotPermitted):
        await core.ask(trade.rep, ShowCredit())
    with pytest.raises(NotFound):
        await core.ask(replace(trade.buyer, dealer_id=None), ShowCredit())


def acts(draft: DraftId, version: int, seen: str) -> list[Any]:
    return [
        PlaceOrder(draft, version, seen),
        ChangeLine(draft, version, 1, by=1),
        ChangeLine(draft, version, 1, to=Decimal(0)),
        ChooseProduct(draft, version, 1, 0),
        FitToStock(draft, version),
        DiscardDraft(draft, version),
        KeepRepeat(draft, version),
        SetShipTo(draft, version, uuid.UUID(int=1)),
    ]


async def test_nobody_touches_the_draft_of_another_dealer_or_of_a_colleague(core: Core) -> None:
    trade, _, rival = await ordered(core)
    await make_draft(core, trade.buyer, [(trade.iphone, 25)])
    shown = await quote(core, trade.buyer)
    colleague = await make_buyer(core, trade.dealer_id, "Carl", role=Role.DEALER_ADMIN)
    before = [await rows(core, table) for table in (DraftRow, DraftLineRow, OrderRow)]
    for somebody in (rival, colleague):
        for act in acts(shown.draft_id, shown.version, shown.seen):
            with pytest.raises(DraftGone):
                await core.execute(somebody, act)
        with pytest.raises(DraftGone):
            await core.ask(somebody, ShowQuote(shown.draft_id))
        with pytest.raises(DraftGone):
            await core.ask(somebody, ExplainPrice(1, draft_id=shown.draft_id))
        assert await core.ask(somebody, ShowQuote()) is None
    assert [await rows(core, table) for table in (DraftRow, DraftLineRow, OrderRow)] == before


async def test_a_viewer_sees_orders_and_credit_and_changes_nothing(core: Core) -> None:
    trade, placed, _ = await ordered(core)
    await make_draft(core, trade.buyer, [(trade.iphone, 25)])
    shown = await quote(core, trade.buyer)
    viewer = await make_buyer(core, trade.dealer_id, "Vera", role=Role.DEALER_VIEWER)
    assert (await core.ask(viewer, ShowOrder(number="1"))).id == placed.order_id
    assert (await core.ask(viewer, ShowCredit())).standing.held == Money.parse("26000", "USD")
    with pytest.raises(NotPermitted):
        await core.execute(viewer, TakeMessage("25 iPhone 15 Pro"))
    for act in acts(shown.draft_id, shown.version, shown.seen):
        with pytest.raises(NotPermitted):
            await core.execute(viewer, act)
    assert await count(core, OrderRow) == 1


async def test_goods_are_sent_only_to_the_dealers_own_places(core: Core) -> None:
    trade, _, rival = await ordered(core)
    await make_draft(core, trade.buyer, [(trade.iphone, 25)])
    shown = await quote(core, trade.buyer)
    assert rival.dealer_id is not None
    theirs = await make_ship_to(core, rival.dealer_id, code="THEIRS", region="east")
    with pytest.raises(NotFound):
        await core.execute(trade.buyer, SetShipTo(shown.draft_id, shown.version, theirs))
    own = await make_ship_to(core, trade.dealer_id, code="EAST", region="east", is_default=False)
    await core.execute(trade.buyer, SetShipTo(shown.draft_id, shown.version, own))
    moved = await quote(core, trade.buyer)
    assert moved.ship_to is not None
    assert moved.ship_to.id == own
    assert moved.lines[0].availability != shown.lines[0].availability


async def test_prices_of_products_off_the_dealers_list_are_not_told(core: Core) -> None:
    trade = await make_trade(core)
    await make_assortment(core, "CABLES", scope="category", value="electronics/cables")
    buyer = await make_buyer(core, await make_dealer(core, "Cable Shop", assortment="CABLES"))
    assert await core.ask(buyer, AskProducts((trade.iphone,))) == ()
    (answer,) = await core.ask(trade.buyer, AskProducts((trade.iphone, trade.iphone)))
    assert answer.unit_price is not None
    assert answer.unit_price.micros == 1_040_000_000


async def test_who_moves_to_another_dealer_leaves_the_old_draft_behind(core: Core) -> None:
    trade = await make_trade(core)
    await make_draft(core, trade.buyer, [(trade.iphone, 25)])
    new_dealer = await make_dealer(core, "New Home")
    await write(core, update(DealerPersonRow).values(dealer_id=new_dealer))
    moved = replace(trade.buyer, dealer_id=new_dealer)
    assert await core.ask(moved, ShowQuote()) is None
    await core.execute(moved, TakeMessage("3 IP15P"))
    shown = await quote(core, moved)
    assert [(line.quantity, line.total) for line in shown.lines] == [(3, Money.parse("3240", "USD"))]
    drafts = {draft.dealer_id: draft.state for draft in await rows(core, DraftRow)}
    assert drafts == {trade.dealer_id: "discarded", new_dealer: "open"}
