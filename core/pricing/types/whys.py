"""Codes of every reason pricing gives; fronts word them. Params in brackets, money as Money or UnitPrice."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    # why a price rule lost
    DEARER = "pricing.dearer"  # (price, best) another standard price is lower
    BROADER = "pricing.broader"  # (by) a narrower rule decides
    OLDER = "pricing.older"  # (by) a later start, higher priority or smaller id decides
    REPLACED = "pricing.replaced"  # (by) a price list replaces the product's own list price
    NET_PRICE = "pricing.net_price"  # (by) a net price of the region stands instead
    NEGOTIATED = "pricing.negotiated"  # (by) a negotiated rate stands instead
    QUOTED = "pricing.quoted"  # (by) a quotation stands instead
    QUOTED_LESS = "pricing.quoted_less"  # (left) the quotation is good for fewer base units
    EXPIRED = "pricing.expired"  # (ended)
    NOT_STARTED = "pricing.not_started"  # (starts)
    OTHER_CURRENCY = "pricing.other_currency"  # (currency, wanted)
    COST_UNKNOWN = "pricing.cost_unknown"  # () cost-plus without a cost in the dealer's currency
    NO_STANDARD = "pricing.no_standard"  # () a percentage off a standard price that does not exist
    BELOW_FIRST_STEP = "pricing.below_first_step"  # (quantity, from)
    # why there is no price
    NO_PRICE = "pricing.no_price"  # (sku, currency) neither cost, list nor rate
    NO_PRICE_IN_CURRENCY = "pricing.no_price_in_currency"  # (sku, currency) priced, but in another currency
    # why a promotion was not applied
    NOT_REACHED = "pricing.not_reached"  # (missing) Money or base units
    SOLD_OUT = "pricing.sold_out"  # () the cap is used up
    NO_GAIN = "pricing.no_gain"  # () the dealer already pays no more
    EXCLUDED = "pricing.excluded"  # (by) may not stand beside an applied one
    WORSE = "pricing.worse"  # (gain) another combination saves the dealer more
    # coupons
    COUPON_UNKNOWN = "pricing.coupon_unknown"  # (coupon)
    COUPON_EXPIRED = "pricing.coupon_expired"  # (coupon, ended)
    COUPON_NOT_STARTED = "pricing.coupon_not_started"  # (coupon, starts)
    COUPON_USED_UP = "pricing.coupon_used_up"  # (coupon)
    COUPON_NOT_FOR_YOU = "pricing.coupon_not_for_you"  # (coupon) tier, region, dealer or products
    COUPON_NO_GOODS = "pricing.coupon_no_goods"  # (coupon) nothing in the cart it is good for
    COUPON_TWICE = "pricing.coupon_twice"  # (coupon, by) another code given already does the same
    # promotions and shipping that hold
    APPLIED = "pricing.applied"  # (saving)
    SHIPPING_FREE = "pricing.shipping_free"  # (above)
    SHIPPING_FEE = "pricing.shipping_fee"  # (fee)
    SHIPPING_NO_RULE = "pricing.shipping_no_rule"  # () nothing says what shipping costs here
    NOTHING_TO_SHIP = "pricing.nothing_to_ship"
