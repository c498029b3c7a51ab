"""Somebody of the house puts an order together for a dealer, in free words and by taps (B4).

The words are read as the dealer's own would be, and nothing is learned from them: they are not his.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from core.catalog.types import Product
from core.infra.transaction import Snapshot, Transaction
from core.intake import repository as intake
from core.intake.flow import understand
from core.intake.types import Decision, QuantityKind, ReadMessage
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, LineId, ProductId
from core.kernel.reasons import Reason
from core.kernel.texts import storable
from core.orders.engine import MOST_LINES, Edited, apply_lines, with_quantity
from core.orders.engine.answering import answer_with_number
from core.orders.errors import TooManyLines
from core.orders.flow import judge_line, products_by_id
from core.orders.prepared import repository
from core.orders.prepared.errors import PreparedGone
from core.orders.prepared.flow import load_served
from core.orders.prepared.types import Prepared, PreparedState, PreparedView
from core.orders.types import DraftLine
from core.orders.use_cases.show_prepared import view_of

_MOST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class FindPrepared(Query[PreparedView | None]):
    """What the actor is putting together for a dealer; None: nothing yet.

    Raises NotFound or CannotPrepare where nothing may be.
    """

    permission = Permission.DEALER_CARE
    dealer_id: DealerId


async def find_prepared(snap: Snapshot, query: FindPrepared) -> PreparedView | None:
    dealer = await load_served(snap, query.dealer_id)
    prepared = await repository.find_open(snap, dealer.id)
    return None if prepared is None else await view_of(snap, prepared)


@dataclass(frozen=True, slots=True)
class OrderRead:
    """prepared_id None: nothing was read and nothing is there yet. said: remarks on what was done."""

    prepared_id: uuid.UUID | None
    is_read: bool
    said: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class PrepareOrder(Command[OrderRead]):
    """Add what a text says to what the actor prepares for the dealer; ``line``: it says that line anew.

    Raises NotFound, CannotPrepare, TooManyLines.
    """

    permission = Permission.DEALER_CARE
    dealer_id: DealerId
    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ReadFor:
    """What a text means to the dealer, and the products that it is about."""

    text: str
    message: ReadMessage
    products: dict[ProductId, Product]


async def read_for_dealer(snap: Snapshot, command: PrepareOrder) -> ReadFor:
    dealer = await load_served(snap, command.dealer_id)
    prepared = await repository.find_open(snap, dealer.id)
    lines = prepared.lines if prepared else ()
    in_draft = [line.product_id for line in lines if line.product_id]
    text = storable(command.text)
    today = snap.now.astimezone(ZoneInfo(dealer.zone)).date()
    message = await understand(snap, dealer, text, today=today, in_draft=in_draft)
    wanted = {*in_draft, *(line.product_id for line in message.lines if line.product_id)}
    return ReadFor(text, message, await products_by_id(snap, wanted))


async def prepare_order(tx: Transaction, command: PrepareOrder, found: ReadFor) -> OrderRead:
    dealer = await load_served(tx, command.dealer_id)
    prepared = await repository.find_open(tx, dealer.id, lock=True)
    message = found.message
    if not _says_goods(message) and not message.note and not message.delivery_date:
        return OrderRead(prepared.id if prepared else None, is_read=False)
    prepared = prepared or await repository.insert_open(tx, dealer.id)
    edited = _edited(tx, prepared, command.line, found)
    if len(edited.lines) > MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    changes: dict[str, Any] = {"text": f"{prepared.text}\n{found.text}".strip()[-_MOST_TEXT:]}
    if message.note:
        changes["note"] = message.note
    if message.delivery_date:
        changes["delivery_date"] = message.delivery_date
    await repository.save_lines(tx, prepared, edited.lines, **changes)
    return OrderRead(prepared.id, is_read=True, said=edited.said)


def _says_goods(message: ReadMessage) -> bool:
    return any(
        line.decision is not Decision.NOT_FOUND
        or line.off_list is not None
        or line.reading.quantity_kind is not QuantityKind.MISSING
        for line in message.lines
    )


def _edited(tx: Transaction, prepared: Prepared, anew: int | None, found: ReadFor) -> Edited:
    """The lines with what the message does to them; where one line is said anew, in its place."""
    message, products = found.message, found.products
    packs = {product.id: product.packs for product in products.values()}
    multiples = {product.id: product.order_multiple for product in products.values()}
    answered = None if anew else answer_with_number(prepared.as_draft, message, products)
    if answered is not None:
        return Edited(answered)
    read = message.lines
    if message.terms is not None:
        read = tuple(replace(line, terms=line.terms or message.terms) for line in read)
    kept = [line for line in prepared.lines if line.position != anew]
    edited = apply_lines(kept, read, packs, lambda: LineId(tx.new_id()), multiples)
    if anew is None or len(edited.lines) <= len(kept):
        return edited
    fresh = edited.lines[len(kept) :]
    at = min(anew - 1, len(kept))
    return Edited((*edited.lines[:at], *fresh, *edited.lines[at : len(kept)]), edited.said)


@dataclass(frozen=True, slots=True)
class SettlePrepared(Command[None]):
    """Answer a line of it by a tap: ``choice`` among its candidates, or so many of a unit (0: none).

    Raises NotFound, Outdated, PreparedGone where it has been sent.
    """

    permission = Permission.DEALER_CARE
    prepared_id: uuid.UUID
    version: int
    position: int
    choice: int | None = None
    to: Decimal | None = None
    unit: str | None = None


async def settle_prepared(tx: Transaction, command: SettlePrepared) -> None:
    prepared = await load_open(tx, command.prepared_id, command.version)
    line = next((one for one in prepared.lines if one.position == command.position), None)
    if line is None:
        raise NotFound(what="line")
    settled = await _settled(tx, prepared, line, command)
    await repository.save_lines(tx, prepared, _with(prepared.lines, line, settled))


def _with(lines: Sequence[DraftLine], line: DraftLine, settled: DraftLine | None) -> list[DraftLine]:
    changed = [settled if one.id == line.id else one for one in lines]
    return [one for one in changed if one is not None]


async def _settled(
    tx: Transaction, prepared: Prepared, line: DraftLine, command: SettlePrepared
) -> DraftLine | None:
    """The line as it is answered; None: without it."""
    if command.choice is not None:
        if not 0 <= command.choice < len(line.candidates):
            raise NotFound(what="line")
        key = line.candidates[command.choice]
        product = (await products_by_id(tx, [key])).get(key)
        if product is None or not product.active:
            raise NotFound(what="product")
        habits = await intake.load_habits(tx, prepared.dealer_id)
        return judge_line(line, product, habits.get(str(key)))
    if command.to is None or not command.to:
        return None
    product = (await products_by_id(tx, [line.product_id])).get(line.product_id) if line.product_id else None
    if product is None:
        raise NotFound(what="product")
    unit = command.unit or line.unit
    return with_quantity(
        replace(line, unit=unit), command.to, {product.id: product.packs}, product.order_multiple
    )


@dataclass(frozen=True, slots=True)
class DropPrepared(Command[DealerId]):
    """Leave it, before it was sent; the dealer it was for. Raises NotFound, PreparedGone."""

    permission = Permission.DEALER_CARE
    prepared_id: uuid.UUID


async def drop_prepared(tx: Transaction, command: DropPrepared) -> DealerId:
    prepared = await load_open(tx, command.prepared_id)
    await repository.drop(tx, prepared)
    return prepared.dealer_id


async def load_open(tx: Transaction, prepared_id: uuid.UUID, version: int | None = None) -> Prepared:
    """The actor's own, locked, while it is put together, for a dealer that may still be served."""
    prepared = await repository.load_own(tx, prepared_id, lock=True)
    if prepared.state is not PreparedState.OPEN:
        raise PreparedGone(why="sent")
    if version is not None:
        prepared = await repository.load_own(tx, prepared_id, version=version)
        await load_served(tx, prepared.dealer_id)
    return prepared
