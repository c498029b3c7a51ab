"""Acts where goods are fetched: handed over to our driver with proof, or not handed over.

What a partner does not hand over comes from elsewhere; what of a return was not there the storekeeper sees.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from core.deliveries.errors import ReceiverMissing
from core.dispatch.engine.fetching import brought_after
from core.dispatch.types import FetchKind, StopState
from core.driving.act_types import Failing, HandedLine, Handing
from core.driving.engine.judging import unfit_lines
from core.driving.errors import QuantitiesDontAddUp, StopOver
from core.driving.flow.sealing import receiver_and_note
from core.driving.repository import fetches, proofs, routes
from core.driving.repository.fetches import FetchLine
from core.driving.types import REASONS, CauseKind
from core.infra.transaction import Transaction
from core.kernel.texts import storable
from core.stock.holidays import list_holidays
from core.vendors.fetching import Handed, expect_by, fetch_goods

# Why a partner has it no more: the next visit would find no more than this one.
NOT_THERE = "not_there"


async def take_along(tx: Transaction, route: Any, stop: Any, content: Handing) -> list[dict[str, Any]]:
    """The goods are on the van, the stop is made; the lines of the proof. Raises StopOver where nothing is to
    be fetched any more, QuantitiesDontAddUp, ReceiverMissing: whoever hands goods over is named."""
    lines = (await fetches.goods_to_fetch(tx, [stop.id])).get(stop.id, [])
    if not lines:
        raise StopOver(state=stop.state)
    wrong = unfit_lines({line.id: line.packed for line in lines}, content.lines)
    if wrong:
        line = next((one for one in lines if one.id == wrong[0]), None)
        raise QuantitiesDontAddUp(sku=line.sku if line else "?", wanted=line.packed if line else 0)
    receiver, _ = receiver_and_note({"receiver": content.receiver, "note": content.note})
    is_any = any(one.delivered for one in content.lines)
    if is_any and not receiver:
        raise ReceiverMissing
    told = {one.line_id: one for one in content.lines}
    await _buy(tx, route, lines, told)
    # What nobody handed over of a return is fetched on another day.
    state = StopState.DONE if is_any else StopState.FAILED
    routes.move_stop(tx, stop, state, arrived=stop.arrived_at or tx.now, done=tx.now)
    _count_causes(tx, route, stop, lines, content.lines)
    by_id = {line.id: line for line in lines}
    return [_proof_line(one, by_id[one.line_id]) for one in content.lines]


async def close_twins(tx: Transaction, stop: Any) -> None:
    """Whoever else was to fetch these goods need not go."""
    ids = [one.document_id for one in await fetches.documents_of(tx, [stop.id])]
    for twin in await fetches.open_twins(tx, stop.id, ids):
        routes.move_stop(tx, twin, StopState.CANCELLED)
        await routes.lock_other_route(tx, twin.route_id)


async def leave_there(tx: Transaction, stop: Any, content: Failing) -> None:
    """Nothing was handed over: what the partner does not have comes from elsewhere, else the van comes again,
    on the day that was agreed."""
    bought = [
        one.document_id
        for one in await fetches.documents_of(tx, [stop.id])
        if FetchKind(one.kind) is FetchKind.PURCHASE
    ]
    holidays = await list_holidays(tx) if bought else {}
    again = content.new_day if content.new_day and content.new_day > tx.today else None
    for purchase_id in sorted(bought):
        if content.reason == NOT_THERE:
            await fetch_goods(tx, purchase_id, {})
        else:
            on = brought_after(again or brought_after(tx.today, holidays), holidays)
            await expect_by(tx, purchase_id, on)


async def _buy(
    tx: Transaction, route: Any, lines: Sequence[FetchLine], told: Mapping[uuid.UUID, HandedLine]
) -> None:
    of_purchase: dict[uuid.UUID, dict[uuid.UUID, Handed]] = {}
    for line in lines:
        if line.kind is FetchKind.PURCHASE:
            one = told[line.id]
            got = Handed(one.delivered, is_damaged=one.damaged > 0)
            of_purchase.setdefault(line.order_id, {})[line.id] = got
    if not of_purchase:
        return
    on = brought_after(max(tx.today, route.day), await list_holidays(tx))
    for purchase_id, handed in sorted(of_purchase.items()):
        if any(one.quantity for one in handed.values()):
            await expect_by(tx, purchase_id, on)
        await fetch_goods(tx, purchase_id, handed)


def _count_causes(
    tx: Transaction, route: Any, stop: Any, lines: Sequence[FetchLine], told: Sequence[HandedLine]
) -> None:
    products = {line.id: line.product_id for line in lines}
    rows = [
        cause(tx, route, stop, CauseKind.NOT_FETCHED, one.reason, lacks, products[one.line_id])
        for one in told
        for lacks in [one.refused + one.damaged + one.short]
        if lacks
    ]
    proofs.insert_causes(tx, rows)


def cause(
    tx: Transaction,
    route: Any,
    stop: Any,
    kind: CauseKind,
    reason: str | None,
    quantity: int,
    product_id: uuid.UUID | None,
) -> dict[str, Any]:
    return {
        "id": tx.new_id(),
        "day": route.day,
        "kind": kind,
        "reason": reason if reason in REASONS[kind] else "other",
        "quantity": quantity,
        "dealer_id": stop.dealer_id,
        "stop_id": stop.id,
        "product_id": product_id,
    }


def _proof_line(told: HandedLine, line: FetchLine) -> dict[str, Any]:
    """With its names: what was not handed over stands in no document any more."""
    return asdict(told) | {
        "line_id": str(told.line_id),
        "reason": storable(told.reason or "") or None,
        "sku": line.sku,
        "name": line.name,
        "unit": routes.unit_of(line),
        "number": line.number,
    }
