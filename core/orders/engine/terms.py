"""Whether the terms hold under which a line is wanted. Pure.

* "if in stock": all of it is there, or it is left out; nothing of it waits.
* "not above 12": one of the unit ordered costs at most so much; "in total": the line does.
* "at the last price": one of the unit ordered costs at most what it cost the last time. What was never bought
  has no last price: then nothing is asked of it.
"""

from __future__ import annotations

from core.intake.types import LineTerms
from core.kernel.money import Money, UnitPrice
from core.orders.types import Held, HeldWhy


def judge_terms(
    terms: LineTerms, *, price: UnitPrice, pack: int, total: Money, is_short: bool, last: UnitPrice | None
) -> Held | None:
    """The first term that does not hold.

    price, last: of one base unit. pack: base units in one of the unit ordered. total: of the line.
    """
    of_unit = price.for_quantity(pack)
    if terms.at_most is not None:
        paid = total if terms.of_line else of_unit
        limit = _money(terms, paid.currency)
        if paid.to_decimal() > terms.at_most:
            return Held(HeldWhy.ABOVE_LIMIT, paid, limit)
    if terms.last_price and last is not None and last.currency == price.currency:
        before = last.for_quantity(pack)
        if before < of_unit:
            return Held(HeldWhy.ABOVE_LAST_PRICE, of_unit, before)
    if terms.in_stock and is_short:
        return Held(HeldWhy.NOT_IN_STOCK)
    return None


def _money(terms: LineTerms, currency: str) -> Money | None:
    """The limit as it is said again; None where it is finer than the currency's smallest coin."""
    try:
        return Money.parse(str(terms.at_most), currency)
    except ValueError:
        return None
