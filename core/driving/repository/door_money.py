"""SQL about money of the door: what was taken, what was made of it, and what it was before."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, insert, select, update

from core.dealers.tables import DealerRow, PersonRow
from core.driving.money_types import MoneyChange, TakenMoney
from core.driving.repository.proofs import of_order
from core.driving.tables import DoorMoneyChangeRow, DoorMoneyRow, ProofRow
from core.driving.types import Bag, DoorMoneyKind, DoorMoneyState, StopMoney
from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.infra.writes import Write
from core.kernel.errors import NotFound
from core.kernel.ids import PersonId
from core.kernel.money import Money

_insert_money = Write(insert(table_of(DoorMoneyRow)))
_insert_change = Write(insert(table_of(DoorMoneyChangeRow)))


def insert_money(tx: Transaction, values: Mapping[str, Any]) -> None:
    tx.write(_insert_money, values)


def insert_change(tx: Transaction, values: Mapping[str, Any]) -> None:
    tx.write(_insert_change, values)


async def change_money(tx: Transaction, money_id: uuid.UUID, **values: Any) -> None:
    await tx.execute(update(DoorMoneyRow).where(DoorMoneyRow.id == money_id).values(**values))


async def decide_money(
    tx: Transaction, money_id: uuid.UUID, state: DoorMoneyState, receipt: str | None
) -> None:
    await change_money(
        tx, money_id, state=state, decided_at=tx.now, decided_by=tx.actor.person_id, receipt=receipt
    )


async def own_proof(tx: Transaction, route_id: uuid.UUID, stop_id: uuid.UUID) -> Any:
    """The actor's proof of a stop of that route: id, dealer_id, dealer, dealer_currency; None for none."""
    return await tx.one_or_none(
        select(
            ProofRow.id,
            ProofRow.dealer_id,
            DealerRow.name.label("dealer"),
            DealerRow.currency.label("dealer_currency"),
        )
        .join(DealerRow, DealerRow.id == ProofRow.dealer_id)
        .where(
            ProofRow.route_id == route_id,
            ProofRow.stop_id == stop_id,
            ProofRow.driver_id == tx.actor.person_id,
        )
    )


def _money(*where: Any) -> Any:
    return (
        select(
            *table_of(DoorMoneyRow).c,
            DealerRow.name.label("dealer"),
            DealerRow.rep_id,
            PersonRow.name.label("driver"),
            ProofRow.seal,
        )
        .join(DealerRow, DealerRow.id == DoorMoneyRow.dealer_id)
        .join(ProofRow, ProofRow.id == DoorMoneyRow.proof_id)
        .join(PersonRow, PersonRow.id == ProofRow.driver_id)
        .where(*where)
        .order_by(DoorMoneyRow.taken_at, DoorMoneyRow.id)
    )


async def find_of_proof(tx: Transaction, proof_id: uuid.UUID) -> Any:
    """The row of what was taken with a proof, locked, with names of dealer and driver; None for nothing."""
    statement = _money(DoorMoneyRow.proof_id == proof_id)
    return await tx.one_or_none(statement.with_for_update(of=DoorMoneyRow))


async def load_money(snap: Snapshot, money_id: uuid.UUID, *, lock: bool = False) -> Any:
    """The row with names of dealer and driver. Raises NotFound."""
    statement = _money(DoorMoneyRow.id == money_id)
    row = await snap.one_or_none(statement.with_for_update(of=DoorMoneyRow) if lock else statement)
    if row is None:
        raise NotFound(what="payment")
    return row


async def find_money(snap: Snapshot, number: str) -> Any:
    """The newest row by the number of an order, a shipment or a receipt. Raises NotFound."""
    wanted = number.strip().upper()
    row = None
    if wanted:
        named = of_order(wanted) | (DoorMoneyRow.receipt == wanted)
        newest = _money(named).order_by(None).order_by(DoorMoneyRow.taken_at.desc(), DoorMoneyRow.id.desc())
        row = await snap.one_or_none(newest.limit(1))
    if row is None:
        raise NotFound(what="payment")
    return row


async def list_money(snap: Snapshot, state: DoorMoneyState, limit: int) -> list[TakenMoney]:
    rows = await snap.all(_money(DoorMoneyRow.state == state).limit(limit))
    changes = await _changes_of(snap, [row.id for row in rows])
    return [_read(row, changes[row.id]) for row in rows]


async def read_money(snap: Snapshot, row: Any) -> TakenMoney:
    return _read(row, (await _changes_of(snap, [row.id]))[row.id])


def _read(row: Any, changes: Sequence[Any]) -> TakenMoney:
    return TakenMoney(
        row.id,
        row.dealer,
        row.driver,
        DoorMoneyKind(row.kind),
        Money(row.amount_minor, row.currency),
        row.reference,
        row.taken_at,
        DoorMoneyState(row.state),
        row.receipt,
        tuple(
            MoneyChange(
                Money(one.was_minor, row.currency),
                Money(one.now_minor, row.currency),
                one.reason,
                one.name or "",
                one.at,
            )
            for one in changes
        ),
    )


async def _changes_of(snap: Snapshot, money_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Any]]:
    """What each was before, in order."""
    found: dict[uuid.UUID, list[Any]] = defaultdict(list)
    if money_ids:
        rows = await snap.all(
            select(DoorMoneyChangeRow.__table__, PersonRow.name)
            .outerjoin(PersonRow, PersonRow.id == DoorMoneyChangeRow.by)
            .where(DoorMoneyChangeRow.money_id.in_(list(money_ids)))
            .order_by(DoorMoneyChangeRow.at, DoorMoneyChangeRow.id)
        )
        for row in rows:
            found[row.money_id].append(row)
    return found


async def bags_of(snap: Snapshot, route_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Bag]]:
    """What was taken on each route, by currency."""
    rows = await snap.all(
        select(DoorMoneyRow.route_id, DoorMoneyRow.kind, DoorMoneyRow.amount_minor, DoorMoneyRow.currency)
        .where(DoorMoneyRow.route_id.in_(list(route_ids)), DoorMoneyRow.state != DoorMoneyState.VOID)
        .order_by(DoorMoneyRow.currency)
    )
    found: dict[uuid.UUID, dict[str, Bag]] = {}
    for row in rows:
        bags = found.setdefault(row.route_id, {})
        bag = bags.get(row.currency, Bag(row.currency))
        if row.kind == DoorMoneyKind.CASH:
            bag = replace(bag, cash_minor=bag.cash_minor + row.amount_minor)
        else:
            cheques = bag.cheques_minor + row.amount_minor
            bag = replace(bag, cheques=bag.cheques + 1, cheques_minor=cheques)
        bags[row.currency] = bag
    return {route_id: list(bags.values()) for route_id, bags in found.items()}


async def uncounted_of(snap: Snapshot, dealer_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Minor units in drivers' bags by dealer: finance has not counted them, the dealer owes them still."""
    rows = await snap.all(
        select(DoorMoneyRow.dealer_id, func.sum(DoorMoneyRow.amount_minor).label("minor"))
        .where(DoorMoneyRow.dealer_id.in_(dealer_ids), DoorMoneyRow.state == DoorMoneyState.TAKEN)
        .group_by(DoorMoneyRow.dealer_id)
    )
    return {row.dealer_id: int(row.minor) for row in rows}


async def money_of_stops(
    snap: Snapshot, driver_id: PersonId, stop_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, StopMoney]:
    """What the driver took at each stop, and whether finance has counted it."""
    rows = await snap.all(
        select(ProofRow.stop_id, DoorMoneyRow.kind, DoorMoneyRow.amount_minor, DoorMoneyRow.state)
        .join(ProofRow, ProofRow.id == DoorMoneyRow.proof_id)
        .where(ProofRow.driver_id == driver_id, ProofRow.stop_id.in_(list(stop_ids)))
    )
    open_ = (DoorMoneyState.TAKEN, DoorMoneyState.VOID)
    return {
        row.stop_id: StopMoney(DoorMoneyKind(row.kind), row.amount_minor, row.state not in open_)
        for row in rows
    }


async def money_of_proof(snap: Snapshot, proof_id: uuid.UUID) -> Any:
    """kind, amount_minor, currency, and was_minor: what was told first, None where that stands."""
    first = (
        select(DoorMoneyChangeRow.was_minor)
        .where(DoorMoneyChangeRow.money_id == DoorMoneyRow.id)
        .order_by(DoorMoneyChangeRow.at, DoorMoneyChangeRow.id)
        .limit(1)
        .correlate(DoorMoneyRow)
        .scalar_subquery()
    )
    return await snap.one_or_none(
        select(
            DoorMoneyRow.kind,
            DoorMoneyRow.amount_minor,
            DoorMoneyRow.currency,
            first.label("was_minor"),
        ).where(DoorMoneyRow.proof_id == proof_id)
    )
