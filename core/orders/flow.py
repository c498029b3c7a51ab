"""Steps that quoting and ordering share: settle lines, price, plan, judge credit."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from core.allocation.types import AllocationPolicy
from core.approvals.engine import needing_decision
from core.approvals.repository.rules import load_rules
from core.approvals.types import Request, Trigger, TriggerKind
from core.catalog import repository as catalog
from core.catalog.types import Product
from core.credit import repository as credit
from core.credit.engine import judge_credit
from core.credit.types import CreditVerdict
from core.dealers import repository as dealers
from core.dealers.types import Dealer, ShipTo
from core.infra.transaction import Snapshot
from core.intake.engine.reading.guarding import base_quantity, guard_quantity
from core.intake.flow import load_allowed
from core.intake.types import AskWhy, Bought, Candidate, CatalogEntry, Decision, LineMatch
from core.kernel.ids import LineId, ProductId
from core.kernel.money import Money
from core.kernel.reasons import Reason
from core.orders.claims import Claims, load_claims, merged
from core.orders.comparing import weigh
from core.orders.engine import whole_step
from core.orders.engine.allocating import Asked, is_weighed
from core.orders.engine.exceptions import credit_triggers, other_triggers
from core.orders.engine.packs import pack_of
from core.orders.engine.supplying import plan_supply
from core.orders.engine.terms import judge_terms
from core.orders.partner_types import Wanted
from core.orders.repository import past, supply
from core.orders.repository.house import House, load_house
from core.orders.repository.quotations import quoted_prices
from core.orders.supply_types import SupplyPlan, WhenShort
from core.orders.types import UNSETTLED, Draft, DraftLine, Held, LineState
from core.pricing.flow import price_lines
from core.pricing.repository import load_offers
from core.pricing.types import PricedCart
from core.stock import repository as stock
from core.stock.types import Demand, Light

Ordered = tuple[LineId, ProductId, int]


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything that decides about a draft, judged at one moment.

    gifts: line ids of the free items. claims: what the order holds that the draft amends, None for a new one.
    when_short: what is to be done about goods that are not there, chosen or agreed; None: it has to be asked.
    unmet: the ready lines whose terms do not hold.
    """

    dealer: Dealer
    ship_to: ShipTo | None
    ship_tos: int
    products: Mapping[ProductId, Product]
    priced: PricedCart
    gifts: tuple[LineId, ...]
    plan: SupplyPlan
    verdict: CreditVerdict
    has_account: bool
    minimum: Money
    blockers: tuple[Reason, ...]
    request: Request
    triggers: tuple[Trigger, ...]
    house: House
    claims: Claims | None = None
    when_short: WhenShort | None = None
    unmet: Mapping[LineId, Held] = field(default_factory=dict)


def ready_lines(draft: Draft) -> list[Ordered]:
    """The lines that count: product and quantity settled."""
    return [
        (line.id, line.product_id, line.quantity)
        for line in draft.lines
        if line.state is LineState.READY and line.product_id is not None and line.quantity
    ]


async def assess(snap: Snapshot, draft: Draft, *, lock: bool = False) -> Assessment:
    """Judge a draft.

    With ``lock`` the dealer's credit row, then capped promotions, then stock rows in key order are
    held until the transaction ends: what is judged is what will be written (E6, G1).
    A draft that amends an order is judged as if that order had given back all it holds.
    """
    dealer, places = await dealers.load_dealer_and_places(snap, draft.dealer_id)
    standing, policy = await credit.load_standing(snap, dealer.id, dealer.currency, lock=lock)
    claims = None if draft.amends is None else await load_claims(snap, draft.amends)
    if claims is not None:
        standing = claims.without(standing)
    ship_to = next((place for place in places if place.id == draft.ship_to_id), places[0] if places else None)
    region = ship_to.region if ship_to else dealer.region
    lines = ready_lines(draft)
    coupons = (draft.coupon,) if draft.coupon else ()
    house = await load_house(snap, dealer.currency, dealer.id)
    products, facts = await load_offers(snap, _named(draft), dealer.currency, snap.actor.language)
    quoted = await quoted_prices(snap, dealer.id, dealer.currency)
    if claims is not None:
        quoted = merged(quoted, claims.promised((product, quantity) for _, product, quantity in lines))
    priced = await price_lines(
        snap,
        dealer,
        lines,
        coupons=coupons,
        ship_to_region=region,
        facts=facts,
        version=house.prices,
        lock=lock,
        quoted=quoted,
        given_back=None if claims is None else claims.uses,
        surcharge=house.urgent_fee if draft.is_urgent and house.urgent_fee else None,
    )
    unnamed = {item.product_id for item in priced.free_items} - products.keys()
    if unnamed:
        products |= await products_by_id(snap, unnamed)
    rules = await load_rules(snap, house.rules)
    asks_of_new = any(rule.active and rule.trigger is TriggerKind.NEW_DEALER for rule in rules)
    is_first = asks_of_new and not await past.has_ordered(snap, dealer.id, besides=draft.amends)
    has_account = bool(standing.limit) or await credit.has_account(snap, dealer.id, dealer.currency)
    allowed = await load_allowed(snap, dealer, house.catalogue)
    warehouses = await stock.list_warehouses(snap)
    gifts = tuple(LineId(uuid.uuid5(draft.id, f"gift {at}")) for at in range(len(priced.free_items)))
    demands = [Demand(*line) for line in lines] + [
        Demand(line_id, item.product_id, item.quantity)
        for line_id, item in zip(gifts, priced.free_items, strict=True)
    ]
    # Read last: all dealers want the same goods, so these rows are locked as briefly as can be.
    levels = await stock.load_stock(snap, [demand.product_id for demand in demands], lock=lock)
    if claims is not None:
        levels = claims.beside(levels)
    when_short = draft.when_short or house.supply.when_short
    plan_with = partial(
        plan_supply,
        demands,
        levels,
        warehouses,
        region,
        snap.now,
        when_short=when_short,
    )
    plan = plan_with()
    if any(line.light is Light.RED for line in plan.lines):
        plan_with = partial(plan_with, steps=_steps(draft, products))
        plan = plan_with()
    queue: Mapping[ProductId, int] = {}
    short = {one.product_id for one in plan.missing}
    if short:
        queue = await supply.pieces_waited_for(snap, short, draft.amends)
        plan = plan_with(queue=queue)
    if short or is_weighed(plan):
        served = {take.line_id for take in plan.takes} | {one.line_id for one in plan.missing}
        asked = Asked(
            demands=[one for one in demands if one.line_id in served],
            stock=levels,
            warehouses=warehouses,
            region=region,
            now=snap.now,
            policy=AllocationPolicy(urgent=draft.is_urgent, wished_on=draft.delivery_date),
            prices={line.product_id: line.unit_price for line in priced.lines},
            day_worth_bp=house.day_worth_bp,
            sold=_sold(priced),
            steps=_steps(draft, products),
            queue=queue,
            short=short,
        )
        wanted = Wanted(dealer.id, region, dealer.currency, short, draft.amends)
        plan = await weigh(snap, plan, asked, wanted, when_short, lock=lock)
    verdict = judge_credit(standing, priced.total, policy)
    request = Request(
        dealer.id,
        priced.total,
        dealer.region,
        dealer.tier,
        dealer.rep_id,
        draft.person_id,
        draft.is_urgent,
    )
    others = other_triggers(
        restricted=any(products[product].restricted for _, product, _ in lines if product in products),
        is_first=is_first,
        below_minimum=priced.subtotal < house.minimum,
    )
    assessment = Assessment(
        dealer=dealer,
        ship_to=ship_to,
        ship_tos=len(places),
        products=products,
        priced=priced,
        gifts=gifts,
        plan=plan,
        verdict=verdict,
        has_account=has_account,
        minimum=house.minimum,
        blockers=(),
        request=request,
        triggers=needing_decision(request, [*credit_triggers(verdict), *others], rules),
        house=house,
        claims=claims,
        when_short=when_short,
        unmet=await _unmet(snap, draft, products, priced, plan),
    )
    return replace(assessment, blockers=tuple(_blockers(draft, assessment, allowed)))


async def _unmet(
    snap: Snapshot, draft: Draft, products: Mapping[ProductId, Product], priced: PricedCart, plan: SupplyPlan
) -> dict[LineId, Held]:
    """The ready lines whose terms do not hold at these prices and with these goods."""
    wanted = {line.id: line for line in draft.lines if line.terms and line.state is LineState.READY}
    if not wanted:
        return {}
    asked = {line.product_id for line in wanted.values() if line.terms and line.terms.last_price}
    last = await past.last_prices(snap, draft.dealer_id, [one for one in asked if one])
    short = {line.line_id for line in plan.lines if line.light is Light.RED}
    short |= {one.line_id for one in plan.missing}
    found: dict[LineId, Held] = {}
    for price in priced.lines:
        line = wanted.get(price.line_id)
        if line is None or line.terms is None:
            continue
        held = judge_terms(
            line.terms,
            price=price.unit_price,
            pack=pack_of(products[price.product_id], line.unit) or 1,
            total=price.line_total,
            is_short=line.id in short,
            last=last.get(price.product_id),
        )
        if held is not None:
            found[line.id] = held
    return found


def _sold(priced: PricedCart) -> dict[LineId, Money]:
    """What the dealer pays for each line, less discounts, without tax."""
    sold: dict[LineId, Money] = {}
    for line in priced.lines:
        tax = priced.taxes.lines.get(line.line_id)
        included = tax.tax.minor if tax is not None and tax.included else 0
        pays = line.line_total.minor - line.discount_share.minor - included
        sold[line.line_id] = Money(pays, priced.currency)
    return sold


def _steps(draft: Draft, products: Mapping[ProductId, Product]) -> dict[LineId, int]:
    """Base units that each line can be parted at: whole packs and whole order multiples."""
    found: dict[LineId, int] = {}
    for line in draft.lines:
        product = products.get(line.product_id) if line.product_id else None
        if product is not None and line.quantity:
            pack = pack_of(product, line.unit) or 1
            found[line.id] = whole_step(line.quantity, pack, product.order_multiple)
    return found


def _named(draft: Draft) -> set[ProductId]:
    """The products of the lines; of a line still open, those too that it may turn out to mean."""
    open_lines = [line for line in draft.lines if line.state is not LineState.READY]
    return {line.product_id for line in draft.lines if line.product_id} | {
        key for line in open_lines for key in line.candidates
    }


def _blockers(draft: Draft, found: Assessment, allowed: frozenset[str] | None) -> Iterable[Reason]:
    """Why the draft cannot be confirmed as it stands, in the order in which to settle it."""
    waiting = [line.position for line in draft.lines if line.state in UNSETTLED]
    if all(line.state is LineState.HELD for line in draft.lines):
        yield Reason("order.nothing_to_order")
        return
    if waiting:
        yield Reason("order.unclear", {"count": len(waiting), "lines": waiting})
    at = {line.id: line.position for line in draft.lines}
    gone = [
        position
        for line_id, product, _ in ready_lines(draft)
        for position in (at[line_id],)
        if product not in found.products
        or not found.products[product].active
        or (allowed is not None and str(product) not in allowed)
    ]
    if gone:
        yield Reason("order.product_gone", {"lines": gone})
    if found.priced.unpriced:
        yield Reason("order.no_price", {"lines": [at[line.line_id] for line in found.priced.unpriced]})
    if found.unmet:
        yield Reason("order.terms_unmet", {"lines": sorted(at[line] for line in found.unmet)})
    short = [at[line.line_id] for line in found.plan.lines if line.light is Light.RED and line.line_id in at]
    if short:
        yield Reason("order.stock_short", {"lines": short})
    may_be_small = any(trigger.kind is TriggerKind.BELOW_MINIMUM for trigger in found.triggers)
    if found.priced.subtotal < found.minimum and not waiting and not may_be_small:
        # While a line is open nobody knows what the goods will come to. The house's own discounts do not
        # count against the dealer: who spends 1,000 and saves 100 has reached a minimum of 1,000.
        missing = found.minimum - found.priced.subtotal
        yield Reason("order.below_minimum", {"minimum": found.minimum, "missing": missing})
    if not found.has_account:
        # There is nothing that an order could be held against, whoever said yes.
        yield Reason("order.credit_refused", {"fits": Money.zero(found.dealer.currency)})
    if found.verdict.is_blocked:
        # A smaller order would not help: the dealer pays first.
        yield Reason("order.overdue", {"overdue": found.verdict.pay_to_unblock})


def judge_line(line: DraftLine, product: Product, bought: Bought | None) -> DraftLine:
    """The line once its product is known: units converted, and its quantity guarded as intake does."""
    entry = CatalogEntry(
        key=str(product.id), sku=product.sku, names=(product.name,), packs=dict(product.packs)
    )
    match = guard_quantity(
        LineMatch(
            raw=line.raw,
            reading=line.reading,
            decision=Decision.ACCEPT,
            candidates=(Candidate(entry.key, entry.sku, 1.0),),
            score=1.0,
        ),
        entry,
        bought,
        order_multiple=product.order_multiple,
    )
    quantity = base_quantity(line.reading, entry)
    questions = tuple(why for why in match.why_ask if why is not AskWhy.WHICH_PRODUCT)
    return replace(
        line,
        product_id=product.id,
        unit=line.reading.unit,
        unit_quantity=line.reading.quantity if quantity else None,
        quantity=quantity,
        questions=questions,
        state=LineState.ASK if questions or not quantity else LineState.READY,
    )


async def products_of(snap: Snapshot, lines: Sequence[DraftLine]) -> dict[ProductId, Product]:
    """The products of the lines, with their packs."""
    return await products_by_id(snap, [line.product_id for line in lines if line.product_id])


async def products_by_id(snap: Snapshot, ids: Iterable[ProductId]) -> dict[ProductId, Product]:
    """Products with their packs, named in the actor's language."""
    return await catalog.load_products(snap, ids, snap.actor.language)
