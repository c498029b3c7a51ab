"""What others sell us for an order, as places that its one plan may take from, and back (G2). Pure.

* P1: an order that our near warehouses do not serve at once is planned once over everything: our goods
  wherever they lie, moves between warehouses, goods to come, what other dealers give up and what vendors
  send. Whatever costs least in freight, in what is paid above our own cost and in the worth of days wins.
* P2: goods of no known day come before all money; goods to come are had only once those on hand have gone.
* P3: an urgent order takes the plan with the fewest days instead; money decides between equals.
* P4: nobody is served at a loss unasked: who asks more than the buyer pays is left out.
* P5: of a line whole steps are bought; a vendor sells its least or nothing, and is asked only for what our
  warehouses have too little of; a partner is fetched from for one fee an order.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import gcd
from typing import NamedTuple

from core.allocation.types import Bin, Lane, OptionKind, Place, PlaceId, PlaceKind, PlannedTake, PlanOption
from core.kernel.ids import LineId, ProductId
from core.kernel.money import Money, UnitPrice, currency_exponent, divide_half_up
from core.orders.partner_types import SellerOffer, Share, SupplyWay
from core.stock.types import Demand

PARTNER, DIRECT, LATER = (one.value for one in (OptionKind.DEALER, OptionKind.VENDOR, OptionKind.BACK_ORDER))
# Mills of a minor unit: amounts that are shifted are whole minor units, so that no sum is rounded twice.
_MILLS = 1_000
Offers = Mapping[ProductId, Sequence[SellerOffer]]


class Key(NamedTuple):
    """Where an offer stands among the places of a plan."""

    place_id: PlaceId
    product_id: ProductId


@dataclass(frozen=True, slots=True)
class Selling:
    """Sellers as the engine of allocation sees them.

    above: mills that one of our own costs more than the least that is asked, rounded up to a minor unit: no
    surcharge is below zero, and what plans cost is told without it. packs: base units that a product is
    parted at.
    """

    places: tuple[Place, ...] = ()
    lanes: tuple[Lane, ...] = ()
    bins: Mapping[ProductId, tuple[Bin, ...]] = field(default_factory=dict)
    above: Mapping[ProductId, int] = field(default_factory=dict)
    packs: Mapping[ProductId, int] = field(default_factory=dict)
    offers: Mapping[Key, SellerOffer] = field(default_factory=dict)


NOBODY_SELLS = Selling()


def fitting(
    offers: Offers, demands: Sequence[Demand], sold: Mapping[LineId, Money], short: Collection[ProductId]
) -> dict[ProductId, tuple[SellerOffer, ...]]:
    """The offers that may be weighed.

    sold: what the buyer pays for what is demanded of a line, without tax; what is given away is not bought.
    short: products that our warehouses have too little of.
    """
    found = {}
    for product, some in offers.items():
        mine = [one for one in demands if one.product_id == product and one.line_id in sold]
        wanted = sum(one.quantity for one in mine)
        fit = tuple(
            one
            for one in some
            if 0 < one.minimum <= wanted
            and (one.is_partner or product in short)
            and all(_pays(one, line.quantity, sold[line.line_id]) for line in mine)
        )
        if fit:
            found[product] = fit
    return found


def _pays(offer: SellerOffer, quantity: int, sold: Money) -> bool:
    return (
        offer.cost.currency == offer.fetch.currency == sold.currency
        and offer.cost.for_quantity(quantity).minor <= sold.minor
    )


def selling(offers: Offers, demands: Sequence[Demand], steps: Mapping[LineId, int]) -> Selling:
    """The offers as places, lanes and bins. steps: base units that a line can be parted at (1 unless
    said)."""
    places: dict[PlaceId, tuple[Place, Lane]] = {}
    bins: dict[ProductId, tuple[Bin, ...]] = {}
    known: dict[Key, SellerOffer] = {}
    above, packs = {}, {}
    for product, some in offers.items():
        mine = [one for one in demands if one.product_id == product]
        wanted = sum(one.quantity for one in mine)
        packs[product] = gcd(*(steps.get(one.line_id, 1) for one in mine))
        own = own_cost(some)
        least = min(_mills(one.cost) for one in some)
        above[product] = -(-max(_mills(own) - least, 0) // _MILLS) * _MILLS
        shelf = []
        for one in some:
            place_id = PlaceId(uuid.uuid5(one.seller_id, one.on.isoformat()))
            kind = PlaceKind.DEALER if one.is_partner else PlaceKind.VENDOR
            places[place_id] = Place(place_id, one.seller, one.on, kind), Lane(place_id, one.fetch.minor, 0)
            left = wanted if one.left is None else one.left
            mills = _mills(one.cost) - _mills(own) + above[product]
            shelf.append(Bin(place_id, left, mills=mills, least=one.minimum))
            known[Key(place_id, product)] = one
        bins[product] = tuple(shelf)
    return Selling(
        tuple(place for place, _ in places.values()),
        tuple(lane for _, lane in places.values()),
        bins,
        above,
        packs,
        known,
    )


def own_cost(offers: Sequence[SellerOffer]) -> UnitPrice:
    """What one of ours costs us; where nobody has said, the least that is asked."""
    asked = min((one.cost for one in offers), key=lambda cost: cost.micros)
    return next((one.own_cost for one in offers if one.own_cost is not None), asked)


def _mills(price: UnitPrice) -> int:
    return divide_half_up(price.micros * 10 ** currency_exponent(price.currency), _MILLS)


def shares_of(option: PlanOption, from_whom: Selling) -> dict[LineId, tuple[Share, ...]]:
    """What of each line is bought in that way, by seller."""
    sums: defaultdict[LineId, dict[Key, int]] = defaultdict(dict)
    for take in option.takes:
        key = Key(take.place_id, take.product_id)
        if key in from_whom.offers:
            sums[take.line_id][key] = sums[take.line_id].get(key, 0) + take.quantity
    return {
        line_id: tuple(Share(from_whom.offers[key], quantity) for key, quantity in mine.items())
        for line_id, mine in sums.items()
    }


def opened_packs(shares: Mapping[LineId, Sequence[Share]], steps: Mapping[LineId, int]) -> set[ProductId]:
    """Products of which a line is bought in other than whole steps: lines of one product that are packed
    otherwise."""
    return {
        one.offer.product_id
        for line_id, mine in shares.items()
        for one in mine
        if one.quantity % steps.get(line_id, 1)
    }


def told_cost(option: PlanOption, from_whom: Selling) -> Money:
    """Freight, and what is paid above our own cost; below zero where it is less."""
    return option.cost - above(option.takes, from_whom, option.cost.currency)


def above(takes: Sequence[PlannedTake], from_whom: Selling, currency: str) -> Money:
    """How far `Selling.above` lifts the cost of so many takes, whoever they come from."""
    mills = sum(from_whom.above.get(take.product_id, 0) * take.quantity for take in takes)
    return Money(mills // _MILLS, currency)


def is_ours(option: PlanOption) -> bool:
    """Whether it buys nothing of others."""
    return option.kind not in (OptionKind.DEALER, OptionKind.VENDOR, OptionKind.NOTHING)


def ways_of(chosen: PlanOption, others: Sequence[PlanOption], from_whom: Selling) -> tuple[SupplyWay, ...]:
    """The ways beside each other as the buyer may see them; empty where no partner brings anything."""
    bought = [share for mine in shares_of(chosen, from_whom).values() for share in mine]
    if not any(share.offer.is_partner for share in bought):
        return ()
    zero = Money.zero(chosen.cost.currency)
    quantity = sum(share.quantity for share in bought)
    ours = next((one for one in others if is_ours(one)), None)
    usual = told_cost(ours, from_whom) if ours else zero

    def extra(option: PlanOption) -> Money:
        return max(told_cost(option, from_whom) - usual, zero)

    ways = [SupplyWay(PARTNER, quantity, max(one.offer.on for one in bought), extra(chosen), is_chosen=True)]
    sent = next((one for one in others if one.kind is OptionKind.VENDOR and not one.missing), None)
    if sent is not None:
        pieces = sum(one.quantity for mine in shares_of(sent, from_whom).values() for one in mine)
        ways.append(SupplyWay(DIRECT, pieces, sent.promised_on, extra(sent), is_chosen=False))
    day = ours.promised_on if ours and not ours.missing else None
    return (*ways, SupplyWay(LATER, quantity, day, zero, is_chosen=False))
