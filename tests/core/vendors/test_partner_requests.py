"""Goods that a dealer was asked for: promised once, answered in time, fetched and paid (G2)."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update

from core.credit.tables import CreditPostingRow
from core.dealers.tables import DealerRow
from core.deliveries.errors import TrackingMissing
from core.deliveries.tables import ShipmentRow
from core.deliveries.types import TrackingKind
from core.deliveries.use_cases.take_tracking import TakeTracking
from core.infra.door import Core
from core.kernel.actor import SYSTEM, Role
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, NotPermitted, Outdated
from core.kernel.money import Money
from core.orders.tables import DealerSupplyRow
from core.orders.use_cases.cancel_order import CancelOrder
from core.orders.use_cases.change_line import ChangeLine
from core.orders.use_cases.change_order import ChangeOrder
from core.orders.use_cases.place_order import PlaceOrder
from core.orders.use_cases.show_orders import ShowOrder
from core.vendors.errors import PartnerPolicyUnfit, PurchaseFrozen, PurchaseUnclear
from core.vendors.partner_types import PartnerPolicy
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
from core.vendors.use_cases.keep_vendors import SetOffer, SetVendor
from core.vendors.use_cases.offer_goods import ListOwnOffers, ListPartnerOffers, WithdrawGoods
from core.vendors.use_cases.show_purchases import ListPurchases, ShowPurchase
from tests.core.vendors.partner_house import (
    asked,
    events,
    left,
    make_house,
    offer,
    order,
    orders,
    refused,
    states,
    usd,
)
from tests.make import (
    make_buyer,
    make_dealer,
    make_draft,
    make_staff,
    quote,
    rows,
)
from tests.make.rows import add, write


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
