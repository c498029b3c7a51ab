"""One line of an order: quantity, unit, size, remark and the words that name the article (A1).

A line may be read in several ways; each way keeps a share of belief, and the product decides later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from core.intake.engine.lexicon import read_language
from core.intake.engine.reading.candidates import Candidate, find_candidates
from core.intake.engine.reading.elements import Element, Part, unit_after_number
from core.intake.engine.reading.items import goods_of, name_article
from core.intake.engine.reading.joining import size_words
from core.intake.engine.reading.phrases import phrase_book
from core.intake.engine.reading.scanning import scan
from core.intake.engine.reading.tokens import atomise, tidy
from core.intake.types import Action, LineReading, LineText

MOST_READINGS = 5
# Nobody orders one article in so many words; such a line is not taken apart.
LONGEST_LINE = 80
# A reading with less belief than this beside its siblings is not worth the matching's time.
_WORTH = 0.04

# Unit words that are part of many names; alone, they are half the time not a unit ("lunch box 5").
_SHY = frozenset(
    {"leaves", "ribs", "heads", "slices", "strips"}
    | {"pieces", "piece", "fillets", "fillet", "ears", "sheets", "blocks", "sticks", "drops", "bars", "c"}
) | frozenset(
    {"box", "case", "set", "can", "bag", "bottle", "kit", "bar", "cup", "stick", "block", "head", "leaf"}
    | {"sheet", "drum", "tray", "tube", "roll", "strip", "pair", "reel", "length", "item", "count", "outer"}
    | {"bucket", "ring", "basket", "slice", "ear", "rib", "drop", "dash", "unit", "sleeve", "coil", "pinch"}
)

Span = tuple[int, int]


def read_line(raw: str, *, action: Action = Action.ADD) -> LineText:
    """All plausible readings of one line, likeliest first; at least one, their priors adding up to 1."""
    text = tidy(raw).replace("\n", " ")
    elements: Sequence[Element] = scan(text)
    if len(elements) > LONGEST_LINE:
        return LineText(raw.strip(), (LineReading(text.strip(), action),))
    remark, taken = _find_remark(text)
    begin, end = goods_of(text)
    elements = [
        e
        for e in elements
        if begin <= e.start and e.end <= end and not any(a <= e.start and e.end <= b for a, b in taken)
    ]
    candidates = _with_units(elements, find_candidates(elements))
    total = sum(one.weight for one in candidates)
    kept = [one for one in candidates if total and one.weight / total >= _WORTH][:MOST_READINGS]
    kept = kept or candidates[:1]
    total = sum(one.weight for one in kept) or 1.0
    readings = [
        _compose(text, elements, one, taken, remark, action, round(one.weight / total, 4) if total else 1.0)
        for one in kept
    ]
    return LineText(raw.strip(), _distinct(readings))


def _distinct(readings: Sequence[LineReading]) -> tuple[LineReading, ...]:
    """Readings that say the same thing are one; the priors add up to 1 exactly."""
    merged: dict[tuple[object, ...], LineReading] = {}
    for one in readings:
        key = (one.item, one.quantity, one.quantity_max, one.quantity_kind, one.unit, one.size)
        held = merged.get(key)
        merged[key] = one if held is None else replace(held, prior=held.prior + one.prior)
    ordered = sorted(merged.values(), key=lambda one: -one.prior)
    rest = sum(one.prior for one in ordered[1:])
    return (replace(ordered[0], prior=round(1.0 - rest, 4)), *ordered[1:])


# --- units that stand apart from their number --------------------------------------------------------


def _with_units(elements: Sequence[Element], candidates: Sequence[Candidate]) -> list[Candidate]:
    """Give numbers without a unit the unit that stands at an end of the line ("10 coke ctn")."""
    places = [place for place in range(len(elements)) if _stands_as_unit(elements, place)]
    found: list[Candidate] = []
    for one in candidates:
        if one.unit is not None or not places:
            found += _or_part_of_name(elements, one)
            continue
        near = [place for place in places if _may_belong(elements, place, one.place)]
        if not near or one.place in near:
            found += _or_part_of_name(elements, one)
            continue
        place = min(near, key=lambda p: abs(p - one.place) if one.place is not None else p)
        code = unit_after_number(elements[place].folded, glued=False)
        share = _unit_share(elements, place, one.place)
        unit = code.ordering if code is not None else None
        found.append(one._replace(weight=one.weight * share, unit=unit, unit_place=place))
        found.append(one._replace(weight=one.weight * (1 - share)))
    return sorted(found, key=lambda one: -one.weight)


def _or_part_of_name(elements: Sequence[Element], one: Candidate) -> list[Candidate]:
    """ "5 box spring": a shy unit between number and name may belong to the name."""
    if one.place is None or one.keeps_element:
        return [one]
    element = elements[one.place]
    named = element.part is Part.QUANTITY and element.unit_word in _SHY and not element.glued
    following = elements[one.place + 1] if one.place + 1 < len(elements) else None
    if following is not None and following.folded == "of" and one.place + 2 < len(elements):
        following = elements[one.place + 2]
    inside = following is not None and following.part in (Part.COUNTED, Part.NUMBER)
    if (
        inside
        and element.part is Part.QUANTITY
        and element.unit_word
        and element.unit in ("set", "pack", "box")
    ):
        # "25 set of 6 beakers": 25 sets of them, or 25 of an article that is called a set.
        return [
            one._replace(weight=one.weight * 0.62),
            one._replace(weight=one.weight * 0.38, unit=None, keeps_element=True),
        ]
    if not named or following is None or following.part is not Part.WORD or following.folded == "of":
        return [one]
    if element.value == 1 or element.article:
        return [one]
    return [
        one._replace(weight=one.weight * 0.88),
        one._replace(weight=one.weight * 0.12, unit=None, keeps_element=True),
    ]


def _may_belong(elements: Sequence[Element], unit: int, number: int | None) -> bool:
    """A comma or a bracket between a number and a unit keeps them apart."""
    if number is None:
        # Without a number the unit has to open the line ("pinch of salt") or be a plain one ("coke ctn").
        opens = all(e.part is Part.WORD and e.folded in size_words() for e in elements[:unit]) and unit < 3
        return opens or elements[unit].folded not in _SHY
    low, high = sorted((unit, number))
    return not any(e.part is Part.SIGN and e.folded in ",;([)]" for e in elements[low + 1 : high])


def _stands_as_unit(elements: Sequence[Element], place: int) -> bool:
    if elements[place].part is not Part.UNIT:
        return False
    if _is_measure(elements[place]):
        # "lt.blue": a measure needs its number beside it.
        return place + 1 < len(elements) and elements[place + 1].part is Part.NUMBER
    if place + 1 < len(elements) and elements[place + 1].part is Part.COUNTED:
        return True
    before = elements[place - 1] if place else None
    after = elements[place + 1] if place + 1 < len(elements) else None
    at_end = after is None or (after.part is Part.SIGN and after.folded in ",;.)(!-:=")
    beside = (Part.NUMBER, Part.TIMES, Part.VAGUE)
    next_to_number = after is not None and after.part in beside
    opens = before is None or before.part is Part.SIGN or (place < 3 and before.folded in size_words())
    return at_end or next_to_number or opens or (before is not None and before.part in beside)


def _is_measure(element: Element) -> bool:
    unit = unit_after_number(element.folded, glued=False)
    return unit is not None and unit.measure is not None


def _unit_share(elements: Sequence[Element], place: int, number: int | None) -> float:
    """How surely the unit word at ``place`` is the unit of the number and not part of the name."""
    word = elements[place].folded
    crossed = number is not None and abs(number - place) == 1 and elements[number].part is not Part.NUMBER
    if crossed and (word not in _SHY or (number or 0) < place):
        return 0.95
    if place + 1 < len(elements) and elements[place + 1].part is Part.COUNTED and place == 0:
        # "set of 6 herb tins 12"
        return 0.3
    if word in _SHY:
        return 0.5 if place == 0 else 0.42
    if word in _written_out() and word.removesuffix("s") not in _OUTER_WORDS:
        return 0.45
    return 0.85 if len(word) > 3 or place == len(elements) - 1 else 0.9


# Written out these are hardly ever the end of a name; "trays", "tins" and "sacks" are.
_OUTER_WORDS = frozenset(
    {"carton", "case", "pallet", "crate", "dozen", "packet", "pcs", "piece", "kilo"}
) | frozenset({"pail", "coil", "reel", "bundle", "ream", "clove", "stalk", "sprig"})


@cache
def _written_out() -> frozenset[str]:
    """English unit words in full; short forms ("ctn") name nothing else."""
    words = (word for found in read_language("en")["ordering units"].values() for word in found)
    return frozenset(word for word in words if len(word) > 2 and any(sign in "aeiou" for sign in word))


# --- remark ------------------------------------------------------------------------------------------


def _find_remark(text: str) -> tuple[str | None, list[Span]]:
    """Words about the delivery of the line rather than the article, and their places."""
    spans: list[Span] = []
    atoms = atomise(text)
    for found in phrase_book("remarks").find_all(text, atoms):
        start, end = found.start, found.end
        opening, closing = text.rfind("(", 0, start), text.find(")", end)
        bracketed = opening >= 0 and ")" not in text[opening:start] and closing >= 0
        if (
            bracketed
            and "(" not in text[end:closing]
            and not any(sign.isdigit() for sign in text[opening:closing])
        ):
            start, end = opening, closing + 1
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    remark = ", ".join(text[start:end].strip(" ()[],;.-") for start, end in spans)
    return remark or None, spans


# --- item --------------------------------------------------------------------------------------------


def _compose(
    text: str,
    elements: Sequence[Element],
    one: Candidate,
    taken: Sequence[Span],
    remark: str | None,
    action: Action,
    prior: float,
) -> LineReading:
    holes = [*taken, *_holes(elements, one)]
    size, size_unit = _size(elements, one)
    return LineReading(
        item=name_article(text, holes),
        action=action,
        quantity=one.value,
        quantity_max=one.maximum,
        quantity_kind=one.kind,
        unit=one.unit,
        size=size,
        size_unit=size_unit,
        remark=remark,
        prior=prior,
    )


def _holes(elements: Sequence[Element], one: Candidate) -> list[Span]:
    holes = [(e.start, e.end) for e in elements if e.part is Part.PRICE]
    for place in (one.place, one.unit_place):
        if place is None:
            continue
        element = elements[place]
        if place == one.place and one.keeps_element:
            if element.part is Part.QUANTITY and element.unit_start:
                holes.append((element.start, element.unit_start))
            continue
        holes.append((element.start, element.end))
        if element.unit_span is not None:
            holes.append(element.unit_span)
        following = elements[place + 1] if place + 1 < len(elements) else None
        if following is not None and following.folded == "of":
            holes.append((following.start, following.end))
    return holes


def _size(elements: Sequence[Element], one: Candidate) -> tuple[Decimal | None, str | None]:
    """The first measure of the line that is not the quantity itself."""
    for place, element in enumerate(elements):
        if place == one.place and not one.keeps_element:
            continue
        if element.size_unit is not None and element.size is not None:
            return element.size, element.size_unit
    return None, None
