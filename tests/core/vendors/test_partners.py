"""Goods that a dealer gives up for another one's order: promised once, answered in time, paid (G2, K1)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete, update

from core.catalog.tables import ProductRow
from core.credit.tables import CreditPostingRow
from core.dealers.tables import DealerRow
from core.deliveries.errors import TrackingMissing
from core.deliveries.tables import CarrierRow, ShipmentRow
from core.deliveries.types import TrackingKind
from core.deliveries.use_cases.take_tracking import TakeTracking
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM, Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.command import Command
from core.kernel.errors import NotFound, NotPermitted, Outdated, Refused
from core.kernel.ids import DealerId, ProductId, WarehouseId
from core.kernel.money import Money, UnitPrice
from core.orders.tables import DealerSupplyRow, OrderPolicyRow, OrderRow
from core.orders.use_cases.cancel_order import CancelOrder
from core.orders.use_cases.change_line import ChangeLine
from core.orders.use_cases.change_order import ChangeOrder
from core.orders.use_cases.choose_supply import SetUrgent
from core.orders.use_cases.place_order import PlacedOrder, PlaceOrder
from core.orders.use_cases.show_allocation import ShowAllocation
from core.orders.use_cases.show_orders import ShowOrder
from core.vendors.errors import OfferUnfit, PartnerPolicyUnfit, PurchaseFrozen, PurchaseUnclear
from core.vendors.partner_types import PartnerPolicy
from core.vendors.tables import PurchaseOrderRow
from core.vendors.types import PurchaseState, Ships
from core.vendors.use_cases.chase_purchases import ChasePurchases
from core.vendors.use_cases.give_goods import (
    CannotGive,
    GiveGoods,
    HandOver,
    ListGiveRequests,
    ShowGiveRequest,
)
from core.vendors.use_cases.keep_partners import (
    PayPartners,
    ReplanSilent,
    SetPartnerPolicy,
    ShowPartnerPolicy,
)
from core.vendors.use_cases.keep_vendors import ListVendors, SetOffer, SetVendor
from core.vendors.use_cases.offer_goods import ListOwnOffers, ListPartnerOffers, OfferGoods, WithdrawGoods
from core.vendors.use_cases.show_purchases import ListPurchases, ShowDirectSale, ShowPurchase
from tests.make import (
    confirm,
    count,
    make_buyer,
    make_counter,
    make_dealer,
    make_draft,
    make_product,
    make_staff,
    make_stock,
    quote,
    rows,
)
from tests.make.goods import make_incoming
from tests.make.rows import add, write


@dataclass(frozen=True, slots=True)
class House:
    """Corner Store buys, Bigbox holds goods; none is on our own shelf. A pump sells at what it
    costs us: 242.00."""

    buyer_id: DealerId
    buyer: Actor
    holder_id: DealerId
    holder: Actor
    otto: Actor
    warehouse: WarehouseId
    pump: ProductId
    hose: ProductId


def usd(text: str) -> UnitPrice:
    return UnitPrice.parse(text, "USD")


async def make_house(core: Core, *, pumps: int = 0) -> House:
    counter = await make_counter(core)
    await write(core, delete(OrderPolicyRow))
    await add(
        core, DealerSupplyRow, dealer_id=counter.dealer_id, when_short="rest", may_be_urgent=True, share=0
    )
    pump = await make_product(core, "PUMP", "Pump", cost="242", list_price=None)
    hose = await make_product(core, "HOSE", "Hose", cost="3", list_price=None)
    await make_stock(core, pump, counter.warehouse_id, pumps)
    await make_stock(core, hose, counter.warehouse_id, 100)
    holder_id = await make_dealer(core, "Bigbox", tier="plain", limit="100000")
    holder = await make_buyer(core, holder_id, "Hana", role=Role.DEALER_ADMIN)
    otto = await make_staff(core, Role.OFFICE, "Otto")
    await add(core, CarrierRow, code="DHL", name="DHL", link="https://track.example/{number}")
    return House(counter.dealer_id, counter.buyer, holder_id, holder, otto, counter.warehouse_id, pump, hose)


async def offer(core: Core, house: House, quantity: int = 20, cost: str = "230", **more: Any) -> None:
    await core.execute(house.holder, OfferGoods("pump", quantity, usd(cost), **more))


async def order(core: Core, house: House, *lines: tuple[ProductId, int]) -> PlacedOrder:
    await make_draft(core, house.buyer, lines)
    return await confirm(core, house.buyer)


async def left(core: Core, house: House) -> list[tuple[int, int]]:
    """(stated, promised) of each offer of the holder."""
    return [(one.quantity, one.taken) for one in await core.ask(house.holder, ListOwnOffers())]


async def states(core: Core) -> dict[str, str]:
    return {row.number: row.state for row in await rows(core, PurchaseOrderRow)}


async def orders(core: Core) -> dict[str, str]:
    return {row.number.rpartition("-")[2]: row.state for row in await rows(core, OrderRow)}


async def asked(core: Core, house: House) -> Any:
    (one,) = await core.ask(house.holder, ListGiveRequests())
    return one


async def refused(core: Core, actor: Actor, command: Command[Any], error: type[Refused]) -> Refused:
    """The command is refused, and nothing at all is written."""
    before = await count(core, JournalRow), await states(core), await orders(core)
    with pytest.raises(error) as caught:
        await core.execute(actor, command)
    assert (await count(core, JournalRow), await states(core), await orders(core)) == before
    return caught.value


async def events(core: Core, name: str) -> list[dict[str, Any]]:
    return [row.payload for row in await rows(core, JournalRow, JournalRow.name == name)]


async def test_a_dealer_says_what_it_gives_up_and_takes_it_back_at_any_time(core: Core) -> None:
    house = await make_house(core)
    await offer(core, house, 20, "230", valid_until=date(2025, 10, 20))
    await offer(core, house, 25, "228.50")
    (mine,) = await core.ask(house.holder, ListOwnOffers())
    assert (mine.sku, mine.quantity, mine.taken, mine.left, mine.cost, mine.valid_until) == (
        "PUMP", 25, 0, 25, usd("228.50"), None,
    )  # fmt: skip
    (seen,) = await core.ask(house.otto, ListPartnerOffers())
    assert (seen.dealer_name, seen.quantity) == ("Bigbox", 25)
    assert await core.ask(house.otto, ListVendors()) == ()
    gone = await core.execute(house.holder, WithdrawGoods("PUMP"))
    assert gone.quantity == 25
    assert await core.ask(house.holder, ListOwnOffers()) == ()
    refusal = await refused(core, house.holder, WithdrawGoods("PUMP"), OfferUnfit)
    assert refusal.fields == {"why": "nothing"}


@pytest.mark.parametrize(
    ("quantity", "cost", "until", "why"),
    [
        (0, "230 USD", None, "quantity"),
        (-3, "230 USD", None, "quantity"),
        (1_000_001, "230 USD", None, "quantity"),
        (5, "0 USD", None, "price"),
        (5, "230 EUR", None, "currency"),
        (5, "230 USD", date(2025, 10, 13), "day"),
    ],
)
async def test_what_makes_no_offer_is_refused(
    core: Core, quantity: int, cost: str, until: date | None, why: str
) -> None:
    house = await make_house(core)
    price, currency = cost.split()
    command = OfferGoods("PUMP", quantity, UnitPrice.parse(price, currency), until)
    assert (await refused(core, house.holder, command, OfferUnfit)).fields == {"why": why}


async def test_restricted_goods_and_goods_of_no_catalogue_are_given_up_by_nobody(core: Core) -> None:
    house = await make_house(core)
    await refused(core, house.holder, OfferGoods("NOTHING", 5, usd("3")), NotFound)
    await offer(core, house)
    await write(core, update(ProductRow).where(ProductRow.id == house.pump).values(restricted=True))
    command = OfferGoods("PUMP", 5, usd("230"))
    assert (await refused(core, house.holder, command, OfferUnfit)).fields == {"why": "restricted"}
    # What was offered before it became restricted is not taken either.
    await make_draft(core, house.buyer, [(house.pump, 5)])
    assert (await quote(core, house.buyer)).rest_on is None


async def test_what_our_warehouses_lack_comes_from_a_partner_who_is_named_to_nobody(core: Core) -> None:
    house = await make_house(core, pumps=2)
    await offer(core, house)
    await make_draft(core, house.buyer, [(house.pump, 10), (house.hose, 4)])
    card = await quote(core, house.buyer)
    assert card.rest_on == date(2025, 10, 16)
    assert [(one.kind, one.quantity, one.on, one.extra, one.is_chosen) for one in card.ways] == [
        ("dealer", 8, date(2025, 10, 16), Money(0, "USD"), True),
        ("back_order", 8, None, Money(0, "USD"), False),
    ]
    assert "Bigbox" not in repr(card)
    placed = await confirm(core, house.buyer)
    assert await orders(core) == {"1": "approved", "1/2": "approved"}
    assert await left(core, house) == [(20, 8)]
    request = await asked(core, house)
    assert (request.purchase.number, request.purchase.total, request.place) == (
        "PO-2025-1", Money(184_000, "USD"), None,
    )  # fmt: skip
    assert [(one.sku, one.quantity, one.cost) for one in request.purchase.lines] == [("PUMP", 8, usd("230"))]
    for hidden in ("Corner", "B2B-", "Market Street", "Store MAIN", str(house.buyer_id)):
        assert hidden not in repr(request)
    sale = await core.ask(house.otto, ShowDirectSale(request.purchase.id))
    assert (sale.order_number, sale.purchase.vendor) == ("B2B-2025-1/2", "Bigbox")
    assert (sale.sold, sale.margin) == (Money(193_600, "USD"), Money(9_600, "USD"))
    ways = (await core.ask(SYSTEM, ShowAllocation(placed.number))).options
    assert [(one.kind, one.cost, one.is_chosen) for one in ways] == [
        ("dealer", Money(184_000, "USD"), True),
        ("back_order", Money(0, "USD"), False),
    ]


async def test_an_offer_that_is_too_small_brings_what_it_has_and_the_rest_waits(core: Core) -> None:
    house = await make_house(core)
    await offer(core, house, 6)
    await order(core, house, (house.pump, 10))
    assert await orders(core) == {"1": "back_ordered", "1/2": "approved"}
    request = await asked(core, house)
    assert [one.quantity for one in request.purchase.lines] == [6]
    assert await left(core, house) == [(6, 6)]
    # Who comes next finds nothing left of it.
    await make_draft(core, house.buyer, [(house.pump, 3)])
    assert (await quote(core, house.buyer)).ways == ()


async def test_nobody_is_served_from_a_far_region_a_blocked_dealer_or_at_a_loss(core: Core) -> None:
    house = await make_house(core)

    async def ways() -> tuple[str, ...]:
        return tuple(one.kind for one in (await quote(core, house.buyer)).ways)

    await make_draft(core, house.buyer, [(house.pump, 5)])
    await offer(core, house, cost="242.01")  # a cent more than the buyer pays
    assert await ways() == ()
    await offer(core, house)
    assert await ways() == ("dealer", "back_order")
    await write(core, update(DealerRow).where(DealerRow.id == house.holder_id).values(region="east"))
    assert await ways() == ()
    policy = PartnerPolicy(Money.zero("USD"), across_regions=True)
    assert await core.execute(house.otto, SetPartnerPolicy(policy)) == PartnerPolicy(Money.zero("USD"))
    assert await ways() == ("dealer", "back_order")
    await write(core, update(DealerRow).where(DealerRow.id == house.holder_id).values(active=False))
    assert await ways() == ()


async def test_a_dealer_is_never_served_with_its_own_goods(core: Core) -> None:
    house = await make_house(core)
    await core.execute(house.buyer, OfferGoods("PUMP", 9, usd("230")))
    await make_draft(core, house.buyer, [(house.pump, 5)])
    assert (await quote(core, house.buyer)).ways == ()


async def test_an_offer_ends_with_its_last_day(core: Core, clock: FixedClock) -> None:
    house = await make_house(core)
    await offer(core, house, valid_until=date(2025, 10, 14))
    await make_draft(core, house.buyer, [(house.pump, 5)])
    assert (await quote(core, house.buyer)).ways != ()
    clock.advance(timedelta(days=1))
    assert (await quote(core, house.buyer)).ways == ()


async def test_the_dearer_partner_loses_against_waiting_a_day_and_wins_for_an_urgent_order(
    core: Core,
) -> None:
    """Ours come a day later than the partner's. A day is worth 2.42 a pump; fetching costs 100."""
    house = await make_house(core)
    await make_incoming(core, house.pump, house.warehouse, 50, date(2025, 10, 16))
    await core.execute(house.otto, SetPartnerPolicy(PartnerPolicy(Money(10_000, "USD"), lead_days=2)))
    await offer(core, house, cost="242")
    draft = await make_draft(core, house.buyer, [(house.pump, 5)])
    card = await quote(core, house.buyer)
    assert card.rest_on == date(2025, 10, 17)
    assert card.ways == ()
    await core.execute(house.buyer, SetUrgent(draft, card.version))
    card = await quote(core, house.buyer)
    assert card.rest_on == date(2025, 10, 16)
    assert [(one.kind, one.extra) for one in card.ways] == [
        ("dealer", Money(10_000, "USD")),
        ("back_order", Money(0, "USD")),
    ]


async def test_two_orders_at_once_are_never_promised_more_than_was_offered(core: Core) -> None:
    house = await make_house(core)
    await offer(core, house, 10)
    buyers = [house.buyer]
    for name in ("Second", "Third", "Fourth"):
        dealer = await make_dealer(core, name, tier="plain", limit="100000")
        await add(core, DealerSupplyRow, dealer_id=dealer, when_short="rest", may_be_urgent=True, share=0)
        buyers.append(await make_buyer(core, dealer, f"B {name}"))
    cards = []
    for buyer in buyers:
        await make_draft(core, buyer, [(house.pump, 4)])
        cards.append(await quote(core, buyer))
    await asyncio.gather(
        *(
            core.execute(buyer, PlaceOrder(card.draft_id, card.version, card.seen))
            for buyer, card in zip(buyers, cards, strict=True)
        )
    )
    assert await left(core, house) == [(10, 10)]
    asked_for = [
        line.quantity
        for one in await core.ask(house.holder, ListGiveRequests())
        for line in one.purchase.lines
    ]
    assert sorted(asked_for) == [2, 4, 4]


async def test_an_offer_withdrawn_before_the_tap_leaves_the_order_waiting_and_asks_nobody(core: Core) -> None:
    house = await make_house(core)
    await offer(core, house)
    await make_draft(core, house.buyer, [(house.pump, 5)])
    card = await quote(core, house.buyer)
    await core.execute(house.holder, WithdrawGoods("PUMP"))
    await core.execute(house.buyer, PlaceOrder(card.draft_id, card.version, card.seen))
    assert await orders(core) == {"1": "back_ordered"}
    assert await states(core) == {}


async def test_a_partner_who_cannot_is_replaced_by_a_vendor_and_the_dealer_is_told_why(core: Core) -> None:
    house = await make_house(core)
    await offer(core, house)
    placed = await order(core, house, (house.pump, 5))
    await core.execute(house.otto, SetVendor("PUMPWORKS", "Pumpworks Ltd"))
    await core.execute(
        house.otto, SetOffer("PUMPWORKS", house.pump, usd("235"), lead_days=4, ships=Ships.SHORT)
    )
    request = await asked(core, house)
    command = CannotGive(request.purchase.id, request.purchase.version, "  ")
    await refused(core, house.holder, command, PurchaseUnclear)
    after = await core.execute(
        house.holder, CannotGive(request.purchase.id, request.purchase.version, "sold it")
    )
    assert (after.purchase.state, after.purchase.reason) == (PurchaseState.CANCELLED, "sold it")
    assert await states(core) == {"PO-2025-1": "cancelled", "PO-2025-2": "sent"}
    assert await left(core, house) == []
    now = await core.ask(house.buyer, ShowOrder(placed.order_id))
    assert now.promised_on == date(2025, 10, 20)
    told = await events(core, "promise_changed")
    assert (told[-1]["reason"], told[-1]["before"], told[-1]["after"]) == (
        "no_partner", "2025-10-16", "2025-10-20",
    )  # fmt: skip
    (ended,) = await events(core, "offer_ended")
    assert (ended["why"], ended["dealer_id"]) == ("cannot", str(house.holder_id))
    again = GiveGoods(request.purchase.id, after.purchase.version)
    await refused(core, house.holder, again, PurchaseFrozen)


async def test_who_says_nothing_is_reminded_once_and_then_not_waited_for(
    core: Core, clock: FixedClock
) -> None:
    house = await make_house(core)
    await core.execute(house.otto, SetPartnerPolicy(PartnerPolicy(Money.zero("USD"), answer_minutes=60)))
    await offer(core, house)
    placed = await order(core, house, (house.pump, 5))
    clock.advance(timedelta(minutes=29))
    assert await core.execute(SYSTEM, ChasePurchases()) == 0
    clock.advance(timedelta(minutes=1))
    assert await core.execute(SYSTEM, ChasePurchases()) == 1
    assert await core.execute(SYSTEM, ChasePurchases()) == 0
    assert await core.execute(SYSTEM, ReplanSilent()) == 0
    clock.advance(timedelta(minutes=30))
    assert await core.execute(SYSTEM, ChasePurchases()) == 0
    assert await core.execute(SYSTEM, ReplanSilent()) == 1
    assert await core.execute(SYSTEM, ReplanSilent()) == 0
    assert await orders(core) == {"1": "back_ordered"}
    assert await left(core, house) == []
    assert (await core.ask(house.buyer, ShowOrder(placed.order_id))).promised_on is None
    assert (await events(core, "promise_changed"))[-1]["reason"] == "no_partner"


async def test_a_cancelled_and_an_amended_order_set_the_goods_free_again(core: Core) -> None:
    house = await make_house(core)
    await offer(core, house)
    placed = await order(core, house, (house.pump, 5))
    assert await left(core, house) == [(20, 5)]
    request = await asked(core, house)
    changes = await core.execute(house.buyer, ChangeOrder(placed.order_id))
    card = await quote(core, house.buyer)
    await core.execute(house.buyer, ChangeLine(card.draft_id, card.version, 1, to=Decimal(7)))
    card = await quote(core, house.buyer)
    assert [one.quantity for one in card.ways] == [7, 7], changes
    await core.execute(house.buyer, PlaceOrder(card.draft_id, card.version, card.seen))
    assert await left(core, house) == [(20, 7)]
    assert await states(core) == {"PO-2025-1": "cancelled", "PO-2025-2": "sent"}
    await refused(
        core, house.holder, GiveGoods(request.purchase.id, request.purchase.version), PurchaseFrozen
    )
    await core.execute(house.buyer, CancelOrder(placed.order_id))
    assert await left(core, house) == [(20, 0)]
    assert await core.ask(house.holder, ListGiveRequests()) == ()


async def test_our_van_fetches_them_and_the_partner_is_credited_once_they_have_arrived(
    core: Core, clock: FixedClock
) -> None:
    house = await make_house(core)
    await offer(core, house)
    await order(core, house, (house.pump, 5))
    request = await asked(core, house)
    given = await core.execute(house.holder, GiveGoods(request.purchase.id, request.purchase.version))
    assert (given.purchase.state, given.place) == (PurchaseState.ACKNOWLEDGED, None)
    await refused(core, house.holder, GiveGoods(request.purchase.id, request.purchase.version), Outdated)
    sent = await core.execute(house.holder, HandOver(given.purchase.id, given.purchase.version))
    assert sent.purchase.state is PurchaseState.SHIPPED
    assert await core.execute(SYSTEM, PayPartners()) == 0  # on the way
    assert await left(core, house) == [(20, 5)]
    await write(core, update(ShipmentRow).values(state="delivered"))
    assert await core.execute(SYSTEM, PayPartners()) == 1
    assert await core.execute(SYSTEM, PayPartners()) == 0
    (posted,) = await rows(core, CreditPostingRow, CreditPostingRow.dealer_id == house.holder_id)
    assert posted.amount_minor == -115_000
    (paid,) = await events(core, "partner_paid")
    assert (paid["number"], paid["amount_minor"]) == ("PO-2025-1", 115_000)
    # Stated anew, the offer counts from then on: what has left is not promised of it.
    clock.advance(timedelta(minutes=1))
    await offer(core, house, 15)
    assert await left(core, house) == [(15, 0)]


async def test_a_partner_sends_by_himself_only_where_the_house_lets_him(core: Core) -> None:
    house = await make_house(core)
    await offer(core, house)
    await order(core, house, (house.pump, 5))
    request = await asked(core, house)
    command = HandOver(request.purchase.id, request.purchase.version, "DHL", "JD01")
    await refused(core, house.holder, command, TrackingMissing)
    await core.execute(house.otto, SetPartnerPolicy(PartnerPolicy(Money.zero("USD"), sends=True)))
    assert (await asked(core, house)).place is None  # before he said yes
    given = await core.execute(house.holder, GiveGoods(request.purchase.id, request.purchase.version))
    assert str(given.place) == "1 Market Street, Los Angeles"
    sent = await core.execute(
        house.holder, HandOver(given.purchase.id, given.purchase.version, "DHL", "JD01")
    )
    assert (sent.purchase.carrier, sent.purchase.tracking_number) == ("DHL", "JD01")
    word = TakeTracking("DHL", "e1", "JD01", TrackingKind.DELIVERED, core.clock.now(), received_by="Ada")
    await core.execute(SYSTEM, word)
    assert await core.execute(SYSTEM, PayPartners()) == 1


async def test_only_the_partner_and_the_house_know_of_a_request(core: Core) -> None:
    house = await make_house(core)
    await offer(core, house)
    await order(core, house, (house.pump, 5))
    request = await asked(core, house)
    key, version = request.purchase.id, request.purchase.version
    other = await make_buyer(core, await make_dealer(core, "Other", limit="1000"), "Olga")
    viewer = await make_buyer(core, house.holder_id, "Vic", role=Role.DEALER_VIEWER)
    for actor in (house.buyer, other):
        with pytest.raises(NotFound):
            await core.ask(actor, ShowGiveRequest(key))
        assert await core.ask(actor, ListGiveRequests()) == ()
        assert await core.ask(actor, ListOwnOffers()) == ()
        await refused(core, actor, GiveGoods(key, version), NotFound)
        await refused(core, actor, CannotGive(key, version, "no"), NotFound)
        await refused(core, actor, HandOver(key, version), NotFound)
        with pytest.raises(NotPermitted):
            await core.ask(actor, ListPartnerOffers())
        with pytest.raises(NotPermitted):
            await core.ask(actor, ListPurchases())
    with pytest.raises(NotPermitted):
        await core.execute(viewer, GiveGoods(key, version))
    with pytest.raises(NotPermitted):
        await core.ask(house.holder, ShowPurchase(key))
    rita = await make_staff(core, Role.REP, "Rita")
    assert await core.ask(rita, ListPartnerOffers()) == ()
    await write(core, update(DealerRow).where(DealerRow.id == house.holder_id).values(rep_id=rita.person_id))
    assert [one.dealer_name for one in await core.ask(rita, ListPartnerOffers())] == ["Bigbox"]


@pytest.mark.parametrize(
    ("policy", "why"),
    [
        (PartnerPolicy(Money.zero("USD"), answer_minutes=1), "time"),
        (PartnerPolicy(Money.zero("USD"), lead_days=-1), "days"),
        (PartnerPolicy(Money(-1, "USD")), "fetch"),
    ],
)
async def test_a_policy_that_cannot_be_kept_is_refused(core: Core, policy: PartnerPolicy, why: str) -> None:
    house = await make_house(core)
    refusal = await refused(core, house.otto, SetPartnerPolicy(policy), PartnerPolicyUnfit)
    assert refusal.fields == {"why": why}
    assert await core.ask(house.otto, ShowPartnerPolicy()) == PartnerPolicy(Money.zero("USD"))
