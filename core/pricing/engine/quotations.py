"""Prices that a quotation keeps (A15). Pure.

A quotation only ever helps: it counts where it is lower than the dealer's regular price and good for all the
pieces of the product that the order holds. Beyond what is left of it the normal price counts for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.kernel.reasons import Reason
from core.pricing.engine.regular_price import RegularPrice
from core.pricing.types import LostRule, PriceStep, ProductFacts, QuotedPrice, RuleKind, Why


def with_quotation(
    product: ProductFacts,
    counted: int,
    regular: RegularPrice | Reason,
    quoted: Sequence[QuotedPrice],
) -> RegularPrice | Reason:
    """The regular price, or the lowest quoted one that beats it, with the one that lost in the receipt."""
    if not quoted:
        return regular
    first, *others = sorted(
        quoted, key=lambda one: (not _is_enough(one, counted), one.price.micros, one.rule_id)
    )
    wins = _is_enough(first, counted) and (
        isinstance(regular, Reason) or first.price.micros < regular.unit.micros
    )
    if not wins:
        return regular if isinstance(regular, Reason) else _without(regular, (first, *others), counted)
    step = PriceStep(
        RuleKind.QUOTATION,
        first.rule_id,
        first.name,
        None if isinstance(regular, Reason) else regular.unit,
        first.price,
        {"until": first.ends, "left": first.left},
    )
    if isinstance(regular, Reason):
        return RegularPrice(
            unit=first.price,
            list_price=product.list_price,
            counted=counted,
            is_negotiated=True,
            room=None,
            steps=(step,),
            losers=(),
            notes=(),
        )
    last = regular.steps[-1]
    beaten = LostRule(
        last.kind, last.rule_id, last.name, regular.unit, Reason(Why.QUOTED, {"by": first.name})
    )
    return replace(
        regular,
        unit=first.price,
        is_negotiated=regular.is_negotiated or first.is_special,
        room=None,
        steps=(step,),
        losers=(*regular.losers, beaten),
    )


def _without(regular: RegularPrice, quoted: Sequence[QuotedPrice], counted: int) -> RegularPrice:
    """The regular price stands; each quotation is named with why it does not count."""
    lost = tuple(
        LostRule(RuleKind.QUOTATION, one.rule_id, one.name, one.price, _why_not(one, regular, counted))
        for one in quoted
    )
    return replace(regular, losers=(*regular.losers, *lost))


def _why_not(one: QuotedPrice, regular: RegularPrice, counted: int) -> Reason:
    if not _is_enough(one, counted):
        return Reason(Why.QUOTED_LESS, {"left": one.left or 0})
    return Reason(Why.DEARER, {"price": one.price, "best": regular.unit})


def _is_enough(one: QuotedPrice, counted: int) -> bool:
    return one.left is None or one.left >= counted
