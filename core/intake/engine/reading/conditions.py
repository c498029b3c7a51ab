"""Under which conditions goods are wanted: "if in stock", "otherwise pepsi", "not above 12", "old price".

The words are cut out before the message is read, so that "otherwise pepsi" is no line of its own. Each
belongs to the goods named before it; one in a row of its own, or before all goods, to all of the message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cache

from core.intake.engine.lexicon import fold, read_section
from core.intake.engine.reading.tokens import atomise, has_han
from core.intake.types import Condition, ConditionKind, Intent, LineText, MessageReading, QuantityKind


@dataclass(frozen=True, slots=True)
class Conditioned:
    """text: the message without its conditions."""

    text: str
    conditions: tuple[Condition, ...] = ()


_MONEY = (
    r"(?:us\$|[$€£¥₺]|rm|usd|eur|euros?|dollars?|bucks|try|tl|lira|myr|ringgit|cny|rmb|元|块钱|块|令吉|美元)"
)
_AMOUNT = rf"(?:(?P<sign>{_MONEY}) ?)?(?P<number>\d[\d.,]*\d|\d)(?: ?(?P<money>{_MONEY})(?![a-z]))?"
# Up to the end of the clause; a point inside a number ends none.
_CLAUSE = r"(?P<words>[^,;\n!?。；，]+?)(?=[,;\n!?。；，]|\.(?!\d)|\s(?:and|plus|&|ve|dan)\s+\d|$)"
# "if there is no coke zero": one to four words, parted from what follows by a comma or "then".
_OTHER = r"[^,;.\n]{2,40}?(?=[,，]| then| send| take| give)"
_EDGES = " ,;.\t，；。、-–("
_BREAK = re.compile(r"[\n.!?;。；]\s*$")


def take_conditions(text: str) -> Conditioned:
    """Cut the conditions out of a tidied message."""
    flat = _flat(text)
    found = [(match, kind) for match, kind in _found(flat) if _is_sound(match, kind, text)]
    if not found:
        return Conditioned(text)
    kept: list[str] = []
    conditions: list[Condition] = []
    at = 0
    for match, kind in found:
        kept.append(
            text[at : match.start()].rstrip(_EDGES if not _BREAK.search(text[: match.start()]) else " ")
        )
        conditions.append(_condition(match, kind, text, "".join(kept)))
        at = match.end()
        while at < len(text) and text[at] in " )." and not text[at : at + 2].strip(" )").isdigit():
            at += 1
    kept.append(text[at:])
    return Conditioned(_joined(kept), tuple(conditions))


def read_conditions(text: str, read: Callable[[str], MessageReading]) -> MessageReading:
    """Read a tidied message with ``read``, its conditions with the lines that they are about."""
    conditioned = take_conditions(text)
    if not conditioned.conditions:
        return read(text)
    if not conditioned.text:
        return MessageReading(Intent.EDIT, conditions=conditioned.conditions)
    reading = read(conditioned.text)
    lines = list(reading.lines)
    if reading.intent not in _ORDERING or not lines:
        return read(text)
    if any(one.kind in _ABOUT_PRICE for one in conditioned.conditions):
        whole = read(text)
        if whole.intent is Intent.ASK_PRICE:
            return whole
    for condition in conditioned.conditions:
        named = len(read(condition.before).lines) if condition.before else 0
        owners = range(len(lines)) if condition.of_all else [min(max(named - 1, 0), len(lines) - 1)]
        for at in owners:
            if condition.needs_amount and lines[at].best.quantity_kind is QuantityKind.MISSING:
                return read(text)
            lines[at] = _with_condition(lines[at], condition)
    return replace(reading, lines=tuple(lines))


_ABOUT_PRICE = (ConditionKind.AT_MOST, ConditionKind.LAST_PRICE)
_ORDERING = (Intent.ORDER, Intent.EDIT, Intent.REPEAT_LAST, Intent.USUAL)


def _with_condition(line: LineText, condition: Condition) -> LineText:
    """The condition stays readable in the remark: whoever packs or decides sees what was asked for."""
    readings = tuple(
        replace(one, remark=f"{one.remark}, {condition.raw}" if one.remark else condition.raw)
        for one in line.readings
    )
    return replace(line, readings=readings, conditions=(*line.conditions, condition))


def is_any_other(words: str) -> bool:
    """ "the other brand", "something similar": whatever may stand in for it."""
    folded = fold(words).strip(" .!")
    return any(re.fullmatch(phrase, folded) for phrase in read_section("conditions")["any other"])


def _joined(kept: Sequence[str]) -> str:
    parts = [part for part in kept if part.strip(_EDGES + "\n")]
    text = parts[0] if parts else ""
    for part in parts[1:]:
        text += part if part[:1] in ",;\n，；" or text.endswith("\n") else f", {part.lstrip()}"
    return text.strip(" ,，:\n")


def _condition(match: re.Match[str], kind: ConditionKind, text: str, before: str) -> Condition:
    opens = not before.strip(_EDGES + "\n")
    ends = match.end() >= len(text.rstrip()) or text[match.end() :].lstrip(" .")[:1] == "\n"
    of_all = opens or (before.endswith("\n") and ends)
    groups = match.groupdict()
    raw = text[match.start() : match.end()].strip(_EDGES + ")")
    words = ""
    if kind is ConditionKind.OTHERWISE:
        words = text[match.start("words") : match.end("words")].strip(_EDGES + ")")
    amount, of_line, needs_amount = None, False, False
    if kind is ConditionKind.AT_MOST:
        amount = _number(groups["number"])
        of_line = bool(groups.get("of_line"))
        needs_amount = not (groups.get("sign") or groups.get("money") or groups.get("price"))
    return Condition(kind, raw, before, of_all, words, amount, of_line, needs_amount)


def _number(typed: str) -> Decimal | None:
    """ "1,200", "12.50", "12,5"; a point or comma before exactly three digits parts thousands."""
    whole = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", typed)
    try:
        return Decimal(whole.replace(",", "."))
    except InvalidOperation:
        return None


def _is_sound(match: re.Match[str], kind: ConditionKind, text: str) -> bool:
    if kind is not ConditionKind.AT_MOST:
        return True
    amount = _number(match["number"])
    if amount is None or amount <= 0:
        return False
    # "not more than 20 cases" is an amount of goods, "under 500 ml" a size.
    following = atomise(text[match.end("number") :])[:1]
    told = match["money"] or match.groupdict().get("of_each") or match.groupdict().get("of_line")
    named = following[0].folded if following else ""
    return bool(told) or not named[:1].isalpha() or named not in _units()


@cache
def _units() -> frozenset[str]:
    return frozenset(
        word
        for section in ("ordering units", "measures")
        for words in read_section(section).values()
        for word in words
    )


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], ConditionKind], ...]:
    section = read_section("conditions")
    per = "|".join(section["of each"])
    total = "|".join(section["of the line"])
    price = "|".join(section["price"])
    amount = rf"{_AMOUNT}(?: ?(?P<of_line>{total})| ?(?P<of_each>{per}))?"
    found = []
    for kind in ConditionKind:
        for phrase in section[kind.value]:
            body = phrase.replace("~", "[,，]? ?").replace("<other>", _OTHER)
            body = (
                body.replace("<money>", rf"(?={_MONEY})<amount>")
                .replace("<amount>", amount)
                .replace("<words>", _CLAUSE)
            )
            body = body.replace("<price>", rf"(?P<price>{price})")
            edged = body if has_han(phrase) else rf"(?<!\w){body}(?!\w)"
            found.append((re.compile(edged), kind))
    return tuple(found)


def _found(flat: str) -> Iterator[tuple[re.Match[str], ConditionKind]]:
    """Matches in the order of the text, the longest where several begin together; none overlaps another."""
    matches = [(match, kind) for pattern, kind in _patterns() for match in pattern.finditer(flat)]
    matches.sort(key=lambda one: (one[0].start(), -one[0].end()))
    end = 0
    for match, kind in matches:
        if match.start() >= end:
            yield match, kind
            end = match.end()


def _flat(text: str) -> str:
    """Folded sign by sign, so that places stay the same."""
    return "".join(one if len(one := fold(sign)) == 1 else sign.lower()[:1] for sign in text)
