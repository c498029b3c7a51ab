"""Dealers are reminded of what is soon due, due today and overdue: one message for all of a dealer (A22)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.billing.engine.reminding import FIRST_HOUR, stage_of
from core.billing.events import InvoicesDue, RemindersSet
from core.billing.reminder_types import ReminderPolicy
from core.billing.repository import reminders
from core.billing.repository.reminders import OpenDue
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import DealerId

MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class RemindDue(Command[int]):
    """How many dealers are reminded now: of all that is due, where there is something new to be said.

    Each dealer by the day and the hour where it is, none before nine.
    """

    permission = Permission.INTERNAL


@dataclass(frozen=True, slots=True)
class ShowReminders(Query[ReminderPolicy]):
    permission = Permission.POLICY_EDIT


@dataclass(frozen=True, slots=True)
class SetReminders(Command[None]):
    """Days are clipped to 0 to 60."""

    permission = Permission.POLICY_EDIT
    policy: ReminderPolicy


async def remind_due(tx: Transaction, _command: RemindDue) -> int:
    policy = await reminders.load_policy(tx)
    if not policy.is_on:
        return 0
    found: defaultdict[DealerId, list[tuple[OpenDue, int]]] = defaultdict(list)
    # A day more: somewhere it is tomorrow already.
    for one in await reminders.list_due(tx, tx.now.date() + timedelta(days=policy.before + 1)):
        local = tx.now.astimezone(ZoneInfo(one.zone))
        stage = stage_of(one.due_on, local.date(), policy)
        if stage and local.hour >= FIRST_HOUR:
            found[one.dealer_id].append((one, stage))
    stages: dict[uuid.UUID, int] = {}
    told = 0
    for dealer_id, all_due in found.items():
        fresh = {one.entry_id: stage for one, stage in all_due if stage > one.stage}
        if not fresh:
            continue
        stages |= fresh
        told += 1
        tx.record(_event(dealer_id, [one for one, _ in all_due], tx.now))
    if stages:
        await reminders.save_stages(tx, stages)
    return told


def _event(dealer_id: DealerId, due: list[OpenDue], now: datetime) -> InvoicesDue:
    today = now.astimezone(ZoneInfo(due[0].zone)).date()
    return InvoicesDue(
        dealer_id,
        sum(one.open_minor for one in due),
        due[0].currency,
        tuple((one.number, one.open_minor, one.due_on.isoformat(), (today - one.due_on).days) for one in due),
    )


async def show_reminders(snap: Snapshot, _query: ShowReminders) -> ReminderPolicy:
    return await reminders.load_policy(snap)


async def set_reminders(tx: Transaction, command: SetReminders) -> None:
    wanted = command.policy
    policy = ReminderPolicy(
        min(max(wanted.before, 0), MOST_DAYS), min(max(wanted.again, 0), MOST_DAYS), wanted.is_on
    )
    if await reminders.load_policy(tx) != policy:
        await reminders.save_policy(tx, policy)
        tx.record(RemindersSet(policy.before, policy.again, policy.is_on))
