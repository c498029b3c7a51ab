"""A message into pieces, each at most one order line, one question or one courtesy (A1).

Line ends always part. Commas, "and", full stops and their like part only where both sides can stand alone:
each names an article and its amount, or one of them is a greeting, a note or a command. So "salt & vinegar",
"oil and gas filter" and "1,5 l" stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from core.intake.engine.elements import Element, Part
from core.intake.engine.lexicon import read_language, words_to_keys
from core.intake.engine.phrases import phrase_book
from core.intake.engine.scanning import scan
from core.intake.engine.tokens import Atom, atomise, has_han

MOST_PIECES = 300

_SPACES = re.compile(r"[ \u3000]{2,}")
_BULLET = re.compile(r"^[\s>]*(?:[•·‣▪◦●○■□◆◇★☆✓✔✅➡→>*+–—-]\s+|[•·‣▪●■◆✅✔✓➡→]\s*)+")
_NUMBERED = re.compile(r"^\s*\(?(\d{1,3})\s?(?:[.):](?!\d|\s?(?:sat[ıi]r|s[ıi]ra|kalem|madde))|、)\s*(?=\S)")
_HAN_NUMBERED = re.compile(r"^\s*[一二三四五六七八九十]{1,3}[、.]\s*(?=\S)")
_PLAIN_NUMBERED = re.compile(r"^\s*(\d{1,3})(?:\s+|\s?-\s?)(?=\S)")
_WORDS_OF_ITEM = (Part.WORD, Part.CODE, Part.PACK, Part.SIZE)
_STRONG = (Part.TIMES,)
_SEPARATORS = frozenset(",;、.!?|+&/")
_LISTING = frozenset(",;、|")
_WEIGHED = frozenset({"kg", "catty", "lb"})


class Piece(NamedTuple):
    """A part of a message that is read on its own; ``ended`` is the sign that closed it, if any."""

    text: str
    ended: str = ""


def split_message(text: str) -> tuple[list[Piece], bool]:
    """The pieces of a tidied message in order, and whether there were more than are read."""
    lines = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
    lines = [line for line in lines if line]
    truncated = len(lines) > MOST_PIECES
    pieces: list[Piece] = []
    for line in _without_marks(lines[:MOST_PIECES]):
        pieces += split_line(line)
    return pieces[:MOST_PIECES], truncated or len(pieces) > MOST_PIECES


def _without_marks(lines: Sequence[str]) -> list[str]:
    """Lines without bullets and without the numbers of a list."""
    stripped = [_strip_bullet(line, alone=len(lines) == 1) for line in lines]
    stripped = _without_list_numbers(stripped)
    numbers = [int(match[1]) if (match := _PLAIN_NUMBERED.match(line)) else 0 for line in stripped]
    counted = len(lines) > 2 and numbers == list(range(1, len(lines) + 1))
    if counted and all(_has_second_amount(line) for line in stripped):
        return [_PLAIN_NUMBERED.sub("", line, count=1) for line in stripped]
    return stripped


def _has_second_amount(line: str) -> bool:
    return _counts(_PLAIN_NUMBERED.sub("", line, count=1))


def _counts(text: str) -> bool:
    amounts = (Part.QUANTITY, Part.NUMBER, Part.TIMES, Part.VAGUE)
    return any(element.part in amounts and not element.article for element in scan(text))


def _strip_bullet(line: str, *, alone: bool) -> str:
    rest = _BULLET.sub("", line, count=1)
    if not alone and rest.startswith("-") and rest[1:2].isalnum():
        # In a list "-3 coke" is a bullet; a message of its own it is an amount to be asked about.
        rest = rest[1:]
    return rest.strip() or line


def _without_list_numbers(lines: Sequence[str]) -> list[str]:
    """ "1. coke 2 ctn": the number goes where the lines are counted through, or where an amount is left."""
    marks = [_NUMBERED.match(line) or _HAN_NUMBERED.match(line) for line in lines]
    numbers = [int(mark[1]) for mark in marks if mark is not None and mark.re is _NUMBERED]
    counted = len(numbers) > 1 and all(after - before == 1 for before, after in pairwise(numbers))
    found = []
    for line, mark in zip(lines, marks, strict=True):
        rest = line[mark.end() :].strip() if mark is not None else ""
        named = any(sign.isalpha() for sign in rest)
        goes = counted or mark is None or mark.re is _HAN_NUMBERED or _counts(rest)
        found.append(rest if named and goes else line)
    return found


# --- within a line -----------------------------------------------------------------------------------


class _Segment(NamedTuple):
    start: int
    end: int
    elements: tuple[Element, ...]
    sign: str


def split_line(line: str) -> list[Piece]:
    """One line into pieces; the text between separators is kept as typed."""
    elements = scan(line)
    segments = _segments(line, elements)
    if len(segments) > 1 and (shared := _shared_amount(line, segments)) is not None:
        return shared
    if (doubled := _two_amounts_of_one(line, segments)) is not None:
        return doubled
    pieces: list[Piece] = []
    for segment in _merge(line, segments):
        for start, end in _runs(segment):
            text = line[start:end].strip(" ,;、|+")
            if end != segment.end and has_han(text):
                text = text.rstrip("和跟同与與及")
            if text:
                pieces.append(Piece(text, segment.sign))
    return pieces


def _segments(line: str, elements: Sequence[Element]) -> list[_Segment]:
    """The line cut at every place where it might part, brackets left whole."""
    segments: list[_Segment] = []
    held: list[Element] = []
    begin = depth = 0
    for place, element in enumerate(elements):
        if element.part is Part.SIGN and element.folded in "([":
            depth += 1
        elif element.part is Part.SIGN and element.folded in ")]":
            depth = max(0, depth - 1)
        if depth == 0 and _separates(line, elements, place):
            segments.append(_Segment(begin, element.start, tuple(held), element.folded))
            held, begin = [], element.end
            if element.part is Part.WORD and element.folded in _keeps():
                begin = element.start
                held = [element]
            continue
        held.append(element)
    segments.append(_Segment(begin, len(line), tuple(held), ""))
    return [segment for segment in segments if segment.elements]


@cache
def _joiners() -> frozenset[str]:
    return frozenset(words_to_keys("joiners"))


@cache
def _keeps() -> frozenset[str]:
    """Words that part and belong to what follows: "but no sprite", "except fanta"."""
    return frozenset({"but", "except", "ama", "fakat", "tapi", "tetapi", "tp", "kecuali", "without", "tanpa"})


_EXCEPTING = frozenset({"except", "without", "tanpa", "kecuali"})
_LONGEST_OPENING = 120


def _repeats(text: str) -> bool:
    found = phrase_book("intents").find_all(text, atomise(text))
    return any(one.key in ("repeat_last", "usual") for one in found)


def _separates(line: str, elements: Sequence[Element], place: int) -> bool:
    element = elements[place]
    if element.part is Part.WORD:
        quoted = element.start > 0 and line[element.start - 1] in "'\""
        if element.folded in _EXCEPTING:
            # "the usual without sprite" parts, "boneless beef without fat" is a name.
            return element.start < _LONGEST_OPENING and _repeats(line[: element.start])
        return not quoted and (element.folded in _joiners() or element.folded in _keeps())
    if element.part is Part.SIGN and element.folded == ":":
        return _opens_list(line[: element.start]) and not line.startswith("//", element.end)
    if element.part is not Part.SIGN or element.folded not in _SEPARATORS:
        return False
    after = line[element.end : element.end + 1]
    if element.folded in ".!?":
        return after in ("", " ") and element.start > 0
    if element.folded in "/&+":
        return after == " " and line[element.start - 1 : element.start] == " "
    return True


def _opens_list(text: str) -> bool:
    """What may stand before a colon and an order: "Order for tomorrow:", 明早送："""
    text = text.strip(" ,.;")
    if len(text) > 40 or not text:
        return False
    atoms = atomise(text)
    return is_courtesy(text, atoms) is not None or _tells_when_or_where(text, atoms)


def is_amount(element: Element) -> bool:
    """A number that can only be an amount, not a size or a model."""
    if element.part is Part.QUANTITY:
        return element.size_unit is None and not element.article
    return element.part is Part.TIMES or (element.part is Part.VAGUE and element.unit is not None)


def _has_amount(segment: _Segment) -> bool:
    elements = segment.elements
    if any(is_amount(e) or e.part in (Part.VAGUE, Part.PRODUCT) for e in elements):
        return True
    solid = [e for e in elements if e.part is not Part.SIGN]
    if not solid:
        return False
    ends = (solid[0], solid[-1])
    if any(e.part is Part.QUANTITY for e in elements) or any(e.part is Part.PACK for e in ends):
        return True
    return any(e.part is Part.NUMBER for e in ends)


def _has_name(segment: _Segment) -> bool:
    return any(e.part in _WORDS_OF_ITEM or e.part is Part.UNIT or e.size_unit for e in segment.elements)


def _is_line(segment: _Segment) -> bool:
    named = any(e.part in _WORDS_OF_ITEM for e in segment.elements)
    # "500 pcs cups": a second unit word names the article.
    counted = any(e.part is Part.QUANTITY and e.unit is not None for e in segment.elements)
    named = named or (counted and any(e.part is Part.UNIT for e in segment.elements))
    return named and _has_amount(segment)


def _merge(line: str, segments: Sequence[_Segment]) -> list[_Segment]:
    """Segments joined again where one side cannot stand alone."""
    if not segments:
        return []
    lines = [_is_line(segment) for segment in segments]
    alone = [_stands_alone(line[s.start : s.end]) for s in segments]
    enumerated = _is_enumeration(line, segments, lines, alone)
    merged = [[segments[0]]]
    stands = lines[0] or alone[0] or enumerated
    for place in range(1, len(segments)):
        segment, last = segments[place], merged[-1]
        closes = _closes(last[-1])
        if last[-1].sign == "." and not alone[place] and _is_abbreviated(last[-1], segment):
            closes = False
        own = lines[place] or alone[place] or enumerated
        if last[-1].sign == "." and not closes:
            own = False
        if lines[place] and lines[place - 1] and not alone[place] and not _same_manner(last[-1], segment):
            own = False
        counted = any(_has_amount(part) for part in last) if closes and not stands else False
        if (own and (stands or (closes and not counted))) or (closes and not counted and _has_name(segment)):
            merged.append([segment])
        else:
            last.append(segment)
            own = stands or own or (len(last) < 9 and _is_line(_joined(last)))
        stands = own
    return [_joined(parts) for parts in merged]


_PROSE = frozenset(",;、|.!?:")


def _same_manner(one: _Segment, other: _Segment) -> bool:
    """Around "&" and "and" both sides give their amounts alike: "3 Lion & Globe Oil 1L" is one article."""
    if one.sign in _PROSE:
        return True
    return _has_counted(one) == _has_counted(other)


def _has_counted(segment: _Segment) -> bool:
    """Whether an amount without a measure stands outside brackets."""
    solid = []
    depth = 0
    for element in segment.elements:
        depth += element.part is Part.SIGN and element.folded in "(["
        depth -= element.part is Part.SIGN and element.folded in ")]"
        if depth <= 0 and element.part is not Part.SIGN:
            solid.append(element)
    if any(is_amount(e) or e.part is Part.VAGUE for e in solid):
        return True
    return any(e.part in (Part.NUMBER, Part.PRODUCT) for e in (solid[0], solid[-1])) if solid else False


def _is_abbreviated(one: _Segment, other: _Segment) -> bool:
    """ "Super Conc. Laundry Det. Lemon": a point behind a short word, and nothing new begins."""
    last = one.elements[-1]
    short = last.part is Part.WORD and len(last.folded) <= 5
    return short and not _has_counted(other) and not has_sentence_in(other)


def has_sentence_in(segment: _Segment) -> bool:
    return sum(e.folded in _SENTENCE for e in segment.elements) >= 2


def _joined(parts: Sequence[_Segment]) -> _Segment:
    elements = tuple(element for part in parts for element in part.elements)
    return _Segment(parts[0].start, parts[-1].end, elements, parts[-1].sign)


def _closes(segment: _Segment) -> bool:
    """Whether the segment ends in a full stop, and after more than an abbreviation ("ctn.", "no.")."""
    sign = segment.sign
    if sign in ("!", "?"):
        return True
    if sign != ".":
        return False
    last = segment.elements[-1]
    return not (last.part is Part.UNIT or (last.part is Part.WORD and len(last.folded) < 3))


def _is_enumeration(
    line: str, segments: Sequence[_Segment], lines: Sequence[bool], alone: Sequence[bool]
) -> bool:
    """A list of bare names ("coke, sprite, fanta"), or one in which nearly all have their amounts."""
    signs = {segment.sign for segment in segments[:-1]}
    if not signs <= {",", ";", "、", "|", "and", "ve", "dan", "&", "+", "和", "跟"} or not signs & {
        ",",
        ";",
        "、",
        "|",
    }:
        return False
    if len(segments) < 3:
        return False
    count = sum(lines)
    short = all(len([e for e in s.elements if e.part is not Part.SIGN]) <= 4 for s in segments)
    if count == 0:
        return short and not any(alone) and not has_sentence(line)
    return short and count >= len(segments) - 1 and count >= 2


_SENTENCE = frozenset(
    {"i", "you", "is", "are", "was", "were", "will", "would", "did", "does", "do", "have", "has", "had", "be"}
    | {"my", "your", "he", "she", "they", "we", "it", "because", "when", "why", "what", "who", "how", "that"}
    | {"if", "am", "been", "not", "can", "could", "should", "there", "this", "our", "me", "him", "them", "im"}
    | {"saya", "anda", "kamu", "adalah", "yang", "kami", "dia", "itu", "ini", "sudah", "belum", "akan", "apa"}
    | {"ben", "sen", "biz", "siz", "bu", "su", "ne", "neden", "cunku", "degil", "mi", "mu", "oldu", "var"}
)


def has_sentence(text: str) -> bool:
    """At least two words of running speech, so hardly the name of an article."""
    return sum(word in _SENTENCE for word in text.lower().split()) >= 2


def _stands_alone(text: str) -> bool:
    """A greeting, thanks, a note, a command or a question: a piece of its own without any amount."""
    text = text.strip(" ,;.!?")
    atoms = atomise(text)
    if not atoms:
        return True
    if is_courtesy(text, atoms):
        return True
    if (
        phrase_book("notes").match_at(atoms, 0) is not None
        or phrase_book("intents").find(text, atoms) is not None
    ):
        return True
    if starts_command(text, atoms) or _tells_when_or_where(text, atoms):
        return True
    return phrase_book("remarks").holds(atoms)


def _tells_when_or_where(text: str, atoms: Sequence[Atom]) -> bool:
    if any(is_amount(element) for element in scan(text)):
        return False
    if has_han(text):
        return any(phrase_book(section).find(text, atoms) is not None for section in ("notes", "days"))
    return phrase_book("days").find(text, atoms) is not None and len(atoms) <= 5


def starts_command(text: str, atoms: Sequence[Atom]) -> bool:
    """Begins with a verb that changes the draft: remove, change, no …"""
    found = phrase_book("edits").match_at(atoms, 0)
    if found is not None and found[0] in ("remove", "swap verb", "change", "add") and found[1] < len(atoms):
        return True
    if has_han(text):
        return text.startswith(_HAN_COMMANDS) and len(text) > 2
    return False


_HAN_COMMANDS = (
    "不要",
    "去掉",
    "删掉",
    "取消",
    "把",
    "再加",
    "多加",
    "加",
    "减",
    "少",
    "不用",
    "唔要",
    "再来",
    "改",
)


def is_courtesy(text: str, atoms: Sequence[Atom]) -> str | None:
    """ "greeting", "thanks" or "closing" when the piece is nothing else; the key of its first phrase."""
    place = 0
    kind: str | None = None
    books = [phrase_book(section) for section in ("greetings", "thanks", "closings")]
    if has_han(text):
        return _is_han_courtesy(text)
    while place < len(atoms):
        if not atoms[place].folded[0].isalnum():
            place += 1
            continue
        best: tuple[str, int] | None = None
        for book in books:
            found = book.match_at(atoms, place)
            if found is not None and (best is None or found[1] > best[1]):
                best = found
        if best is None:
            return None
        kind = kind or best[0]
        place = best[1]
    return kind


_HAN_PARTICLES = "".join(sorted(set(" ,.!?~:;啊呀哦呢吧啦了哈")))


@cache
def _han_courtesies() -> tuple[tuple[str, str], ...]:
    pairs = [pair for s in ("greetings", "thanks", "closings") for pair in words_to_first_key(s)]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def words_to_first_key(section: str) -> list[tuple[str, str]]:
    return [(word, key) for word, key in words_to_keys(section).items() if has_han(word)]


def _is_han_courtesy(text: str) -> str | None:
    rest = text
    kind: str | None = None
    while rest:
        rest = rest.lstrip(_HAN_PARTICLES)
        if not rest:
            break
        found = next(((word, key) for word, key in _han_courtesies() if rest.startswith(word)), None)
        if found is None:
            return None
        kind = kind or found[1]
        rest = rest[len(found[0]) :]
    return kind


# --- several amounts without a separator -------------------------------------------------------------


def _runs(segment: _Segment) -> list[tuple[int, int]]:
    """Places of the lines in "coke 10 ctn sprite 5 ctn"; the whole segment when it is one line."""
    whole = [(segment.start, segment.end)]
    elements = [e for e in segment.elements if e.part is not Part.SIGN]
    amounts = [place for place, e in enumerate(elements) if is_amount(e)]
    if len(amounts) < 2:
        amounts = [p for p, e in enumerate(elements) if e.part is Part.QUANTITY and e.unit in _WEIGHED]
    if len(amounts) < 2:
        amounts = [p for p, e in enumerate(elements) if e.part is Part.NUMBER and not e.article]
        if len(amounts) < 3 or any((elements[p].value or 0) > 60 for p in amounts):
            return whole
    named = [e.part in (Part.WORD, Part.CODE) and e.folded not in _han_leads() for e in elements]
    if not all(any(named[a + 1 : b]) for a, b in pairwise(amounts)):
        return whole
    bare = elements[amounts[0]].part is Part.NUMBER
    brackets = sum(e.part is Part.SIGN and e.folded == "(" for e in segment.elements)
    apart = any(b - a > 3 for a, b in pairwise([*amounts, len(elements)])) or amounts[0] > 2
    if bare and (apart or brackets not in (0, len(amounts))):
        return whole
    if not any(named[: amounts[0]]) and any(named[amounts[-1] + 1 :]):
        cuts = [elements[place].start for place in amounts[1:]]
    elif any(named[: amounts[0]]) and not any(named[amounts[-1] + 1 :]):
        cuts = [elements[place + 1].start for place in amounts[:-1]]
    else:
        return whole
    starts = [segment.start, *cuts]
    return list(zip(starts, [*cuts, segment.end], strict=True))


@cache
def _han_leads() -> frozenset[str]:
    """Chinese courtesies that may stand before the first amount: 要, 来, 给我."""
    return frozenset(read_language("zh").get("lead", {}).get("lead", ()))


def _two_amounts_of_one(line: str, segments: Sequence[_Segment]) -> list[Piece] | None:
    """ "2 cases and 3 bottles of coke": two lines for one article."""
    if len(segments) != 2:
        return None
    first, second = ([e for e in s.elements if e.part is not Part.SIGN] for s in segments)
    if len(first) != 1 or not is_amount(first[0]) or len(second) < 2 or second[0].part is not Part.QUANTITY:
        return None
    if second[0].size_unit is not None or not any(e.part in (Part.WORD, Part.CODE) for e in second):
        return None
    name = line[second[0].end : segments[1].end].strip()
    one = line[segments[0].start : segments[0].end].strip()
    return [
        Piece(f"{one} {name}"),
        Piece(line[segments[1].start : segments[1].end].strip(), segments[1].sign),
    ]


_EACH = frozenset({"each", "ea", "setiap", "masing-masing", "tiap"})


def _shared_amount(line: str, segments: Sequence[_Segment]) -> list[Piece] | None:
    """ "coke, sprite and fanta 2 ctn each", "可乐、雪碧各两箱": the amount counts for every name."""
    last = segments[-1]
    bare = [not _has_amount(segment) for segment in segments[:-1]]
    if not all(bare) or not _has_amount(last):
        return None
    amounts = [e for e in last.elements if e.value is not None and e.part is not Part.SIZE]
    if not amounts:
        return None
    amount = amounts[-1]
    before, after = line[last.start : amount.start].strip(), line[amount.end : last.end].strip(" .!")
    marked = after.lower() in _EACH or before.endswith(("各", "各要", "各来"))
    words = before.split()
    if not marked and words and words[-1].lower() in _EACH | {"masing", "masing-masing"}:
        marked, before = True, " ".join(words[:-1])
    if not marked or not before.rstrip("各要来"):
        return None
    names = [line[s.start : s.end].strip() for s in segments[:-1]] + [before.rstrip("各要来").strip()]
    return [Piece(f"{name} {line[amount.start : amount.end]}") for name in names if name]
