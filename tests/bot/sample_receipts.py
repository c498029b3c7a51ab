"""Price receipts for screens, with as many rules that lost as one likes."""

from __future__ import annotations

from core.kernel.ids import LineId, ProductId
from core.kernel.reasons import Reason
from core.orders.use_cases.show_orders import LineReceipt
from core.pricing.types import (
    DiscountShare,
    LostRule,
    PricePart,
    PriceReceipt,
    PriceStep,
    RuleKind,
    Why,
)
from tests.bot.sample_values import AT, COKE, USD, uid, unit_usd, usd


def receipt(name: str = COKE, *, losers: int = 0) -> LineReceipt:
    """List price, tier, agreed price, flash sale for some of the units, a share of an order discount."""
    whys = [Why.DEARER, Why.BROADER, Why.COST_UNKNOWN, Why.SOLD_OUT]
    kinds = tuple(kind for kind in RuleKind if kind not in (RuleKind.RESALE, RuleKind.QUOTATION))
    return LineReceipt(
        name,
        None,
        PriceReceipt(
            line_id=LineId(uid(1)),
            product_id=ProductId(uid(1)),
            sku="COKE-330",
            currency=USD,
            priced_at=AT,
            quantity=240,
            counted=240,
            list_price=unit_usd("1.00"),
            steps=tuple(
                PriceStep(kind, f"r{at}", name, None, unit_usd("0.80")) for at, kind in enumerate(kinds)
            ),
            losers=tuple(
                LostRule(
                    kinds[at % len(kinds)],
                    f"l{at}",
                    name,
                    unit_usd("0.90") if at % 2 else None,
                    Reason(whys[at % len(whys)]),
                )
                for at in range(losers)
            ),
            parts=(
                PricePart(200, unit_usd("0.80"), usd("160.00")),
                PricePart(40, unit_usd("0.70"), usd("28.00"), "flash"),
            ),
            discounts=(DiscountShare("p1", name, usd("8.00")),),
            line_total=usd("188.00"),
            payable=usd("180.00"),
        ),
    )
