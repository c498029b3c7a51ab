"""Numbers and measure words inside a run of Chinese: "两箱可乐", "可乐三瓶", "12瓶装".

Chinese has no spaces, so a numeral counts only with a measure word right behind it, and known names that
hold a numeral or a measure word (三只松鼠, 打火机) are left whole.
"""

from __future__ import annotations

from functools import cache

from core.intake.engine.lexicon import read_language
from core.intake.engine.reading.elements import Element, Part, UnitWord, unit_words, with_unit
from core.intake.engine.reading.numbers import HALF, ChineseNumber, read_chinese

# After a measure word these make it a way of packing, not an amount: 12瓶装.
_PACKED = frozenset("装裝入")
_MONEY = ("元", "块钱", "塊錢", "蚊")


@cache
def _starts(section: str, key: str) -> dict[str, tuple[str, ...]]:
    """First sign -> names that begin with it, longest first."""
    table: dict[str, list[str]] = {}
    for name in read_language("zh").get(section, {}).get(key, ()):
        table.setdefault(name[0], []).append(name)
    return {sign: tuple(sorted(names, key=len, reverse=True)) for sign, names in table.items()}


@cache
def _unit_starts() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for word in unit_words():
        if not word.isascii() and "\u3400" <= word[0] <= "\u9fff":
            table.setdefault(word[0], []).append(word)
    return {sign: tuple(sorted(words, key=len, reverse=True)) for sign, words in table.items()}


def _named(table: dict[str, tuple[str, ...]], text: str, place: int) -> str | None:
    for name in table.get(text[place], ()):
        if text.startswith(name, place):
            return name
    return None


def unit_at(text: str, place: int) -> tuple[UnitWord, int] | None:
    """The measure word at ``place`` and the place after it; none where a longer name begins there."""
    if place >= len(text):
        return None
    word = _named(_unit_starts(), text, place)
    name = _named(_starts("names with units", "name"), text, place)
    if word is None or (name is not None and len(name) > len(word)):
        return None
    return unit_words()[word], place + len(word)


def read_run(text: str, offset: int, number: Element | None) -> list[Element]:
    """Elements of one Chinese run that begins at ``offset``; ``number`` is a bare number right before it.

    When the run begins with the measure word of that number, the number element is changed in place.
    """
    found: list[Element] = []
    place = _attach(text, offset, number) if number is not None else 0
    begin = place
    while place < len(text):
        name = _named(_starts("names with numbers", "name"), text, place)
        if name is not None:
            place += len(name)
            continue
        element, end = _quantity_at(text, place, offset)
        if element is None:
            place += 1
            continue
        _flush(text, begin, place, offset, found)
        found.append(element)
        place = begin = end
    _flush(text, begin, len(text), offset, found)
    return found


def _flush(text: str, begin: int, end: int, offset: int, found: list[Element]) -> None:
    if end > begin:
        found.append(Element(Part.WORD, offset + begin, offset + end, text[begin:end]))


def _attach(text: str, offset: int, number: Element) -> int:
    for money in _MONEY:
        if text.startswith(money):
            number.part, number.end = Part.PRICE, offset + len(money)
            return len(money)
    unit = unit_at(text, 0)
    if unit is None:
        return 0
    return _complete(text, offset, number, *unit)


def _complete(text: str, offset: int, number: Element, unit: UnitWord, end: int) -> int:
    with_unit(number, unit, offset + end)
    if end < len(text) and text[end] in _PACKED:
        number.part, number.end = Part.COUNTED if unit.ordering else Part.SIZE, offset + end + 1
        return end + 1
    half = end < len(text) and text[end] == "半"
    # "两箱半" is two and a half; "半" with a measure word of its own begins the next amount.
    if half and number.value is not None and unit_at(text, end + 1) is None:
        number.value += HALF
        number.end = offset + end + 1
        return end + 1
    return end


def _quantity_at(text: str, place: int, offset: int) -> tuple[Element | None, int]:
    vague = _named(_starts("vague quantities", "vague"), text, place)
    if vague is not None:
        end = place + len(vague)
        return Element(Part.VAGUE, offset + place, offset + end, vague), end
    number = read_chinese(text, place)
    if number is None:
        return None, place
    if text[number.end : number.end + 1] in ("到", "至") and number.value is not None:
        upper = read_chinese(text, number.end + 1)
        if upper is not None and upper.value is not None and upper.value > number.value:
            number = ChineseNumber(number.value, upper.value, upper.end)
    unit = unit_at(text, number.end)
    if number.value is None:
        if unit is None:
            return None, place
        vague_element = Element(Part.VAGUE, offset + place, offset + unit[1], text[place : unit[1]])
        vague_element.unit = unit[0].ordering
        return vague_element, unit[1]
    element = Element(
        Part.NUMBER,
        offset + place,
        offset + number.end,
        text[place : number.end],
        value=number.value,
        maximum=number.maximum,
        typed=text[place : number.end],
        in_words=True,
    )
    if unit is None:
        alone = place == 0 and number.end == len(text)
        return (element, number.end) if alone else (None, place)
    return element, _complete(text, offset, element, *unit)
