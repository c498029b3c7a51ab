"""Numbers written together with something: "10ctn", "24x330ml", "1-1/2\\"", "8-10", "6-pack", "M8x40".

A chunk is a run of atoms without a space. Either the whole of it reads as numbers and units, or it is a
code and stays part of the name: half of a chunk is never eaten ("15grams", "2RS", "6204-2RS").
"""

from __future__ import annotations

from collections.abc import Sequence

from core.intake.engine.reading.elements import (
    Element,
    Part,
    UnitWord,
    unit_words,
    with_unit,
)
from core.intake.engine.reading.glued import Number, is_number, is_sign, read_number, read_unit
from core.intake.engine.reading.tokens import Atom, Kind

_SOFT = frozenset("-/._+*#&'\"°%~")
_TRAILING = frozenset("-/._+&'~")
CROSSES = frozenset({"x", "*"})
# "12's", "6'lı", "24s": that many inside.
_INSIDE = frozenset({"s", "li", "lu", "lik", "luk", "pk", "pack", "packs", "pcs", "pc", "ct", "count", "pkt"})
_INSIDE_SUFFIX = frozenset({"s", "li", "lu", "lik", "luk"})
# "5er koli": five each.
_EACH_SUFFIX = frozenset({"er", "ar", "ser", "sar"})


# From so many digits on a bare run is a barcode unless it is round.
_BARCODE = 8


def chunk_end(atoms: Sequence[Atom], start: int) -> int:
    """The place after the last atom written together with the one at ``start``, closing signs left out."""
    end = start + 1
    while end < len(atoms) and atoms[end].glued and _belongs(atoms[end]):
        end += 1
    while end - 1 > start and atoms[end - 1].kind is Kind.SIGN and atoms[end - 1].text in _TRAILING:
        end -= 1
    return end


def _belongs(atom: Atom) -> bool:
    return atom.kind in (Kind.NUMBER, Kind.WORD) or atom.text in _SOFT


def read_chunk(atoms: Sequence[Atom]) -> list[Element]:
    """The elements of one chunk that holds a number; a single CODE when it does not read as a whole."""
    parts = _split_crosses(atoms)
    reader = _read_numeric if parts[0].kind is Kind.NUMBER else _read_lettered
    return reader(parts, 0) or [code(atoms)]


def code(atoms: Sequence[Atom]) -> Element:
    text = "".join(atom.folded for atom in atoms)
    return Element(Part.CODE, atoms[0].start, atoms[-1].end, text)


def _split_crosses(atoms: Sequence[Atom]) -> list[Atom]:
    """ "mlx" before a number as "ml" and "x"; "xcoke" after one as "x" and "coke"."""
    parts: list[Atom] = []
    for place, atom in enumerate(atoms):
        word = atom.folded
        if atom.kind is Kind.WORD and len(word) > 1 and len(word) == len(atom.text):
            before = place > 0 and atoms[place - 1].kind is Kind.NUMBER
            after = place + 1 < len(atoms) and atoms[place + 1].kind is Kind.NUMBER
            if before and after and word[-1] == "x" and word[:-1] in unit_words():
                parts += _cut(atom, len(word) - 1)
                continue
            if before and word[0] == "x" and len(word) > 3:
                parts += _cut(atom, 1)
                continue
        parts.append(atom)
    return parts


def _cut(atom: Atom, at: int) -> list[Atom]:
    middle = atom.start + at
    return [
        Atom(atom.kind, atom.text[:at], atom.folded[:at], atom.start, middle, True),
        Atom(atom.kind, atom.text[at:], atom.folded[at:], middle, atom.end, True),
    ]


def _read_numeric(parts: Sequence[Atom], place: int) -> list[Element]:
    """Elements of a chunk from the number at ``place``; empty when it does not read to its end."""
    first = read_number(parts, place)
    if first is None:
        return []
    number, after = first
    element = _element(Part.NUMBER, parts, place, after, number)
    if after == len(parts):
        barcode = (
            len(number.typed) >= _BARCODE and number.typed.isdecimal() and not number.typed.endswith("00000")
        )
        return [] if barcode else [element]
    if is_sign(parts, after, "-~") and (second := read_number(parts, after + 1)) is not None:
        return _read_range(parts, element, second)
    if is_sign(parts, after, CROSSES):
        return _read_cross(parts, element, after + 1)
    if is_sign(parts, after, "/") and (second := read_number(parts, after + 1)) is not None:
        return _read_slash(parts, element, second)
    if is_sign(parts, after, "-"):
        return _read_hyphened(parts, element, after + 1)
    if (inside := _read_inside(parts, element, after)) is not None:
        return [inside]
    if after + 1 == len(parts) and is_sign(parts, after, _EACH_SUFFIX):
        element.end = parts[-1].end
        return [element]
    if is_sign(parts, after, "e") and is_number(parts, after + 1) and after + 2 == len(parts):
        element.end, element.invalid = parts[-1].end, True
        return [element]
    unit = read_unit(parts, after)
    return _read_after_unit(parts, element, *unit) if unit is not None else []


def _element(part: Part, parts: Sequence[Atom], start: int, end: int, number: Number) -> Element:
    return Element(
        part,
        parts[start].start,
        parts[end - 1].end,
        value=number.value,
        other=number.other,
        typed=number.typed,
    )


def _read_range(parts: Sequence[Atom], low: Element, second: tuple[Number, int]) -> list[Element]:
    high, after = second
    if low.value is None or high.value <= low.value or (low.typed.startswith("0") and "/" not in low.typed):
        return []
    low.maximum, low.end = high.value, parts[after - 1].end
    if after == len(parts):
        # 1000-2000 may be a range, 6204-7210 hardly: codes run in pairs too.
        return [low] if high.value < 1000 else []
    if is_sign(parts, after, "-"):
        after += 1
    unit = read_unit(parts, after)
    if unit is None:
        return []
    return [with_unit(low, unit[0], parts[-1].end)] if unit[1] == len(parts) else []


def _read_cross(parts: Sequence[Atom], first: Element, place: int) -> list[Element]:
    if place == len(parts):
        first.part, first.end = Part.TIMES, parts[-1].end
        return [first]
    second = read_number(parts, place)
    if second is None:
        return _read_crossed_name(parts, first, place)
    number, after = second
    if after == len(parts) and (len(number.typed) > 3 or number.typed[0] == "0"):
        # "5x6204": five of a model.
        first.part, first.end = Part.TIMES, parts[place - 1].end
        return [first, code(parts[place:])]
    if after == len(parts):
        if number.value % 1 or (first.value or 0) % 1:
            # "3x2.5": cores and their section, no three of two and a half.
            return [code(parts)]
        if (first.value or 0) >= 100 > number.value > 0:
            # "330x24": a size and how many.
            return [first, _element(Part.TIMES, parts, place - 1, len(parts), number)]
        first.part, first.end, first.size = Part.PRODUCT, parts[-1].end, number.value
        return [first]
    if (unit := read_unit(parts, after)) is None:
        return []
    found, after = unit
    if found.measure is not None:
        if after < len(parts) and not is_sign(parts, after, "/"):
            return _read_times_pack(parts, first, second, after, found)
        first.part, first.end = Part.PACK, parts[-1].end
        first.size, first.size_unit = number.value, found.measure
        return [first]
    if after < len(parts):
        return []
    first.part, first.end, first.size = Part.PRODUCT, parts[-1].end, number.value
    first.unit = found.ordering
    return [first]


def _read_crossed_name(parts: Sequence[Atom], first: Element, place: int) -> list[Element]:
    """ "5xcoke": five of it."""
    if any(atom.kind is not Kind.WORD for atom in parts[place:]):
        return []
    first.part, first.end = Part.TIMES, parts[place - 1].end
    return [first, *(word_element(atom) for atom in parts[place:])]


def _read_times_pack(
    parts: Sequence[Atom], first: Element, second: tuple[Number, int], after: int, unit: UnitWord
) -> list[Element]:
    """ "24x330mlx5": five packs of 24 x 330 ml."""
    if not is_sign(parts, after, CROSSES):
        return []
    third = read_number(parts, after + 1)
    if third is None or third[1] != len(parts):
        return []
    first.part, first.end = Part.PACK, parts[after - 1].end
    first.size, first.size_unit = second[0].value, unit.measure
    times = _element(Part.TIMES, parts, after, len(parts), third[0])
    return [first, times]


def _read_slash(parts: Sequence[Atom], first: Element, second: tuple[Number, int]) -> list[Element]:
    """ "24/330ml" is a pack; "25/12" stays as it is, for it may be a date."""
    number, after = second
    unit = read_unit(parts, after)
    if unit is None or unit[0].measure is None:
        return []
    first.part, first.end = Part.PACK, parts[-1].end
    first.size, first.size_unit = number.value, unit[0].measure
    return [first]


def _read_hyphened(parts: Sequence[Atom], first: Element, place: int) -> list[Element]:
    """ "6-pack", "14-ounce", "1/2-inch-thick"; the unit belongs to the article, not to the order."""
    if place >= len(parts) or parts[place].kind is not Kind.WORD:
        return []
    if (inside := _read_inside(parts, first, place)) is not None:
        return [inside]
    unit = read_unit(parts, place)
    if unit is None:
        return []
    found, after = unit
    if found.measure is not None:
        first.part, first.end = Part.SIZE, parts[-1].end
        first.size, first.size_unit = first.value, found.measure
        return [first]
    if after < len(parts):
        return []
    return [with_unit(first, found, parts[-1].end)]


def _read_inside(parts: Sequence[Atom], first: Element, place: int) -> Element | None:
    if is_sign(parts, place, "'") and place + 2 == len(parts) and parts[place + 1].folded in _INSIDE_SUFFIX:
        place += 1
    elif place + 1 != len(parts) or parts[place].folded not in _INSIDE:
        return None
    hyphen = parts[place - 1].text == "-"
    word = parts[place].folded
    if (
        not hyphen
        and word not in _INSIDE_SUFFIX
        and not (word in ("ct", "count") and (first.value or 0) >= 6)
    ):
        return None
    if hyphen and word in ("pcs", "pc"):
        return None
    first.part, first.end = Part.COUNTED, parts[-1].end
    return first


def _read_after_unit(parts: Sequence[Atom], element: Element, unit: UnitWord, after: int) -> list[Element]:
    if after == len(parts):
        return [with_unit(element, unit, parts[-1].end)]
    if is_sign(parts, after, CROSSES) and (third := read_number(parts, after + 1)) is not None:
        number, end = third
        rest = read_unit(parts, end) if end < len(parts) else None
        if unit.measure is None or (end < len(parts) and (rest is None or rest[1] != len(parts))):
            return []
        # "330ml*24": by the way it is written a pack, though it may be an order of 24.
        return [
            Element(
                Part.PACK,
                element.start,
                parts[-1].end,
                value=number.value,
                size=element.value,
                size_unit=unit.measure,
                unit=rest[0].ordering if rest else None,
                unit_first=True,
            )
        ]
    if is_sign(parts, after, CROSSES) and after + 1 == len(parts):
        return [with_unit(element, unit, parts[-1].end)]
    if is_sign(parts, after, "/") or is_sign(parts, after, "-"):
        return _read_second_measure(parts, element, unit, after)
    return []


def _read_second_measure(
    parts: Sequence[Atom], element: Element, unit: UnitWord, after: int
) -> list[Element]:
    """ "150g/5oz" says one size twice; the first stands. "14-ounce-can" gives the size."""
    second = read_number(parts, after + 1)
    if second is not None and parts[after].text == "-":
        return _read_size_and_amount(parts, element, unit, after)
    if second is not None:
        # "125g/4 1/2oz" is cut at the space: a number alone behind the stroke is enough.
        if second[1] < len(parts) and read_unit(parts, second[1]) is None:
            return []
        return [with_unit(element, unit, parts[-1].end)]
    named = [unit_words().get(atom.folded) for atom in parts[after + 1 :] if atom.kind is Kind.WORD]
    if is_sign(parts, after, "/") and named and all(named):
        return [with_unit(element, unit, parts[-1].end)]
    return []


def _read_size_and_amount(
    parts: Sequence[Atom], element: Element, unit: UnitWord, after: int
) -> list[Element]:
    """ "1.5L-12", "500ml-24pcs": a size and how many of it; but "15w-40" is a grade of oil."""
    if unit.measure is None or unit.measure == "w":
        return []
    size = with_unit(element, unit, parts[after - 1].end)
    amount = _read_numeric(parts, after + 1)
    return [size, *amount] if len(amount) == 1 else []


def word_element(atom: Atom) -> Element:
    return Element(Part.WORD, atom.start, atom.end, atom.folded)


def _read_lettered(parts: Sequence[Atom], place: int) -> list[Element]:
    """A chunk that begins with letters: "x5", "ctn10", "coke2ctn", "coke-5ctn"; else empty, a code."""
    word = parts[place].folded
    if word in CROSSES and len(parts) > 1:
        return _read_leading_cross(parts)
    if word in unit_words() and is_sign(parts, 1, "/") and is_number(parts, 2):
        # "1 cup/150g": the stroke begins the same amount in another measure.
        return [Element(Part.UNIT, parts[0].start, parts[0].end, word), *_read_numeric(parts, 2)]
    start = 2 if is_sign(parts, 1, "-") and len(parts) > 2 else 1
    found = _read_numeric(parts, start) if is_number(parts, start) else []
    if len(found) != 1:
        return []
    element = found[0]
    unit = unit_words().get(word)
    if unit is not None and unit.ordering and unit.measure is None and len(word) > 1 and start == 1:
        if element.part is not Part.NUMBER:
            return []
        element.start, element.unit_first, element.glued = parts[0].start, True, True
        return [with_unit(element, UnitWord(unit.ordering, None), element.end)]
    return _read_glued_name(parts, element, hyphen=start == 2)


def _read_leading_cross(parts: Sequence[Atom]) -> list[Element]:
    found = _read_numeric(parts, 1)
    if len(found) != 1 or found[0].part not in (Part.NUMBER, Part.QUANTITY):
        return []
    element = found[0]
    element.start = parts[0].start
    if element.part is Part.NUMBER:
        element.part = Part.TIMES
    return [element]


def _read_glued_name(parts: Sequence[Atom], element: Element, *, hyphen: bool) -> list[Element]:
    """ "coke2ctn", "sugar-2kg", "coke-5": a name and its quantity without a space."""
    name = parts[0]
    named = len(name.folded) >= 3 and name.folded.isalpha()
    counted = element.part is Part.QUANTITY and element.size_unit is None
    small = element.part is Part.NUMBER and hyphen and len(element.typed) <= 3 and element.typed[0] != "0"
    if not named or not (counted or (hyphen and element.part is Part.QUANTITY) or small):
        return []
    if small and name.text.isupper():
        return []
    element.glued = True
    return [word_element(name), element]
