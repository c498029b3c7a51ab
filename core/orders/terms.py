"""The terms under which a draft's lines are wanted, obeyed: lines left out, or taken as something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.catalog import repository as catalog
from core.dealers.repository import load_dealer
from core.infra.transaction import Transaction
from core.intake.flow import load_allowed
from core.orders.flow import Assessment, assess, judge_line, products_by_id
from core.orders.types import Draft, DraftLine, Held, LineState

MOST_TRIED = 3  # articles in the place of one


async def obey_terms(tx: Transaction, draft: Draft, lines: Sequence[DraftLine]) -> list[DraftLine]:
    """The lines with those left out whose terms do not hold, or what was named in their place.

    Judged anew at every change: what was left out comes back by itself once its terms hold.
    """
    tried = [_as_wanted(line) for line in lines]
    if not any(line.terms and line.state is LineState.READY for line in tried):
        return tried
    unmet = dict((await _judged(tx, draft, tried)).unmet)
    waiting = {line.id: await _others(tx, draft, line) for line in tried if line.id in unmet}
    for turn in range(MOST_TRIED):
        named = {key: others[turn] for key, others in waiting.items() if turn < len(others)}
        if not named:
            break
        found = await _judged(tx, draft, [named.get(line.id, line) for line in tried])
        unfit = found.unmet.keys() | {line.line_id for line in found.priced.unpriced}
        fitting = named.keys() - unfit
        tried = [named[line.id] if line.id in fitting else line for line in tried]
        # Where nothing named in its place holds either, the first wish is what is told about.
        unmet = {key: why for key, why in unmet.items() if key not in fitting}
        waiting = {key: others for key, others in waiting.items() if key not in fitting}
    return [_left_out(line, unmet.get(line.id)) for line in tried]


def _as_wanted(line: DraftLine) -> DraftLine:
    state = LineState.READY if line.state is LineState.HELD else line.state
    return replace(line, state=state, held=None)


def _left_out(line: DraftLine, held: Held | None) -> DraftLine:
    return line if held is None else replace(line, state=LineState.HELD, held=held)


async def _judged(tx: Transaction, draft: Draft, lines: Sequence[DraftLine]) -> Assessment:
    numbered = tuple(replace(line, position=at) for at, line in enumerate(lines, start=1))
    return await assess(tx, replace(draft, lines=numbered))


async def _others(tx: Transaction, draft: Draft, line: DraftLine) -> list[DraftLine]:
    """The line as what may be taken in its place: what was named, or what the catalogue knows to stand in."""
    terms = line.terms
    if terms is None or line.product_id is None or line.instead_of is not None:
        return []
    wanted = [] if terms.otherwise is None else [terms.otherwise]
    if terms.any_other:
        allowed = await load_allowed(tx, await load_dealer(tx, draft.dealer_id))
        known = await catalog.list_substitutes(tx, line.product_id)
        wanted += [one for one in known if allowed is None or str(one) in allowed]
    wanted = wanted[:MOST_TRIED]
    products = await products_by_id(tx, [*wanted, line.product_id])
    first = products[line.product_id].name if line.product_id in products else line.phrase
    reading = replace(line.reading, quantity=line.unit_quantity, unit=line.unit)
    bare = replace(line, reading=reading, questions=())
    found = [
        judge_line(bare, products[one], None) for one in wanted if one in products and products[one].active
    ]
    return [
        replace(
            other,
            candidates=() if other.product_id is None else (other.product_id,),
            instead_of=first,
            wanted_id=line.product_id,
        )
        for other in found
        if other.state is LineState.READY
    ]
