"""Whether a draft may become what its person confirmed: nothing in the way, and exactly what was seen."""

from __future__ import annotations

from collections.abc import Mapping

from core.kernel.errors import Refused
from core.orders.errors import (
    BelowMinimum,
    CreditRefused,
    DraftUnclear,
    NoPrice,
    NothingToOrder,
    Overdue,
    PriceChanged,
    ProductGone,
)
from core.orders.flow import Assessment
from core.orders.use_cases.show_quote import seen_token
from core.stock.errors import StockShort

_REFUSALS: Mapping[str, type[Refused]] = {
    "order.nothing_to_order": NothingToOrder,
    "order.unclear": DraftUnclear,
    "order.product_gone": ProductGone,
    "order.no_price": NoPrice,
    "order.stock_short": StockShort,
    "order.below_minimum": BelowMinimum,
    "order.credit_refused": CreditRefused,
    "order.overdue": Overdue,
}


def refuse_unseen(found: Assessment, seen: str) -> None:
    """Raise the first blocker, or PriceChanged where it is not what the token stands for."""
    for blocker in found.blockers:
        raise _REFUSALS[blocker.code](**blocker.params)
    if seen_token(found) != seen:
        raise PriceChanged
