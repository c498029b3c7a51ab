"""Goods straight from a vendor: bought once, answered once, frozen with their order, found elsewhere (J1)."""

import asyncio
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.credit.tables import CreditAccountRow, CreditEntryRow
from core.deliveries.errors import TrackingMissing, TrackingTaken
from core.deliveries.tables import ShipmentRow
from core.deliveries.types import TrackingKind
from core.deliveries.use_cases.record_delivery import NotAccepted, RecordDelivery
from core.deliveries.use_cases.show_shipments import TrackOrder
from core.deliveries.use_cases.take_tracking import TakeTracking
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM, Actor
from core.kernel.clock import FixedClock
from core.kernel.command import Command
from core.kernel.errors import NotFound, NotPermitted, Outdated, Refused
from core.kernel.money import Money, UnitPrice
from core.orders.supply_types import WhenShort
from core.orders.use_cases.cancel_order import CancelOrder
from core.orders.use_cases.change_line import ChangeLine
from core.orders.use_cases.change_order import ChangeOrder
from core.orders.use_cases.choose_supply import SetWhenShort
from core.orders.use_cases.keep_supply import ReleaseBackOrders
from core.orders.use_cases.place_order import PlaceOrder
from core.orders.use_cases.show_allocation import ShowAllocation
from core.orders.use_cases.show_orders import ShowOrder
from core.stock.tables import StockRow
from core.vendors.errors import DirectUnfit, PurchaseFrozen, PurchaseMoved, PurchaseUnclear
from core.vendors.tables import PurchaseOrderRow
from core.vendors.types import Frozen, PurchaseState, Redirect, Ships
from core.vendors.use_cases.answer_purchase import AcknowledgePurchase, DeclinePurchase, ShipPurchase
from core.vendors.use_cases.chase_purchases import ChasePurchases
from core.vendors.use_cases.keep_vendors import ListVendors, SetOffer
from core.vendors.use_cases.redirect_purchase import RedirectPurchase
from core.vendors.use_cases.send_direct import BuyAlways, PreviewDirect, SendDirect
from core.vendors.use_cases.show_purchases import ListPurchases, ShowDirectSale, ShowPurchase
from tests.core.vendors.house import (
    RIVAL,
    contact,
    make_house,
    order,
    order_id,
    orders,
    purchases,
    send,
    show,
)
from tests.make import column, confirm, count, make_draft, quote, rows
from tests.make.goods import make_incoming


async def refused(core: Core, actor: Actor, command: Command[Any], error: type[Refused]) -> Refused:
    """The command is refused, and nothing at all is written."""
    before = await count(core, JournalRow), await purchases(core), await orders(core)
    with pytest.raises(error) as caught:
        await core.execute(actor, command)
    assert (await count(core, JournalRow), await purchases(core), await orders(core)) == before
    return caught.value


async def test_the_margin_is_seen_before_it_is_bought_and_the_rest_of_the_order_goes_on(core: Core) -> None:
    house = await make_house(core)
    placed = await order(core, house, (house.pump, 10), (house.hose, 4))
    assert placed.rests == ("B2B-2025-1/2",)  # the pumps wait
    waiting = await order_id(core, "B2B-2025-1/2")
    plan = await core.ask(house.otto, PreviewDirect("B2B-2025-1/2"))
    (part,) = plan.parts
    assert (part.sold, part.bought, part.margin, part.margin_basis_points) == (
        Money(242_000, "USD"), Money(220_000, "USD"), Money(22_000, "USD"), 1_000,
    )  # fmt: skip
    assert plan.rest == ()
    purchase = await send(core, house, waiting)
    assert (purchase.number, purchase.state, purchase.expected_on) == (
        "PO-2025-1", PurchaseState.SENT, date(2025, 10, 17),
    )  # fmt: skip
    assert str(purchase.place) == "Store MAIN, 1 Market Street, Los Angeles"
    assert await orders(core) == {"1": ("approved", 1_200), "1/2": ("approved", 242_000)}
    assert (await core.ask(house.buyer, ShowOrder(waiting))).promised_on == date(2025, 10, 17)
    refusal = await refused(core, house.otto, SendDirect(waiting), DirectUnfit)
    assert refusal.fields == {"why": "sent"}


async def test_goods_on_our_shelf_are_given_back_when_they_go_direct_and_are_parted_off(core: Core) -> None:
    house = await make_house(core, pumps=50)
    placed = await order(core, house, (house.pump, 10), (house.hose, 4))
    assert await column(core, StockRow.reserved) == [10, 4]
    plan = await core.ask(house.otto, PreviewDirect(placed.number))
    assert plan.rest == ("Hose",)
    await send(core, house, placed.order_id)
    assert await orders(core) == {"1": ("approved", 1_200), "1/2": ("approved", 242_000)}
    assert await column(core, StockRow.reserved) == [0, 4]
    assert await column(core, CreditEntryRow.amount_minor) == [1_200, 242_000]
    assert await column(core, CreditAccountRow.held_minor) == [243_200]
    # The clock does not take the parts for back-orders, and buys nothing twice.
    assert await core.execute(SYSTEM, ReleaseBackOrders()) is not None
    assert await core.execute(SYSTEM, BuyAlways()) == 0
    assert await purchases(core) == {"PO-2025-1": "sent"}


async def test_what_is_short_is_promised_and_bought_of_a_vendor_who_is_sooner(core: Core) -> None:
    house = await make_house(core, pumps=1, ships=Ships.SHORT)
    await make_draft(core, house.buyer, [(house.pump, 3)])
    card = await quote(core, house.buyer)
    assert (card.promised_on, card.rest_on) == (date(2025, 10, 15), date(2025, 10, 17))
    placed = await confirm(core, house.buyer)
    assert placed.rests == ("B2B-2025-1/2",)
    assert await orders(core) == {"1": ("approved", 24_200), "1/2": ("approved", 48_400)}
    assert await purchases(core) == {"PO-2025-1": "sent"}
    rest = await core.ask(house.buyer, ShowOrder(await order_id(core, "B2B-2025-1/2")))
    assert rest.promised_on == date(2025, 10, 17)
    ways = (await core.ask(SYSTEM, ShowAllocation("B2B-2025-1"))).options
    assert [(one.kind, one.cost, one.promised_on, one.is_chosen) for one in ways] == [
        ("vendor", Money(-4_400, "USD"), date(2025, 10, 17), True),  # 22.00 a pump less than ours cost
        ("back_order", Money(0, "USD"), None, False),
    ]
    # Declined: nobody buys of the same vendor again when the house takes its own goods.
    (purchase,) = await rows(core, PurchaseOrderRow)
    await core.execute(house.vera, DeclinePurchase(purchase.id, 1, "sold out"))
    await core.execute(house.otto, RedirectPurchase(purchase.id, 2, Redirect.STOCK))
    assert await orders(core) == {"1": ("approved", 24_200), "1/2": ("back_ordered", 48_400)}
    assert await core.execute(SYSTEM, BuyAlways()) == 0


@pytest.mark.parametrize("case", ["sooner", "dearer", "wait"])
async def test_our_own_goods_are_waited_for_where_they_are_sooner_or_the_vendor_too_dear(
    core: Core, case: str
) -> None:
    house = await make_house(core, ships=Ships.SHORT)
    if case == "sooner":
        await make_incoming(core, house.pump, house.warehouse, 9, date(2025, 10, 15))
    if case != "wait":
        # As much as ours cost, or a cent more than the dealer pays.
        price = UnitPrice.parse("242.01" if case == "dearer" else "242", "USD")
        await core.execute(
            house.otto, SetOffer("PUMPWORKS", house.pump, price, lead_days=3, ships=Ships.SHORT)
        )
    draft_id = await make_draft(core, house.buyer, [(house.pump, 3), (house.hose, 1)])
    if case == "wait":
        await core.execute(house.buyer, SetWhenShort(draft_id, 1, WhenShort.WAIT))
    await confirm(core, house.buyer)
    assert await purchases(core) == {}
    assert "back_ordered" in {state for state, _ in (await orders(core)).values()}


async def test_what_we_keep_none_of_is_bought_by_the_clock_once(core: Core) -> None:
    house = await make_house(core, pumps=9, ships=Ships.ALWAYS)
    await order(core, house, (house.pump, 2), (house.hose, 1))
    assert await core.execute(SYSTEM, BuyAlways()) == 1
    assert await core.execute(SYSTEM, BuyAlways()) == 0
    assert await orders(core) == {"1": ("approved", 300), "1/2": ("approved", 48_400)}
    assert await purchases(core) == {"PO-2025-1": "sent"}


async def test_the_vendor_acknowledges_ships_and_the_dealer_sees_one_order_with_its_tracking(
    core: Core,
) -> None:
    house = await make_house(core)
    await order(core, house, (house.pump, 10), (house.hose, 4))
    waiting = await order_id(core, "B2B-2025-1/2")
    sent = await send(core, house, waiting)
    known = await core.execute(house.vera, AcknowledgePurchase(sent.id, sent.version))
    assert (known.state, known.answered_by) == (PurchaseState.ACKNOWLEDGED, "Vera")
    no_number = ShipPurchase(sent.id, known.version, "DHL", " ")
    assert (await refused(core, house.vera, no_number, TrackingMissing)).fields == {"known": ["DHL"]}
    shipped = await core.execute(house.vera, ShipPurchase(sent.id, known.version, "dhl", " jd 01 "))
    assert (shipped.state, shipped.tracking_number) == (PurchaseState.SHIPPED, "JD01")
    tracked = await core.ask(house.buyer, TrackOrder(waiting))
    (shipment,) = tracked.shipments
    assert (shipment.tracking_link, shipment.warehouse, shipment.pick_list) == (
        "https://track.example/JD01", "", "",
    )  # fmt: skip
    assert [(line.sku, line.packed) for line in shipment.lines] == [("PUMP", 10)]
    assert "Pumpworks" not in repr(tracked)
    whole = await core.ask(house.buyer, ShowOrder(number="B2B-2025-1"))
    assert [(part.number, part.state.value) for part in whole.parts] == [("B2B-2025-1/2", "shipped")]
    word = TakeTracking("DHL", "e1", "JD01", TrackingKind.DELIVERED, core.clock.now(), received_by="Ada")
    await core.execute(SYSTEM, word)
    assert (await show(core, house, sent.id)).state is PurchaseState.DELIVERED
    assert (await orders(core))["1/2"] == ("delivered", 242_000)
    await refused(core, house.vera, DeclinePurchase(sent.id, shipped.version, "late"), PurchaseMoved)


async def test_goods_refused_at_the_door_never_come_into_our_stock(core: Core) -> None:
    house = await make_house(core)
    await order(core, house, (house.pump, 10))
    sent = await send(core, house, await order_id(core, "B2B-2025-1"))
    await core.execute(house.vera, ShipPurchase(sent.id, sent.version))  # brought by the vendor himself
    (shipment,) = await rows(core, ShipmentRow)
    await core.execute(house.otto, RecordDelivery(shipment.id, "Ada", (NotAccepted(1, damaged=2),)))
    assert await orders(core) == {"1": ("delivered", 193_600), "1/2": ("returned", 48_400)}
    assert await column(core, CreditAccountRow.held_minor) == [193_600]
    assert {(row.on_hand, row.damaged, row.quarantine) for row in await rows(core, StockRow)} == {
        (0, 0, 0), (100, 0, 0),
    }  # fmt: skip


async def test_of_two_contacts_at_once_one_wins_and_late_taps_change_nothing(core: Core) -> None:
    house = await make_house(core)
    await order(core, house, (house.pump, 1))
    sent = await send(core, house, await order_id(core, "B2B-2025-1"))
    answers = await asyncio.gather(
        core.execute(house.vera, AcknowledgePurchase(sent.id, sent.version)),
        core.execute(house.vito, DeclinePurchase(sent.id, sent.version, "no")),
        return_exceptions=True,
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Outdated", "Purchase"]
    won = await show(core, house, sent.id)
    late = AcknowledgePurchase(sent.id, sent.version, on=date(2025, 10, 20))
    await refused(core, house.vera, late, Outdated)
    assert await show(core, house, sent.id) == won


async def test_another_day_is_promised_to_the_dealer_and_a_past_one_or_the_same_is_refused(
    core: Core,
) -> None:
    house = await make_house(core)
    await order(core, house, (house.pump, 1))
    sent = await send(core, house, await order_id(core, "B2B-2025-1"))
    past = AcknowledgePurchase(sent.id, sent.version, on=date(2025, 10, 13))
    assert (await refused(core, house.vera, past, PurchaseUnclear)).fields == {"why": "day"}
    later = await core.execute(house.vera, AcknowledgePurchase(sent.id, sent.version, on=date(2025, 10, 22)))
    assert later.expected_on == date(2025, 10, 22)
    told = await core.ask(house.buyer, ShowOrder(number="B2B-2025-1"))
    assert told.promised_on == date(2025, 10, 22)
    assert [step.reason for step in told.steps if step.state.value == "promised"] == ["direct", "later"]
    again = AcknowledgePurchase(sent.id, later.version, on=date(2025, 10, 22))
    await refused(core, house.vera, again, PurchaseMoved)


async def test_a_vendor_sees_own_purchase_orders_only_and_nothing_of_the_dealer(core: Core) -> None:
    house = await make_house(core)
    await order(core, house, (house.pump, 10))
    sent = await send(core, house, await order_id(core, "B2B-2025-1"))
    seen = repr(await core.ask(house.vera, ListPurchases())) + repr(
        await core.ask(house.vera, ShowPurchase(sent.id))
    )
    for secret in ("Corner Store", "242000", "2,420", "B2B-2025", str(house.dealer_id), "22000,"):
        assert secret not in seen.replace("220000", ""), secret
    ray = await contact(core, house.otto, RIVAL, "Ray", "+12135550113")
    assert await core.ask(ray, ListPurchases()) == ()
    with pytest.raises(NotFound):
        await core.ask(ray, ShowPurchase(sent.id))
    for act in (
        AcknowledgePurchase(sent.id, sent.version),
        DeclinePurchase(sent.id, sent.version, "x"),
        ShipPurchase(sent.id, sent.version),
    ):
        await refused(core, ray, act, NotFound)
        await refused(core, house.buyer, act, NotPermitted)
    for query in (ShowDirectSale(sent.id), PreviewDirect("B2B-2025-1"), ListVendors()):
        for actor in (house.vera, house.buyer):
            with pytest.raises(NotPermitted):
                await core.ask(actor, query)


@pytest.mark.parametrize("acknowledged", [False, True])
async def test_a_cancelled_order_freezes_its_purchase_order(core: Core, acknowledged: bool) -> None:
    house = await make_house(core)
    placed = await order(core, house, (house.pump, 1))
    sent = await send(core, house, placed.order_id)
    version = sent.version
    if acknowledged:
        version = (await core.execute(house.vera, AcknowledgePurchase(sent.id, version))).version
    await core.execute(house.otto, CancelOrder(placed.order_id))
    seen = await core.ask(house.vera, ShowPurchase(sent.id))
    assert (seen.state, seen.frozen) == (PurchaseState.CANCELLED, Frozen.ORDER_CANCELLED)
    await refused(core, house.vera, ShipPurchase(sent.id, version), PurchaseFrozen)
    assert await purchases(core) == {"PO-2025-1": "cancelled"}
    assert await core.execute(SYSTEM, ChasePurchases()) == 0
    assert (await core.ask(house.vera, ShowPurchase(sent.id))).frozen is Frozen.ORDER_CANCELLED


async def test_the_clock_reminds_once_then_tells_the_house_once(core: Core, clock: FixedClock) -> None:
    house = await make_house(core)
    await order(core, house, (house.pump, 1))
    sent = await send(core, house, await order_id(core, "B2B-2025-1"))
    clock.advance(timedelta(hours=1, minutes=59))
    touched = []
    for minutes in (0, 1, 1, 118, 1, 1, 600):
        clock.advance(timedelta(minutes=minutes))
        touched.append(await core.execute(SYSTEM, ChasePurchases()))
    assert touched == [0, 1, 0, 0, 1, 0, 0]
    # The card that the vendor has is still good.
    known = await core.execute(house.vera, AcknowledgePurchase(sent.id, sent.version))
    assert known.state is PurchaseState.ACKNOWLEDGED


async def test_another_vendor_takes_over_whole_and_the_first_one_is_frozen(core: Core) -> None:
    house = await make_house(core)
    placed = await order(core, house, (house.pump, 10))
    sent = await send(core, house, placed.order_id)
    other = next(one.id for one in await core.ask(house.otto, ListVendors()) if one.code == RIVAL)
    act = RedirectPurchase(sent.id, sent.version, Redirect.VENDOR, other)
    assert (await refused(core, house.otto, act, DirectUnfit)).fields == {"why": "other"}
    await core.execute(house.otto, SetOffer(RIVAL, house.pump, UnitPrice.parse("230.50", "USD")))
    sale = await core.ask(house.otto, ShowDirectSale(sent.id))
    assert [(one.vendor, one.margin) for one in sale.others] == [("Rival Pumps", Money(11_500, "USD"))]
    assert not sale.has_stock
    (new,) = await core.execute(house.otto, act)
    assert await purchases(core) == {"PO-2025-1": "cancelled", "PO-2025-2": "sent"}
    assert (await show(core, house, sent.id)).frozen is Frozen.REDIRECTED
    assert (await show(core, house, new)).total == Money(230_500, "USD")
    await refused(core, house.otto, act, PurchaseFrozen)
    await refused(core, house.vera, ShipPurchase(sent.id, sent.version), PurchaseFrozen)


async def test_our_own_goods_take_the_place_of_a_vendors_or_wait_for_more(core: Core) -> None:
    house = await make_house(core, pumps=6)
    placed = await order(core, house, (house.pump, 4))
    sent = await send(core, house, placed.order_id)
    declined = await core.execute(house.vera, DeclinePurchase(sent.id, sent.version, " out of  stock "))
    assert (declined.state, declined.reason) == (PurchaseState.DECLINED, "out of stock")
    assert (await core.ask(house.otto, ShowDirectSale(sent.id))).has_stock
    act = RedirectPurchase(sent.id, declined.version, Redirect.STOCK)
    await core.execute(house.otto, act)
    assert (await orders(core), await column(core, StockRow.reserved)) == (
        {"1": ("approved", 96_800)}, [0, 4],
    )  # fmt: skip
    await refused(core, house.otto, act, PurchaseFrozen)
    await order(core, house, (house.pump, 2))
    third = await order(core, house, (house.pump, 3))
    sent = await send(core, house, third.order_id)
    await core.execute(house.otto, RedirectPurchase(sent.id, sent.version, Redirect.STOCK))
    assert (await orders(core))["3"] == ("back_ordered", 72_600)


async def test_cancelled_goods_leave_the_order_and_the_credit_and_the_rest_stays(core: Core) -> None:
    house = await make_house(core)
    await order(core, house, (house.pump, 10), (house.hose, 4))
    sent = await send(core, house, await order_id(core, "B2B-2025-1/2"))
    await core.execute(house.otto, RedirectPurchase(sent.id, sent.version, Redirect.CANCEL))
    assert await orders(core) == {"1": ("approved", 1_200), "1/2": ("cancelled", 242_000)}
    assert await column(core, CreditAccountRow.held_minor) == [1_200]
    assert (await show(core, house, sent.id)).frozen is Frozen.ORDER_CANCELLED
    # What the house has settled otherwise is not bought again by the clock.
    assert await core.execute(SYSTEM, BuyAlways()) == 0


async def test_an_invoiced_or_picked_order_and_one_without_an_offer_are_not_bought(core: Core) -> None:
    house = await make_house(core, pumps=50)
    plain = await order(core, house, (house.hose, 1))
    refusal = await refused(core, house.otto, SendDirect(plain.order_id), DirectUnfit)
    assert refusal.fields == {"why": "no_offer"}
    await core.execute(house.otto, CancelOrder(plain.order_id))
    refusal = await refused(core, house.otto, SendDirect(plain.order_id), DirectUnfit)
    assert refusal.fields == {"why": "order"}
    assert await count(core, PurchaseOrderRow) == 0


async def test_a_tracking_number_is_given_to_one_shipment_only(core: Core) -> None:
    house = await make_house(core)
    one = await send(core, house, (await order(core, house, (house.pump, 1))).order_id)
    two = await send(core, house, (await order(core, house, (house.pump, 2))).order_id)
    await core.execute(house.vera, ShipPurchase(one.id, one.version, "DHL", "JD01"))
    await refused(core, house.vera, ShipPurchase(two.id, two.version, "DHL", "jd01"), TrackingTaken)
    assert await purchases(core) == {"PO-2025-1": "shipped", "PO-2025-2": "sent"}


async def test_numbers_have_no_doubles_when_two_orders_are_bought_at_once(core: Core) -> None:
    house = await make_house(core)
    placed = [await order(core, house, (house.pump, many)) for many in (1, 2, 3)]
    made = await asyncio.gather(
        *(core.execute(house.otto, SendDirect(one.order_id)) for one in placed),
        *(core.execute(house.otto, SendDirect(one.order_id)) for one in placed),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in made) == ["DirectUnfit"] * 3 + ["tuple"] * 3
    assert await purchases(core) == {f"PO-2025-{number}": "sent" for number in (1, 2, 3)}


async def test_an_amended_order_freezes_its_purchase_order_and_the_vendor_is_asked_anew(core: Core) -> None:
    house = await make_house(core)
    placed = await order(core, house, (house.pump, 10))
    sent = await send(core, house, placed.order_id)
    draft_id = await core.execute(house.buyer, ChangeOrder(placed.order_id))
    shown = await quote(core, house.buyer)
    changed = await core.execute(house.buyer, ChangeLine(draft_id, shown.version, 1, to=Decimal(12)))
    shown = await quote(core, house.buyer)
    assert shown.version == changed.version
    await core.execute(house.buyer, PlaceOrder(draft_id, shown.version, shown.seen))
    seen = await core.ask(house.vera, ShowPurchase(sent.id))
    assert (seen.state, seen.frozen) == (PurchaseState.CANCELLED, Frozen.ORDER_CHANGED)
    await refused(core, house.vera, ShipPurchase(sent.id, sent.version), PurchaseFrozen)
    again = (await core.ask(house.vera, ListPurchases()))[0]
    assert (again.number, again.total) == ("PO-2025-2", Money(264_000, "USD"))
    assert await orders(core) == {"1": ("approved", 290_400)}
    assert await purchases(core) == {"PO-2025-1": "cancelled", "PO-2025-2": "sent"}
    assert (await core.ask(house.vera, ShowPurchase(sent.id))).frozen is Frozen.ORDER_CHANGED
