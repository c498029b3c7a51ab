"""Money of the door: taken with a proof, and put right later; both amounts stay (I3).

What was in the bag as it was told first is never lost: every change is a line of its own. Money that finance
has booked is put right in the books by a counter-booking, never by a change of what was written.
"""

from __future__ import annotations

import uuid
from typing import Any

from core.billing.correcting import CorrectedPayment
from core.driving.act_types import Act, Correcting, DoorMoney
from core.driving.errors import MoneyDecided
from core.driving.events import DoorMoneyCorrected, DoorMoneyTaken
from core.driving.flow.on_route import hold_route
from core.driving.repository import door_money, fetches, proofs
from core.driving.types import DoorMoneyState
from core.infra.transaction import Transaction
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId
from core.kernel.texts import storable

_MOST_REFERENCE, _MOST_REASON = 80, 200


def take_money(
    tx: Transaction, proof_id: uuid.UUID, route_id: uuid.UUID, at: Any, money: DoorMoney
) -> uuid.UUID:
    """It is in the bag, and a payment once finance has counted it. at: whose door it was: dealer_id, dealer,
    dealer_currency."""
    money_id, currency = tx.new_id(), at.dealer_currency
    reference = " ".join(storable(money.reference).split())[:_MOST_REFERENCE]
    door_money.insert_money(
        tx,
        {
            "id": money_id,
            "proof_id": proof_id,
            "route_id": route_id,
            "dealer_id": at.dealer_id,
            "kind": money.kind,
            "amount_minor": money.amount_minor,
            "currency": currency,
            "reference": reference,
            "taken_at": tx.now,
            "state": DoorMoneyState.TAKEN,
        },
    )
    tx.record(
        DoorMoneyTaken(
            money_id,
            DealerId(at.dealer_id),
            at.dealer,
            tx.actor.name,
            money.kind.value,
            money.amount_minor,
            currency,
            reference,
        )
    )
    return money_id


async def correct_own(tx: Transaction, act: Act, content: Correcting) -> None:
    """The driver typed a wrong amount at a door of his, or at the wrong door; until his shift is closed.

    The amount that he has had is the right one already: nothing happens.
    """
    route = await hold_route(tx, act)
    proof = None if act.stop_id is None else await door_money.own_proof(tx, route.id, act.stop_id)
    if proof is None or act.stop_id is None or await fetches.documents_of(tx, [act.stop_id]):
        raise NotFound(what="stop")  # nobody pays where goods are fetched
    row = await door_money.find_of_proof(tx, proof.id)
    if row is None:
        if content.amount_minor:
            money = DoorMoney(content.kind, content.amount_minor)
            take_money(tx, proof.id, route.id, proof, money)
            await tx.flush()
            await note_change(tx, await door_money.find_of_proof(tx, proof.id), 0, content.reason)
        return
    if DoorMoneyState(row.state) not in (DoorMoneyState.TAKEN, DoorMoneyState.VOID):
        raise MoneyDecided
    if row.amount_minor != content.amount_minor:
        await change_amount(tx, row, content.amount_minor, content.reason)


async def change_amount(tx: Transaction, row: Any, amount: int, reason: str) -> None:
    """Money that is not counted yet is so much; 0: there never was any."""
    state = DoorMoneyState.TAKEN if amount else DoorMoneyState.VOID
    await door_money.change_money(tx, row.id, amount_minor=amount, state=state)
    await note_change(tx, await door_money.load_money(tx, row.id), row.amount_minor, reason)


async def note_change(
    tx: Transaction, row: Any, was: int, reason: str, booked: CorrectedPayment | None = None
) -> None:
    """Keep what it was beside what it is, and tell. row: as it is now."""
    why = " ".join(storable(reason).split())[:_MOST_REASON]
    door_money.insert_change(
        tx,
        {
            "id": tx.new_id(),
            "money_id": row.id,
            "was_minor": was,
            "now_minor": row.amount_minor,
            "reason": why,
            "at": tx.now,
            "by": tx.actor.person_id,
            "was_receipt": None if booked is None else booked.was,
            "receipt": None if booked is None else booked.number,
        },
    )
    orders, _ = await proofs.shipments_of_proof(tx, row.proof_id)
    tx.record(
        DoorMoneyCorrected(
            money_id=row.id,
            dealer_id=DealerId(row.dealer_id),
            dealer_name=row.dealer,
            rep_id=row.rep_id,
            orders=orders,
            driver=row.driver,
            by=tx.actor.name,
            kind=row.kind,
            was_minor=was,
            amount_minor=row.amount_minor,
            currency=row.currency,
            reason=why,
            # Whose proof is on its way reads the right amount in it.
            is_told=row.seal is not None,
            was_receipt=None if booked is None else booked.was,
            receipt=None if booked is None else booked.number,
            payment_id=None if booked is None else booked.payment_id,
        )
    )
