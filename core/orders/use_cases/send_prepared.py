"""A prepared order goes to those of the dealer who order; it waits for one of them for some days (B4)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.dealers.repository import load_dealer, person_name
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.orders.errors import DraftUnclear, NoPrice, NothingToOrder
from core.orders.flow import assess
from core.orders.prepared import repository
from core.orders.prepared.errors import CannotPrepare
from core.orders.prepared.events import OrderPrepared, PreparedExpired
from core.orders.prepared.flow import who_order
from core.orders.prepared.types import PreparedState
from core.orders.types import UNSETTLED
from core.orders.use_cases.prepare_order import load_open

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class PreparedSent:
    """names: of the people who are told, buyers and admins of the dealer."""

    dealer_name: str
    names: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SendPrepared(Command[PreparedSent]):
    """Raises NotFound, Outdated, PreparedGone, NothingToOrder, DraftUnclear, NoPrice, CannotPrepare."""

    permission = Permission.DEALER_CARE
    prepared_id: uuid.UUID
    version: int


async def send_prepared(tx: Transaction, command: SendPrepared) -> PreparedSent:
    prepared = await load_open(tx, command.prepared_id, command.version)
    if not prepared.lines:
        raise NothingToOrder
    waiting = sum(line.state in UNSETTLED for line in prepared.lines)
    if waiting:
        raise DraftUnclear(count=waiting)
    found = await assess(tx, prepared.as_draft)
    if found.priced.unpriced:
        lost = {line.line_id for line in found.priced.unpriced}
        raise NoPrice(lines=[line.position for line in prepared.lines if line.id in lost])
    people = await who_order(tx, prepared.dealer_id)
    if not people:
        raise CannotPrepare(why="nobody", dealer=found.dealer.name)
    total = found.priced.total
    expires_at = tx.now + timedelta(days=tx.settings.prepared_days)
    await repository.mark_sent(tx, prepared, total, expires_at)
    tx.record(OrderPrepared(prepared.id, prepared.dealer_id, tx.person_id, total.minor, total.currency))
    return PreparedSent(found.dealer.name, tuple(one.name for one in people), expires_at)


@dataclass(frozen=True, slots=True)
class ExpirePrepared(Command[int]):
    """What nobody has answered in time waits no longer, and both sides are told. The clock starts this."""

    permission = Permission.INTERNAL


async def expire_prepared(tx: Transaction, _command: ExpirePrepared) -> int:
    due = await repository.list_expired(tx, AT_ONCE)
    for one in due:
        await repository.mark(tx, one, PreparedState.EXPIRED)
        rep_name = await person_name(tx, one.rep_id) or ""
        dealer = await load_dealer(tx, one.dealer_id)
        tx.record(PreparedExpired(one.id, one.dealer_id, one.rep_id, rep_name, dealer.name))
    return len(due)
