"""The dealer answers: takes a counter-offer with one tap, turns it down, or answers a question (B1)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.approvals.repository import changes, requests
from core.approvals.types import Approval, ApprovalState
from core.credit import repository as credit
from core.credit.engine import judge_credit
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound
from core.kernel.ids import OrderId
from core.kernel.texts import storable
from core.orders.deciding import approve_order, refuse_uncovered
from core.orders.decisions import MOST_WORDS
from core.orders.errors import NothingAsked, NothingSaid, OfferGone
from core.orders.events import CounterAnswered, OrderDecided, QuestionAnswered
from core.orders.offer_types import CounterOffer, OfferState
from core.orders.parting import apply_offer
from core.orders.repository import offers, parts, placed
from core.orders.types import OrderState


@dataclass(frozen=True, slots=True)
class AcceptCounter(Command[OrderState]):
    """The order becomes what was offered, and goes."""

    permission = Permission.ORDER_PLACE
    offer_id: uuid.UUID


async def accept_counter(tx: Transaction, command: AcceptCounter) -> OrderState:
    seen = await offers.load_offer(tx, command.offer_id)
    standing, policy = await credit.load_standing(tx, seen.dealer_id, seen.total.currency, lock=True)
    offer, approval = await _open_offer(tx, command.offer_id)
    refuse_uncovered(judge_credit(standing, offer.total, policy), approval.triggers)
    stored = await parts.load_stored(tx, offer.order_id)
    await apply_offer(tx, stored, offer.lines, f"counter-offer {approval.label}")
    await offers.close_offer(tx, offer.id, OfferState.TAKEN)
    await changes.close_request(tx, approval, ApprovalState.APPROVED, None, by=offer.made_by)
    order = await placed.load_order(tx, offer.order_id)
    await approve_order(tx, order, None)
    _record(tx, offer, approval, OfferState.TAKEN)
    tx.record(
        OrderDecided(approval.id, order.id, order.dealer_id, offer.made_by, order.number, "approved", None)
    )
    return OrderState.APPROVED


@dataclass(frozen=True, slots=True)
class DeclineCounter(Command[None]):
    """The order goes on waiting as it was placed; whoever made the offer is told."""

    permission = Permission.ORDER_PLACE
    offer_id: uuid.UUID


async def decline_counter(tx: Transaction, command: DeclineCounter) -> None:
    seen = await offers.load_offer(tx, command.offer_id)
    await credit.load_standing(tx, seen.dealer_id, seen.total.currency, lock=True)
    offer, approval = await _open_offer(tx, command.offer_id)
    await offers.close_offer(tx, offer.id, OfferState.DECLINED)
    await changes.resume(tx, approval)
    _record(tx, offer, approval, OfferState.DECLINED)


async def _open_offer(tx: Transaction, offer_id: uuid.UUID) -> tuple[CounterOffer, Approval]:
    """The offer and its request, locked; OfferGone for one that does not stand any more."""
    found = await offers.load_offer(tx, offer_id)
    approval = await requests.find_open_request(tx, found.order_id, lock=True)
    offer = await offers.load_offer(tx, offer_id, lock=True)
    if offer.state is not OfferState.OPEN:
        raise OfferGone(state=offer.state.value)
    if offer.expires_at <= tx.now or approval is None:
        raise OfferGone(state=OfferState.EXPIRED.value)
    return offer, approval


def _record(tx: Transaction, offer: CounterOffer, approval: Approval, outcome: OfferState) -> None:
    tx.record(
        CounterAnswered(
            offer.id,
            approval.id,
            offer.order_id,
            offer.dealer_id,
            offer.made_by,
            approval.label,
            outcome.value,
        )
    )


@dataclass(frozen=True, slots=True)
class AnswerQuestion(Command[None]):
    """The dealer's answer to what was asked last about this order."""

    permission = Permission.ORDER_PLACE
    order_id: OrderId
    text: str


async def answer_question(tx: Transaction, command: AnswerQuestion) -> None:
    text = storable(command.text).strip()[:MOST_WORDS]
    if not text:
        raise NothingSaid
    order = await placed.load_order(tx, command.order_id)
    if order.dealer_id != tx.dealer_id:
        raise NotFound(what="order")
    approval = await requests.find_open_request(tx, order.id, lock=True)
    question = approval.open_question if approval else None
    if approval is None or question is None:
        raise NothingAsked
    await changes.add_note(tx, approval.id, text, is_question=False)
    tx.record(
        QuestionAnswered(
            approval.id, order.id, order.dealer_id, tx.person_id, question.person_id, order.number, text
        )
    )
