"""Ratings of deliveries, who was asked, and how often people are."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.dealers.tables import DealerPersonRow, PersonRow
from core.driving.repository.proofs import of_order
from core.driving.tables import ProofRow
from core.feedback.tables import DeliveryRatingRow, FeedbackPolicyRow
from core.feedback.types import LOW, FeedbackPolicy
from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Role
from core.kernel.ids import DealerId, OrderId, PersonId
from core.orders.tables import OrderRow

_rating, _policy = table_of(DeliveryRatingRow), table_of(FeedbackPolicyRow)
# Who may rate: the people that order.
_ASKED = (Role.DEALER_ADMIN.value, Role.DEALER_BUYER.value)


async def load_policy(snap: Snapshot) -> FeedbackPolicy:
    row = await snap.one_or_none(select(_policy.c.ask_days))
    return FeedbackPolicy() if row is None else FeedbackPolicy(row.ask_days)


async def save_policy(tx: Transaction, policy: FeedbackPolicy) -> None:
    values = {"ask_days": policy.ask_days}
    insert = (postgresql.insert if tx.on_postgres else sqlite.insert)(FeedbackPolicyRow)
    await tx.execute(insert.values(id=1, **values).on_conflict_do_update(index_elements=["id"], set_=values))


async def hold_people(tx: Transaction, dealer_id: DealerId, people: Collection[PersonId]) -> list[PersonId]:
    """Those of the people who may rate deliveries of the dealer, held until the end of the transaction."""
    rows = await tx.all(
        select(PersonRow.id)
        .join(DealerPersonRow, DealerPersonRow.person_id == PersonRow.id)
        .where(
            PersonRow.id.in_(people), DealerPersonRow.dealer_id == dealer_id, DealerPersonRow.role.in_(_ASKED)
        )
        .order_by(PersonRow.id)
        .with_for_update(of=PersonRow)
    )
    return [PersonId(row.id) for row in rows]


async def asked_about(snap: Snapshot, proof_id: uuid.UUID) -> set[PersonId]:
    """Who was asked about this delivery."""
    rows = await snap.all(select(_rating.c.person_id).where(_rating.c.proof_id == proof_id))
    return {PersonId(row.person_id) for row in rows}


async def asked_since(snap: Snapshot, people: Collection[PersonId], since: datetime) -> set[PersonId]:
    """Those of the people who were asked about any delivery after that moment."""
    rows = await snap.all(
        select(_rating.c.person_id).where(_rating.c.person_id.in_(people), _rating.c.asked_at > since)
    )
    return {PersonId(row.person_id) for row in rows}


async def note_asked(tx: Transaction, proof_id: uuid.UUID, person_id: PersonId) -> None:
    """Once, however often it is noted."""
    insert = (postgresql.insert if tx.on_postgres else sqlite.insert)(DeliveryRatingRow)
    await tx.execute(
        insert.values(
            proof_id=proof_id, person_id=person_id, asked_at=tx.now, words=""
        ).on_conflict_do_nothing()
    )


async def find_rating(snap: Snapshot, proof_id: uuid.UUID, person_id: PersonId) -> Any:
    """The row (``DeliveryRatingRow``), or None."""
    return await snap.one_or_none(
        select(_rating).where(_rating.c.proof_id == proof_id, _rating.c.person_id == person_id)
    )


async def change_rating(tx: Transaction, proof_id: uuid.UUID, person_id: PersonId, **values: Any) -> None:
    await tx.execute(
        update(_rating)
        .where(_rating.c.proof_id == proof_id, _rating.c.person_id == person_id)
        .values(**values)
    )


async def is_rated_low(snap: Snapshot, number: str) -> bool:
    """Whether somebody is not content with a delivery of that order."""
    row = await snap.one_or_none(
        select(func.count().label("low"))
        .select_from(_rating)
        .join(ProofRow, ProofRow.id == _rating.c.proof_id)
        .where(of_order(number), _rating.c.rating <= LOW)
    )
    return bool(row.low)


async def find_order(
    snap: Snapshot, dealer_id: DealerId, numbers: Collection[str]
) -> tuple[OrderId, str] | None:
    """The first of the dealer's orders of these numbers."""
    row = await snap.one_or_none(
        select(OrderRow.id, OrderRow.number)
        .where(OrderRow.dealer_id == dealer_id, OrderRow.number.in_(numbers))
        .order_by(OrderRow.number)
        .limit(1)
    )
    return None if row is None else (OrderId(row.id), row.number)
