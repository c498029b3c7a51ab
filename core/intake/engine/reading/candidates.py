"""Which number of a line may be its quantity, and how plausible that is.

Weights are shares of belief, not fitted to any data: a number with an ordering unit beats a number with a
cross, which beats a bare number at either end; a bare number in the middle, or one that looks like a size
or a model, is weak. The matching decides between close readings once it sees the product.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from core.intake.engine.reading.elements import Element, Part
from core.intake.engine.reading.numbers import LARGEST
from core.intake.engine.reading.weighing import (
    SET_APART,
    USUAL_SIZES,
    bare_weight,
    container_rank,
    is_first,
    is_last,
    is_set_apart,
    opening,
    plausibility,
    quantity_weight,
    whole_if_counted,
)
from core.intake.types import QuantityKind


class Candidate(NamedTuple):
    """One way to fill the quantity: the element at ``place`` (None for "no quantity in the line")."""

    place: int | None
    weight: float
    kind: QuantityKind
    value: Decimal | None = None
    maximum: Decimal | None = None
    unit: str | None = None
    keeps_element: bool = False  # the element also names the article and stays in the item
    unit_place: int | None = None  # a UNIT element elsewhere that belongs to the number


def find_candidates(elements: Sequence[Element]) -> list[Candidate]:
    """All candidates of a line, the one for "no quantity" among them, heaviest first.

    ``elements`` are those of the goods, courtesies at both ends left out.
    """
    found: list[Candidate] = []
    opened = _opens_with_amount(elements)
    depth = 0
    for place, element in enumerate(elements):
        depth += element.part is Part.SIGN and element.folded in "(["
        depth -= element.part is Part.SIGN and element.folded in ")]"
        share = _share_behind(elements, place, depth) if opened else 1.0
        share = min(share, _share_before(elements, place, depth))
        found += [one._replace(weight=one.weight * share) for one in _candidates_of(elements, place, element)]
    found += _dozen_alone(elements, found)
    found.append(_missing(elements, found))
    return sorted(found, key=lambda one: -one.weight)


def _opens_with_amount(elements: Sequence[Element]) -> bool:
    """ "2 cups flour (240 g)": what comes later explains the amount or prepares the goods."""
    first = next((e for e in elements if e.part is not Part.SIGN), None)
    amounts = (Part.QUANTITY, Part.TIMES, Part.NUMBER)
    return first is not None and first.part in amounts and first.value is not None


_RESTATES = frozenset(
    {"or", "plus", "minus", "about", "approx", "approximately", "preferably", "each", "veya", "atau"}
)


def _share_behind(elements: Sequence[Element], place: int, depth: int) -> float:
    """How much an amount counts behind another that opens the line."""
    if depth > 0:
        return 0.08
    before = elements[place - 1].folded if place else ""
    if before in _RESTATES:
        return 0.15
    opening = elements[0]
    measured = opening.part is Part.QUANTITY and opening.size_unit is None
    commas = any(e.part is Part.SIGN and e.folded == "," for e in elements[:place])
    return 0.2 if commas and (measured or opening.part is Part.NUMBER) else 1.0


# What is counted inside an article rather than ordered, when another amount stands outside.
_CONTENTS = frozenset(
    {"each", "sheet", "slice", "pack", "packet", "roll", "strip", "bar", "stick", "tube", "cup"}
)
_INNER = _CONTENTS | {"bottle", "can", "jar", "bag"}


def _share_before(elements: Sequence[Element], place: int, depth: int) -> float:
    """How much an amount counts that belongs to the name, because the one ordered stands farther out:
    "wipes 10 sheets x25", "milk 250ml x 6 12", "capsules (14pcs) 3", "25x wipes 10 sheets"."""
    element = elements[place]
    if _is_inside(elements, place):
        return 0.1
    if depth > 0:
        outside = (e for e in _outside_brackets(elements) if e is not element)
        return 0.1 if any(_is_outer(e) for e in outside) else 1.0
    before = elements[place - 1] if place else None
    sized = before is not None and (before.part is Part.SIZE or before.size_unit is not None)
    threaded = before is not None and _THREAD.fullmatch(before.folded) is not None
    packed = element.part is Part.TIMES and (sized or threaded)
    content = element.part is Part.QUANTITY and element.unit in _CONTENTS and not element.article
    inner = element.part is Part.QUANTITY and element.unit in _INNER
    later = [
        e
        for at, e in enumerate(elements[place + 1 :], place + 1)
        if _is_outer(e) or (e.part is Part.NUMBER and is_set_apart(elements, at))
    ]
    if later and not is_first(elements, place):
        last = later[-1]
        closes = last.part is not Part.NUMBER or is_last(elements, _place_of(elements, last))
        bigger = last.part is Part.QUANTITY and container_rank(last.unit) > 0
        if closes and (packed or content or (inner and bigger)):
            return 0.1 if packed else 0.2
    opening = elements[0]
    if opening is element or not (content or packed):
        return 1.0
    if opening.part is Part.TIMES and content:
        return 0.3
    if opening.part is Part.NUMBER and _orders(elements):
        return 0.45 if content else 0.6
    return 1.0


_THREAD = re.compile(r"m\d{1,2}")  # "M10 x 50 hex bolt - 500"
_LOOSE = frozenset({"each", "sheet", "slice"})
_HOLDING = frozenset({"of", "isi", "à", "@", "each", "containing"})

# "3 pin plug 10 pcs": before these a number says what the article is.
_SPECIFICATIONS = frozenset(
    {
        "pin",
        "way",
        "core",
        "seater",
        "door",
        "gang",
        "pole",
        "ply",
        "inch",
        "layer",
        "layers",
        "tier",
        "burner",
    }
    | {
        "channel",
        "port",
        "phase",
        "wheeler",
        "hole",
        "star",
        "step",
        "stage",
        "speed",
        "blade",
        "colour",
        "color",
    }
    | {"in", "piece", "ring", "drawer", "seat", "point", "band", "row", "sided", "wheel", "cylinder", "digit"}
)


def _is_inside(elements: Sequence[Element], place: int) -> bool:
    """ "6 packs x 200 sheets", "10 packs of 4 pcs": what is in each, right behind what is ordered."""
    before = elements[:place]
    if before and before[-1].folded in _HOLDING:
        before = before[:-1]
    if not before or before[-1].part is not Part.QUANTITY:
        return False
    element, holder = elements[place], before[-1].unit
    if element.part is not Part.QUANTITY or element.unit not in _CONTENTS or holder in (None, "each"):
        return False
    return element.unit in _LOOSE or container_rank(holder) > container_rank(element.unit)


def _orders(elements: Sequence[Element]) -> bool:
    """Whether the bare number that opens the line is small enough, and not said of the article."""
    opening = elements[0]
    following = elements[1].folded if len(elements) > 1 else ""
    small = plausibility(opening) >= 0.8 and len(opening.typed) <= 3 and not opening.article
    return small and following not in _SPECIFICATIONS


def _place_of(elements: Sequence[Element], wanted: Element) -> int:
    return next(place for place, element in enumerate(elements) if element is wanted)


def _outside_brackets(elements: Sequence[Element]) -> list[Element]:
    depth = 0
    found = []
    for element in elements:
        depth += element.part is Part.SIGN and element.folded in "(["
        depth -= element.part is Part.SIGN and element.folded in ")]"
        if depth == 0:
            found.append(element)
    return found


def _is_outer(element: Element) -> bool:
    if element.part is Part.QUANTITY:
        return element.size_unit is None and not element.article
    return element.part is Part.TIMES or (element.part is Part.NUMBER and plausibility(element) > 0.5)


def _candidates_of(elements: Sequence[Element], place: int, element: Element) -> list[Candidate]:
    if element.part is Part.QUANTITY:
        return [_judge(place, element, quantity_weight(elements, place), element.unit)]
    if element.part is Part.TIMES:
        return [_judge(place, element, 8.0, None)]
    if element.part is Part.NUMBER:
        weight = bare_weight(elements, place)
        return [_judge(place, element, weight, None)] if weight > 0 else []
    if element.part is Part.PRODUCT:
        return _product(place, element)
    if element.part is Part.PACK:
        return [_pack(elements, place, element)]
    if element.part is Part.SIZE:
        return []
    if element.part is Part.COUNTED:
        weight = 0.5 if len(elements) > 1 else 0.0
        return [_judge(place, element, weight, None)._replace(keeps_element=True)] if weight else []
    if element.part is Part.VAGUE:
        return [Candidate(place, 9.0, QuantityKind.VAGUE, unit=element.unit)]
    return []


def _judge(place: int, element: Element, weight: float, unit: str | None) -> Candidate:
    """The candidate with its kind: exact, range, or a number that nobody orders."""
    value = whole_if_counted(element, unit)
    # "0.400g" is four tenths of a kilo in nearly every message that says it.
    speck = unit in ("g", "ml", "mg") and value is not None and value < 1
    if element.invalid or value is None or value <= 0 or value > LARGEST or speck:
        return Candidate(place, weight, QuantityKind.INVALID, unit=unit)
    if element.maximum is not None:
        return Candidate(place, weight, QuantityKind.RANGE, value, element.maximum, unit)
    return Candidate(place, weight, QuantityKind.EXACT, value, None, unit)


def _product(place: int, element: Element) -> list[Candidate]:
    """Two bare numbers with a cross: "2 x 6", "330 x 24", "24x330"."""
    first, second = element.value or Decimal(0), element.size or Decimal(0)
    exact = QuantityKind.EXACT
    if element.unit is not None:
        return [
            Candidate(place, 4.0, exact, first, None, element.unit, keeps_element=True),
            Candidate(place, 2.0, exact, first * second, None, element.unit),
        ]
    if second >= 100 > first > 0:
        return [Candidate(place, 1.5, exact, first, None, None, keeps_element=True)]
    if not first or not second:
        return [Candidate(place, 4.0, QuantityKind.INVALID)]
    return [
        Candidate(place, 2.5, exact, first * second),
        Candidate(place, 2.0, exact, first, None, None, keeps_element=True),
    ]


def _pack(elements: Sequence[Element], place: int, element: Element) -> Candidate:
    weight = 0.6
    if element.unit_first:
        weight = 1.4 if element.unit is None else 0.8
    elif is_first(elements, place):
        weight = 2.2
    return _judge(place, element, weight, None)._replace(keeps_element=True)


def _dozen_alone(elements: Sequence[Element], found: Sequence[Candidate]) -> list[Candidate]:
    """ "dozen eggs" is one dozen."""
    if any(one.weight >= 1 for one in found):
        return []
    for place, element in enumerate(elements):
        if element.part is Part.UNIT and element.folded in ("dozen", "düzine", "lusin", "duzine"):
            return [Candidate(place, 5.0, QuantityKind.EXACT, Decimal(1), None, "dozen")]
    return []


def _is_size(element: Element) -> bool:
    if element.part is Part.NUMBER and element.value is not None:
        return element.value in USUAL_SIZES
    return element.size_unit is not None


def _missing(elements: Sequence[Element], found: Sequence[Candidate]) -> Candidate:
    """The reading without a quantity; it gains where the best candidate may be a size or a model."""
    best = max(found, key=lambda one: one.weight, default=None)
    weight = 1.0 if best is None else 0.0
    if best is not None and best.place is not None:
        element = elements[best.place]
        if element.part is Part.NUMBER and not element.invalid and element.value:
            plausible = plausibility(element)
            if is_first(elements, best.place):
                plausible = opening(element, plausible)
            elif is_set_apart(elements, best.place):
                plausible = max(plausible, SET_APART)
            doubt = 1 - plausible
            weight = 0.2 + (2.0 if element.article else 4.5) * doubt
            if not is_first(elements, best.place):
                weight += 0.8
        elif element.part is Part.PACK:
            weight = 2.0
        elif element.part is Part.PRODUCT:
            weight = 1.5
        elif element.part is Part.COUNTED:
            weight = 2.0
        elif element.size_unit is not None:
            weight = 1.2
        elif element.part is Part.TIMES and any(_is_size(e) for e in elements):
            weight = 2.0
    return Candidate(None, weight, QuantityKind.MISSING)
