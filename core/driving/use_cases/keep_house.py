"""What the house does about deliveries: counts the money of the door, the causes, and sets what it wants."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from core.billing.use_cases.record_payment import RecordPayment, record_payment
from core.driving.errors import MoneyChanged, MoneyDecided
from core.driving.events import DoorMoneyDecided, ProofPolicySet
from core.driving.money_types import TakenMoney
from core.driving.repository import door_money, proofs
from core.driving.types import CauseCount, DoorMoneyState, ProofPolicy
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.clock import local_day
from core.kernel.command import Command, Query
from core.kernel.ids import DealerId
from core.kernel.money import Money

MOST_SHOWN = 50
_FARTHEST = 100_000


@dataclass(frozen=True, slots=True)
class ListDoorMoney(Query[tuple[TakenMoney, ...]]):
    """What drivers took and finance has not counted yet, the oldest first."""

    permission = Permission.BILLING_EDIT


@dataclass(frozen=True, slots=True)
class ShowDoorMoney(Query[TakenMoney]):
    permission = Permission.BILLING_EDIT
    money_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class BookDoorMoney(Command[str]):
    """Finance has counted it: it becomes a payment; the receipt's number. seen_minor: the amount that was
    counted, None for whatever there is. Raises MoneyDecided, MoneyChanged."""

    permission = Permission.BILLING_EDIT
    money_id: uuid.UUID
    seen_minor: int | None = None


@dataclass(frozen=True, slots=True)
class MissDoorMoney(Command[None]):
    """It was not in the bag. Raises MoneyDecided."""

    permission = Permission.BILLING_EDIT
    money_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class CountCauses(Query[tuple[CauseCount, ...]]):
    """Why goods were not taken and stops not served in the last ``days``, what counts most first."""

    permission = Permission.DELIVERY_EDIT
    days: int = 30


@dataclass(frozen=True, slots=True)
class ShowProofPolicy(Query[ProofPolicy]):
    permission = Permission.ROUTE_EDIT


@dataclass(frozen=True, slots=True)
class SetProofPolicy(Command[None]):
    """far_m: 1 to 100,000 metres, else clipped."""

    permission = Permission.ROUTE_EDIT
    far_m: int
    has_codes: bool


async def list_door_money(snap: Snapshot, _query: ListDoorMoney) -> tuple[TakenMoney, ...]:
    return tuple(await door_money.list_money(snap, DoorMoneyState.TAKEN, MOST_SHOWN))


async def show_door_money(snap: Snapshot, query: ShowDoorMoney) -> TakenMoney:
    return await door_money.read_money(snap, await door_money.load_money(snap, query.money_id))


async def book_door_money(tx: Transaction, command: BookDoorMoney) -> str:
    row = await door_money.load_money(tx, command.money_id, lock=True)
    if row.state != DoorMoneyState.TAKEN:
        raise MoneyDecided
    if command.seen_minor not in (None, row.amount_minor):
        raise MoneyChanged(amount=Money(row.amount_minor, row.currency))
    # Money of two doors is never one payment, whatever the driver wrote on it.
    reference = f"{row.reference} POD-{row.id.hex[-10:]}".strip()
    day = min(local_day(row.taken_at, tx.settings.default_zone), tx.today)
    amount = Money(row.amount_minor, row.currency)
    paid = await record_payment(tx, RecordPayment(DealerId(row.dealer_id), amount, day, reference))
    await door_money.decide_money(tx, row.id, DoorMoneyState.BOOKED, paid.number)
    booked = DoorMoneyState.BOOKED.value
    tx.record(DoorMoneyDecided(row.id, DealerId(row.dealer_id), booked, paid.number))
    return paid.number


async def miss_door_money(tx: Transaction, command: MissDoorMoney) -> None:
    row = await door_money.load_money(tx, command.money_id, lock=True)
    if row.state != DoorMoneyState.TAKEN:
        raise MoneyDecided
    await door_money.decide_money(tx, row.id, DoorMoneyState.MISSING, None)
    tx.record(DoorMoneyDecided(row.id, DealerId(row.dealer_id), DoorMoneyState.MISSING.value, None))


async def count_causes(snap: Snapshot, query: CountCauses) -> tuple[CauseCount, ...]:
    since = snap.today - timedelta(days=min(max(query.days, 1), 3660))
    return tuple(await proofs.count_causes(snap, since, snap.today))


async def show_proof_policy(snap: Snapshot, _query: ShowProofPolicy) -> ProofPolicy:
    return await proofs.load_policy(snap)


async def set_proof_policy(tx: Transaction, command: SetProofPolicy) -> None:
    far = min(max(command.far_m, 1), _FARTHEST)
    await proofs.save_policy(tx, ProofPolicy(far, command.has_codes))
    tx.record(ProofPolicySet(far, command.has_codes))
