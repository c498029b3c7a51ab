"""The price of one product before promotions: list, tier, quantity break, region, negotiated rate (D1-D4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.kernel.money import UnitPrice
from core.kernel.reasons import Reason
from core.pricing.engine.bands import resale_price
from core.pricing.engine.book import PriceBook, TargetIndex
from core.pricing.engine.trail import Candidate, Trail
from core.pricing.types import (
    FULL_BP,
    BreakBasis,
    BreakSchedule,
    DealerFacts,
    EntryKind,
    InternalNote,
    LostRule,
    NegotiatedRate,
    Path,
    PriceEntry,
    PriceStep,
    ProductFacts,
    RateKind,
    RuleKind,
    Tier,
    Why,
    prefixes,
)


@dataclass(frozen=True, slots=True)
class Situation:
    """Who buys, where and when. regions: the dealer's region and all its parents, narrowest first."""

    book: PriceBook
    dealer: DealerFacts
    tier: Tier | None
    rates: TargetIndex[NegotiatedRate] | None
    regions: tuple[Path, ...]
    at: datetime

    @property
    def currency(self) -> str:
        return self.dealer.currency


@dataclass(frozen=True, slots=True)
class BreakRoom:
    """A schedule whose later steps could still lower the price; they come off ``base``."""

    schedule: BreakSchedule
    base: UnitPrice


@dataclass(frozen=True, slots=True)
class RegularPrice:
    """What the dealer pays for one base unit when no promotion helps, and how that came about."""

    unit: UnitPrice
    list_price: UnitPrice | None
    counted: int
    is_negotiated: bool
    room: BreakRoom | None
    steps: tuple[PriceStep, ...]
    losers: tuple[LostRule, ...]
    notes: tuple[InternalNote, ...]


def regular_price(product: ProductFacts, counted: int, situation: Situation) -> RegularPrice | Reason:
    """The dealer's price of ``product`` when the order holds ``counted`` base units, or why there is none."""
    trail = Trail()
    listed, net = _listed_and_net(product, situation, trail)
    standard, schedule, room = _resale(product, listed, situation), None, None
    if standard is not None:
        trail = Trail()  # what the house would ask for is not told beside it
    else:
        schedule = _break_schedule(product, situation, trail)
        standard, room = _standard(product, counted, listed, schedule, situation, trail, net)
    rated = _negotiated(product, standard, situation, trail)
    if rated is not None:
        rate, price = rated
        chosen, room = _at_rate(rate, price, counted, standard, schedule, trail)
    elif standard is not None:
        chosen = standard
    else:
        return _no_price(product, situation, trail)
    return RegularPrice(
        unit=chosen.price,
        list_price=None if listed is None else listed.price,
        counted=counted,
        is_negotiated=rated is not None,
        room=room,
        steps=chosen.steps,
        losers=tuple(trail.losers),
        notes=tuple(trail.notes),
    )


def guide_price(
    product: ProductFacts, dealer: DealerFacts, book: PriceBook, at: datetime
) -> UnitPrice | None:
    """The list price that stands for a dealer's region at that moment."""
    listed, _ = _listed_and_net(
        product, Situation(book, dealer, None, None, prefixes(dealer.region), at), Trail()
    )
    return None if listed is None else listed.price


def _entries(product: ProductFacts, situation: Situation, trail: Trail) -> Iterator[PriceEntry]:
    """Price-list entries that hold for the dealer: narrower region, later start, priority."""
    of_product = situation.book.entries.get(product.product_id)
    if of_product is None:
        return
    for region in situation.regions:
        for entry in of_product.get(region, ()):
            if not entry.period.holds(situation.at):
                continue
            if entry.price.currency != situation.currency:
                params = {"currency": entry.price.currency, "wanted": situation.currency}
                trail.lose(
                    RuleKind.PRICE_LIST,
                    entry.entry_id,
                    entry.list_name,
                    Why.OTHER_CURRENCY,
                    params,
                    entry.price,
                )
                continue
            yield entry


def _listed_and_net(
    product: ProductFacts, situation: Situation, trail: Trail
) -> tuple[Candidate | None, PriceEntry | None]:
    """The list price, and the net price that stands above it when the first entry is one.

    Of the entries that lose, the best of each region is named.
    """
    first: PriceEntry | None = None
    listed: PriceEntry | None = None
    named: set[Path] = set()
    for entry in _entries(product, situation, trail):
        if first is None:
            first = entry
        if listed is None and entry.kind is EntryKind.LIST:
            listed = entry
        elif entry is not first and entry.region not in named:
            named.add(entry.region)
            why = Why.OLDER if entry.region == first.region else Why.BROADER
            kind = RuleKind.PRICE_LIST if entry.kind is EntryKind.LIST else RuleKind.REGIONAL_NET
            trail.lose(kind, entry.entry_id, entry.list_name, why, {"by": first.list_name}, entry.price)
    net = first if first is not None and first.kind is EntryKind.NET else None
    own = product.list_price if _usable(product.list_price, situation) else None
    if listed is not None:
        if own is not None and own != listed.price:
            trail.lose(RuleKind.LIST_PRICE, product.sku, "", Why.REPLACED, {"by": listed.list_name}, own)
        inputs = {"region": "/".join(listed.region)}
        step = PriceStep(RuleKind.PRICE_LIST, listed.entry_id, listed.list_name, None, listed.price, inputs)
        return Candidate(listed.price, (step,)), net
    if own is None:
        return None, net
    return Candidate(own, (PriceStep(RuleKind.LIST_PRICE, product.sku, "", None, own),)), net


def _resale(product: ProductFacts, listed: Candidate | None, situation: Situation) -> Candidate | None:
    """The price that the dealer above has set (D6)."""
    guide = None if listed is None else listed.price
    price = resale_price(situation.book, situation.dealer, product, guide)
    if price is None:
        return None
    return Candidate(price, (PriceStep(RuleKind.RESALE, product.sku, "", guide, price),))


def _usable(price: UnitPrice | None, situation: Situation) -> bool:
    return price is not None and price.currency == situation.currency


def _break_schedule(product: ProductFacts, situation: Situation, trail: Trail) -> BreakSchedule | None:
    """The narrowest schedule that holds; of the others the best on each target is named as a loser."""
    chosen: BreakSchedule | None = None
    for group in situation.book.breaks.narrowest_first(product):
        for schedule in group:
            if not schedule.period.holds(situation.at):
                continue
            if chosen is None:
                chosen = schedule
                continue
            why = Why.OLDER if schedule.target == chosen.target else Why.BROADER
            trail.lose(RuleKind.QUANTITY_BREAK, schedule.schedule_id, schedule.name, why, {"by": chosen.name})
            break
    return chosen


def _after_break(base: Candidate, schedule: BreakSchedule | None, counted: int, basis: str) -> Candidate:
    """``base`` with the schedule's step for ``counted`` units taken off, unchanged without one."""
    step = None if schedule is None else schedule.step_for(counted)
    if schedule is None or step is None or step.off_bp == 0:
        return base
    price = base.price.times_ratio(FULL_BP - step.off_bp, FULL_BP)
    inputs = {
        "counted": counted,
        "from_quantity": step.from_quantity,
        "off_bp": step.off_bp,
        "basis": basis,
    }
    made = PriceStep(RuleKind.QUANTITY_BREAK, schedule.schedule_id, schedule.name, base.price, price, inputs)
    return Candidate(price, (*base.steps, made))


def _tier_candidate(
    product: ProductFacts, listed: Candidate | None, situation: Situation, trail: Trail
) -> Candidate | None:
    tier = situation.tier
    if tier is None:
        return None
    if product.cost is None or product.cost.currency != situation.currency:
        trail.lose(RuleKind.TIER, tier.code, tier.name, Why.COST_UNKNOWN, {})
        return None
    price = product.cost.times_ratio(FULL_BP + tier.margin_bp, FULL_BP)
    trail.notes.append(InternalNote(RuleKind.TIER, tier.code, {"margin_bp": tier.margin_bp}))
    before = None if listed is None else listed.price
    return Candidate(price, (PriceStep(RuleKind.TIER, tier.code, tier.name, before, price),))


def _standard(
    product: ProductFacts,
    counted: int,
    listed: Candidate | None,
    schedule: BreakSchedule | None,
    situation: Situation,
    trail: Trail,
    net: PriceEntry | None,
) -> tuple[Candidate | None, BreakRoom | None]:
    """The better of tier price and list price with its break, at a tie the tier price; or the net price."""
    if net is not None:
        return _net_standard(product, counted, net, listed, schedule, situation, trail), None
    tiered = _tier_candidate(product, listed, situation, trail)
    off_tier = schedule is not None and schedule.basis is BreakBasis.STANDARD and tiered is not None
    base = tiered if off_tier else listed
    room = None if schedule is None or base is None else BreakRoom(schedule, base.price)
    broken = None if base is None else _after_break(base, schedule, counted, "tier" if off_tier else "list")
    rivals = [c for c in ((broken, listed) if off_tier else (tiered, broken)) if c is not None]
    if not rivals:
        return None, None
    best = min(rivals, key=lambda candidate: candidate.price.micros)
    for rival in rivals:
        if rival is not best:
            params = {"price": rival.price, "best": best.price}
            last = rival.last
            trail.lose(last.kind, last.rule_id, last.name, Why.DEARER, params, rival.price)
    return best, room


def _net_standard(
    product: ProductFacts,
    counted: int,
    net: PriceEntry,
    listed: Candidate | None,
    schedule: BreakSchedule | None,
    situation: Situation,
    trail: Trail,
) -> Candidate:
    """A net price of the region is the standard price as it stands; tier and break lose against it."""
    params = {"by": net.list_name}
    if (tiered := _tier_candidate(product, listed, situation, trail)) is not None:
        last = tiered.last
        trail.lose(last.kind, last.rule_id, last.name, Why.NET_PRICE, params, tiered.price)
    if listed is not None:
        broken = _after_break(listed, schedule, counted, "list")
        last = broken.last
        trail.lose(last.kind, last.rule_id, last.name, Why.NET_PRICE, params, broken.price)
    before = None if listed is None else listed.price
    inputs = {"region": "/".join(net.region)}
    step = PriceStep(RuleKind.REGIONAL_NET, net.entry_id, net.list_name, before, net.price, inputs)
    return Candidate(net.price, (step,))


def _negotiated(
    product: ProductFacts, standard: Candidate | None, situation: Situation, trail: Trail
) -> tuple[NegotiatedRate, UnitPrice] | None:
    """The narrowest rate that holds and can be worked out, with its price.

    Narrower ones that could not be worked out are named as losers, and the best of the others on each target.
    """
    if situation.rates is None:
        return None
    winner: tuple[NegotiatedRate, UnitPrice] | None = None
    for group in situation.rates.narrowest_first(product):
        for rate in group:
            if not rate.period.holds(situation.at):
                continue
            price = _rate_price(rate, product, standard, situation, trail)
            if isinstance(price, Reason):
                trail.losers.append(LostRule(RuleKind.NEGOTIATED, rate.rate_id, rate.name, None, price))
            elif winner is None:
                winner = rate, price
            else:
                why = Why.OLDER if rate.target == winner[0].target else Why.BROADER
                # Beside the price that won, a second cost-plus price would tell the ratio of the margins.
                shown = None if rate.kind is RateKind.COST_PLUS else price
                trail.lose(RuleKind.NEGOTIATED, rate.rate_id, rate.name, why, {"by": winner[0].name}, shown)
                break
        if winner is None:
            _lose_out_of_period(group, situation, trail)
    return winner


def _lose_out_of_period(group: tuple[NegotiatedRate, ...], situation: Situation, trail: Trail) -> None:
    """Name the rate that ended last or starts next, where no rate of the group holds."""
    at = situation.at
    for rate in group:
        if rate.period.has_ended(at):
            trail.lose(RuleKind.NEGOTIATED, rate.rate_id, rate.name, Why.EXPIRED, {"ended": rate.period.ends})
            return
    for rate in reversed(group):
        if not rate.period.holds(at):
            params = {"starts": rate.period.starts}
            trail.lose(RuleKind.NEGOTIATED, rate.rate_id, rate.name, Why.NOT_STARTED, params)
            return


def _rate_price(
    rate: NegotiatedRate,
    product: ProductFacts,
    standard: Candidate | None,
    situation: Situation,
    trail: Trail,
) -> UnitPrice | Reason:
    if rate.net is not None:
        if rate.net.currency == situation.currency:
            return rate.net
        params = {"currency": rate.net.currency, "wanted": situation.currency}
        return Reason(Why.OTHER_CURRENCY, params)
    if rate.margin_bp is not None:
        if product.cost is None or product.cost.currency != situation.currency:
            return Reason(Why.COST_UNKNOWN)
        trail.notes.append(InternalNote(RuleKind.NEGOTIATED, rate.rate_id, {"margin_bp": rate.margin_bp}))
        return product.cost.times_ratio(FULL_BP + rate.margin_bp, FULL_BP)
    if standard is None:
        return Reason(Why.NO_STANDARD)
    return standard.price.times_ratio(FULL_BP - (rate.off_bp or 0), FULL_BP)


def _at_rate(
    rate: NegotiatedRate,
    price: UnitPrice,
    counted: int,
    standard: Candidate | None,
    schedule: BreakSchedule | None,
    trail: Trail,
) -> tuple[Candidate, BreakRoom | None]:
    """The negotiated price as the end of the chain; the standard price loses unless the rate builds on it."""
    inputs: dict[str, Any] = {"rate": rate.kind.value, "target": rate.target.kind.value}
    steps: tuple[PriceStep, ...] = ()
    if standard is not None and rate.off_bp is not None:
        inputs["off_bp"] = rate.off_bp
        steps = standard.steps
    elif standard is not None:
        last = standard.last
        trail.lose(last.kind, last.rule_id, last.name, Why.NEGOTIATED, {"by": rate.name}, standard.price)
    before = None if standard is None else standard.price
    step = PriceStep(RuleKind.NEGOTIATED, rate.rate_id, rate.name, before, price, inputs)
    agreed = Candidate(price, (*steps, step))
    if not rate.breaks_apply:
        return agreed, None
    room = None if schedule is None else BreakRoom(schedule, price)
    return _after_break(agreed, schedule, counted, "negotiated"), room


def _no_price(product: ProductFacts, situation: Situation, trail: Trail) -> Reason:
    other = any(
        price is not None and price.currency != situation.currency
        for price in (product.cost, product.list_price)
    )
    other = other or any(lost.why.code == Why.OTHER_CURRENCY for lost in trail.losers)
    code = Why.NO_PRICE_IN_CURRENCY if other else Why.NO_PRICE
    return Reason(code, {"sku": product.sku, "currency": situation.currency})
