"""What of the goods that are not there other dealers give up, in money and dates beside all else (G2). Pure.

* P1: without partners a line is sent by its vendor or waits for our own goods. With them as many pieces come
  from partners as makes the whole cheaper: goods, what fetching costs once a partner, and what the days are
  worth that they come later. Goods of no known day come before all money.
* P2: what partners bring is never dearer than doing without them: that is one of the plans compared.
* P3: an urgent order takes the plan with the fewest days instead; money decides between equals.
* P4: nobody is served at a loss unasked: a partner who asks more than the buyer pays is left out.
* P5: of a line a whole number of steps comes from partners; a vendor who sends it sends all of it or nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import NamedTuple
from uuid import UUID

from core.kernel.ids import LineId, ProductId
from core.kernel.money import Money, UnitPrice
from core.orders.engine.sending import DIRECT, LATER
from core.orders.partner_types import PartnerOffer, PartnerShare, SupplyWay
from core.orders.supply_types import Missing, OptionSummary, last_day

PARTNER = "dealer"
# Each more doubles what is compared; more than these would be as many vans for one order.
MOST_PARTNERS = 5
_BP = 10_000
Offers = Mapping[ProductId, Sequence[PartnerOffer]]


class Weight(NamedTuple):
    """What a plan is judged by, the smaller first: pieces of no known day, piece-days where it is urgent,
    then money and the worth of days together, in ten-thousandths of a minor unit."""

    undated: int
    late: int
    weighed: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What plans are weighed by. sold: what the buyer pays for what is missing of a line, without tax; a
    line that is not named stays as it is. steps: base units that a line can be parted at (1 unless said)."""

    sold: Mapping[LineId, Money]
    today: date
    day_worth_bp: int
    is_urgent: bool = False
    steps: Mapping[LineId, int] | None = None


def choose_partners(missing: Sequence[Missing], offers: Offers, terms: Terms) -> tuple[Missing, ...]:
    """With what partners give up of each; ``missing``: as it is without them."""
    known = {one.product_id for one in missing if one.line_id in terms.sold}
    mine = {product: tuple(some) for product, some in offers.items() if product in known}
    own = own_costs(mine)
    best = tuple(missing)
    lightest = weigh(best, own, terms)
    for partners in _subsets(missing, mine):
        plan = _with(missing, mine, partners, own, terms)
        weight = weigh(plan, own, terms)
        if weight < lightest:
            best, lightest = plan, weight
    return best


def own_costs(offers: Offers) -> dict[ProductId, UnitPrice]:
    """What one of ours costs us; where nobody has said, what the cheapest partner asks."""
    return {
        product: next(
            (one.own_cost for one in some if one.own_cost is not None),
            min((one.cost for one in some), key=lambda cost: cost.micros),
        )
        for product, some in offers.items()
        if some
    }


def weigh(missing: Sequence[Missing], own: Mapping[ProductId, UnitPrice], terms: Terms) -> Weight:
    """The weight of a plan. Lines that are not sold, and goods whose cost nobody has said, weigh nothing."""
    undated = late = weighed = 0
    fetched: dict[UUID, int] = {}
    for one in missing:
        if one.line_id not in terms.sold:
            continue
        for share in one.shares:
            fetched[share.offer.partner_id] = share.offer.fetch.minor
            cost = share.offer.cost.for_quantity(share.quantity).minor
            late += _days(terms, share.offer.on) * share.quantity
            weighed += cost * _BP + _worth(one, share.quantity, share.offer.on, terms)
        if not one.rest:
            continue
        cost, on = _rest(one, own)
        weighed += cost * _BP
        if on is None:
            undated += one.rest
        else:
            late += _days(terms, on) * one.rest
            weighed += _worth(one, one.rest, on, terms)
    return Weight(undated, late if terms.is_urgent else 0, weighed + sum(fetched.values()) * _BP)


def _rest(one: Missing, own: Mapping[ProductId, UnitPrice]) -> tuple[int, date | None]:
    """What it costs to buy what no partner gives, in minor units, and the day of it."""
    if one.offer is not None:
        return one.offer.cost.for_quantity(one.rest).minor, one.offer.on
    cost = own.get(one.product_id)
    on = one.own_on if one.shares else one.on
    return (0 if cost is None else cost.for_quantity(one.rest).minor), on


def _days(terms: Terms, on: date) -> int:
    return max((on - terms.today).days, 0)


def _worth(one: Missing, quantity: int, on: date, terms: Terms) -> int:
    """What it is worth not to wait until then, in ten-thousandths of a minor unit."""
    sold = terms.sold[one.line_id].minor
    return sold * terms.day_worth_bp * _days(terms, on) * quantity // one.quantity


def _subsets(missing: Sequence[Missing], offers: Offers) -> Iterator[frozenset[UUID]]:
    """Every choice among the partners who could bring most pieces, few partners first."""
    wanted: dict[ProductId, int] = {}
    for one in missing:
        wanted[one.product_id] = wanted.get(one.product_id, 0) + one.quantity
    pieces: dict[UUID, int] = {}
    names: dict[UUID, str] = {}
    for product, some in offers.items():
        for offer in some:
            useful = min(offer.left, wanted.get(product, 0))
            pieces[offer.partner_id] = pieces.get(offer.partner_id, 0) + useful
            names[offer.partner_id] = offer.partner
    first = sorted(pieces, key=lambda key: (-pieces[key], names[key], key.int))[:MOST_PARTNERS]
    for count in range(1, len(first) + 1):
        for chosen in combinations(first, count):
            yield frozenset(chosen)


def _with(
    missing: Sequence[Missing],
    offers: Offers,
    partners: frozenset[UUID],
    own: Mapping[ProductId, UnitPrice],
    terms: Terms,
) -> tuple[Missing, ...]:
    """The earlier line first; of each what these partners give better than it would come without them."""
    left = {
        (one.partner_id, product): one.left
        for product, some in offers.items()
        for one in some
        if one.partner_id in partners
    }
    plan = []
    for one in missing:
        if one.line_id not in terms.sold:
            plan.append(one)
            continue
        mine = [offer for offer in offers.get(one.product_id, ()) if offer.partner_id in partners]
        mine = [offer for offer in mine if _pays(one, offer, terms) and _is_better(one, offer, own, terms)]
        shares, lacks = [], one.quantity
        step = (terms.steps or {}).get(one.line_id, 1)
        for offer in sorted(mine, key=lambda offer: (_alone(one, offer, own, terms), offer.partner)):
            part = min(left[offer.partner_id, one.product_id], lacks) // step * step
            if part > 0 and (one.offer is None or part == one.quantity):
                shares.append(PartnerShare(offer, part))
                left[offer.partner_id, one.product_id] -= part
                lacks -= part
        plan.append(_served(one, tuple(shares), lacks))
    return tuple(plan)


def _served(one: Missing, shares: tuple[PartnerShare, ...], lacks: int) -> Missing:
    if not shares:
        return one
    own_on = one.own_on if one.offer else one.on
    days = [share.offer.on for share in shares]
    on = last_day([*days, own_on] if lacks else days)
    return replace(one, on=on, offer=None, own_on=own_on, shares=shares)


def _pays(one: Missing, offer: PartnerOffer, terms: Terms) -> bool:
    sold = terms.sold[one.line_id]
    return (
        offer.cost.currency == sold.currency
        and offer.fetch.currency == sold.currency
        and offer.cost.for_quantity(one.quantity).minor <= sold.minor
    )


def _alone(
    one: Missing, offer: PartnerOffer | None, own: Mapping[ProductId, UnitPrice], terms: Terms
) -> Weight:
    """The weight of the whole line, from this partner or without one; fetching left out."""
    shares = (
        ()
        if offer is None
        else (PartnerShare(replace(offer, fetch=Money.zero(offer.fetch.currency)), one.quantity),)
    )
    return weigh([_served(one, shares, 0)], own, terms)


def _is_better(one: Missing, offer: PartnerOffer, own: Mapping[ProductId, UnitPrice], terms: Terms) -> bool:
    return _alone(one, offer, own, terms) < _alone(one, None, own, terms)


def compare_partners(
    before: Sequence[Missing], after: Sequence[Missing], offers: Offers, terms: Terms, currency: str
) -> tuple[tuple[OptionSummary, ...], tuple[SupplyWay, ...]]:
    """The ways beside each other: in full for the house, and as the buyer may see them.

    before: the plan without partners, after: the one that was chosen. Empty where no partner brings anything.
    """
    shares = [share for one in after for share in one.shares]
    if not shares:
        return (), ()
    touched = {one.line_id for one in after if one.shares}
    lacked = [one for one in before if one.line_id in touched]
    own = own_costs(offers)
    fetch = sum({share.offer.partner_id: share.offer.fetch.minor for share in shares}.values())
    costs = [
        (share.offer.partner, share.quantity, share.offer.cost.for_quantity(share.quantity))
        for share in shares
    ]
    cost = Money(sum(money.minor for _, _, money in costs) + fetch, currency)
    ours = sum(own[share.offer.product_id].for_quantity(share.quantity).minor for share in shares)
    on = last_day([share.offer.on for share in shares])
    quantity = sum(share.quantity for share in shares)
    extra = Money(max(cost.minor - ours, 0), currency)
    options = [_option(PARTNER, cost, on, terms, tuple(costs))]
    ways = [SupplyWay(PARTNER, quantity, on, extra, is_chosen=True)]
    sent = [one for one in lacked if one.offer is not None]
    if sent:
        bought = [
            (one.offer.vendor, one.quantity, one.offer.cost.for_quantity(one.quantity))
            for one in sent
            if one.offer is not None
        ]
        total = Money(sum(money.minor for _, _, money in bought), currency)
        day = last_day([one.on for one in sent])
        options.append(_option(DIRECT, total, day, terms, tuple(bought)))
        more = total.minor - sum(own[one.product_id].for_quantity(one.quantity).minor for one in sent)
        ways.append(
            SupplyWay(DIRECT, sum(one.quantity for one in sent), day, Money(max(more, 0), currency), False)
        )
    wait = last_day([one.own_on if one.offer else one.on for one in lacked])
    options.append(_option(LATER, Money.zero(currency), wait, terms, ()))
    ways.append(SupplyWay(LATER, sum(one.quantity for one in lacked), wait, Money.zero(currency), False))
    return tuple(options), tuple(ways)


def _option(
    kind: str, cost: Money, on: date | None, terms: Terms, shipments: tuple[tuple[str, int, Money], ...]
) -> OptionSummary:
    days = None if on is None else (on - terms.today).days
    return OptionSummary(kind, cost, on, days, kind == PARTNER, shipments)
