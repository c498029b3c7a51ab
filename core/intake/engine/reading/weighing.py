"""How plausible it is that a number of a line is its quantity, by what it looks like and where it stands.

Weights are shares of belief, not fitted to any data.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from core.intake.engine.reading.elements import Element, Part
from core.intake.engine.units import MEASURES

# Contents that bottles, cans and packets are sold in; as a bare number more often a size than an order.
USUAL_SIZES = frozenset(
    {110, 125, 150, 175, 180, 185, 190, 220, 225, 230, 250, 275, 280, 290, 300, 310, 320, 325, 330, 333}
    | {340, 341, 345, 350, 355, 360, 370, 375, 380, 385, 390, 395, 397, 400, 410, 415, 420, 425, 440, 450}
    | {454, 473, 485, 500, 510, 532, 540, 550, 568, 591, 600, 620, 640, 650, 700, 710, 725, 740, 750, 800}
    | {825, 850, 900, 946, 950, 1000, 1250, 1500, 1750, 1800, 2000, 2250, 2500, 3000, 5000}
)
_ROUND_NUMBERS = (10, 12, 24, 25)
# Before a number these say that it names something: "model 25", "size 8".
_NAMING_WORDS = frozenset(
    {"no", "model", "size", "type", "grade", "number", "nr", "version", "gen", "line", "series", "item", "#"}
    | {"part", "art", "art.", "code", "sku", "ref", "mark", "mk", "level", "class", "saiz", "beden", "boy"}
    | {"kod", "kodu", "nombor", "numara", "phi", "dia", "sae", "din", "iso", "型号", "编号", "尺寸"}
)
_CLOSING = frozenset(",;:)(-=./|")
_HARD_MEASURES = frozenset({"ml", "g", "mg", "oz", "floz", "cl", "cm", "m", "ft"})


def plausibility(number: Element) -> float:
    """How often a bare number like this is an amount rather than a size or a model, 0..1."""
    value = whole_if_counted(number, number.unit)
    if value is None or (number.typed.startswith("0") and number.typed.strip("0.,")):
        return 0.0 if number.typed[1:2].isdigit() else 0.3
    if value != value.to_integral_value():
        return 0.6 if "/" in number.typed or value % Decimal("0.5") == 0 else 0.3
    if value <= 60:
        return 1.0
    if int(value) in USUAL_SIZES:
        return 0.35 if value != 300 and value != 150 else 0.5
    if value < 1000 and any(value % step == 0 for step in _ROUND_NUMBERS):
        return 0.8
    if value < 100:
        return 0.85
    if value < 1000:
        return 0.5
    return 0.5 if value % 100 == 0 and value < 10000 else 0.2


def whole_if_counted(element: Element, unit: str | None) -> Decimal | None:
    """ "1.200 adet" are twelve hundred: what is counted has no thousandths."""
    if element.other is None or element.size_unit is not None or unit in MEASURES:
        return element.value
    return element.other if element.other == element.other.to_integral_value() else element.value


def is_first(elements: Sequence[Element], place: int) -> bool:
    return all(elements[before].part is Part.SIGN for before in range(place - 1, -1, -1))


def is_last(elements: Sequence[Element], place: int) -> bool:
    return all(elements[after].part is Part.SIGN for after in range(place + 1, len(elements)))


def quantity_weight(elements: Sequence[Element], place: int) -> float:
    element = elements[place]
    if element.unit in _SPOONS and not is_first(elements, place):
        return 2.0
    if element.size_unit is None:
        if element.article:
            return 4.0
        if element.unit == "each" and place and is_first(elements, place - 1):
            return 9.0
        following = elements[place + 1] if place + 1 < len(elements) else None
        crossed = following is not None and following.part is Part.TIMES
        if crossed and element.unit in ("pack", "each") and not is_first(elements, place):
            # "battery 4pk x 20": twenty packs of four.
            return 4.0
        odd = element.value is not None and element.value >= 1000 and element.value % 50 != 0
        return (4.0 if odd else 10.0) + container_rank(element.unit)
    # A measure: an amount at the start ("5 kg sugar"), rather a size after the name ("milk 500ml").
    small = element.size_unit in _HARD_MEASURES
    if is_first(elements, place):
        return 3.0 if small else 4.0
    if place and elements[place - 1].part is Part.SIGN and elements[place - 1].folded in "(/[":
        return 0.2
    if is_last(elements, place):
        return 0.7 if small else 2.2
    return 0.4 if small else 1.0


_SPOONS = frozenset({"cup", "tbsp", "tsp"})
_CONTAINERS = {"pallet": 0.5, "case": 0.4, "carton": 0.4, "crate": 0.4, "box": 0.2, "pack": 0.2, "dozen": 0.2}


def container_rank(unit: str | None) -> float:
    """ "3 ctn 24 btl": the bigger container is what is ordered, the smaller what is in it."""
    return _CONTAINERS.get(unit or "", 0.0)


def bare_weight(elements: Sequence[Element], place: int) -> float:
    number = elements[place]
    if number.article:
        return 1.0 if is_first(elements, place) and len(elements) > 1 else 0.0
    plausible = plausibility(number) if not number.invalid else 1.0
    before = elements[place - 1] if place else None
    if before is not None and before.folded in _NAMING_WORDS:
        return 0.4 * plausible
    if is_first(elements, place):
        # "two stroke oil 12": digits at the end outweigh a word at the start.
        closing = next(e for e in reversed(elements) if e.part is not Part.SIGN)
        said = (
            number.in_words and closing.part is Part.NUMBER and not closing.in_words and closing is not number
        )
        return (3.0 if said else 6.5) * opening(number, plausible)
    if is_last(elements, place):
        return 6.0 * (max(plausible, SET_APART) if is_set_apart(elements, place) else plausible)
    after = elements[place + 1]
    bracketed = before is not None and before.folded == "(" and after.folded == ")"
    if bracketed:
        return 5.0 * plausible
    if after.folded in _CLOSING and after.part is Part.SIGN:
        return 3.5 * plausible
    if before is not None and before.part is Part.SIGN and before.folded in ",;:=-":
        return 3.0 * plausible
    return (0.5 if number.in_words else 0.8) * plausible


SET_APART = 0.9


def is_set_apart(elements: Sequence[Element], place: int) -> bool:
    """ "M10 nut - 500", "sugar: 250": a sign parts the closing number from the name; it is how many."""
    before = elements[place - 1] if place > 1 else None
    signed = before is not None and before.part is Part.SIGN and before.folded in "-:="
    return signed and before is not None and before.end < elements[place].start and is_last(elements, place)


def opening(number: Element, plausible: float) -> float:
    """A number that opens a line is an amount even where it could be a size: "500 lids"."""
    value = number.value or Decimal(0)
    return (1 + plausible) / 2 if plausible and (value < 1000 or value % 100 == 0) else plausible
