"""The back office changes a dealer: its facts, who is above it, who looks after it, whether it is served."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.dealers import facts
from core.dealers.errors import ParentCircular
from core.dealers.events import DealerActivityChanged, DealerChanged, ParentChanged, RepAssigned
from core.dealers.repository import directory
from core.infra.bulk import lock_imports
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


class DealerField(StrEnum):
    NAME = "name"
    REGION = "region"
    LANGUAGE = "language"
    ZONE = "zone"


_MOST = {DealerField.NAME: 160, DealerField.REGION: 40}


@dataclass(frozen=True, slots=True)
class ChangeDealer(Command[None]):
    """One fact about a dealer. Its currency stays: limits, prices and invoices stand in it.

    Raises NotFound, FactUnfit, LanguageUnknown, ZoneUnknown.
    """

    permission = Permission.DEALER_EDIT
    dealer_id: DealerId
    field: DealerField
    value: str


async def change_dealer(tx: Transaction, command: ChangeDealer) -> None:
    match command.field:
        case DealerField.LANGUAGE:
            value = facts.checked_language(command.value)
        case DealerField.ZONE:
            value = facts.checked_zone(command.value)
        case DealerField.NAME | DealerField.REGION:
            value = facts.checked_text(command.value, _MOST[command.field])
    before: str = getattr(await directory.load_card(tx, command.dealer_id), command.field.value)
    if before == value:
        return
    await directory.update_dealer(tx, command.dealer_id, **{command.field.value: value})
    tx.record(DealerChanged(command.dealer_id, command.field.value, before, value))


@dataclass(frozen=True, slots=True)
class SetParent(Command[None]):
    """Who is above a dealer, and sees what it buys and sets its prices (K1); None: nobody.

    Raises NotFound, ParentCircular.
    """

    permission = Permission.DEALER_EDIT
    dealer_id: DealerId
    parent_id: DealerId | None


async def set_parent(tx: Transaction, command: SetParent) -> None:
    # Two that are put above each other at once take turns, an import of dealers with them.
    await lock_imports(tx)
    dealer = await directory.load_card(tx, command.dealer_id)
    parent = None if command.parent_id is None else await directory.load_card(tx, command.parent_id)
    above = await directory.dealers_above(tx)
    at = command.parent_id
    while at is not None:
        if at == command.dealer_id:
            raise ParentCircular(dealer=dealer.name, name=parent.name if parent else "")
        at = above.get(at)
    was = above.get(command.dealer_id)
    if was == command.parent_id:
        return
    before = None if was is None else await directory.load_card(tx, was)
    await directory.update_dealer(tx, command.dealer_id, parent_id=command.parent_id)
    tx.record(
        ParentChanged(command.dealer_id, before.code if before else None, parent.code if parent else None)
    )
