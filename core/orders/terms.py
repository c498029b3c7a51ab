"""The terms under which a draft's lines are wanted, obeyed: lines left out, or taken as something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.infra.transaction import Transaction
from core.kernel.ids import LineId
from core.orders.flow import assess, judge_line, products_by_id
from core.orders.types import Draft, DraftLine, Held, LineState


async def obey_terms(tx: Transaction, draft: Draft, lines: Sequence[DraftLine]) -> list[DraftLine]:
    """The lines with those left out whose terms do not hold, or what was named in their place.

    Judged anew at every change: what was left out comes back by itself once its terms hold.
    """
    tried = [_as_wanted(line) for line in lines]
    if not any(line.terms and line.state is LineState.READY for line in tried):
        return tried
    unmet = await _unmet(tx, draft, tried)
    taken = {
        line.id: other
        for line in tried
        if line.id in unmet and (other := await _otherwise(tx, line)) is not None
    }
    if taken:
        after = await _unmet(tx, draft, [taken.get(line.id, line) for line in tried])
        # Where what was named in its place does not hold either, the first wish is what is told about.
        tried = [line if line.id in after else taken.get(line.id, line) for line in tried]
        unmet = {key: why for key, why in unmet.items() if key not in taken or key in after}
    return [_left_out(line, unmet.get(line.id)) for line in tried]


def _as_wanted(line: DraftLine) -> DraftLine:
    state = LineState.READY if line.state is LineState.HELD else line.state
    return replace(line, state=state, held=None)


def _left_out(line: DraftLine, held: Held | None) -> DraftLine:
    return line if held is None else replace(line, state=LineState.HELD, held=held)


async def _unmet(tx: Transaction, draft: Draft, lines: Sequence[DraftLine]) -> Mapping[LineId, Held]:
    numbered = tuple(replace(line, position=at) for at, line in enumerate(lines, start=1))
    found = await assess(tx, replace(draft, lines=numbered))
    return found.unmet


async def _otherwise(tx: Transaction, line: DraftLine) -> DraftLine | None:
    """The line as what its terms name in its place; None where that cannot be had in this amount."""
    terms = line.terms
    if terms is None or terms.otherwise is None or line.product_id is None or line.instead_of is not None:
        return None
    products = await products_by_id(tx, [terms.otherwise, line.product_id])
    product, first = products.get(terms.otherwise), products.get(line.product_id)
    if product is None or first is None or not product.active:
        return None
    reading = replace(line.reading, quantity=line.unit_quantity, unit=line.unit)
    taken = judge_line(replace(line, reading=reading, questions=()), product, None)
    if taken.state is not LineState.READY:
        return None
    return replace(taken, candidates=(product.id,), instead_of=first.name)
