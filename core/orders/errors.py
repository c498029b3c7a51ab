"""Facts that stop an order."""

from __future__ import annotations

from core.kernel.errors import Refused


class DraftGone(Refused):
    """There is no open draft to act on (ordered or discarded meanwhile)."""

    code = "draft_gone"


class NothingToOrder(Refused):
    """The draft has no line that could be ordered."""

    code = "nothing_to_order"


class DayWorthUnfit(Refused):
    """A day earlier is worth nothing at least, and no more than the goods."""

    code = "day_worth_unfit"


class DraftUnclear(Refused):
    """Some lines still wait for an answer (``open``: how many)."""

    code = "draft_unclear"


class TermsUnmet(Refused):
    """What was asked of some lines (price, stock) does not hold any more (``lines``: which)."""

    code = "terms_unmet"


class PriceChanged(Refused):
    """The quote that was confirmed is not today's any more."""

    code = "price_changed"


class LaterNow(Refused):
    """The price is as it was seen, but the goods would come on a later day than that."""

    code = "later_now"


class GiftGone(Refused):
    """Gifts of the quote that was confirmed (``names``) are out of stock by now; the price is the same."""

    code = "gift_gone"


class CouponGone(Refused):
    """The ``coupon`` does not count any more, so the price of the quote is another one."""

    code = "coupon_gone"


class WindowFull(Refused):
    """The delivery window cannot be promised any more (``since``, ``until``); others may be free."""

    code = "window_full"


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


class TooManyLines(Refused):
    """More lines than one order can hold (``most``)."""

    code = "too_many_lines"


class NothingLeft(Refused):
    """Of a past order (``number``) nothing can be ordered any more."""

    code = "nothing_left"


class RepeatUnanswered(Refused):
    """The draft looks like an order just placed (``number``), and nobody has said that it is meant."""

    code = "repeat_unanswered"


class OthersDecide(Refused):
    """Part of it, or another price, can only be agreed to by whoever decides last (``who``: names)."""

    code = "others_decide"


class BadSplit(Refused):
    """The order cannot be parted so: ``why`` is nothing, everything, line, or pack (``step``: base units)."""

    code = "bad_split"


class PriceNeedsHigher(Refused):
    """Such a price is above the actor's power (``level``: whose it would be)."""

    code = "price_needs_higher"


class OfferGone(Refused):
    """The counter-offer does not stand any more (``state``)."""

    code = "offer_gone"


class NothingSaid(Refused):
    """A question or an answer without words."""

    code = "nothing_said"


class NothingAsked(Refused):
    """Nobody waits for an answer about this order."""

    code = "nothing_asked"


class CannotMove(Refused):
    """An order in this ``state`` cannot go to that one (``number``, ``to``)."""

    code = "cannot_move"


class CannotChange(Refused):
    """The order is past changing (``number``, ``state``: where it is, or the mark that stands against it)."""

    code = "cannot_change"


class TakenByMaker(Refused):
    """A vendor has accepted to send the order (``number``; ``who``: the rep's name, may be empty)."""

    code = "taken_by_maker"


class TooLate(Refused):
    """The cut-off of whoever serves it is over (``number``, ``until``; ``who``: the rep, may be empty)."""

    code = "too_late"


class UrgentNotAgreed(Refused):
    """Urgent orders are not agreed with this dealer."""

    code = "urgent_not_agreed"


class NoSubstitute(Refused):
    """There is not enough of the substitute either."""

    code = "no_substitute"


class CannotCancel(Refused):
    """The order is past cancelling (``number``, ``state``)."""

    code = "cannot_cancel"


class CannotMerge(Refused):
    """What was seen of orders that go together holds no longer (``number``)."""

    code = "cannot_merge"


class AmountUnclear(Refused):
    """What was typed is no amount of a product."""

    code = "amount_unclear"


class SharesChanged(Refused):
    """Scarce goods are not as they were when it was seen how they would be shared out."""

    code = "shares_changed"
