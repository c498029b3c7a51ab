"""Whose documents an actor may see: people of a dealer its own, a rep the own dealers', others all."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, select

from core.dealers.repository import load_dealer
from core.dealers.tables import DealerRow
from core.dealers.types import Dealer
from core.infra.transaction import Snapshot
from core.kernel.actor import Role
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId

_SEES_ALL = {
    Role.MANAGER,
    Role.DIRECTOR,
    Role.FINANCE,
    Role.GENERAL_MANAGER,
    Role.OFFICE,
    Role.SYSTEM,
}


def visible(
    snap: Snapshot, statement: Select[*tuple[Any, ...]], dealer_column: Any
) -> Select[*tuple[Any, ...]]:
    """The statement without the rows of dealers that the actor may not see."""
    condition = _condition(snap, dealer_column)
    return statement if condition is None else statement.where(condition)


def _condition(snap: Snapshot, dealer_column: Any) -> ColumnElement[bool] | None:
    found: ColumnElement[bool]
    if snap.actor.dealer_id is not None:
        found = dealer_column == snap.actor.dealer_id
        return found
    if snap.actor.roles & _SEES_ALL:
        return None
    found = dealer_column.in_(select(DealerRow.id).where(DealerRow.rep_id == snap.person_id))
    return found


async def find_dealer(snap: Snapshot, dealer_id: DealerId | None) -> Dealer:
    """The dealer meant: the one named, else the actor's own. Raises NotFound for one not to be seen."""
    wanted = dealer_id or snap.actor.dealer_id
    if wanted is None:
        raise NotFound(what="dealer")
    dealer = await load_dealer(snap, wanted)
    is_mine = dealer.rep_id is not None and dealer.rep_id == snap.actor.person_id
    if snap.actor.dealer_id is None and not snap.actor.roles & _SEES_ALL and not is_mine:
        raise NotFound(what="dealer")
    return dealer


async def dealer_of_code(snap: Snapshot, code: str) -> DealerId:
    """The dealer that has this code. Raises NotFound."""
    row = await snap.one_or_none(select(DealerRow.id).where(DealerRow.code == code.strip()))
    if row is None:
        raise NotFound(what="dealer")
    return DealerId(row.id)
