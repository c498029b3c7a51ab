"""Finance puts an amount of the door right: what is counted already by a counter-booking, with its reason."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from core.billing.correcting import correct_payment
from core.billing.errors import AmountNotPositive
from core.driving.errors import MoneyChanged, MoneyDecided, SameAmount
from core.driving.flow.door_money import change_amount, note_change
from core.driving.money_types import TakenMoney
from core.driving.repository import door_money
from core.driving.types import DoorMoneyState
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.money import Money


@dataclass(frozen=True, slots=True)
class FindDoorMoney(Query[TakenMoney]):
    """What was taken with an order or a shipment, the newest, or what a receipt is of. Raises NotFound."""

    permission = Permission.BILLING_EDIT
    number: str


@dataclass(frozen=True, slots=True)
class ForeseeMoneyCorrection(Query[TakenMoney]):
    """What CorrectDoorMoney would put right, as it is; it raises the same."""

    permission = Permission.BILLING_EDIT
    money_id: uuid.UUID
    was_minor: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class CorrectDoorMoney(Command[TakenMoney]):
    """The money was ``amount_minor``; 0: there was none, while nobody has counted it.

    was_minor: what it was when somebody looked. Raises NotFound, MoneyChanged, SameAmount, MoneyDecided for
    what was missing, AmountNotPositive for booked money that would be none, AlreadyReversed.
    """

    permission = Permission.BILLING_EDIT
    money_id: uuid.UUID
    was_minor: int
    amount_minor: int
    reason: str


async def find_door_money(snap: Snapshot, query: FindDoorMoney) -> TakenMoney:
    return await door_money.read_money(snap, await door_money.find_money(snap, query.number))


async def foresee_money_correction(snap: Snapshot, query: ForeseeMoneyCorrection) -> TakenMoney:
    row = await door_money.load_money(snap, query.money_id)
    _judge(row, query)
    return await door_money.read_money(snap, row)


async def correct_door_money(tx: Transaction, command: CorrectDoorMoney) -> TakenMoney:
    row = await door_money.load_money(tx, command.money_id, lock=True)
    _judge(row, command)
    if row.state == DoorMoneyState.BOOKED:
        amount = Money(command.amount_minor, row.currency)
        booked = await correct_payment(tx, row.receipt, amount, command.reason)
        await door_money.change_money(tx, row.id, amount_minor=amount.minor, receipt=booked.number)
        now = await door_money.load_money(tx, row.id)
        await note_change(tx, now, row.amount_minor, command.reason, booked)
    else:
        await change_amount(tx, row, command.amount_minor, command.reason)
    await tx.flush()
    return await door_money.read_money(tx, await door_money.load_money(tx, row.id))


def _judge(row: Any, asked: ForeseeMoneyCorrection | CorrectDoorMoney) -> None:
    amount = Money(row.amount_minor, row.currency)
    if row.amount_minor != asked.was_minor:
        raise MoneyChanged(amount=amount)
    if row.state == DoorMoneyState.MISSING:
        raise MoneyDecided
    if row.amount_minor == asked.amount_minor:
        raise SameAmount(amount=amount)
    if asked.amount_minor < 0 or (row.state == DoorMoneyState.BOOKED and not asked.amount_minor):
        raise AmountNotPositive(amount=Money(asked.amount_minor, row.currency))
