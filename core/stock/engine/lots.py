"""Which lots a quantity is taken from: first expired, first out (G6).

* A lot may be sold up to and on its last day; after it, it is taken only to leave the shelf for good.
* Lots with a date go before those without one, those before loose goods.
* Of equal dates the house's own goods go before consigned ones, then the lot's code decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.stock.types import Lot, LotPart, Place, home_of


def choose_lots(
    lots: Sequence[Lot], loose: int, quantity: int, today: date | None
) -> tuple[LotPart, ...] | None:
    """Parts that add up to ``quantity``, in the order in which they are to be taken; None: not enough.

    loose: pieces on the shelf that belong to no lot. today None: they are not sold, and may have expired.
    """
    left, parts = quantity, []
    for lot in sorted(lots, key=_order):
        there = 0 if today is not None and lot.is_expired(today) else lot.on_hand
        part = min(left, there)
        if part > 0:
            parts.append(LotPart(lot.lot, lot.owner, part, lot.expires_on))
            left -= part
    part = min(left, loose)
    if part > 0:
        parts.append(LotPart("", "", part))
        left -= part
    return None if left else tuple(parts)


def _order(lot: Lot) -> tuple[bool, date, bool, str, str]:
    return lot.expires_on is None, lot.expires_on or date.max, bool(lot.owner), lot.lot, lot.owner


def loose_in(on_hand: int, lots: Sequence[Lot]) -> int:
    """What lies on the shelf without a lot."""
    return on_hand - sum(lot.on_hand for lot in lots)


def place_of_receipt(owner: str, expires_on: date | None, today: date) -> Place:
    """Where received goods belong: what has expired is never put on the shelf."""
    if expires_on is not None and expires_on < today:
        return Place.QUARANTINE
    return home_of(owner)
