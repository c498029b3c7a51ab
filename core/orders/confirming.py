"""Whether a draft may become what its person confirmed: nothing in the way, and exactly what was seen."""

from __future__ import annotations

from collections.abc import Mapping

from core.kernel.errors import Refused
from core.orders.errors import (
    BelowMinimum,
    CouponGone,
    CreditRefused,
    DraftUnclear,
    GiftGone,
    NoPrice,
    NothingToOrder,
    Overdue,
    PriceChanged,
    ProductGone,
    TermsUnmet,
)
from core.orders.flow import Assessment
from core.orders.use_cases.show_quote import gift_names_gone, seen_token
from core.pricing.types import CouponOutcome
from core.stock.errors import StockShort

_REFUSALS: Mapping[str, type[Refused]] = {
    "order.nothing_to_order": NothingToOrder,
    "order.unclear": DraftUnclear,
    "order.product_gone": ProductGone,
    "order.no_price": NoPrice,
    "order.stock_short": StockShort,
    "order.terms_unmet": TermsUnmet,
    "order.below_minimum": BelowMinimum,
    "order.credit_refused": CreditRefused,
    "order.overdue": Overdue,
}


def refuse_unseen(found: Assessment, seen: str) -> None:
    """Raise the first blocker, or what has changed since: a coupon, a gift, else the price."""
    for blocker in found.blockers:
        raise _REFUSALS[blocker.code](**blocker.params)
    if seen_token(found) == seen:
        return
    refused = [one.code for one in found.priced.coupons if one.outcome is CouponOutcome.REFUSED]
    if refused:
        raise CouponGone(coupon=refused[0])
    if seen_token(found, with_all_gifts=True) == seen:
        raise GiftGone(names=gift_names_gone(found))
    raise PriceChanged
