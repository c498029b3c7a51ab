"""Facts that stop a change of a price rule."""

from __future__ import annotations

from core.kernel.errors import Refused


class PriceUnfit(Refused):
    """A price or percentage that cannot be (``why``: not_above_zero, too_large,
    or currency, with the dealer's own ``currency``)."""

    code = "price_unfit"


class TermsUnfit(Refused):
    """Terms of payment that contradict themselves (``why``: days, early)."""

    code = "terms_unfit"


class PromotionUnfit(Refused):
    """A deal that cannot be (``why``: deal, product, period, ended)."""

    code = "promotion_unfit"


class PromotionTaken(Refused):
    """There is a promotion of that code already (``number``: the code)."""

    code = "promotion_taken"


class CouponTaken(Refused):
    """Another promotion has that coupon already (``number``: that promotion's code)."""

    code = "coupon_taken"
