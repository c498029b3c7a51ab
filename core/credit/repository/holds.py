"""Holds of orders: opened, moved on, split and given back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select, update

from core.credit.repository.accounts import add_to_sums
from core.credit.tables import CreditEntryRow
from core.credit.types import EntryState
from core.infra.columns import table_of
from core.infra.transaction import Transaction
from core.infra.writes import Write
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, OrderId
from core.kernel.money import Money

_entry = table_of(CreditEntryRow)
_open_entry = Write(insert(_entry))


async def open_entry(
    tx: Transaction, dealer_id: DealerId, order_id: OrderId, document: str, amount: Money, state: EntryState
) -> None:
    """Write a hold, pending or held, under the order's number."""
    tx.write(
        _open_entry,
        {
            "id": tx.new_id(),
            "dealer_id": dealer_id,
            "order_id": order_id,
            "document": document,
            "original_minor": amount.minor,
            "amount_minor": amount.minor,
            "state": state,
            "issued_on": None,
            "due_on": None,
            "created": tx.now,
            "changed": tx.now,
        },
    )
    await add_to_sums(tx, dealer_id, {state: amount.minor})


async def move_entry(tx: Transaction, order_id: OrderId, to: EntryState) -> None:
    """Move an order's hold on: to held, back to pending, or released, which leaves nothing of it open.

    An invoiced order is billing's to move (``invoice_entry``, ``settle_entry``).
    """
    if to is EntryState.INVOICED:
        raise ValueError("Expected invoice_entry for an invoice.")
    entry = await load_hold(tx, order_id)
    values: dict[str, Any] = {"state": to, "changed": tx.now}
    if to is EntryState.RELEASED:
        values["amount_minor"] = 0
    await tx.execute(update(_entry).where(_entry.c.id == entry.id).values(values))
    amounts = {EntryState(entry.state): -entry.amount_minor}
    if to is not EntryState.RELEASED:
        amounts[to] = amounts.get(to, 0) + entry.amount_minor
    await add_to_sums(tx, entry.dealer_id, amounts)


async def resize_entry(tx: Transaction, order_id: OrderId, amount: Money) -> None:
    """Give an order's hold another amount: the order was changed before it was invoiced."""
    entry = await load_hold(tx, order_id)
    await tx.execute(
        update(_entry)
        .where(_entry.c.id == entry.id)
        .values(original_minor=amount.minor, amount_minor=amount.minor, changed=tx.now)
    )
    await add_to_sums(tx, entry.dealer_id, {EntryState(entry.state): amount.minor - entry.amount_minor})


async def split_entry(
    tx: Transaction, order_id: OrderId, new_order_id: OrderId, document: str, amount: Money
) -> None:
    """Take ``amount`` out of an order's hold into a hold of its own, in the same state, under ``document``.

    Raises ValueError when it is not less than the whole.
    """
    entry = await load_hold(tx, order_id)
    rest = entry.amount_minor - amount.minor
    if amount.minor < 0 or rest < 0:
        raise ValueError("Expected a part of the hold.")
    await resize_entry(tx, order_id, Money(rest, amount.currency))
    await open_entry(tx, entry.dealer_id, new_order_id, document, amount, EntryState(entry.state))


async def load_hold(tx: Transaction, order_id: OrderId) -> Any:
    """The order's entry that is pending or held: id, dealer_id, amount_minor, state. Raises NotFound."""
    entry = await tx.one_or_none(
        select(_entry.c.id, _entry.c.dealer_id, _entry.c.amount_minor, _entry.c.state)
        .where(_entry.c.order_id == order_id, _entry.c.state.in_([EntryState.PENDING, EntryState.HELD]))
        .with_for_update()
    )
    if entry is None:
        raise NotFound(what="hold")
    return entry
