"""The quote card's content: what the open draft costs, when it comes, and what is still in the way (A3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from core.approvals.flow import route
from core.catalog.types import Product
from core.credit.types import CreditOutcome
from core.infra.transaction import Snapshot
from core.intake import repository as intake
from core.intake.types import Bought
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.ids import DraftId, LineId
from core.kernel.money import Money, UnitPrice
from core.kernel.reasons import Reason
from core.orders.engine import propose_split, whole_step
from core.orders.engine.packs import pack_of
from core.orders.flow import Assessment, assess
from core.orders.offering import amendment_of, with_freight, with_swaps
from core.orders.promising import is_held, offer_windows
from core.orders.repository import drafts
from core.orders.split_types import Fee, SplitLine
from core.orders.supply_types import Missing
from core.orders.types import Draft, DraftLine, Held, LineState, ProductChoice, Quote, QuoteLine, WhatFits
from core.orders.usual import with_also
from core.pricing.flow import price_lines
from core.pricing.types import CouponOutcome, FreeItem, PricedLine
from core.stock.types import Light, LineAvailability

CHOICES = 5
PRICE_SIGNS = 8


@dataclass(frozen=True, slots=True)
class ShowQuote(Query[Quote | None]):
    """Without ``draft_id``: the actor's open draft, None when there is none."""

    permission = Permission.DRAFT_EDIT
    draft_id: DraftId | None = None


async def show_quote(snap: Snapshot, query: ShowQuote) -> Quote | None:
    if query.draft_id is None:
        draft = await drafts.find_open_draft(snap)
        if draft is None:
            return None
    else:
        draft = await drafts.load_draft(snap, query.draft_id)
    found = await assess(snap, draft)
    waiting = draft.asked_line
    choices = await offered_products(snap, found, waiting) if waiting else ()
    habits = await intake.load_habits(snap, draft.dealer_id) if waiting and waiting.product_id else {}
    shown = quote_of(draft, found, choices, habits)
    if shown.asks:
        routing = await route(snap, found.request, found.triggers)
        shown = replace(shown, decided_by=tuple(dict.fromkeys(step.level for step in routing.steps)))
    shown = replace(shown, also=await with_also(snap, shown, draft))
    shown = await with_freight(snap, shown, draft, found)
    if shown.is_short:
        return await with_swaps(snap, shown, found)
    return await _with_windows(snap, shown, draft, found)


async def _with_windows(snap: Snapshot, shown: Quote, draft: Draft, found: Assessment) -> Quote:
    """The windows to choose from; one that was chosen and is full by now is in the way."""
    windows = await offer_windows(snap, draft, found)
    if draft.window in windows.fitting or await is_held(snap, draft, found):
        blockers = shown.blockers
    else:
        blockers = (*shown.blockers, Reason("order.window_gone"))
    return replace(shown, window=draft.window, windows=windows.offered, blockers=blockers)


async def offered_products(snap: Snapshot, found: Assessment, line: DraftLine) -> tuple[ProductChoice, ...]:
    """The products offered for the line asked about, each with the dealer's own price for one piece."""
    products = [found.products[key] for key in line.candidates[:CHOICES] if key in found.products]
    if line.product_id is not None or not products:
        return ()
    priced = await price_lines(
        snap,
        found.dealer,
        [(LineId(product.id), product.id, 1) for product in products],
        ship_to_region=found.ship_to.region if found.ship_to else found.dealer.region,
    )
    prices = {line.product_id: line.unit_price for line in priced.lines}
    return tuple(
        ProductChoice(product.id, product.sku, product.name, prices.get(product.id)) for product in products
    )


def quote_of(
    draft: Draft, found: Assessment, choices: tuple[ProductChoice, ...], habits: dict[str, Bought]
) -> Quote:
    """Put a draft and its assessment together; ``choices`` and ``habits`` are for the line asked about."""
    asked = draft.asked_line
    priced = {line.line_id: line for line in found.priced.lines}
    unpriced = {line.line_id for line in found.priced.unpriced}
    available = {line.line_id: line for line in found.plan.lines}
    # Who sends what is missing, or gives it up, is the house's to know.
    lacks = {one.line_id: replace(one, shares=()) for one in found.plan.missing}
    lines = []
    for line in draft.lines:
        is_asked = asked is not None and line.id == asked.id
        lines.append(
            _line(
                line,
                found.products.get(line.product_id) if line.product_id else None,
                priced.get(line.id),
                available.get(line.id) if line.state is LineState.READY else None,
                no_price=line.id in unpriced,
                choices=choices if is_asked else (),
                bought=habits.get(str(line.product_id)) if is_asked else None,
                missing=lacks.get(line.id),
                held=line.held or found.unmet.get(line.id),
            )
        )
    why_not = {verdict.outcome: verdict.why for verdict in found.priced.coupons}
    there, gone = _gifts(found)
    return Quote(
        draft_id=draft.id,
        version=draft.version,
        dealer_name=found.dealer.name,
        currency=found.dealer.currency,
        lines=tuple(lines),
        subtotal=found.priced.subtotal,
        discounts=found.priced.discounts,
        free_items=there,
        shipping=found.priced.shipping.fee,
        total=found.priced.total,
        saving=found.priced.saving,
        hints=found.priced.hints,
        terms=found.priced.terms,
        credit=found.verdict,
        promised_on=found.plan.promised_on,
        wished_on=draft.delivery_date,
        ship_to=found.ship_to,
        ship_tos=found.ship_tos,
        note=draft.note,
        coupon=draft.coupon,
        coupon_refused=why_not.get(CouponOutcome.REFUSED),
        repeat_of=draft.repeat_of,
        blockers=found.blockers,
        seen=seen_token(found),
        tax=found.priced.taxes.on_top if found.priced.taxes.on_top else None,
        coupon_idle=why_not.get(CouponOutcome.NOT_NEEDED),
        gifts_gone=gone,
        asks=tuple(trigger.kind for trigger in found.triggers),
        what_fits=what_fits(draft, found),
        amendment=amendment_of(draft, found),
        when_short=found.when_short if found.plan.missing else None,
        rest_on=found.plan.rest_on,
        wait_on=found.plan.wait_on,
        ways=found.plan.ways,
        is_urgent=draft.is_urgent,
        may_be_urgent=found.house.supply.may_be_urgent,
        urgent_fee=found.house.urgent_fee,
    )


def what_fits(draft: Draft, found: Assessment) -> WhatFits | None:
    """Which lines stay within the limit, at today's prices; None where all of it does, or nothing."""
    if found.verdict.outcome is CreditOutcome.APPROVE or not found.verdict.fits:
        return None
    units = {line.id: line.unit for line in draft.lines}
    lines: list[SplitLine] = []
    for line in found.priced.lines:
        product = found.products[line.product_id]
        pack = pack_of(product, units[line.line_id]) or 1
        step = whole_step(line.quantity, pack, product.order_multiple)
        tax = found.priced.taxes.lines.get(line.line_id)
        lines.append(
            SplitLine(
                line.line_id,
                line.quantity,
                step,
                line.line_total.minor,
                line.discount_share.minor,
                tax.tax.minor if tax else 0,
                tax_included=tax is not None and tax.included,
            )
        )
    shipping = found.priced.taxes.on_top - found.priced.taxes.goods_on_top + found.priced.shipping.fee
    split = propose_split(lines, [Fee(shipping.minor)], found.verdict.fits.minor)
    if not split.now.lines or not split.rest.lines:
        return None
    at = {line.id: line.position for line in draft.lines}
    return WhatFits(
        {at[line.line_id]: line.quantity for line in split.now.lines},
        Money(split.now.total, found.dealer.currency),
    )


def _gifts(found: Assessment) -> tuple[tuple[FreeItem, ...], tuple[FreeItem, ...]]:
    """The free items that come with the order, and those that are out of stock and do not."""
    there: list[FreeItem] = []
    gone: list[FreeItem] = []
    lights = {line.line_id: line.light for line in found.plan.lines}
    for line_id, item in zip(found.gifts, found.priced.free_items, strict=True):
        (gone if lights[line_id] is Light.RED else there).append(item)
    return tuple(there), tuple(gone)


def gift_names_gone(found: Assessment) -> tuple[str, ...]:
    """Gifts that would have come with the order and are out of stock now."""
    return tuple(item.name for item in _gifts(found)[1])


def seen_token(found: Assessment) -> str:
    """What Confirm brings back of what was seen: the price, and the day that was promised, if one was."""
    return price_token(found) + (f"{day.toordinal():x}" if (day := found.plan.promised_on) else "")


def seen_day(seen: str) -> date | None:
    """The day in a seen token. Raises ValueError for what is none."""
    return date.fromordinal(int(seen[PRICE_SIGNS:], 16)) if seen[PRICE_SIGNS:] else None


def price_token(found: Assessment, *, with_all_gifts: bool = False) -> str:
    """Eight characters that stand for exactly this price and what comes with it.

    with_all_gifts: as it would be if every gift were still in stock.
    """
    gone = () if with_all_gifts else _gifts(found)[1]
    more = "".join(f"-{item.promotion_id}:{item.product_id}" for item in gone)
    if found.claims is not None:
        order = found.claims.order
        more += f"|{order.id}:{order.total.minor}:{[(line.line_id, line.quantity) for line in order.lines]}"
    if not more:
        return found.priced.fingerprint()[:PRICE_SIGNS]
    return sha256(f"{found.priced.fingerprint()}{more}".encode()).hexdigest()[:PRICE_SIGNS]


def _paid_price(priced: PricedLine | None) -> UnitPrice | None:
    """What each piece costs: the flash price where a flash sale covers them all."""
    if priced is None:
        return None
    return priced.parts[0].unit_price if len(priced.parts) == 1 else priced.unit_price


def _line(
    line: DraftLine,
    product: Product | None,
    priced: PricedLine | None,
    availability: LineAvailability | None,
    *,
    no_price: bool,
    choices: tuple[ProductChoice, ...],
    bought: Bought | None,
    missing: Missing | None = None,
    held: Held | None = None,
) -> QuoteLine:
    return QuoteLine(
        position=line.position,
        state=line.state,
        raw=line.raw,
        phrase=line.phrase,
        product_id=line.product_id,
        sku=product.sku if product else "",
        name=product.name if product else line.phrase or line.raw,
        unit=line.unit or (product.base_unit if product else ""),
        unit_quantity=line.unit_quantity,
        quantity=line.quantity,
        packs=product.packs if product else {},
        order_multiple=product.order_multiple if product else 1,
        remark=line.remark,
        unit_price=_paid_price(priced),
        parts=priced.parts if priced and len(priced.parts) > 1 else (),
        list_price=priced.list_price if priced else None,
        total=priced.line_total if priced else None,
        saving=priced.saving if priced else None,
        availability=availability,
        questions=line.questions,
        choices=choices,
        habit=round(bought.typical_quantity) if bought else None,
        typed_quantity=line.reading.quantity,
        typed_quantity_max=line.reading.quantity_max,
        typed_unit=line.reading.unit,
        no_price=no_price,
        missing=missing,
        held=held,
        instead_of=line.instead_of,
    )
