"""One form for catalogue names and lines, so that what means the same is written the same.

Units become base units exactly ("1.5 L" = "1500ml", '1/2"' = "12.7mm"), packs are told from sizes
("6x330ml"), bolts keep thread and length apart ("M8x40"), hyphenated codes are also kept joined, plurals
fall, Chinese is cut into characters and simplified, accents and the Turkish dotless i are folded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum
from fractions import Fraction
from functools import cache, lru_cache

from core.intake.engine.folding import LOOK_ALIKE, fold_code, fold_text, number_text, parse_number, stem
from core.intake.engine.units import MEASURES, measure_words


class Kind(IntEnum):
    WORD = 0  # letters
    NUMBER = 1  # a bare number: size, quantity or part of a name
    MEASURE = 2  # number with a unit, written in the base unit
    CODE = 3  # letters and digits mixed
    SIGN = 4  # one Chinese character
    COUNT = 5  # pieces in a pack ("24s", "x 24", "24 pcs")


NO_DIMENSION = -1
DIMENSIONS = {name: i for i, name in enumerate(sorted({m.dimension for m in MEASURES.values()}))}
COUNT_DIMENSION = DIMENSIONS["count"]


@dataclass(slots=True)
class Normal:
    """A text in normal form, as parallel lists of its tokens.

    texts: the tokens; ``kinds``: their :class:`Kind`. surface: the number as written (1.5), base: in the base
    unit (1500), dimension: index into ``DIMENSIONS`` or NO_DIMENSION; all three 0, 0, -1 for words.
    codes: model numbers with look-alikes folded and separators gone ("AB-12O4" -> "ab1204"), whole and
    in parts. joined: a long word and its number as one ("iphone15"), a weaker kind of code.
    """

    texts: list[str] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    surface: list[float] = field(default_factory=list)
    base: list[float] = field(default_factory=list)
    dimension: list[int] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(self.texts)

    def add(
        self, text: str, kind: Kind, surface: float = 0.0, base: float = 0.0, dimension: int = -1
    ) -> None:
        self.texts.append(text)
        self.kinds.append(kind)
        self.surface.append(surface)
        self.base.append(base)
        self.dimension.append(dimension)


_ATOM = re.compile(r"(\d+(?:[.,]\d+)*)|([a-z]+)|([\u3400-\u9fff])|([^\W\d_a-z\u3400-\u9fff]+)|([\"/%*.\-])")
_NUMBER, _LETTERS, _HAN, _OTHER, _SIGN = 1, 2, 3, 4, 5
_IN_ONE = re.compile(r"\b(\d)\s?-?in\s?-?(\d)\b")  # "3 in 1" is no three inches
_DENOMINATORS = frozenset({"2", "3", "4", "5", "6", "8", "10", "12", "16", "32", "64"})
_ONE_LETTER_APART = frozenset("lgmvwt")
_COUNT_WORDS = (
    frozenset(
        ("s", "pc", "pcs", "pce", "ct", "count", "pk", "pack", "packs", "pkt", "pkts", "piece", "pieces")
    )
    | frozenset(
        ("bag", "bags", "sachet", "sachets", "capsule", "capsules", "tablet", "tablets", "roll", "rolls")
    )
    | frozenset(("biji", "keping", "adet", "li", "lu", "tane"))
)
_HAN_COUNT = frozenset("个片包支粒枚只条件卷袋入")


@cache
def _base_units() -> dict[str, str]:
    return {m.dimension: m.code for m in reversed(tuple(MEASURES.values())) if m.factor == 1}


@lru_cache(maxsize=65536)
def _measure_token(value: Fraction, word: str) -> tuple[str, float, float, int]:
    measure = measure_words()[word]
    base = value * measure.factor
    unit = _base_units().get(measure.dimension, measure.code)
    dimension = DIMENSIONS[measure.dimension]
    return number_text(base) + unit, float(value), float(base), dimension


class _Atoms:
    """The pieces of a folded text with their kind and whether they touch the piece before."""

    __slots__ = ("glued", "kinds", "texts")

    def __init__(self, text: str) -> None:
        self.kinds: list[int] = []
        self.texts: list[str] = []
        self.glued: list[bool] = []
        end = -1
        for match in _ATOM.finditer(text):
            self.kinds.append(match.lastindex or 0)
            self.texts.append(match[0])
            self.glued.append(match.start() == end)
            end = match.end()
        for _ in range(4):  # so that looking ahead needs no bounds
            self.kinds.append(0)
            self.texts.append("")
            self.glued.append(False)

    def is_glued(self, i: int, kind: int) -> bool:
        return self.kinds[i] == kind and self.glued[i]


def normalise(text: str) -> Normal:
    """The normal form of a name or of the item words of a line. Empty for a text without words."""
    folded = _IN_ONE.sub(r"\1in\2", fold_text(text))
    atoms = _Atoms(folded)
    out = Normal()
    i = 0
    end = len(atoms.kinds) - 4
    while i < end:
        kind = atoms.kinds[i]
        if kind == _NUMBER:
            i = _take_number(atoms, i, out)
        elif kind == _LETTERS:
            i = _take_letters(atoms, i, out)
        elif kind == _HAN:
            out.add(atoms.texts[i], Kind.SIGN)
            i += 1
        elif kind == _OTHER:
            out.add(atoms.texts[i], Kind.WORD)
            i += 1
        else:
            i += 1
    return out


def _read_value(atoms: _Atoms, i: int) -> tuple[Fraction, int]:
    """The number at ``i`` with its fraction, and where it ends: "1 1/2", "1-1/2", "3/4", "2.5"."""
    whole = parse_number(atoms.texts[i])
    if _is_fraction(atoms, i):
        return whole / int(atoms.texts[i + 2]), i + 3
    j = i + 2 if atoms.texts[i + 1] == "-" and atoms.glued[i + 1] else i + 1
    if atoms.kinds[j] == _NUMBER and _is_fraction(atoms, j) and whole.denominator == 1 and whole < 100:
        part = Fraction(int(atoms.texts[j]), int(atoms.texts[j + 2]))
        if part < 1:
            return whole + part, j + 3
    return whole, i + 1


def _is_fraction(atoms: _Atoms, i: int) -> bool:
    return (
        atoms.texts[i + 1] == "/"
        and atoms.glued[i + 1]
        and atoms.is_glued(i + 2, _NUMBER)
        and atoms.texts[i + 2] in _DENOMINATORS
        and atoms.texts[i].isdigit()
        and len(atoms.texts[i]) <= 2
        and atoms.texts[i + 3] != "/"
    )


def _read_unit(atoms: _Atoms, i: int) -> tuple[str, int]:
    """The word of measure that starts at ``i`` (straight after a number) and where it ends, or ""."""
    if atoms.texts[i] == "-" and atoms.glued[i] and atoms.is_glued(i + 1, _LETTERS):
        i += 1
    word, kind = atoms.texts[i], atoms.kinds[i]
    if kind == _SIGN:
        return (word, i + 1) if word in '"%' and word in measure_words() else ("", i)
    if kind == _HAN:
        for length in (3, 2, 1):
            han = "".join(atoms.texts[i : i + length])
            if han in measure_words() and all(k == _HAN for k in atoms.kinds[i : i + length]):
                return han, i + length
        return "", i
    if kind not in (_LETTERS, _OTHER) or word not in measure_words() or atoms.is_glued(i + 1, _NUMBER):
        return "", i
    if not atoms.glued[i]:
        is_fraction = i > 1 and atoms.texts[i - 2] == "/"
        if word == "in" and atoms.kinds[i + 1] in (_NUMBER, _LETTERS) and not is_fraction:
            return "", i
        if len(word) == 1 and word not in _ONE_LETTER_APART:
            return "", i
    return word, i + 1


def _take_number(atoms: _Atoms, i: int, out: Normal) -> int:
    """Emit what starts with the number at ``i``; returns where it ends."""
    value, j = _read_value(atoms, i)
    word, k = _read_unit(atoms, j)
    if word:
        return _after_measure(atoms, k, out, value, word)
    following = atoms.texts[j]
    if following in ("x", "*") and atoms.kinds[j + 1] == _NUMBER:
        return _take_times(atoms, i, out)
    if _is_count(atoms, j):
        _add_count(out, value)
        return j + 1
    if atoms.is_glued(j, _LETTERS) and j == i + 1:
        if following == "x":
            _add_count(out, value)
            return j + 1
        if len(following) < 3 or atoms.is_glued(j + 1, _NUMBER):
            return _take_code(atoms, i, out)
    elif atoms.texts[j] == "-" and atoms.glued[j] and atoms.glued[j + 1] and j == i + 1:
        return _take_code(atoms, i, out)
    _add_number(out, value, atoms.texts[i] if j == i + 1 else "")
    return j


def _is_count(atoms: _Atoms, j: int) -> bool:
    if atoms.kinds[j] == _HAN:
        return atoms.texts[j] in _HAN_COUNT
    word = atoms.texts[j]
    if atoms.kinds[j] != _LETTERS or word not in _COUNT_WORDS or atoms.is_glued(j + 1, _NUMBER):
        return False
    return atoms.glued[j] or word not in ("s", "li", "lu")


def _after_measure(atoms: _Atoms, k: int, out: Normal, value: Fraction, word: str) -> int:
    if measure_words()[word].dimension == "count":
        _add_count(out, value)
        return k
    _add_measure(out, value, word)
    bulk = measure_words()[word].dimension in ("mass", "volume")
    if bulk and atoms.texts[k] in ("x", "*") and atoms.kinds[k + 1] == _NUMBER:
        count, after = _read_value(atoms, k + 1)
        if not _read_unit(atoms, after)[0] and count.denominator == 1 and not atoms.is_glued(after, _LETTERS):
            _add_count(out, count)
            return after
    return k


def _take_times(atoms: _Atoms, i: int, out: Normal) -> int:
    """ "6x330ml" is a pack, "50x90x20 mm" and "2 x 4" are dimensions."""
    values: list[Fraction] = []
    words: list[str] = []
    j = i
    while True:
        value, j = _read_value(atoms, j)
        word, j = _read_unit(atoms, j)
        values.append(value)
        words.append(word)
        if atoms.texts[j] in ("x", "*") and atoms.kinds[j + 1] == _NUMBER:
            j += 1
            continue
        break
    last = words[-1]
    is_pack = bool(last) and measure_words()[last].dimension in ("mass", "volume", "count", "data")
    for n, (value, word) in enumerate(zip(values, words, strict=True)):
        if word:
            _add_measure(out, value, word)
        elif is_pack and n < len(values) - 1:
            _add_count(out, value)
        elif last and not is_pack:
            _add_measure(out, value, last)
        else:
            _add_number(out, value, "")
    return j


_LONG_WORD = 4  # "iphone15" is a word and a number, "dsc150" a model number


def _take_letters(atoms: _Atoms, i: int, out: Normal) -> int:
    word = atoms.texts[i]
    if word == "x" and atoms.kinds[i + 1] == _NUMBER and not atoms.glued[i] and i > 0:
        value, j = _read_value(atoms, i + 1)
        if not _read_unit(atoms, j)[0] and not atoms.is_glued(j, _LETTERS):
            _add_count(out, value)
            return j
        return i + 1
    digits_follow = atoms.is_glued(i + 1, _NUMBER)
    hyphen_code = atoms.texts[i + 1] == "-" and atoms.glued[i + 1] and _starts_code(atoms, i + 2)
    letters_again = digits_follow and atoms.is_glued(i + 2, _LETTERS) and not _read_unit(atoms, i + 2)[0]
    if (digits_follow and (len(word) < _LONG_WORD or letters_again)) or hyphen_code:
        return _take_code(atoms, i, out)
    if digits_follow:
        out.joined.append(fold_code(word + atoms.texts[i + 1]))
    out.add(stem(word), Kind.WORD)
    return i + 1


def _starts_code(atoms: _Atoms, i: int) -> bool:
    """Do a digit, or up to three letters and a digit, follow without a gap ("-W150")?"""
    if atoms.is_glued(i, _LETTERS) and len(atoms.texts[i]) < _LONG_WORD:
        i += 1
    return atoms.is_glued(i, _NUMBER)


_BOLT = re.compile(r"m(\d+(?:\.\d+)?)(?:x(\d+(?:\.\d+)?))?$")
_RUN_KINDS = (_NUMBER, _LETTERS)


def _take_code(atoms: _Atoms, i: int, out: Normal) -> int:
    """A run of letters and digits that touch, hyphens inside: one code, and its parts as tokens."""
    parts = [[atoms.texts[i]]]
    has_letters = atoms.kinds[i] == _LETTERS
    j = i + 1
    while True:
        if atoms.glued[j] and atoms.kinds[j] in _RUN_KINDS:
            parts[-1].append(atoms.texts[j])
            has_letters = has_letters or atoms.kinds[j] == _LETTERS
            j += 1
        elif (
            atoms.texts[j] in ("-", "/", ".")
            and atoms.glued[j]
            and atoms.glued[j + 1]
            and (atoms.kinds[j + 1] in _RUN_KINDS)
        ):
            parts.append([])
            j += 1
        else:
            break
    words = ["".join(part) for part in parts]
    bolt = _BOLT.match(words[0]) if len(words) == 1 else None
    if bolt:
        return _take_bolt(atoms, j, out, bolt)
    for word in words:
        _add_code_part(out, word)
    whole = "".join(words).translate(LOOK_ALIKE)
    if len(words) > 1 or not has_letters:
        out.codes.append(whole)
    return j


def _take_bolt(atoms: _Atoms, j: int, out: Normal, bolt: re.Match[str]) -> int:
    """ "M8x40" and "M8 x 40": thread M8, length 40 mm."""
    out.add("m" + bolt[1], Kind.CODE)
    length = Fraction(bolt[2]) if bolt[2] else None
    if length is None and atoms.texts[j] in ("x", "*") and atoms.kinds[j + 1] == _NUMBER:
        length, j = _read_value(atoms, j + 1)
        word, j = _read_unit(atoms, j)
        if word:
            _add_measure(out, length, word)
            return j
    if length is not None:
        if atoms.texts[j] == "mm":
            j += 1
        _add_measure(out, length, "mm")
        out.codes.append(f"m{bolt[1]}x{number_text(length)}".translate(LOOK_ALIKE))
    return j


def _add_code_part(out: Normal, word: str) -> None:
    if word.isdigit():
        _add_number(out, Fraction(word[:18]), word)
    elif word.isalpha():
        out.add(stem(word), Kind.WORD)
    else:
        out.add(word, Kind.CODE)
        out.codes.append("".join(s for s in word if s.isalnum()).translate(LOOK_ALIKE))


def _add_number(out: Normal, value: Fraction, written: str) -> None:
    number = float(value)
    if written.isdigit() and len(written) > 1 and written[0] == "0":
        out.add(written, Kind.CODE)  # leading zeros belong to codes ("0042")
    else:
        out.add(number_text(value), Kind.NUMBER, number, number, NO_DIMENSION)
    if written.isdigit() and len(written) >= 4:
        out.codes.append(written)


def _add_measure(out: Normal, value: Fraction, word: str) -> None:
    text, surface, base, dimension = _measure_token(value, word)
    out.add(text, Kind.MEASURE, surface, base, dimension)


def _add_count(out: Normal, value: Fraction) -> None:
    number = float(value)
    out.add("x" + number_text(value), Kind.COUNT, number, number, COUNT_DIMENSION)
