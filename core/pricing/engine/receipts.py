"""Puts a line's price together with its receipt (D9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.kernel.money import Money
from core.kernel.reasons import Reason
from core.pricing.engine.combination import Outcome, Taken
from core.pricing.engine.offers import Entry, Offer
from core.pricing.engine.regular_price import Situation
from core.pricing.types import (
    DiscountShare,
    InternalPart,
    LostRule,
    PricedLine,
    PricePart,
    PriceReceipt,
    PriceStep,
    RuleKind,
)


def priced_lines(
    entries: Sequence[Entry],
    outcome: Outcome,
    lost: Mapping[str, tuple[Offer, Reason]],
    situation: Situation,
) -> tuple[PricedLine, ...]:
    """Every line with its receipt. lost: flash sales that were open and not applied, by promotion id."""
    losers: dict[int, list[LostRule]] = {}
    for offer, why in lost.values():
        promotion = offer.promotion
        for position, price in offer.flash_prices.items():
            losers.setdefault(position, []).append(
                LostRule(RuleKind.FLASH_SALE, promotion.promotion_id, promotion.name, price, why)
            )
    shares: dict[int, list[DiscountShare]] = {}
    for cut in outcome.cuts:
        promotion = cut.offer.promotion
        for position, minor in cut.shares.items():
            if minor:
                share = DiscountShare(
                    promotion.promotion_id, promotion.name, Money(minor, situation.currency)
                )
                shares.setdefault(position, []).append(share)
    return tuple(
        _priced_line(
            entry,
            outcome.taken.get(position, ()),
            tuple(shares.get(position, ())),
            tuple(losers.get(position, ())),
            situation,
        )
        for position, entry in enumerate(entries)
    )


def _priced_line(
    entry: Entry,
    taken: Sequence[Taken],
    shares: tuple[DiscountShare, ...],
    losers: tuple[LostRule, ...],
    situation: Situation,
) -> PricedLine:
    line, regular, currency = entry.line, entry.regular, situation.currency
    parts = _parts(entry, taken)
    line_total = Money(sum(part.amount.minor for part in parts), currency)
    discount = Money(sum(share.amount.minor for share in shares), currency)
    payable = line_total - discount
    receipt = PriceReceipt(
        line_id=line.line_id,
        product_id=line.product.product_id,
        sku=line.product.sku,
        currency=currency,
        priced_at=situation.at,
        quantity=line.quantity,
        counted=regular.counted,
        list_price=regular.list_price,
        steps=regular.steps + tuple(_flash_step(entry, part) for part in taken),
        losers=regular.losers + losers,
        parts=parts,
        discounts=shares,
        line_total=line_total,
        payable=payable,
        internal=InternalPart(line.product.cost, regular.notes),
    )
    saving = None
    if regular.list_price is not None:
        saving = regular.list_price.for_quantity(line.quantity) - line_total
    return PricedLine(
        line_id=line.line_id,
        product_id=line.product.product_id,
        sku=line.product.sku,
        quantity=line.quantity,
        unit_price=regular.unit,
        list_price=regular.list_price,
        parts=parts,
        line_total=line_total,
        discount_share=discount,
        payable=payable,
        saving=saving,
        receipt=receipt,
    )


def _parts(entry: Entry, taken: Sequence[Taken]) -> tuple[PricePart, ...]:
    """Flash parts first, then what remains at the regular price."""
    parts = [
        PricePart(
            part.quantity,
            part.unit_price,
            part.unit_price.for_quantity(part.quantity),
            part.offer.promotion.promotion_id,
        )
        for part in taken
    ]
    rest = entry.line.quantity - sum(part.quantity for part in taken)
    if rest:
        unit = entry.regular.unit
        parts.append(PricePart(rest, unit, unit.for_quantity(rest)))
    return tuple(parts)


def _flash_step(entry: Entry, part: Taken) -> PriceStep:
    promotion = part.offer.promotion
    return PriceStep(
        RuleKind.FLASH_SALE,
        promotion.promotion_id,
        promotion.name,
        entry.regular.unit,
        part.unit_price,
        {"quantity": part.quantity},
    )
