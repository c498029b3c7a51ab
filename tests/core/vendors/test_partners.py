"""What a dealer gives up, and when another one's order may have it (G2, K1, K4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from core.catalog.tables import ProductRow
from core.dealers.tables import DealerRow
from core.infra.door import Core
from core.kernel.actor import SYSTEM
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound
from core.kernel.money import Money, UnitPrice
from core.orders.use_cases.choose_supply import SetUrgent
from core.orders.use_cases.show_allocation import ShowAllocation
from core.vendors.errors import OfferUnfit
from core.vendors.partner_types import PartnerPolicy
from core.vendors.use_cases.keep_partners import (
    SetPartnerPolicy,
)
from core.vendors.use_cases.keep_vendors import ListVendors
from core.vendors.use_cases.offer_goods import ListOwnOffers, ListPartnerOffers, OfferGoods, WithdrawGoods
from core.vendors.use_cases.show_purchases import ShowDirectSale
from tests.core.vendors.partner_house import (
    asked,
    left,
    make_house,
    offer,
    order,
    orders,
    refused,
    usd,
)
from tests.make import (
    confirm,
    make_draft,
    quote,
)
from tests.make.goods import make_incoming
from tests.make.rows import write


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
        ("dealer", Money(-9_600, "USD"), True),  # 12.00 a pump less than ours cost
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
