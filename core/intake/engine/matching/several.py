"""One line or several: what the words leave open, the products tell."""

from __future__ import annotations

from collections.abc import Sequence

from core.intake.engine.matching.index.catalog import CatalogIndex
from core.intake.engine.matching.match import match_line
from core.intake.types import DealerView, Decision, LineMatch, LineText

Matched = tuple[LineText, LineMatch]

# Shares of a line's words that one product has: a line this well explained is one, a part less well is none.
_WHOLE = 0.8
_PART = 0.9


def match_one_or_several(
    line: LineText, index: CatalogIndex, dealer: DealerView, *, limit: int = 5
) -> list[Matched]:
    """The line with its match; or the lines it turns out to be, each with its own.

    It is several where no product has all of its words, and a way to part it gives each part a product of
    its own that has all of that part's; the way whose weakest part is surest.
    """
    whole = match_line(line, index, dealer, limit=limit)
    if not line.partings or whole.decision is Decision.ACCEPT or whole.explained >= _WHOLE:
        return [(line, whole)]
    known: dict[str, LineMatch] = {}
    ways = [found for parts in line.partings if (found := _match_parts(parts, known, index, dealer, limit))]
    return max(ways, key=_weakest) if ways else [(line, whole)]


def offer_once(
    lines: Sequence[list[Matched]], index: CatalogIndex, dealer: DealerView
) -> list[list[Matched]]:
    """The lines of one message: where one asks, what another surely means is offered later.

    Decisions stay as they are.
    """
    sure = {
        match.candidates[0].key
        for found in lines
        for _, match in found
        if match.decision is Decision.ACCEPT and match.candidates
    }
    return [
        [
            (line, match_line(line, index, dealer, elsewhere=sure) if _offers(match, sure) else match)
            for line, match in found
        ]
        for found in lines
    ]


def _offers(match: LineMatch, keys: set[str]) -> bool:
    """Whether it asks, and one of these is among what it offers."""
    return match.decision is Decision.ASK and any(one.key in keys for one in match.candidates)


def _match_parts(
    parts: Sequence[LineText],
    known: dict[str, LineMatch],
    index: CatalogIndex,
    dealer: DealerView,
    limit: int,
) -> list[Matched] | None:
    """The parts with their matches; None as soon as one has no product that explains it, or an earlier's."""
    found: list[Matched] = []
    for part in parts:
        if part.raw not in known:
            known[part.raw] = match_line(part, index, dealer, limit=limit)
        match = known[part.raw]
        if not match.candidates or match.explained < _PART:
            return None
        found.append((part, match))
    return found if len({match.candidates[0].key for _, match in found}) == len(found) else None


def _weakest(found: Sequence[Matched]) -> float:
    return min(match.score for _, match in found)
