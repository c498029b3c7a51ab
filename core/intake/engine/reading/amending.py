"""Commands that change the draft: "make the coke 12", "drop line 3", "no sprite", "3 more coke" (A5).

A command gives lines with an action; nothing here knows what is in the draft.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from core.intake.engine.lexicon import fold
from core.intake.engine.reading.commands import (
    END_SIGNS,
    HAN_REMOVAL,
    LINE_REFERENCE,
    PRONOUNS,
    bare,
    book,
    ends_in_amount,
    first_after,
    has_number,
    item_of,
    leading,
    line_of,
    names_article,
    names_of,
    removal_of,
    starts_with_amount,
    without_amount,
)
from core.intake.engine.reading.elements import Part
from core.intake.engine.reading.following import read_factor_of
from core.intake.engine.reading.lines import read_line
from core.intake.engine.reading.phrases import is_name_at
from core.intake.engine.reading.scanning import scan
from core.intake.engine.reading.swapping import read_swap
from core.intake.engine.reading.tokens import Atom, Kind, atomise, has_han
from core.intake.types import Action, LineReading, LineText, QuantityKind

_HAN_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九十")}
# These verbs are also parts of names or plain adjectives: only a connector makes them a command.
_NEEDS_CONNECTOR = frozenset(
    {"set", "increase", "decrease", "reduce", "raise", "lower", "up", "switch", "cut", "correct", "adjust"}
    | {"buat", "kurangkan", "tambahkan"}
)


# "make the sprite 5 instead": the word adds nothing to a command, and is no name.
_INSTEAD = re.compile(r"(?i)(?<=\S)[\s,]+instead$")


def read_amendment(text: str) -> list[LineText] | None:
    """The lines of a command, or None when the piece is no command."""
    text = _INSTEAD.sub("", text.strip(END_SIGNS))
    atoms = atomise(text)
    if not atoms or (is_name_at(atoms, 0) and has_number(text)):
        return None
    for reader in (read_swap, _read_line_command, _read_multiple, _read_removal, _read_change, _read_step):
        found = reader(text, atoms)
        if found is not None:
            return found
    return None


def _read_multiple(text: str, _atoms: Sequence[Atom]) -> list[LineText] | None:
    """ "double the coke"; where there is no coke in the draft it is a name ("double A paper")."""
    found = read_factor_of(text)
    item = item_of(found[1]) if found is not None else ""
    if found is None or not item or has_number(item) or not names_article(item):
        return None
    reading = LineReading(item, Action.MULTIPLY, found[0], quantity_kind=QuantityKind.EXACT)
    return [LineText(text, (reading,))]


def _read_line_command(text: str, atoms: Sequence[Atom]) -> list[LineText] | None:
    matches = list(LINE_REFERENCE.finditer(text))
    if not matches:
        return None
    numbers = [_line_number(match) for match in matches]
    start, end = matches[0].span()
    before, after = text[:start].strip(END_SIGNS), text[end:].strip(END_SIGNS + "-=>→")
    removes = any(book("remove").find(part, atomise(part)) is not None for part in (before, after) if part)
    if removes and not has_number(before):
        more = re.findall(r"(?:,|\band\b|\bdan\b|\bve\b|和|、|&)\s*#?(\d{1,3})\b", after)
        numbers += [int(number) for number in more]
        return [removal_of(text, "", number) for number in dict.fromkeys(numbers)]
    rest = re.sub(
        r"(?i)^(?:to|jadi|kepada|menjadi|is|should be|as|into|改成|改为|变成|换成|改)\s*", "", after
    )
    rest = re.sub(r"(?i)\s(?:yap|yapın|olsun|please|pls)$", "", rest)
    if names_article(rest):
        # "no 8 wire 5 rolls" names an article.
        return None
    opens = not before or leading(atomise(before), "change") is not None or before in ("把", "将")
    if not opens or not rest or not has_number(rest):
        return None
    found = read_line(rest, action=Action.CHANGE)
    readings = tuple(replace(reading, item="", line_number=numbers[0]) for reading in found.readings[:1])
    return [LineText(text, tuple(replace(reading, prior=1.0) for reading in readings))]


def _line_number(match: re.Match[str]) -> int:
    digits = next(group for group in match.groups() if group)
    if digits.isdecimal():
        return int(digits)
    if len(digits) == 1:
        return _HAN_DIGITS[digits]
    tens, _, ones = digits.partition("十")
    return (_HAN_DIGITS[tens] if tens else 1) * 10 + (_HAN_DIGITS[ones] if ones else 0)


@cache
def _turkish_removals() -> frozenset[str]:
    words = (
        "sil silin çıkar çıkart çıkarın çıkaralım iptal kaldır kaldırın olmasın istemiyorum istemiyoruz "
        "istemem olmadan vazgeçtim kalsın gelmesin göndermeyin göndermeyelim gönderme yazma yazmayın yok "
        "hariç dışında"
    )
    return frozenset(fold(word) for word in words.split())


# With an amount behind the name these begin a name: "no frills tissue 10".
_WEAK_REMOVALS = frozenset({"no", "without", "skip", "drop", "hold", "except", "tanpa", "kecuali", "ditch"})
_REMOVAL_TAIL = re.compile(
    r"(?i)\s(?:from (?:the |my )?(?:order|list|cart)|out|instead|this time|any ?more|dah|lah|please|pls"
    r"|dari (?:order|pesanan|senarai))$"
)
_HAN_REMOVAL_END = re.compile(
    r"^(?:请|麻烦|把|将)*(.+?)(?:先|就|都|也)?(?:不要了?|不用了?|去掉|删掉|刪掉|删除|删了|取消掉?|拿掉|不需要了?|唔要喇?|不订了|移除|除外)(?:吧|了)?$"
)


def _read_removal(text: str, atoms: Sequence[Atom]) -> list[LineText] | None:
    if has_han(text):
        match = HAN_REMOVAL.match(text) or _HAN_REMOVAL_END.match(text)
        if match is not None:
            return _removals(text, match[1])
    place = leading(atoms, "remove")
    if place is not None and place < len(atoms):
        word = atoms[place - 1].folded
        rest = text[atoms[place].start :]
        amount_first = starts_with_amount(rest) and word != "no"
        if word in _WEAK_REMOVALS and has_number(rest) and not amount_first:
            return None
        rest = _REMOVAL_TAIL.sub("", rest)
        return _removals(text, rest)
    return _remove_at_end(text, atoms)


def _remove_at_end(text: str, atoms: Sequence[Atom]) -> list[LineText] | None:
    """Turkish puts the verb last: "sprite'ı çıkar", "sprite olmasın", "sprite hariç"."""
    last = len(atoms)
    while last and (
        atoms[last - 1].folded in _turkish_removals() or atoms[last - 1].folded in ("et", "edin", "lutfen")
    ):
        last -= 1
    verbs = {atom.folded for atom in atoms[last:]} & _turkish_removals()
    if not verbs or last == 0:
        return None
    rest = text[: atoms[last - 1].end]
    amounts = [e for e in scan(rest) if e.part in (Part.NUMBER, Part.QUANTITY) and e.size_unit is None]
    if amounts and names_article(rest[: amounts[-1].start]) and names_article(rest[amounts[-1].end :]):
        # "kola 5 fanta 3 sprite yok": of all these only the last is not wanted.
        return None
    return _removals(text, rest)


def _removals(raw: str, rest: str) -> list[LineText] | None:
    amount = read_line(bare(rest)).best
    counted = amount.quantity is not None and amount.quantity_kind is QuantityKind.EXACT
    if counted and amount.prior > 0.6 and amount.item and fold(amount.item) not in PRONOUNS:
        # "remove 2 coke" takes two away; of a line of two nothing is left.
        return [line_of(raw, rest, Action.DECREASE)]
    names = names_of(rest)
    return [removal_of(raw, name) for name in names] if names else None


# "make it 3 not 2": what it was is not what is meant.
_NOT_BEFORE = re.compile(r"(?i)\s(?:not|bukan|değil|degil)\s\d.*$")
_HAN_CHANGE = re.compile(
    r"^(?:请|麻烦)?(?:把|将)?(.*?)(?:的?数量)?(?:改成|改为|改為|改做|改到|变成|變成|调成|调整为|调到|换成|換成|应该是|應該是|更改为|修改为|修改成|增加到|加到|减到|减少到|減到|改)(.+)$"
)


def _read_change(text: str, atoms: Sequence[Atom]) -> list[LineText] | None:
    if has_han(text) and (match := _HAN_CHANGE.match(text)) is not None and has_number(match[2]):
        return [line_of(text, f"{match[1]} {match[2]}".strip(), Action.CHANGE)]
    if (shorter := _NOT_BEFORE.sub("", text)) != text:
        text, atoms = shorter, atomise(shorter)
    if (found := _change_arrow(text)) is not None:
        return found
    place = leading(atoms, "change")
    middle = first_after(atoms, place - 1 if place is not None else 0, "change to")
    if place is None and (middle is None or middle[1] == len(atoms)):
        # Turkish puts the verb last.
        return _change_at_end(text, atoms)
    if place is not None and place >= len(atoms):
        return None
    opened = {atom.folded for atom in atoms[: place or 0]}
    by = next((i for i, atom in enumerate(atoms) if i >= (place or 0) and atom.folded == "by"), None)
    if by is not None and opened & {"increase", "raise", "up", "decrease", "reduce", "cut", "lower"}:
        action = Action.INCREASE if opened & {"increase", "raise", "up"} else Action.DECREASE
        rest = f"{text[atoms[place or 0].start : atoms[by].start]} {text[atoms[by].end :]}"
        return [line_of(text, rest, action)]
    if middle is None:
        rest = text[atoms[place or 0].start :]
        if opened & _NEEDS_CONNECTOR or not ends_in_amount(rest):
            return None
        return [line_of(text, rest, Action.CHANGE)]
    return _change_around(text, atoms, place, middle)


def _change_around(
    text: str, atoms: Sequence[Atom], place: int | None, middle: tuple[int, int]
) -> list[LineText] | None:
    start, end = middle
    before = text[atoms[place or 0].start : atoms[start].start]
    after = text[atoms[end].start :] if end < len(atoms) else ""
    weak = atoms[start].folded in ("to", "as", "ke", "into", "instead", "=")
    if place is None and (weak or not before.strip()):
        return None
    if not after or not starts_with_amount(after):
        return None
    after = re.sub(r"(?i)\s(?:not|bukan|değil|degil)\s.*$", "", after)
    # The amount it had before ("change coke from 10 to 12") is not the one that is meant.
    before = re.sub(r"(?i)\s(?:from|dari|daripada)\s.*$", "", before)
    item = without_amount(before) if has_number(before) and names_article(before) else before
    return [line_of(text, f"{item.strip()} {after}" if starts_with_amount(after) else after, Action.CHANGE)]


def _change_arrow(text: str) -> list[LineText] | None:
    match = re.match(r"^(.{2,60}?)\s*(?:->|=>|→|-->)\s*(\d.*)$", text)
    if match is None:
        return None
    return [line_of(text, f"{match[1]} {match[2]}", Action.CHANGE)]


def _change_at_end(text: str, atoms: Sequence[Atom]) -> list[LineText] | None:
    """Turkish: "kolayı 12 yap"; "kola 5 koli olsun" changes, "5 koli kola olsun" orders."""
    last = atoms[-1].folded
    if last not in ("yap", "yapin", "yapalim", "yapilsin", "olsun", "olacak", "degistir", "dusur", "yukselt"):
        return None
    rest = re.sub(r"(?i)\solarak$", "", text[: atoms[-1].start].strip())
    if not ends_in_amount(rest) or not names_article(rest):
        return None
    rest = re.sub(r"(\w{3,}[aeıioöuü])y[ıiuü](?=\s)", r"\1", rest)
    rest = re.sub(r"'(?:[ıiuü]|y[ıiuü])(?=\s)", "", rest)
    return [line_of(text, rest, Action.CHANGE)]


_HAN_MORE = re.compile(
    r"^(?:请|麻烦)?(?:再加(?:多(?=[\d一二两兩三四五六七八九十半几]))?|再多加?|多加|再来|再來|加多(?=[\d一二两兩三四五六七八九十半几])|多要|再要|多来|多來|追加|另加|再添|多订|再订|增加)(?=\S)"
)
_HAN_MORE_INSIDE = re.compile(
    r"(?<=\S)(?:再加|再多|多加|再来|加多|多要|再要|多来|追加|增加)(?=[\d一二两兩三四五六七八九十半几])"
)
_HAN_LESS = re.compile(
    r"(?:减少|減少|少要|少来|少來|少拿|减去|減去|减掉|减|減|少)(?=[\d一二两兩三四五六七八九十半])"
)
_MORE = frozenset({"more", "extra", "additional", "another", "daha", "lagi", "ilave"})
_LESS = frozenset({"less", "fewer", "eksik", "kurang", "azalt", "eksilt", "kurangkan"})


def _read_step(text: str, atoms: Sequence[Atom]) -> list[LineText] | None:
    if has_han(text):
        for pattern, action in (
            (_HAN_LESS, Action.DECREASE),
            (_HAN_MORE, Action.INCREASE),
            (_HAN_MORE_INSIDE, Action.INCREASE),
        ):
            match = pattern.search(text)
            if match is not None and has_number(text):
                return [line_of(text, f"{text[: match.start()]} {text[match.end() :]}", action)]
        return None
    if (
        atoms[0].folded in ("kurangkan", "kurangi", "azalt", "eksilt")
        and len(atoms) > 1
        and ends_in_amount(text[atoms[1].start :])
    ):
        return [line_of(text, text[atoms[1].start :], Action.DECREASE)]
    for place, atom in enumerate(atoms):
        if atom.folded not in _MORE and atom.folded not in _LESS:
            continue
        if not _beside_number(text, atoms, place):
            continue
        action = Action.INCREASE if atom.folded in _MORE else Action.DECREASE
        opening = leading(atoms, "add")
        first = atoms[opening].start if opening is not None and opening <= place else 0
        rest = f"{text[first : atom.start]}{_filled(atoms, place)}{text[atom.end :]}"
        return [line_of(text, " ".join(rest.split()), action)]
    return None


def _filled(atoms: Sequence[Atom], place: int) -> str:
    """ "another case" is one more case."""
    following = atoms[place + 1] if place + 1 < len(atoms) else None
    if atoms[place].folded != "another" or following is None:
        return " "
    found = scan(following.text)
    return "1 " if not found or found[0].value is None else " "


def _beside_number(text: str, atoms: Sequence[Atom], place: int) -> bool:
    """Whether an amount ends right before the word or begins right after it."""
    word = atoms[place]
    before = scan(text[: word.start].strip()) if word.start else ()
    after = scan(text[word.end :].strip()) if word.end < len(text) else ()
    amount = (Part.NUMBER, Part.QUANTITY, Part.TIMES, Part.VAGUE)
    if word.folded == "another":
        return bool(after) and (after[0].part in amount or after[0].part is Part.UNIT or place == 0)
    closes = (
        bool(before) and before[-1].part in amount and not (before[-1].article and word.folded == "extra")
    )
    opens = bool(after) and after[0].part in (Part.NUMBER, Part.QUANTITY) and word.kind is Kind.WORD
    if word.folded in ("extra", "additional"):
        return opens or closes
    return closes or (opens and (place == 0 or word.folded in _LESS))
