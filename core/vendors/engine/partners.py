"""Which goods of partners an order may have, and what of it one of them gives. Pure.

* K1: a dealer is never served from its own goods, and nobody gives up restricted ones.
* K4: goods stay in the region of their holder, unless the house lets them go across.
* An offer holds to the end of its last day, as far as nobody else was promised the goods, in the order's
  currency.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from core.catalog.types import Product
from core.kernel.money import Money
from core.orders.partner_types import Share, Wanted
from core.vendors.partner_types import PartnerPolicy, StatedOffer
from core.vendors.types import BoughtLine, DirectLine, DirectPart


def serves(stated: StatedOffer, wanted: Wanted, product: Product, policy: PartnerPolicy, today: date) -> bool:
    """Whether any of this offer may go to that dealer."""
    return (
        stated.left > 0
        and stated.dealer_id != wanted.dealer_id
        and stated.cost.currency == wanted.currency
        and (stated.valid_until is None or today <= stated.valid_until)
        and (policy.across_regions or stated.region == wanted.region)
        and product.active
        and not product.restricted
    )


def part_of_seller(shares: Sequence[tuple[DirectLine, Share]]) -> DirectPart:
    """What one partner or vendor sells for an order: parts of its lines, as they stand in it."""
    bought = tuple(
        BoughtLine(
            replace(line, quantity=share.quantity, sold=line.sold * share.quantity // line.quantity),
            share.offer.cost,
            share.offer.cost.for_quantity(share.quantity),
        )
        for line, share in shares
    )
    offer = shares[0][1].offer
    return DirectPart(
        offer.seller_id,
        offer.seller,
        bought,
        Money(sum(one.line.sold for one in bought), offer.cost.currency),
        Money(sum(one.total.minor for one in bought), offer.cost.currency),
        max(share.offer.on for _, share in shares),
        is_partner=offer.is_partner,
    )


def answer_by(sent_at: datetime, policy: PartnerPolicy) -> datetime:
    return sent_at + policy.answer_within


def remind_after(policy: PartnerPolicy) -> timedelta:
    """How long after it was asked a partner is reminded: at half of the time."""
    return policy.answer_within / 2
