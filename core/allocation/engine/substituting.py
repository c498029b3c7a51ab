"""Which substitute to offer for what is missing (G7).

Who covers all of it comes before who covers a part, who comes as soon as the rest of the order before who
comes later, then the house's own order of preference, then the lesser price. Nothing is offered that nobody
has; whole packs only, and never more than one pack over what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from core.allocation.supply_types import RankedSubstitute, SubstituteCandidate
from core.kernel.money import Money, UnitPrice
from core.kernel.reasons import Reason


def rank_substitutes(
    missing: int,
    candidates: Sequence[SubstituteCandidate],
    *,
    needed_on: date | None = None,
    price: UnitPrice | None = None,
) -> tuple[RankedSubstitute, ...]:
    """The substitutes worth offering for ``missing`` base units, best first.

    needed_on: the day the rest of the order arrives. price: of the wanted product, to say what is dearer.
    """
    found = [
        (candidate, offered)
        for candidate in candidates
        if (offered := _offer(missing, candidate, needed_on, price))
    ]
    found.sort(key=lambda one: _key(missing, needed_on, *one))
    return tuple(offered for _, offered in found)


def _offer(
    missing: int, one: SubstituteCandidate, needed_on: date | None, price: UnitPrice | None
) -> RankedSubstitute | None:
    units, pack = max(one.units, 1), max(one.pack, 1)
    wanted = -(-missing * units // pack) * pack
    quantity = min(wanted, max(one.free, 0) // pack * pack)
    covers = min(quantity // units, missing)
    if missing <= 0 or covers <= 0:
        return None
    extra: Money | None = None
    if one.price is not None and price is not None and one.price.currency == price.currency:
        extra = one.price.for_quantity(quantity) - price.for_quantity(covers)
    why = tuple(_why(missing, covers, one, needed_on, extra))
    return RankedSubstitute(one.product_id, quantity, covers, one.arrives_on, extra, why)


def _why(
    missing: int, covers: int, one: SubstituteCandidate, needed_on: date | None, extra: Money | None
) -> Iterator[Reason]:
    if covers < missing:
        yield Reason("allocation.covers_part", {"covers": covers, "missing": missing})
    else:
        yield Reason("allocation.covers_all", {"missing": missing})
    if needed_on is not None:
        if one.arrives_on is None:
            yield Reason("allocation.no_day")
        elif one.arrives_on > needed_on:
            yield Reason("allocation.later", {"days": (one.arrives_on - needed_on).days})
    if extra is not None and extra:
        is_dearer = extra.minor > 0
        code = "allocation.dearer" if is_dearer else "allocation.cheaper"
        yield Reason(code, {"by": extra if is_dearer else -extra})


def _key(
    missing: int, needed_on: date | None, one: SubstituteCandidate, offered: RankedSubstitute
) -> tuple[int, bool, int, int, date, int]:
    arrives_on = one.arrives_on or date.max
    is_late = needed_on is not None and arrives_on > needed_on
    extra = offered.extra.minor if offered.extra else 0
    return missing - offered.covers, is_late, one.rank, extra, arrives_on, one.product_id.int
