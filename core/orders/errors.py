"""Facts that stop an order."""

from __future__ import annotations

from core.kernel.errors import Refused


class DraftGone(Refused):
    """There is no open draft to act on (ordered or discarded meanwhile)."""

    code = "draft_gone"


class NothingToOrder(Refused):
    """The draft has no line that could be ordered."""

    code = "nothing_to_order"


class DraftUnclear(Refused):
    """Some lines still wait for an answer (``open``: how many)."""

    code = "draft_unclear"


class PriceChanged(Refused):
    """The quote that was confirmed is not today's any more."""

    code = "price_changed"


class BelowMinimum(Refused):
    """The goods come to less than the minimum order (``minimum``, ``missing``: Money)."""

    code = "below_minimum"


class CreditRefused(Refused):
    """The order goes over the credit limit (``fits``: Money, the largest order that would pass)."""

    code = "credit_refused"


class Overdue(Refused):
    """An invoice is overdue for so long that no order may go (``overdue``: Money)."""

    code = "overdue"


class ProductGone(Refused):
    """A product was taken off sale or off the dealer's list (``names``)."""

    code = "product_gone"


class NoPrice(Refused):
    """A line has no price in the dealer's currency (``names``)."""

    code = "no_price"


class AlreadyDecided(Refused):
    """Somebody decided this request before (``state``, ``by``)."""

    code = "already_decided"


class TooManyLines(Refused):
    """More lines than one order can hold (``most``)."""

    code = "too_many_lines"


class RepeatUnanswered(Refused):
    """The draft looks like an order just placed (``number``), and nobody has said that it is meant."""

    code = "repeat_unanswered"
