"""SQL about proofs, their files, causes and ratings."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.dealers.tables import DealerRow, PersonRow, ShipToRow
from core.deliveries.tables import ShipmentLineRow, ShipmentRow
from core.dispatch.tables import RouteStopFetchRow, RouteStopRow
from core.driving.tables import (
    DoorCauseRow,
    DriverActRow,
    DriverFileRow,
    ProofFileRow,
    ProofPolicyRow,
    ProofRow,
    ProofShipmentRow,
    StopCodeRow,
)
from core.driving.types import CauseCount, CauseKind, ProofPolicy
from core.infra.columns import table_of
from core.infra.reads import Read
from core.infra.transaction import Snapshot, Transaction
from core.infra.writes import Write
from core.orders.tables import OrderRow

_proof, _proof_file = table_of(ProofRow), table_of(ProofFileRow)
_insert_proof, _insert_files = Write(insert(_proof)), Write(insert(_proof_file))
_insert_shipments = Write(insert(table_of(ProofShipmentRow)))
_insert_causes = Write(insert(table_of(DoorCauseRow)))
_last = Read(
    select(_proof.c.number, _proof.c.hash)
    .where(_proof.c.route_id == bindparam("route"))
    .order_by(_proof.c.number.desc())
    .limit(1)
)
_code = table_of(StopCodeRow)
_find_code = Read(select(_code.c.code).where(_code.c.stop_id == bindparam("stop")))
_keep_code = Write(insert(_code))
_files_of_proof = Read(
    select(
        _proof_file.c.file_id,
        _proof_file.c.position,
        _proof_file.c.let_go,
        DriverFileRow.kind,
        DriverFileRow.state,
        DriverFileRow.sha256,
        DriverFileRow.shown,
        ((DriverFileRow.person_id == _proof.c.driver_id) & (DriverFileRow.stop_id == _proof.c.stop_id)).label(
            "is_own"
        ),
    )
    .join(_proof, _proof.c.id == _proof_file.c.proof_id)
    .outerjoin(DriverFileRow, DriverFileRow.id == _proof_file.c.file_id)
    .where(_proof_file.c.proof_id == bindparam("proof"))
    .order_by(_proof_file.c.position)
)
_house = table_of(ProofPolicyRow)
_policy = Read(select(_house.c.far_m, _house.c.has_codes).where(_house.c.id == bindparam("one")))


async def load_policy(snap: Snapshot) -> ProofPolicy:
    row = await snap.one_or_none(_policy, {"one": 1})
    return ProofPolicy() if row is None else ProofPolicy(row.far_m, bool(row.has_codes))


async def save_policy(tx: Transaction, policy: ProofPolicy) -> None:
    values = {"far_m": policy.far_m, "has_codes": policy.has_codes}
    statement = (postgresql.insert if tx.on_postgres else sqlite.insert)(ProofPolicyRow)
    await tx.execute(
        statement.values(id=1, **values).on_conflict_do_update(index_elements=["id"], set_=values)
    )


async def last_of(tx: Transaction, route_id: uuid.UUID) -> tuple[int, str]:
    """Number and hash of the last proof of a route; (0, "") where there is none."""
    row = await tx.one_or_none(_last, {"route": route_id})
    return (0, "") if row is None else (row.number, row.hash)


def insert_proof(
    tx: Transaction,
    proof: Mapping[str, Any],
    files: Sequence[tuple[uuid.UUID, int]],
    shipment_ids: Sequence[uuid.UUID],
) -> None:
    """files: (id, position), each once."""
    tx.write(_insert_proof, proof)
    if files:
        rows = [
            {"proof_id": proof["id"], "file_id": one, "position": at, "let_go": False} for one, at in files
        ]
        tx.write(_insert_files, *rows)
    if shipment_ids:
        tx.write(_insert_shipments, *({"proof_id": proof["id"], "shipment_id": one} for one in shipment_ids))


def insert_causes(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        tx.write(_insert_causes, *rows)


async def count_causes(snap: Snapshot, since: date, until: date) -> list[CauseCount]:
    """How often and how much, what counts most first; both days are counted."""
    table = DoorCauseRow
    rows = await snap.all(
        select(
            table.kind,
            table.reason,
            func.count(table.id).label("times"),
            func.sum(table.quantity).label("quantity"),
        )
        .where(table.day >= since, table.day <= until)
        .group_by(table.kind, table.reason)
        .order_by(func.count(table.id).desc(), table.kind, table.reason)
    )
    return [CauseCount(CauseKind(row.kind), row.reason, int(row.times), int(row.quantity)) for row in rows]


async def take_code(tx: Transaction, stop_id: uuid.UUID, code: str) -> bool:
    """Keep a code for a stop; False: its dealer was told already, and the code stays what it was."""
    if await find_code(tx, stop_id) is not None:
        return False
    tx.write(_keep_code, {"stop_id": stop_id, "code": code})
    return True


async def find_code(snap: Snapshot, stop_id: uuid.UUID) -> str | None:
    row = await snap.one_or_none(_find_code, {"stop": stop_id})
    return None if row is None else str(row.code)


async def count_waiting(snap: Snapshot, route_id: uuid.UUID) -> int:
    """Files that proofs of a route still wait for."""
    row = await snap.one_or_none(
        select(func.count(ProofFileRow.file_id).label("count"))
        .join(ProofRow, ProofRow.id == ProofFileRow.proof_id)
        .outerjoin(DriverFileRow, DriverFileRow.id == ProofFileRow.file_id)
        .where(
            ProofRow.route_id == route_id,
            ProofRow.seal.is_(None),
            ProofFileRow.let_go.is_(False),
            DriverFileRow.whole_at.is_(None),
        )
    )
    return int(row.count)


async def find_proof(snap: Snapshot, *where: Any, lock: bool = False) -> Any:
    """The newest proof by conditions that the actor may see, with names; None for none."""
    statement = (
        select(
            *_proof.c,
            DealerRow.name.label("dealer"),
            DealerRow.rep_id,
            DealerRow.zone.label("dealer_zone"),
            PersonRow.name.label("driver"),
            ShipToRow.name.label("place"),
            ShipToRow.address,
            ShipToRow.city,
            DriverActRow.device,
            DriverActRow.sent,
            DriverActRow.told_at,
        )
        .join(DealerRow, DealerRow.id == _proof.c.dealer_id)
        .join(PersonRow, PersonRow.id == _proof.c.driver_id)
        .join(DriverActRow, DriverActRow.id == _proof.c.act_id)
        .join(RouteStopRow, RouteStopRow.id == _proof.c.stop_id)
        .outerjoin(ShipToRow, ShipToRow.id == RouteStopRow.ship_to_id)
        .where(*where)
        .order_by(_proof.c.received_at.desc(), _proof.c.id.desc())
        .limit(1)
    )
    if snap.actor.dealer_id is not None:
        statement = statement.where(_proof.c.dealer_id == snap.actor.dealer_id)
    return await snap.one_or_none(statement.with_for_update(of=ProofRow) if lock else statement)


def of_order(number: str) -> Any:
    """The condition that a proof has goods of the order, shipment, purchase order or return so numbered."""
    wanted = number.strip().upper()
    tail = wanted if "-" in wanted else f"-{wanted}"
    named = (
        select(ProofShipmentRow.proof_id)
        .join(ShipmentRow, ShipmentRow.id == ProofShipmentRow.shipment_id)
        .join(ShipmentLineRow, ShipmentLineRow.shipment_id == ShipmentRow.id)
        .join(OrderRow, OrderRow.id == ShipmentLineRow.order_id)
        .where(
            OrderRow.number.in_([wanted])
            | ShipmentRow.number.in_([wanted])
            | OrderRow.number.endswith(tail, autoescape=True)
        )
    )
    fetched = select(RouteStopFetchRow.stop_id).where(RouteStopFetchRow.number == wanted)
    return _proof.c.id.in_(named) | _proof.c.stop_id.in_(fetched)


async def files_of_proof(snap: Snapshot, proof_id: uuid.UUID) -> list[Any]:
    """Each file the proof names, in order: file_id, position, let_go, kind (None: not here), state, sha256,
    shown.

    A file of another driver or another stop is none of this proof's: its columns are empty.
    """
    return await snap.all(_files_of_proof, {"proof": proof_id})


async def seal_proof(tx: Transaction, proof_id: uuid.UUID, **values: Any) -> None:
    await tx.execute(update(_proof).where(_proof.c.id == proof_id).values(**values))


async def previous_hash(snap: Snapshot, route_id: uuid.UUID, number: int) -> str:
    row = await snap.one_or_none(
        select(_proof.c.hash).where(_proof.c.route_id == route_id, _proof.c.number == number - 1)
    )
    return "" if row is None else str(row.hash)


async def shipments_of_proof(snap: Snapshot, proof_id: uuid.UUID) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Numbers of its orders and of its shipments; of goods that were fetched only what they are of."""
    rows = await snap.all(
        select(ShipmentRow.number, OrderRow.number.label("order_number"))
        .join(ProofShipmentRow, ProofShipmentRow.shipment_id == ShipmentRow.id)
        .join(ShipmentLineRow, ShipmentLineRow.shipment_id == ShipmentRow.id)
        .join(OrderRow, OrderRow.id == ShipmentLineRow.order_id)
        .where(ProofShipmentRow.proof_id == proof_id)
        .group_by(ShipmentRow.number, OrderRow.number)
        .order_by(ShipmentRow.number, OrderRow.number)
    )
    if not rows:
        rows = await snap.all(
            select(RouteStopFetchRow.number)
            .join(_proof, _proof.c.stop_id == RouteStopFetchRow.stop_id)
            .where(_proof.c.id == proof_id)
            .order_by(RouteStopFetchRow.number)
        )
        return tuple(row.number for row in rows), ()
    return tuple(sorted({row.order_number for row in rows})), tuple(dict.fromkeys(r.number for r in rows))
