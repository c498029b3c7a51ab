"""Who is asked how a delivery was, what is answered, and the task that a low rating makes (A14, A22).

A rating counts once for each delivery and person and may be changed until its day is over, as days are where
the dealer is. A low one makes a task of the rep's, which closes itself once nobody is dissatisfied any more.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from core.alarms.events import TaskEnded, TaskOpened
from core.alarms.flow import Desks
from core.alarms.repository import tasks
from core.alarms.types import AlarmKind, Finding, TaskState
from core.channel.repository import notices
from core.channel.types import NoticeKind, NoticeWay
from core.driving.repository import proofs
from core.driving.tables import ProofRow
from core.feedback.errors import RatingOver, RatingUnfit
from core.feedback.events import DeliveryRated, RatingExplained
from core.feedback.repository import ratings
from core.feedback.types import LOW, MOST_WORDS, RATE_WITHIN, RATINGS, Rated
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.clock import local_day
from core.kernel.command import Command
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, PersonId


@dataclass(frozen=True, slots=True)
class AskAboutDelivery(Command[tuple[PersonId, ...]]):
    """Whom of ``people`` to ask how the delivery was; asked again it says the same. Not who has switched it
    off, who only looks on, or who was asked less than the policy's days ago. Raises NotFound.
    """

    permission = Permission.INTERNAL
    proof_id: uuid.UUID
    people: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class RateDelivery(Command[Rated]):
    """rating: 1 to 5. Raises NotFound for a delivery of others, RatingOver, RatingUnfit."""

    permission = Permission.ORDER_PLACE
    proof_id: uuid.UUID
    rating: int


@dataclass(frozen=True, slots=True)
class ExplainRating(Command[None]):
    """Why the own rating is so low. Raises NotFound (also where it is not), RatingOver, RatingUnfit."""

    permission = Permission.ORDER_PLACE
    proof_id: uuid.UUID
    words: str


async def ask_about_delivery(tx: Transaction, command: AskAboutDelivery) -> tuple[PersonId, ...]:
    proof = await proofs.find_proof(tx, ProofRow.id == command.proof_id)
    if proof is None:
        raise NotFound(what="proof")
    people = await ratings.hold_people(tx, DealerId(proof.dealer_id), command.people)
    asked = await ratings.asked_about(tx, proof.id)
    since = tx.now - timedelta(days=(await ratings.load_policy(tx)).ask_days)
    lately = await ratings.asked_since(tx, people, since)
    choices = await notices.load_choices(tx, people)
    wanted = []
    for one in people:
        is_off = choices[one].way(NoticeKind.SURVEYS) is NoticeWay.OFF
        if one not in asked and (is_off or one in lately):
            continue
        await ratings.note_asked(tx, proof.id, one)
        wanted.append(one)
    return tuple(wanted)


async def rate_delivery(tx: Transaction, command: RateDelivery) -> Rated:
    if command.rating not in RATINGS:
        raise RatingUnfit
    proof = await _hold(tx, command.proof_id)
    await ratings.note_asked(tx, proof.id, tx.person_id)
    before = await ratings.find_rating(tx, proof.id, tx.person_id)
    _require_time(tx, proof, before)
    if before.rating == command.rating:
        return Rated.SAME
    # What was said about a low rating says nothing about a better one.
    words = before.words if command.rating <= LOW else ""
    rated_at = before.rated_at or tx.now
    await ratings.change_rating(
        tx, proof.id, tx.person_id, rating=command.rating, words=words, rated_at=rated_at
    )
    task_id = None
    if command.rating <= LOW:
        task_id, _ = await _look_after(tx, proof, command.rating, words)
    else:
        await _close(tx, proof)
    orders, _ = await proofs.shipments_of_proof(tx, proof.id)
    dealer_id = DealerId(proof.dealer_id)
    tx.record(DeliveryRated(proof.id, dealer_id, orders, command.rating, tx.person_id, task_id))
    return Rated.LOW if command.rating <= LOW else Rated.KEPT


async def explain_rating(tx: Transaction, command: ExplainRating) -> None:
    words = " ".join(command.words.split())[:MOST_WORDS]
    if not words:
        raise RatingUnfit
    proof = await _hold(tx, command.proof_id)
    rating = await ratings.find_rating(tx, proof.id, tx.person_id)
    if rating is None or rating.rating is None or rating.rating > LOW:
        raise NotFound(what="rating")
    _require_time(tx, proof, rating)
    if rating.words == words:
        return
    await ratings.change_rating(tx, proof.id, tx.person_id, words=words)
    task_id, owner_id = await _look_after(tx, proof, rating.rating, words)
    tx.record(RatingExplained(proof.id, DealerId(proof.dealer_id), tx.person_id, task_id, owner_id))


async def _hold(tx: Transaction, proof_id: uuid.UUID) -> Any:
    """The proof of the own dealer's delivery: two who rate it come one after the other."""
    proof = await proofs.find_proof(tx, ProofRow.id == proof_id, lock=True)
    if proof is None or proof.dealer_id != tx.dealer_id:
        raise NotFound(what="proof")
    return proof


def _require_time(tx: Transaction, proof: Any, rating: Any) -> None:
    if rating.rated_at is None:
        is_over = tx.now - proof.received_at > RATE_WITHIN
    else:
        zone = proof.dealer_zone or tx.settings.default_zone
        is_over = local_day(rating.rated_at, zone) != local_day(tx.now, zone)
    if is_over:
        raise RatingOver


async def _look_after(
    tx: Transaction, proof: Any, rating: int, words: str
) -> tuple[uuid.UUID | None, PersonId | None]:
    """The open task, with what is new, and whose it is; else one is made, whose own card tells all."""
    orders, _ = await proofs.shipments_of_proof(tx, proof.id)
    order = await ratings.find_order(tx, DealerId(proof.dealer_id), orders)
    rule = (await tasks.load_rules(tx))[AlarmKind.UNHAPPY]
    if order is None:
        return None, None
    finding = Finding(AlarmKind.UNHAPPY, str(tx.new_id()), rating, what=words[:200])
    open_id = await tasks.find_open(tx, order[0], AlarmKind.UNHAPPY)
    if open_id is not None:
        task = await tasks.load_task(tx, open_id, lock=True)
        what = finding.what or task.finding.what
        await tasks.change_task(tx, replace(task, finding=finding), value=rating, what=what)
        return task.id, task.owner_id
    # Whatever else is switched off: what somebody complains of is told to somebody.
    owner_id = await Desks(tx).choose(rule.owner, proof.rep_id)
    task_id = await tasks.insert_task(tx, order[0], finding, owner_id)
    tx.record(TaskOpened(task_id, *order, finding.kind.value, owner_id))
    return None, None


async def _close(tx: Transaction, proof: Any) -> None:
    """The task closes itself, unless somebody is still dissatisfied."""
    orders, _ = await proofs.shipments_of_proof(tx, proof.id)
    order = await ratings.find_order(tx, DealerId(proof.dealer_id), orders)
    if order is None or await ratings.is_rated_low(tx, order[1]):
        return
    open_id = await tasks.find_open(tx, order[0], AlarmKind.UNHAPPY)
    if open_id is None:
        return
    task = await tasks.load_task(tx, open_id, lock=True)
    await tasks.change_task(tx, task, state=TaskState.CLOSED.value, ended_at=tx.now)
    tx.record(TaskEnded(task.id, task.number, TaskState.CLOSED.value, None))
