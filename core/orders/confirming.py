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
    LaterNow,
    NoPrice,
    NothingToOrder,
    Overdue,
    PriceChanged,
    ProductGone,
    TermsUnmet,
)
from core.orders.flow import Assessment
from core.orders.types import Draft
from core.orders.use_cases.show_quote import PRICE_SIGNS, gift_names_gone, price_token, seen_day
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


def refuse_unseen(draft: Draft, found: Assessment, seen: str) -> None:
    """Raise the first blocker, or what has changed since: a coupon, a gift, the price, else the day."""
    for blocker in found.blockers:
        raise _REFUSALS[blocker.code](**blocker.params)
    price = seen[:PRICE_SIGNS]
    if price_token(found) == price:
        if _is_later(draft, found, seen):
            raise LaterNow
        return
    refused = [one.code for one in found.priced.coupons if one.outcome is CouponOutcome.REFUSED]
    if refused:
        raise CouponGone(coupon=refused[0])
    if price_token(found, with_all_gifts=True) == price:
        raise GiftGone(names=gift_names_gone(found))
    raise PriceChanged


def _is_later(draft: Draft, found: Assessment, seen: str) -> bool:
    """Whether all of it comes on a later day than was seen, as when a cut-off has passed since.

    A chosen window is judged by itself; of what is missing the dealer has said what becomes of it.
    """
    try:
        then, now = seen_day(seen), found.plan.promised_on
    except (ValueError, OverflowError):
        raise PriceChanged from None
    if then is None or now is None or found.plan.missing or draft.window is not None:
        return False
    return now > max(then, draft.delivery_date or then)
