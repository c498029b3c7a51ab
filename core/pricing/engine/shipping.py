"""The shipping fee of the order and the terms of payment (D8)."""

from __future__ import annotations

from core.kernel.money import Money, divide_half_up
from core.kernel.reasons import Reason
from core.pricing.engine.regular_price import Situation
from core.pricing.types import (
    FULL_BP,
    Cart,
    EarlyPayment,
    ShippingCharge,
    ShippingRule,
    Terms,
    Tier,
    Why,
    prefixes,
)


def shipping_rule(cart: Cart, situation: Situation) -> ShippingRule | None:
    """The fee for where the goods go: narrowest region, then later start, then priority."""
    for region in prefixes(cart.ship_to or cart.dealer.region):
        for rule in situation.book.shipping.get(region, ()):
            if rule.period.holds(situation.at) and rule.fee.currency == situation.currency:
                return rule
    return None


def free_above(tier: Tier | None, currency: str) -> int | None:
    """Goods value in minor units that must be exceeded for free shipping, None for never."""
    if tier is None or tier.free_shipping_above is None or tier.free_shipping_above.currency != currency:
        return None
    return tier.free_shipping_above.minor


def fee_on(goods: int, rule: ShippingRule | None, above: int | None, *, has_goods: bool) -> int:
    """Shipping in minor units for that goods value; an empty order ships nothing."""
    if rule is None or not has_goods or (above is not None and goods > above):
        return 0
    return rule.fee.minor


def shipping_charge(
    goods: int, rule: ShippingRule | None, situation: Situation, *, has_goods: bool
) -> ShippingCharge:
    currency = situation.currency
    above = free_above(situation.tier, currency)
    none = Money.zero(currency)
    if not has_goods:
        return ShippingCharge(None, none, none, Reason(Why.NOTHING_TO_SHIP))
    if rule is None:
        return ShippingCharge(None, none, none, Reason(Why.SHIPPING_NO_RULE))
    fee = Money(fee_on(goods, rule, above, has_goods=has_goods), currency)
    if above is not None and goods > above:
        why = Reason(Why.SHIPPING_FREE, {"above": Money(above, currency)})
    else:
        why = Reason(Why.SHIPPING_FEE, {"fee": fee})
    return ShippingCharge(rule.rule_id, fee, rule.fee, why)


def terms(goods: Money, tier: Tier | None) -> Terms:
    """Days to pay, and what early payment takes off goods and their tax (not off shipping); stated only."""
    if tier is None:
        return Terms(None, None)
    if not tier.early_payment_bp:
        return Terms(tier.net_days, None)
    amount = Money(divide_half_up(goods.minor * tier.early_payment_bp, FULL_BP), goods.currency)
    return Terms(tier.net_days, EarlyPayment(tier.early_payment_bp, tier.early_payment_days, amount))
