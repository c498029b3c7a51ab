"""The back office changes who looks after a dealer, and whether it is served at all."""

from __future__ import annotations

from dataclasses import dataclass

from core.dealers import directory
from core.dealers.directory_events import DealerActivityChanged, RepAssigned
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, PersonId


@dataclass(frozen=True, slots=True)
class AssignRep(Command[None]):
    """From now on this person looks after the dealer: its requests and notices go there."""

    permission = Permission.DEALER_EDIT
    dealer_id: DealerId
    rep_id: PersonId


async def assign_rep(tx: Transaction, command: AssignRep) -> None:
    before = await directory.load_card(tx, command.dealer_id)
    names = {rep.id: rep.name for rep in await directory.list_reps(tx)}
    if command.rep_id not in names:
        raise NotFound(what="rep")
    await directory.update_dealer(tx, command.dealer_id, rep_id=command.rep_id)
    tx.record(RepAssigned(command.dealer_id, command.rep_id, before.rep_name, names[command.rep_id]))


@dataclass(frozen=True, slots=True)
class SetDealerActive(Command[None]):
    """A dealer that is not active is not served: its people are out from their next update on."""

    permission = Permission.DEALER_EDIT
    dealer_id: DealerId
    active: bool


async def set_dealer_active(tx: Transaction, command: SetDealerActive) -> None:
    before = await directory.load_card(tx, command.dealer_id)
    if before.active is command.active:
        return
    await directory.update_dealer(tx, command.dealer_id, active=command.active)
    tx.record(DealerActivityChanged(command.dealer_id, command.active))
