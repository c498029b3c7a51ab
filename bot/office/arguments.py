"""Which words behind an admin command are which of its arguments. Pure.

Arguments stand in the order of the table. Of all ways to cut the words the one that fills most arguments is
taken; a kind that knows its own shape (an amount, a date) comes before one that takes any words. What stands
in quotes is one argument.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

MOST_TOKENS = 40
_TOKEN = re.compile(r'"([^"]*)"|“([^”]*)”|«([^»]*)»|「([^」]*)」|(\S+)')
_SHAPED, _WORDS = 3, 2


@dataclass(frozen=True, slots=True)
class Shape:
    """What an argument may look like: at most so many words, and whether a text can be one.

    is_shaped: ``fits`` says no to most texts. takes_rest: all that is left goes to it. leans: means nothing
    without the argument before it, so it takes no words where that one is missing.
    """

    fits: Callable[[str], bool]
    most_words: int = 1
    is_shaped: bool = True
    takes_rest: bool = False
    leans: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    is_quoted: bool


def split_arguments(text: str, shapes: Sequence[Shape], most: int = 6) -> list[dict[int, str]]:
    """The best ways to cut a text into arguments: place of the shape -> its words.

    Several ways are equally good where two arguments of any words follow each other; the first takes as many
    as it can in the first way. Where no way takes all words, they all go to the first argument of any words.
    """
    tokens = [_token(match) for match in _TOKEN.finditer(text)][:MOST_TOKENS]
    if not tokens or not shapes:
        return [{}]
    best: tuple[tuple[int, ...], list[dict[int, str]]] = ((-1,), [])
    for way in _ways(tokens, 0, shapes, 0):
        if any(shapes[place].leans and place - 1 not in way for place in way):
            continue
        rank = _rank(way, shapes)
        if rank > best[0]:
            best = (rank, [way])
        elif rank == best[0]:
            best[1].append(way)
    if best[1]:
        return best[1][:most]
    place = next((at for at, shape in enumerate(shapes) if not shape.is_shaped), 0)
    return [{place: " ".join(token.text for token in tokens)}]


def _token(match: re.Match[str]) -> _Token:
    bare = match[5]
    if bare is not None:
        return _Token(bare, is_quoted=False)
    return _Token(next(group for group in match.groups() if group is not None), is_quoted=True)


def _ways(tokens: list[_Token], at: int, shapes: Sequence[Shape], place: int) -> list[dict[int, str]]:
    if place == len(shapes):
        return [{}] if at == len(tokens) else []
    shape, left = shapes[place], len(tokens) - at
    found: list[dict[int, str]] = []
    counts = range(left, 0, -1) if not shape.takes_rest else ([left] if left else [])
    for count in counts:
        words = _words(tokens[at : at + count], shape)
        if words is not None and shape.fits(words):
            found += [{place: words, **rest} for rest in _ways(tokens, at + count, shapes, place + 1)]
    return found + _ways(tokens, at, shapes, place + 1)


def _words(tokens: list[_Token], shape: Shape) -> str | None:
    if len(tokens) == 1:
        return tokens[0].text
    if len(tokens) > shape.most_words and not shape.takes_rest:
        return None
    if any(token.is_quoted for token in tokens) and not shape.takes_rest:
        return None
    return " ".join(token.text for token in tokens)


def _rank(way: dict[int, str], shapes: Sequence[Shape]) -> tuple[int, ...]:
    weight = sum(_SHAPED if shapes[place].is_shaped else _WORDS for place in way)
    return (weight, *(int(place in way) for place in range(len(shapes))))
