"""A dealer confirms the quote; it becomes an order, with credit and stock taken in the same transaction.

Lock first, judge after: the dealer's credit row, capped promotions, stock rows in key order. What was
confirmed must be what it costs now (``seen``), else nothing is written and the dealer sees the new quote.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.approvals.flow import open_request
from core.approvals.types import SubjectKind
from core.credit import repository as credit
from core.credit.types import EntryState
from core.infra.transaction import Transaction
from core.intake import repository as intake
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.ids import DraftId, OrderId
from core.orders.amending import amend_order, end_draft
from core.orders.backorders import part_missing
from core.orders.confirming import refuse_unseen
from core.orders.engine.exceptions import waiting_state
from core.orders.errors import RepeatUnanswered
from core.orders.events import OrderPlaced
from core.orders.flow import assess, ready_lines
from core.orders.prepared.flow import note_placed
from core.orders.promising import hold_window
from core.orders.repository import drafts, originals, placed
from core.orders.types import Draft, DraftState, OrderState
from core.orders.types import PlacedOrder as PlacedOrder
from core.orders.writing import line_rows, order_row
from core.pricing.flow import count_uses
from core.stock import repository as stock


@dataclass(frozen=True, slots=True)
class PlaceOrder(Command[PlacedOrder]):
    permission = Permission.ORDER_PLACE
    draft_id: DraftId
    version: int
    seen: str


async def place_order(tx: Transaction, command: PlaceOrder) -> PlacedOrder:
    draft = await drafts.load_draft(tx, command.draft_id, version=command.version, lock=True, to_order=True)
    if draft.amends is not None:
        return await amend_order(tx, draft, command.seen)
    if draft.repeat_of is not None:
        raise RepeatUnanswered(number=draft.repeat_of)
    found = await assess(tx, draft, lock=True)
    refuse_unseen(draft, found, command.seen)
    found = await hold_window(tx, draft, found)
    waits = bool(found.triggers)
    state = waiting_state(found.verdict) if waits else OrderState.APPROVED
    order_id = OrderId(tx.new_id())
    uses = await count_uses(tx, found.priced)
    lines = line_rows(draft, found, order_id)
    await intake.add_to_habits(tx, draft.dealer_id, _sums(draft))
    await end_draft(tx, draft, DraftState.ORDERED)
    # The last lock: whoever orders next waits for it until this order is committed.
    number = await placed.next_number(tx, draft.dealer_id)
    row = order_row(tx, draft, found, order_id, number, state)
    row["pricing"]["uses"] = uses
    await placed.insert_order(tx, row, lines)
    originals.follow_to_order(tx, draft.id, order_id)
    await stock.reserve(tx, order_id, found.plan.takes)
    await credit.open_entry(
        tx,
        draft.dealer_id,
        order_id,
        number,
        found.priced.total,
        EntryState.PENDING if waits else EntryState.HELD,
    )
    tx.record(
        OrderPlaced(
            order_id,
            draft.dealer_id,
            draft.person_id,
            number,
            state.value,
            found.priced.total.minor,
            found.dealer.currency,
        )
    )
    if draft.prepared_id is not None:
        await note_placed(tx, draft.prepared_id, order_id, number, found.priced.total)
    if waits:
        await open_request(tx, SubjectKind.ORDER, order_id, number, found.request, found.triggers)
    elif found.plan.is_parted:
        rests = await part_missing(tx, order_id)
        return PlacedOrder(order_id, number, (await placed.load_order(tx, order_id)).state, rests)
    return PlacedOrder(order_id, number, state)


def _sums(draft: Draft) -> list[tuple[Any, int]]:
    sums: dict[Any, int] = {}
    for _, product, quantity in ready_lines(draft):
        sums[product] = sums.get(product, 0) + quantity
    return list(sums.items())
