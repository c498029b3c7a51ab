"""Is this amount one to book, or one to ask about? (A2, F1, the unit guard)

Rules, in the order in which they are tried; the first that speaks decides why to ask:

- an amount that is missing, vague, a range or impossible is asked;
- a number without a unit counts base units of the product (the unit that holds one);
- a unit the product has a pack for counts that pack; case, carton and crate are one word for the same outer
  pack, pack and packet for another, as long as the product has only one of them;
- a single container (bottle, can, bag, roll ...) of a product that is kept in singles is one of them, and a
  dozen is always twelve of them;
- weights and volumes convert exactly where the product is kept in a weight or a volume;
- any other unit is unknown to the product and asked; so is a part of a base unit;
- amounts off the order multiple, and amounts five times above or below the dealer's habit, are asked.

A product without any pack data has nothing to check a unit against; its unit passes and counts as one.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from core.intake.engine.units import COUNT_IN, MEASURES, WEIGHT_IN, find_ordering_unit
from core.intake.types import AskWhy, Bought, CatalogEntry, Decision, LineMatch, LineReading, QuantityKind

# How far from the habit an amount may be before it is asked.
UNUSUAL = 5

_KIND_ASKS = {
    QuantityKind.MISSING: AskWhy.QUANTITY_MISSING,
    QuantityKind.VAGUE: AskWhy.QUANTITY_VAGUE,
    QuantityKind.RANGE: AskWhy.QUANTITY_RANGE,
    QuantityKind.INVALID: AskWhy.QUANTITY_INVALID,
    QuantityKind.UNSURE: AskWhy.QUANTITY_UNSURE,
}
_SAME = (
    frozenset({"case", "carton", "crate", "outer"}),
    frozenset({"pack", "packet", "sleeve"}),
    frozenset({"bag", "sack"}),
    frozenset({"bucket", "tub"}),
    frozenset({"roll", "reel", "coil"}),
)
_SINGLES = frozenset(
    {
        "each",
        "bottle",
        "can",
        "jar",
        "tub",
        "tube",
        "bag",
        "sack",
        "roll",
        "reel",
        "coil",
        "bar",
        "loaf",
        "sheet",
    }
    | {"bucket", "drum", "keg", "set", "stick", "block", "head", "bunch", "cup", "strip", "packet", "length"}
    | {"slice", "basket", "pair"}
)
_NAMED_SINGLES = frozenset({"pack", "box", "tray", "sleeve", "bundle", "ream", "crate"})


def unit_size(unit: str | None, entry: CatalogEntry) -> Fraction | None:
    """Base units of the product in one ``unit``; None when the product is not sold in it."""
    packs = entry.packs
    if unit is None or not packs:
        return Fraction(1)
    if unit in packs:
        return Fraction(packs[unit])
    for group in _SAME:
        held = [code for code in packs if code in group]
        if unit in group and len({packs[code] for code in held}) == 1:
            return Fraction(packs[held[0]])
    base = base_unit(entry)
    measured = _measured(unit, base)
    if measured is not None:
        return measured
    counted = base not in MEASURES or base in ("cup", "ct", "bar")
    if unit in COUNT_IN and counted:
        return Fraction(COUNT_IN[unit])
    if unit == "each":
        # A thing kept in bags or boxes: one of it is one base unit, whatever that is called.
        return Fraction(1) if counted else None
    if unit in _SINGLES and base in _SINGLES | {"each"} and not _names_other(unit, entry):
        return Fraction(1)
    return Fraction(1) if _is_named_single(unit, entry) else None


def base_unit(entry: CatalogEntry) -> str:
    """The unit that holds one base unit; "each" where the packs name none."""
    return next((code for code, count in entry.packs.items() if count == 1), "each")


def _measured(unit: str, base: str) -> Fraction | None:
    """ "2 kg" of a product kept in grams: 1000 base units a kilogram; 四斤 of one kept in kilograms: two."""
    one, other = MEASURES.get(unit), MEASURES.get(base)
    if unit in WEIGHT_IN and other is not None and other.dimension == "mass":
        return WEIGHT_IN[unit] / other.factor
    if one is None or other is None or one.dimension != other.dimension:
        return None
    return one.factor / other.factor


def _names_other(unit: str, entry: CatalogEntry) -> bool:
    """A pair of a thing kept in singles is two of it, not one: let that be asked."""
    return unit in ("pair", "set") and base_unit(entry) == "each" and not _in_name(unit, entry)


def _is_named_single(unit: str, entry: CatalogEntry) -> bool:
    """ "3 packs" of a product that is itself a pack ("AA batteries, pack of 4")."""
    return unit in _NAMED_SINGLES and set(entry.packs.values()) == {1} and _in_name(unit, entry)


def _in_name(unit: str, entry: CatalogEntry) -> bool:
    words = " ".join(entry.names).replace("-", " ").replace(",", " ").split()
    return any(find_ordering_unit(word) == unit for word in words)


def base_quantity(reading: LineReading, entry: CatalogEntry) -> int | None:
    """The amount in base units of the product, exactly.

    A number without a unit counts base units. None when there is no exact amount, when the product is not
    sold in the unit, or when the amount is no whole number of base units.
    """
    if reading.quantity is None or reading.quantity_kind is not QuantityKind.EXACT:
        return None
    size = unit_size(reading.unit, entry)
    if size is None:
        return None
    found = Fraction(reading.quantity) * size
    return int(found) if found.denominator == 1 and found > 0 else None


def guard_quantity(
    match: LineMatch, entry: CatalogEntry, bought: Bought | None, *, order_multiple: int = 1
) -> LineMatch:
    """The match with its decision turned to ASK, and why, when the amount must not be booked unseen.

    ``entry`` is the first candidate's product, ``bought`` the dealer's habit with it (None: never bought),
    ``order_multiple`` the base units its orders come in. A match that already asks keeps its reason and gets
    the one about the amount behind it; NOT_FOUND stays as it is.
    """
    if match.decision is Decision.NOT_FOUND:
        return match
    why = _why_ask(match.reading, entry, bought, order_multiple)
    if why is None or why in match.why_ask:
        return match
    return replace(match, decision=Decision.ASK, why_ask=(*match.why_ask, why))


def _why_ask(
    reading: LineReading, entry: CatalogEntry, bought: Bought | None, order_multiple: int
) -> AskWhy | None:
    if reading.quantity_kind is not QuantityKind.EXACT or reading.quantity is None:
        return _KIND_ASKS.get(reading.quantity_kind, AskWhy.QUANTITY_MISSING)
    if unit_size(reading.unit, entry) is None:
        return AskWhy.UNIT_UNKNOWN
    amount = base_quantity(reading, entry)
    if amount is None:
        return AskWhy.QUANTITY_MULTIPLE if reading.quantity > 0 else AskWhy.QUANTITY_INVALID
    # Without pack data nobody knows what a carton holds, so it compares with no habit.
    comparable = bool(entry.packs) or reading.unit in (None, "each")
    if bought is not None and comparable and _is_unusual(amount, bought):
        return AskWhy.QUANTITY_UNUSUAL
    if order_multiple > 1 and amount % order_multiple:
        return AskWhy.QUANTITY_MULTIPLE
    return None


def _is_unusual(amount: int, bought: Bought) -> bool:
    """Five times above or below what the dealer usually takes."""
    usual = Decimal(str(bought.typical_quantity))
    if bought.times < 1 or usual <= 0:
        return False
    return amount >= usual * UNUSUAL or amount * UNUSUAL <= usual
