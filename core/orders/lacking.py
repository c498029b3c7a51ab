"""What is not there, as a quote sees it: sent by a vendor, given up by another dealer, or waited for (G2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.infra.transaction import Snapshot
from core.kernel.ids import LineId
from core.kernel.money import Money
from core.orders.direct import load_direct, load_partners
from core.orders.engine.partnering import Terms, choose_partners, compare_partners
from core.orders.engine.sending import choose_direct, compare_direct
from core.orders.partner_types import Wanted
from core.orders.supply_types import SupplyPlan, last_day
from core.pricing.types import PricedCart


async def with_ways(
    snap: Snapshot,
    plan: SupplyPlan,
    priced: PricedCart,
    wanted: Wanted,
    steps: Mapping[LineId, int],
    *,
    day_worth_bp: int,
    is_urgent: bool,
    lock: bool = False,
) -> SupplyPlan:
    """The plan with what vendors better send straight to the dealer and what partners better give up, beside
    waiting for our own goods. ``lock``: partners' offers are held until the transaction ends."""
    offers = await load_direct(snap, wanted.products, wanted.currency)
    partners = await load_partners(snap, wanted, lock=lock)
    if not offers and not partners:
        return plan
    currency = wanted.currency
    terms = Terms(_sold(plan, priced, currency), snap.today, day_worth_bp, is_urgent, steps)
    before = choose_direct(plan.missing, offers, terms.sold)
    missing = choose_partners(before, partners, terms)
    compared, ways = compare_partners(before, missing, partners, terms, currency)
    day = {one.line_id: one.on for one in missing if one.offer is not None or one.shares}
    return replace(
        plan,
        missing=missing,
        lines=tuple(
            replace(one, incoming_on=day[one.line_id]) if one.line_id in day else one for one in plan.lines
        ),
        promised_on=plan.promised_on if plan.takes else last_day([one.on for one in missing]),
        options=(*compared, *compare_direct(missing, snap.today, currency)),
        ways=ways,
    )


def _sold(plan: SupplyPlan, priced: PricedCart, currency: str) -> dict[LineId, Money]:
    """What the dealer pays for what is missing of each line, less discounts, without tax."""
    lacks = {one.line_id: one.quantity for one in plan.missing}
    sold: dict[LineId, Money] = {}
    for line in priced.lines:
        if line.line_id in lacks:
            tax = priced.taxes.lines.get(line.line_id)
            pays = line.line_total.minor - line.discount_share.minor
            pays -= tax.tax.minor if tax is not None and tax.included else 0
            sold[line.line_id] = Money(pays * lacks[line.line_id] // line.quantity, currency)
    return sold
