"""Facts that stop a price request or a quotation."""

from __future__ import annotations

from core.kernel.errors import Refused


class BadPriceRequest(Refused):
    """Such a price cannot be asked for: ``why`` is higher (than now), nothing, or no_price."""

    code = "bad_price_request"


class AlreadyAsked(Refused):
    """The dealer has asked for a better price of this product already (``number``)."""

    code = "already_asked"


class NoSpecialPrices(Refused):
    """The house has no rule who decides about special prices."""

    code = "no_special_prices"


class RequestClosed(Refused):
    """The price request is not open any more (``number``, ``state``)."""

    code = "request_closed"


class QuotationUsedUp(Refused):
    """All that could be ordered from the quotation has been (``number``)."""

    code = "quotation_used_up"


class BadQuotationDays(Refused):
    """A quotation must hold from one day to a year (``given``)."""

    code = "bad_quotation_days"
