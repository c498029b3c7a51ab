"""Which lines of a conversation a follow-up means (A2, A5). Pure.

* An answer in words to "which one?" chooses among what was offered, or what the words narrow it down to.
* "make it 10", "3 more", "scratch that" mean the lines that the last message or tap touched; where these are
  several and only one can be meant, nothing is changed and it is asked.
* "no, the small ones" puts another article in the place of the one just taken: its like in another size, or
  the one that has the new words and differs least. Several that fit are offered.
* An amount alone answers the question how many, or orders what was asked about last ("do you have AAA
  batteries?" - "ok, 2 boxes"); else it is asked what it is of.
* What fits none of this is no follow-up, and is read as any message.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from rapidfuzz import fuzz

from core.intake.engine.matching import CatalogIndex, search
from core.intake.engine.matching.normalise import Kind, normalise
from core.intake.engine.matching.plain import containers
from core.intake.engine.matching.wording import light_words
from core.intake.engine.reading.following import (
    AmountOf,
    DropIt,
    KeepOnly,
    LeaveOut,
    Refine,
    Size,
    TimesAsMuch,
    read_follow_up,
)
from core.intake.engine.reading.lines import read_line
from core.intake.engine.units import MEASURES
from core.intake.types import (
    Action,
    CatalogEntry,
    DealerView,
    LineReading,
    QuantityKind,
    Talk,
    TalkLine,
    Unclear,
)

_OFFERED = 5
_LIKE = 40  # articles looked at for one of its like
_SAME_WORD = 86.0  # of 100: a slip of the finger apart
_LONG_ENOUGH = 5  # shorter words have too many neighbours for slips


@dataclass(frozen=True, slots=True)
class Step:
    """What a follow-up does to one line, or to none yet (position None: it is ordered anew).

    products: keys, best first; one and ``is_certain`` where it is settled which.
    """

    action: Action
    position: int | None
    reading: LineReading
    products: tuple[str, ...] = ()
    is_certain: bool = False
    is_answer: bool = False


@dataclass(frozen=True, slots=True)
class Followed:
    """steps: what is to be done. unclear: what the words leave open, so that nothing is done."""

    steps: tuple[Step, ...] = ()
    unclear: Unclear | None = None


def follow(text: str, talk: Talk, index: CatalogIndex, dealer: DealerView) -> Followed | None:
    """What ``text`` means after what was said before; None: it has to be read by itself."""
    if not talk.lines and not talk.topic:
        return None
    said = read_follow_up(text)
    match said:
        case None:
            return None
        case LeaveOut():
            waiting = talk.waiting_line
            return None if waiting is None else Followed((_removal(waiting),))
        case DropIt():
            lines = talk.focus_lines[-1:] if said.is_last else talk.focus_lines
            return Followed(tuple(map(_removal, lines))) if lines else None
        case TimesAsMuch():
            return _times(said.factor, talk)
        case AmountOf():
            return _sized(said, text, talk, index, dealer) or _amount(said, talk)
        case KeepOnly():
            return _keep_only(said, talk, index)
        case Refine():
            return _refined(said, talk, index, dealer)


def _removal(line: TalkLine) -> Step:
    return Step(Action.REMOVE, line.position, LineReading(item="", action=Action.REMOVE))


def _times(factor: Decimal, talk: Talk) -> Followed | None:
    lines = [line for line in talk.focus_lines if line.quantity is not None]
    steps = []
    for line in lines:
        amount = (line.quantity or Decimal(0)) * factor
        steps.append(
            Step(
                Action.CHANGE,
                line.position,
                LineReading("", Action.CHANGE, amount, quantity_kind=QuantityKind.EXACT, unit=line.unit),
            )
        )
    return Followed(tuple(steps)) if steps else None


def _amount(said: AmountOf, talk: Talk) -> Followed | None:
    if said.action is Action.ADD:
        return _amount_alone(said.reading, talk)
    lines = talk.focus_lines
    if not lines:
        return None
    if len(lines) > 1 and not said.of_each:
        return Followed(unclear=Unclear.WHICH_LINE)
    reading = replace(said.reading, action=said.action)
    return Followed(tuple(Step(said.action, line.position, reading) for line in lines))


def _sized(said: AmountOf, text: str, talk: Talk, index: CatalogIndex, dealer: DealerView) -> Followed | None:
    """ "10 kg" to the question "which rice?" is its size, not how much of it."""
    if said.reading.unit not in MEASURES:
        return None
    words = f"{said.reading.quantity:f} {said.reading.unit}"
    return _refined(Refine(words, is_correction=said.action is Action.CHANGE), talk, index, dealer)


def _amount_alone(reading: LineReading, talk: Talk) -> Followed | None:
    waiting = talk.waiting_line
    if waiting is not None and (waiting.key is not None or waiting.quantity is None):
        return Followed((Step(Action.ADD, None, reading),))
    if not talk.topic:
        return Followed(unclear=Unclear.OF_WHAT)
    certain = len(talk.topic) == 1
    return Followed((Step(Action.ADD, None, reading, talk.topic[:_OFFERED], is_certain=certain),))


def _keep_only(said: KeepOnly, talk: Talk, index: CatalogIndex) -> Followed | None:
    """Only where every name is in the draft and no amount is said: "only 5 fanta" orders five."""
    wanted = read_line(said.words).best
    if wanted.quantity is not None or len(talk.lines) < 2:
        return None
    kept = _named(said.words, talk, index)
    if not kept or len(kept) == len(talk.lines):
        return None
    return Followed(tuple(_removal(line) for line in talk.lines if line.position not in kept))


def _named(words: str, talk: Talk, index: CatalogIndex) -> set[int]:
    """Positions of the lines that have all the words; empty where one of several names is in none."""
    found: set[int] = set()
    for name in _names(words):
        tokens = _tokens_of(name)
        fitting = {
            line.position for line in talk.lines if line.key and _has_all(index.entry(line.key), tokens)
        }
        if not fitting or not tokens:
            return set()
        found |= fitting
    return found


def _names(words: str) -> list[str]:
    for joiner in (" and ", " ve ", " dan ", "和", "跟", " & "):
        words = words.replace(joiner, "\n")
    return [name for name in words.split("\n") if name.strip()]


def _refined(said: Refine, talk: Talk, index: CatalogIndex, dealer: DealerView) -> Followed | None:
    waiting = talk.waiting_line
    if waiting is not None and waiting.candidates:
        chosen = _chosen(said, waiting, index, dealer)
        if chosen:
            return Followed((_replacement(waiting, chosen, is_answer=True),))
        if not said.is_correction:
            return None
    if not said.is_correction:
        return None
    swaps = [
        _replacement(line, likes)
        for line in talk.focus_lines
        if line.key is not None and (likes := _instead(said, line, index, dealer))
    ]
    if len(swaps) == 1:
        return Followed(tuple(swaps))
    if swaps:
        return Followed(tuple(swaps)) if said.size is not None else Followed(unclear=Unclear.WHICH_LINE)
    if said.amount is not None:
        return _amount(AmountOf(said.amount, Action.CHANGE), talk)
    return None


def _replacement(line: TalkLine, products: Sequence[str], *, is_answer: bool = False) -> Step:
    return Step(
        Action.REPLACE,
        line.position,
        LineReading("", Action.REPLACE, line.quantity, quantity_kind=QuantityKind.MISSING, unit=line.unit),
        tuple(products[:_OFFERED]),
        is_certain=len(products) == 1,
        is_answer=is_answer,
    )


def _chosen(said: Refine, waiting: TalkLine, index: CatalogIndex, dealer: DealerView) -> list[str]:
    """The one product that answers the question; empty where the words leave it open."""
    offered = [key for key in waiting.candidates if index.entry(key) is not None]
    if said.ordinal is not None:
        at = said.ordinal if said.ordinal >= 0 else len(offered) - 1
        return offered[at : at + 1]
    if said.size is not None:
        # What is offered below the likeliest may be something else altogether.
        kind = _kind_of(index.entry(offered[0])) if offered else frozenset()
        sized = [key for key in offered if _kind_of(index.entry(key)) == kind and _size_of(index.entry(key))]
        ordered = sorted(sized, key=lambda key: _size_of(index.entry(key)) or (0, 0.0))
        ends = {_size_of(index.entry(key)) for key in sized}
        if len(sized) < 2 or len({end[0] for end in ends if end}) > 1:
            return []
        first, second = (ordered[0], ordered[1]) if said.size is Size.SMALL else (ordered[-1], ordered[-2])
        return [] if _size_of(index.entry(first)) == _size_of(index.entry(second)) else [first]
    tokens = _tokens_of(said.words)
    if not tokens:
        return []
    fitting = [key for key in offered if _has_all(index.entry(key), tokens)]
    if not fitting:
        more = search(f"{waiting.phrase} {said.words}", index, dealer, limit=_LIKE)
        own = _tokens_of(waiting.phrase)
        fitting = [one.key for one in more if _has_all(index.entry(one.key), [*own, *tokens])]
    return fitting if len(fitting) == 1 else []


def _instead(said: Refine, line: TalkLine, index: CatalogIndex, dealer: DealerView) -> list[str]:
    """What was meant instead of the product of a line; several where the words leave it open."""
    entry = index.entry(line.key or "")
    if entry is None or said.ordinal is not None:
        return []
    if said.size is not None:
        return _in_other_size(said.size, entry, index, dealer)
    tokens = _tokens_of(said.words)
    if not tokens or _has_all(entry, tokens):
        return []
    near = search(f"{_name_without(entry, tokens)} {said.words}", index, dealer, limit=_LIKE)
    alone = search(said.words, index, dealer, limit=_LIKE)
    keys = dict.fromkeys(one.key for one in (*near, *alone) if one.key != entry.key)
    fitting = [key for key in keys if _has_all(index.entry(key), tokens)]
    own = _all_tokens(entry)
    ranked = sorted(fitting, key=lambda key: -_alike(own, _all_tokens(index.entry(key))))
    if len(ranked) > 1:
        first, second = (_alike(own, _all_tokens(index.entry(key))) for key in ranked[:2])
        if first > second:
            return ranked[:1]
    return ranked


def _in_other_size(size: Size, entry: CatalogEntry, index: CatalogIndex, dealer: DealerView) -> list[str]:
    own = _size_of(entry)
    if own is None:
        return []
    kind = _kind_of(entry)
    found = []
    for one in search(entry.names[0], index, dealer, limit=_LIKE):
        like = index.entry(one.key)
        measure = _size_of(like)
        if like is None or measure is None or measure[0] != own[0] or _kind_of(like) != kind:
            continue
        if (measure[1] < own[1]) if size is Size.SMALL else (measure[1] > own[1]):
            found.append((abs(measure[1] - own[1]), one.key))
    return [key for _, key in sorted(found)]


def _name_without(entry: CatalogEntry, tokens: Iterable[str]) -> str:
    """The name without its measures where the new words name one: "128" takes the place of "256GB"."""
    normal = normalise(entry.names[0])
    has_measure = any(token[0].isdigit() for token in tokens)
    return " ".join(
        text
        for text, kind in zip(normal.texts, normal.kinds, strict=True)
        if not (has_measure and kind in (Kind.MEASURE, Kind.NUMBER))
    )


@lru_cache(maxsize=4096)
def _texts(text: str) -> tuple[str, ...]:
    normal = normalise(text)
    return tuple(dict.fromkeys([*normal.texts, *normal.codes]))


def _tokens_of(words: str) -> list[str]:
    """The words that tell articles apart; a bare number also stands for it with any unit."""
    light = light_words()
    return [text for text in normalise(words).texts if text not in light and text not in _IDLE]


_IDLE_WORDS = "the one ones of a an in with please it that this 的 那 个 种 olan yang tu itu ini"
_IDLE = frozenset(_IDLE_WORDS.split())


def _all_tokens(entry: CatalogEntry | None) -> frozenset[str]:
    if entry is None:
        return frozenset()
    return frozenset(text for name in (*entry.names, entry.brand) for text in _texts(name))


@lru_cache(maxsize=4096)
def _numbers_of(name: str) -> frozenset[str]:
    normal = normalise(name)
    return frozenset(f"{value:g}" for value in normal.surface if value)


def has_words(entry: CatalogEntry | None, words: str) -> bool:
    """Whether one of the names has every telling word, but for slips; a bare number stands for any unit."""
    return _has_all(entry, _tokens_of(words))


def _has_all(entry: CatalogEntry | None, tokens: Sequence[str]) -> bool:
    if entry is None or not tokens:
        return False
    own = _all_tokens(entry)
    numbers: frozenset[str] = frozenset().union(*(_numbers_of(name) for name in entry.names))
    return all(token in own or token in numbers or _nearly(token, own) for token in tokens)


def _nearly(token: str, own: frozenset[str]) -> bool:
    if len(token) < _LONG_ENOUGH or not token.isalpha():
        return False
    return any(
        other.isalpha() and len(other) >= _LONG_ENOUGH - 1 and fuzz.ratio(token, other) >= _SAME_WORD
        for other in own
    )


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(len(one | other), 1)


def _size_of(entry: CatalogEntry | None) -> tuple[int, float] | None:
    """Dimension and amount of the first measure in the name that says how much is in it."""
    if entry is None:
        return None
    for name in entry.names:
        normal = normalise(name)
        for kind, base, dimension in zip(normal.kinds, normal.base, normal.dimension, strict=True):
            if kind == Kind.MEASURE:
                return dimension, base
    return None


def _kind_of(entry: CatalogEntry | None) -> frozenset[str]:
    """What the article is, whatever its size and what it is packed in."""
    if entry is None:
        return frozenset()
    normal = normalise(entry.names[0])
    left = {
        text
        for text, kind in zip(normal.texts, normal.kinds, strict=True)
        if kind not in (Kind.MEASURE, Kind.NUMBER, Kind.COUNT)
    }
    return frozenset(left - containers())
