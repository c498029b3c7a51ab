"""Somebody of the dealer takes what was prepared, or does not want it: the first answer counts (B4).

It becomes an ordinary draft, so that prices, stock, credit and the dealer's list are those of this moment.
What the person was putting together is put aside, and is there again once this is ordered or thrown away.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from core.dealers.repository import load_dealer, person_name
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound
from core.kernel.ids import DraftId, LineId
from core.kernel.money import Money
from core.kernel.texts import storable
from core.orders.engine import with_quantity
from core.orders.errors import NothingToOrder
from core.orders.flow import products_by_id
from core.orders.prepared import repository
from core.orders.prepared.errors import PreparedGone
from core.orders.prepared.events import DeclineExplained, PreparedTaken
from core.orders.prepared.flow import note_declined
from core.orders.prepared.types import Prepared, PreparedState
from core.orders.reordering import orderable
from core.orders.repository import drafts
from core.orders.saving import save_lines
from core.orders.types import DraftLine

_MOST_WORDS = 500


@dataclass(frozen=True, slots=True)
class PreparedOpened:
    """The draft it became. total: as it was sent. left_out: names of what is sold to the dealer no more."""

    draft_id: DraftId
    rep_name: str
    total: Money
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TakePrepared(Command[PreparedOpened]):
    """Tapped again by the same person it is the same draft. Raises NotFound, PreparedGone, NothingToOrder."""

    permission = Permission.ORDER_PLACE
    prepared_id: uuid.UUID


async def take_prepared(tx: Transaction, command: TakePrepared) -> PreparedOpened:
    own = await drafts.find_open_draft(tx, lock=True)
    prepared = await _load_sent(tx, command.prepared_id)
    assert prepared.total is not None
    rep_name = await person_name(tx, prepared.rep_id) or ""
    if own is not None and own.prepared_id == prepared.id:
        return PreparedOpened(own.id, rep_name, prepared.total)
    await _refuse_answered(tx, prepared)
    lines, left_out = await _lines(tx, prepared)
    if own is not None:
        await drafts.park_draft(tx, own)
    draft = await drafts.create_draft(tx, prepared_id=prepared.id)
    await repository.mark(tx, prepared, PreparedState.TAKEN, answered_by=tx.person_id)
    wished = prepared.delivery_date
    await save_lines(
        tx, draft, lines, note=prepared.note, delivery_date=wished if wished and wished >= tx.today else None
    )
    tx.record(PreparedTaken(prepared.id, prepared.dealer_id, prepared.rep_id, tx.person_id))
    return PreparedOpened(draft.id, rep_name, prepared.total, left_out)


async def _load_sent(tx: Transaction, prepared_id: uuid.UUID) -> Prepared:
    """One that was sent to the actor's own dealer, locked."""
    if tx.dealer_id is None:
        raise NotFound(what="prepared")
    return await repository.load_own(tx, prepared_id, lock=True)


async def _refuse_answered(tx: Transaction, prepared: Prepared) -> None:
    who = await person_name(tx, prepared.answered_by) or ""
    if prepared.state is PreparedState.TAKEN:
        raise PreparedGone(why="taken", who=who)
    if prepared.state is PreparedState.DECLINED:
        raise PreparedGone(why="declined", who=who)
    if prepared.state is PreparedState.EXPIRED or (prepared.expires_at and prepared.expires_at <= tx.now):
        raise PreparedGone(why="expired")


async def _lines(tx: Transaction, prepared: Prepared) -> tuple[list[DraftLine], tuple[str, ...]]:
    """Its lines as fresh lines of a draft in today's packs, and the names of what is sold no more."""
    wanted = [line.product_id for line in prepared.lines if line.product_id]
    sold = await orderable(tx, wanted)
    gone = await products_by_id(tx, [one for one in wanted if one not in sold])
    packs = {key: product.packs for key, product in sold.items()}
    lines = []
    for line in prepared.lines:
        product = sold.get(line.product_id) if line.product_id else None
        if product is None or line.unit_quantity is None:
            continue
        fitted = with_quantity(line, line.unit_quantity, packs, product.order_multiple)
        lines.append(replace(fitted, id=LineId(tx.new_id()), position=0))
    if not lines:
        raise NothingToOrder
    return lines, tuple(product.name for product in gone.values())


@dataclass(frozen=True, slots=True)
class DeclinePrepared(Command[str]):
    """The name of who prepared it. Raises NotFound, PreparedGone."""

    permission = Permission.ORDER_PLACE
    prepared_id: uuid.UUID


async def decline_prepared(tx: Transaction, command: DeclinePrepared) -> str:
    prepared = await _load_sent(tx, command.prepared_id)
    await _refuse_answered(tx, prepared)
    await note_declined(tx, prepared.id)
    return await person_name(tx, prepared.rep_id) or ""


@dataclass(frozen=True, slots=True)
class ExplainDecline(Command[None]):
    """A line of words to whoever prepared it. Raises NotFound unless the actor declined it."""

    permission = Permission.ORDER_PLACE
    prepared_id: uuid.UUID
    text: str


async def explain_decline(tx: Transaction, command: ExplainDecline) -> None:
    prepared = await _load_sent(tx, command.prepared_id)
    text = storable(command.text).strip()[:_MOST_WORDS]
    if prepared.state is not PreparedState.DECLINED or prepared.answered_by != tx.person_id or not text:
        raise NotFound(what="prepared")
    dealer = await load_dealer(tx, prepared.dealer_id)
    tx.record(
        DeclineExplained(
            prepared.id, prepared.dealer_id, prepared.rep_id, tx.person_id, tx.actor.name, dealer.name, text
        )
    )
