"""Facts that stop an act about vendors and purchase orders."""

from __future__ import annotations

from core.kernel.errors import Refused


class DirectUnfit(Refused):
    """These goods cannot go straight from a vendor (``why``: no_offer, order, sent, invoiced, other)."""

    code = "direct_unfit"


class PurchaseMoved(Refused):
    """The purchase order is not where this act needs it (``number``)."""

    code = "purchase_moved"


class PurchaseFrozen(Refused):
    """The order behind it was cancelled or changed, or the goods come from elsewhere (``number``)."""

    code = "purchase_frozen"


class PurchaseUnclear(Refused):
    """A reason is missing, or the day is past (``why``: reason, day)."""

    code = "purchase_unclear"


class VendorUnfit(Refused):
    """A vendor or an offer cannot be so (``why``: code, offer)."""

    code = "vendor_unfit"


class OfferUnfit(Refused):
    """A dealer cannot give this up so (``why``: quantity, price, currency, day, restricted, nothing)."""

    code = "offer_unfit"


class PartnerPolicyUnfit(Refused):
    """The house cannot have goods from partners so (``why``: time, days, fetch)."""

    code = "partner_policy_unfit"
