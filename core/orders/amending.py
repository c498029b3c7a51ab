"""A placed order gets a new version: priced, judged and allocated again, the old one kept (F4).

Locks in the one order: the draft, the dealer's account, the open request, the order, promotions, stock. A
picker who is a moment earlier has locked the order, and whoever comes second sees where it is by then.
"""

from __future__ import annotations

import json
from datetime import datetime

from core.approvals.flow import open_request
from core.approvals.repository import changes, requests
from core.approvals.types import Approval, ApprovalState, SubjectKind
from core.credit import repository as credit
from core.credit.types import EntryState
from core.dealers.repository import load_dealer, person_name
from core.infra.transaction import Snapshot, Transaction
from core.orders.backorders import part_missing
from core.orders.confirming import refuse_unseen
from core.orders.direct import Closing, load_closing, withdraw_unwanted
from core.orders.engine.cutoff import change_until
from core.orders.engine.exceptions import waiting_state
from core.orders.errors import CannotChange, TakenByMaker, TooLate
from core.orders.events import OrderAmended
from core.orders.flow import Assessment, assess
from core.orders.merged import lock_together, settle_freight
from core.orders.prepared.flow import note_declined
from core.orders.promising import hold_window
from core.orders.release import release_held_orders
from core.orders.repository import drafts, offers, originals, parts, placed, versions
from core.orders.types import (
    UNTOUCHED,
    WAITING,
    Draft,
    DraftState,
    Order,
    OrderMark,
    OrderState,
    PlacedOrder,
)
from core.orders.writing import CONTENT, line_rows, order_row
from core.pricing.flow import count_uses, give_back_uses
from core.stock import repository as stock


async def open_until(snap: Snapshot, order: Order) -> datetime | None:
    """Until when the dealer may change or cancel an order; None: while it waits there is no such time, and
    for what a vendor has accepted it is over."""
    closing = await load_closing(snap, order.id)
    return None if closing is not None and closing.is_taken else await _until(snap, order, closing)


async def _until(snap: Snapshot, order: Order, closing: Closing | None) -> datetime | None:
    if order.state is not OrderState.APPROVED:
        return None
    used = await stock.reserved_warehouses(snap, order.id)
    serving = [one for one in await stock.list_warehouses(snap, closed=True) if one.id in used]
    ends = (change_until(serving, _agreed_at(order)), closing.until if closing else None)
    return min((end for end in ends if end is not None), default=None)


def _agreed_at(order: Order) -> datetime:
    """When it was approved; to be amended since then opens it for no longer."""
    moves = [step.at for step in order.steps if step.state is OrderState.APPROVED]
    return max(moves, default=order.placed_at)


async def refuse_unchangeable(snap: Snapshot, order: Order) -> None:
    """Raise why the dealer can change this order no more: it is on its way, a vendor has accepted it, or it
    is past the cut-off."""
    if order.invoiced_at is not None:
        raise CannotChange(number=order.number, state=OrderMark.INVOICED.value)
    if order.state not in UNTOUCHED:
        raise CannotChange(number=order.number, state=order.state.value)
    if snap.actor.dealer_id is None:
        return
    closing = await load_closing(snap, order.id)
    is_taken = closing is not None and closing.is_taken
    until = await _until(snap, order, closing)
    if not is_taken and (until is None or snap.now < until):
        return
    who = await person_name(snap, (await load_dealer(snap, order.dealer_id)).rep_id) or ""
    if is_taken:
        raise TakenByMaker(number=order.number, who=who)
    raise TooLate(number=order.number, until=until, who=who)


async def amend_order(tx: Transaction, draft: Draft, seen: str) -> PlacedOrder:
    """Make the draft the new version of the order it amends; ``seen`` as for a new order."""
    assert draft.amends is not None
    before = await placed.load_order(tx, draft.amends)
    await credit.load_standing(tx, before.dealer_id, before.total.currency, lock=True)
    approval = await requests.find_open_request(tx, before.id, lock=True)
    others = await lock_together(tx, before.id)
    order = await placed.load_order(tx, before.id)
    await refuse_unchangeable(tx, order)
    found = await assess(tx, draft, lock=True)
    refuse_unseen(draft, found, seen)
    found = await hold_window(tx, draft, found)
    await versions.keep_version(tx, order.id, await _content(tx, order))
    await _rewrite(tx, draft, found, order)
    originals.follow_to_order(tx, draft.id, order.id)
    state = await _judge(tx, found, order, approval)
    rests: tuple[str, ...] = ()
    if state is OrderState.APPROVED:
        rests = await part_missing(tx, order.id)
        if not rests and found.plan.is_parted:
            state = OrderState.BACK_ORDERED
    if await withdraw_unwanted(tx, order.id):
        state = OrderState.APPROVED
    await settle_freight(tx, order.id, others)
    await end_draft(tx, draft, DraftState.AMENDED)
    tx.record(
        OrderAmended(
            order.id,
            order.dealer_id,
            tx.actor.person_id,
            order.number,
            order.total.minor,
            found.priced.total.minor,
            order.total.currency,
            state.value,
            approval.id if approval else None,
        )
    )
    # What this order has left of the limit may set another one free.
    await release_held_orders(tx, order.dealer_id, reason="limit")
    return PlacedOrder(order.id, order.number, state, rests, is_amended=True)


async def _content(tx: Transaction, order: Order) -> versions.Content:
    rows = [await parts.load_row(tx, order.id), *await parts.load_stored_lines(tx, order.id)]
    order_row_, *lines = json.loads(json.dumps(rows, default=str))
    return {"order": order_row_, "lines": lines}


async def _rewrite(tx: Transaction, draft: Draft, found: Assessment, order: Order) -> None:
    """Give back all that the order holds, and write and reserve the new version in its place."""
    assert found.claims is not None
    await stock.release(tx, order.id)
    await give_back_uses(tx, found.claims.uses)
    uses = await count_uses(tx, found.priced)
    row = order_row(tx, draft, found, order.id, order.number, order.state)
    row["pricing"]["uses"] = uses
    await parts.delete_lines(tx, [row["id"] for row in found.claims.rows])
    await parts.insert_lines(tx, line_rows(draft, found, order.id))
    total = found.priced.total
    await placed.mark_order(
        tx,
        order.id,
        OrderMark.AMENDED,
        f"{order.total.to_decimal():,} → {total.to_decimal():,} {total.currency}",
        **{name: row[name] for name in CONTENT},
    )
    await stock.reserve(tx, order.id, found.plan.takes)
    await credit.resize_entry(tx, order.id, total)


async def _judge(tx: Transaction, found: Assessment, order: Order, approval: Approval | None) -> OrderState:
    """The new version goes by itself, or somebody has to agree to it: nobody agreed to this one before."""
    if approval is not None:
        await changes.close_request(tx, approval, ApprovalState.WITHDRAWN, None)
        await offers.withdraw_offers(tx, order.id)
    waits = bool(found.triggers)
    to = waiting_state(found.verdict) if waits else OrderState.APPROVED
    if to is not order.state:
        await placed.move_order(tx, order.id, to, None)
    if waits is not (order.state in WAITING):
        await credit.move_entry(tx, order.id, EntryState.PENDING if waits else EntryState.HELD)
    if waits:
        await open_request(tx, SubjectKind.ORDER, order.id, order.number, found.request, found.triggers)
    return to


async def end_draft(tx: Transaction, draft: Draft, state: DraftState) -> None:
    """Close a draft; the one that was put aside for an amendment or a prepared order is there again."""
    await drafts.close_draft(tx, draft, state)
    if draft.prepared_id is not None and state is DraftState.DISCARDED:
        await note_declined(tx, draft.prepared_id)
    if draft.amends is not None or draft.prepared_id is not None:
        await drafts.reopen_parked(tx)
