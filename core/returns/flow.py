"""Steps that acts on returns share: what may come back, what it is worth, lock, and credit.

Locks: the dealer's account, the order, the request, stock rows by key, counters.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace

from core.billing.credit_notes import check_left, credit_invoice, credited_lines, sums_of
from core.billing.flow import lock_dealer
from core.billing.repository import invoices
from core.infra.transaction import Snapshot, Transaction
from core.kernel.money import Money
from core.orders.progress import advance_order
from core.orders.repository import placed
from core.orders.states import ARRIVED, OrderMark, OrderState
from core.orders.types import Order
from core.returns import repository as store
from core.returns.engine import left_to_return
from core.returns.errors import NothingToReturn
from core.returns.types import Outcome, Return, ReturnLine, ReturnReason, ReturnState


async def lines_left(
    snap: Snapshot, order: Order, invoice: str | None, *, besides: uuid.UUID | None = None
) -> tuple[ReturnLine, ...]:
    """Each line of the order that may come back, with the most of it. Raises NothingToReturn.

    besides: a request whose own goods do not stand in its way.
    """
    arrivals = await store.arrivals_of(snap, order.id)
    if order.state not in ARRIVED or not any(arrivals.values()):
        raise NothingToReturn(number=order.number, why="not_delivered")
    if invoice is None:
        raise NothingToReturn(number=order.number, why="not_invoiced")
    policy = await store.load_policy(snap, order.total.currency)
    claimed = await store.claimed_of(snap, order.id, besides=besides)
    opened = await store.claimed_of(snap, order.id, is_open=True, besides=besides)
    credited = await invoices.credited_quantities(snap, invoice)
    units = await store.units_of(snap, {line.product_id for line in order.lines})
    found = []
    for line in order.lines:
        line_id = line.line_id
        if line_id is None:
            continue
        came = arrivals.get(line_id, [])
        # Finance may have credited pieces without a return: nobody is paid for them twice.
        unpaid = line.quantity - credited.get(line.position, 0) - opened.get(line_id, 0)
        left = left_to_return(came, claimed.get(line_id, 0), snap.today, policy.days)
        if min(left, unpaid) > 0:
            found.append(
                ReturnLine(
                    line.position, line_id, line.product_id, line.sku, line.name,
                    units[line.product_id], 0, min(left, unpaid),
                )
            )  # fmt: skip
    if not found:
        came_all = sum(one.quantity for some in arrivals.values() for one in some)
        is_late = sum(claimed.values()) < came_all and not any(
            left_to_return(some, 0, snap.today, policy.days) for some in arrivals.values()
        )
        if is_late:
            raise NothingToReturn(number=order.number, why="too_late", days=policy.days)
        raise NothingToReturn(number=order.number, why="all_returned")
    return tuple(found)


async def begin_draft(tx: Transaction, order: Order) -> Return:
    """A new draft over goods of the order, in place of what the person had begun. Raises NothingToReturn."""
    invoice = await invoices.number_of_order(tx, order.id)
    await lines_left(tx, order, invoice)
    before = await store.find_draft(tx, tx.person_id)
    if before is not None:
        await store.drop_return(tx, before.id)
    return_id = tx.new_id()
    await store.insert_return(
        tx,
        {
            "id": return_id,
            "dealer_id": order.dealer_id,
            "person_id": tx.person_id,
            "order_id": order.id,
            "invoice": invoice,
            "state": ReturnState.DRAFT,
            "version": 1,
            "note": "",
            "amount_minor": 0,
            "currency": order.total.currency,
            "made_at": tx.now,
        },
    )
    return await store.load_return(tx, return_id)


async def see_draft(snap: Snapshot, draft: Return) -> Return:
    """The draft with every line that may come back, and what the wanted ones are worth just now."""
    order = await placed.load_order(snap, draft.order_id)
    wanted = {line.line_id: line.quantity for line in draft.lines}
    lines = tuple(
        replace(line, quantity=wanted.get(line.line_id, 0))
        for line in await lines_left(snap, order, draft.invoice)
    )
    draft = replace(draft, lines=lines)
    return replace(draft, amount=await worth(snap, draft)) if draft.wanted else draft


async def worth(snap: Snapshot, seen: Return) -> Money:
    """What its goods come to on the invoice, with tax. Raises what a credit note over them would raise."""
    invoice = await invoices.load_invoice(snap, number=seen.invoice, as_house=True)
    wanted = tuple((line.position, line.quantity) for line in seen.wanted)
    lines = await credited_lines(snap, invoice, None, wanted, "")
    _, net, tax = sums_of(lines, invoice.currency)
    await check_left(snap, invoice, net + tax)
    return net + tax


async def lock_return(tx: Transaction, return_id: uuid.UUID) -> Return:
    """The request, held with all that its end changes. Raises NotFound."""
    seen = await store.load_return(tx, return_id)
    await lock_dealer(tx, seen.dealer_id, as_house=True)
    await placed.lock_order(tx, seen.order_id)
    return await store.load_return(tx, return_id, lock=True)


async def set_reason(
    tx: Transaction, draft: Return, reason: ReturnReason | None, note: str | None = None
) -> None:
    """Why goods come back, and with it what their way back costs: from here on as it was shown."""
    fee = None
    if reason is not None:
        fee = (await store.load_policy(tx, draft.amount.currency)).fees.get(reason)
    words = draft.note if note is None else note
    await store.change_return(tx, draft, reason=reason, note=words, fee_minor=fee.minor if fee else 0)


async def credit(
    tx: Transaction, seen: Return, quantities: Mapping[int, int], *, fee: Money | None = None
) -> str | None:
    """Credit base units by position of the line, less the fee; the note's number, None: it leaves nothing."""
    wanted = tuple(sorted(quantities.items()))
    number = seen.number or ""
    if not fee:
        return await credit_invoice(tx, seen.invoice, number, wanted=wanted, as_house=True)
    invoice = await invoices.load_invoice(tx, number=seen.invoice, as_house=True)
    _, net, tax = sums_of(await credited_lines(tx, invoice, None, wanted, ""), invoice.currency)
    if net + tax <= fee:
        return None
    return await credit_invoice(
        tx, seen.invoice, number, wanted=wanted, kept_back=(fee, number), as_house=True
    )


async def agree(tx: Transaction, seen: Return, outcome: Outcome, why: str | None = None) -> str | None:
    """The goods are to come, or stay and are credited at once: then the credit note's number."""
    note = None
    if outcome is Outcome.KEEP:
        note = await credit(tx, seen, {line.position: line.quantity for line in seen.wanted})
    await store.change_return(
        tx,
        seen,
        state=ReturnState.EXPECTED if note is None else ReturnState.DONE,
        outcome=outcome,
        decided_at=tx.now,
        decided_why=why,
        credit_note=note,
        # Nothing is fetched: there is no way back to pay for.
        **({"fee_minor": 0} if outcome is Outcome.KEEP else {}),
    )
    if note is not None:
        await mark_order(tx, seen)
    return note


async def mark_order(tx: Transaction, seen: Return) -> None:
    """The order is returned when all that its dealer accepted is, else it is marked; the request is done."""
    arrivals = await store.arrivals_of(tx, seen.order_id)
    came = sum(one.quantity for some in arrivals.values() for one in some)
    back = await store.claimed_of(tx, seen.order_id)
    opened = await store.claimed_of(tx, seen.order_id, is_open=True)
    state = (await placed.lock_order(tx, seen.order_id)).state
    if state is OrderState.DELIVERED and sum(back.values()) - sum(opened.values()) >= came:
        await advance_order(tx, seen.order_id, OrderState.RETURNED, reason=seen.number)
    else:
        await placed.mark_order(tx, seen.order_id, OrderMark.PART_RETURNED, seen.number)
