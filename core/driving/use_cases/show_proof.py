"""A proof for whoever may see it: on one page, as pictures, and whether it still is what it was (I3)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.driving.documents.proof_page import print_proof
from core.driving.engine.evidence import digest, proof_hash, proof_seal
from core.driving.engine.pictures import draw_signature
from core.driving.flow.sealing import is_evidence, receiver_and_note
from core.driving.repository import door_money, proofs, routes
from core.driving.tables import ProofRow
from core.driving.types import (
    DoorMoneyKind,
    Fix,
    Flag,
    Picture,
    Proof,
    ProofLine,
    ProofState,
    Verdict,
)
from core.i18n.phrases import Say
from core.infra.objects import objects_at
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, PersonId
from core.kernel.money import Money

_MOST_ON_PAGE = 4


@dataclass(frozen=True, slots=True)
class ShowProof(Query[Proof]):
    """By id, or the newest of an order or shipment by its number; a dealer's people their own. NotFound."""

    permission = Permission.DOCUMENT_READ
    proof_id: uuid.UUID | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class ProofFile:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class RenderProof(Query[ProofFile]):
    """The proof on one page (PDF), in the words of ``say``."""

    permission = Permission.DOCUMENT_READ
    say: Say
    proof_id: uuid.UUID | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class DrawProof(Query["ProofPicture"]):
    """A proof with the picture that says most: the first photo, else the signature, else none."""

    permission = Permission.DOCUMENT_READ
    proof_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ProofPicture:
    proof: Proof
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class VerifyProof(Query[Verdict]):
    """Everything is hashed again, from what is stored now."""

    permission = Permission.AUDIT_READ
    number: str


@dataclass(frozen=True, slots=True)
class ShowDeliveryCode(Query[str | None]):
    """What the dealer is to say at the door; None where the house has none."""

    permission = Permission.INTERNAL
    stop_id: uuid.UUID


async def show_proof(snap: Snapshot, query: ShowProof) -> Proof:
    return await read_proof(snap, await _find(snap, query.proof_id, query.number))


async def _find(snap: Snapshot, proof_id: uuid.UUID | None, number: str | None) -> Any:
    row = None
    if proof_id is not None:
        row = await proofs.find_proof(snap, ProofRow.id == proof_id)
    elif number and number.strip():
        row = await proofs.find_proof(snap, proofs.of_order(number))
    if row is None:
        raise NotFound(what="proof")
    return row


async def read_proof(snap: Snapshot, row: Any) -> Proof:
    """The proof of a row of ``find_proof``, with its goods, files and money."""
    files = [one for one in await proofs.files_of_proof(snap, row.id) if one.is_own and one.shown]
    orders, shipments = await proofs.shipments_of_proof(snap, row.id)
    money = await door_money.money_of_proof(snap, row.id)
    goods = await routes.goods_of(snap, [row.stop_id])
    return Proof(
        id=row.id,
        dealer_id=DealerId(row.dealer_id),
        dealer=row.dealer,
        address=", ".join(part for part in (row.place, row.address, row.city) if part),
        driver_id=PersonId(row.driver_id),
        driver=row.driver,
        orders=orders,
        shipments=shipments,
        receiver=row.receiver,
        note=row.note,
        taken_at=row.taken_at,
        received_at=row.received_at,
        lines=_lines(row.lines, goods.get(row.stop_id, [])),
        strokes=tuple(tuple((x, y, t) for x, y, t in stroke) for stroke in row.strokes),
        photos=tuple(one.shown for one in files if one.position > 0),
        signature=next((one.shown for one in files if one.position == 0), None),
        fix=_fix(row.fix),
        distance_m=row.distance_m,
        flags=tuple(Flag(flag) for flag in row.flags),
        code_given=bool(row.code_given),
        money=None if money is None else Money(money.amount_minor, money.currency),
        money_kind=None if money is None else DoorMoneyKind(money.kind),
        state=ProofState(row.state),
        hash=row.hash,
        seal=row.seal,
        money_was=None
        if money is None or money.was_minor is None
        else Money(money.was_minor, money.currency),
        is_fetch=bool(orders) and not shipments,
    )


def _lines(told: Sequence[Any], goods: Sequence[Any]) -> tuple[ProofLine, ...]:
    """A proof of goods that were fetched has its names itself."""
    names = {str(line.id): line for line in goods}
    return tuple(
        ProofLine(
            **_named(one, names),
            delivered=one["delivered"],
            refused=one["refused"],
            damaged=one["damaged"],
            short=one["short"],
            reason=one["reason"],
        )
        for one in told
        if "sku" in one or one["line_id"] in names
    )


def _named(told: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
    if "sku" in told:
        return {name: told[name] for name in ("sku", "name", "unit")} | {"order_number": told["number"]}
    line = names[told["line_id"]]
    return {
        "sku": line.sku,
        "name": line.name,
        "unit": routes.unit_of(line),
        "order_number": line.number,
        "instead_of": line.instead_of,
    }


def _fix(stored: Any) -> Fix | None:
    if stored is None:
        return None
    at = datetime.fromisoformat(stored["at"])
    return Fix(stored["latitude"], stored["longitude"], stored["accuracy_m"], at)


async def render_proof(snap: Snapshot, query: RenderProof) -> ProofFile:
    proof = await read_proof(snap, await _find(snap, query.proof_id, query.number))
    store = objects_at(snap.settings.object_store_url)
    photos = [await store.get(one) for one in proof.photos[:_MOST_ON_PAGE]]
    signature = await _signature(snap, proof)
    company = snap.settings.company
    page = await snap.run_apart(lambda: print_proof(proof, company, photos, signature, query.say))
    return ProofFile(f"POD-{proof.orders[0] if proof.orders else proof.id.hex[:8]}.pdf", page)


async def _signature(snap: Snapshot, proof: Proof) -> bytes | None:
    """Drawn from the strokes, which are the evidence; the phone's own picture where there are none."""
    drawn = draw_signature(proof.strokes)
    if drawn is None and proof.signature is not None:
        return await objects_at(snap.settings.object_store_url).get(proof.signature)
    return drawn


async def draw_proof(snap: Snapshot, query: DrawProof) -> ProofPicture:
    proof = await read_proof(snap, await _find(snap, query.proof_id, None))
    if proof.photos:
        shown = await objects_at(snap.settings.object_store_url).get(proof.photos[0])
        return ProofPicture(proof, Picture("image/jpeg", shown))
    signature = await _signature(snap, proof)
    return ProofPicture(proof, None if signature is None else Picture("image/png", signature))


async def verify_proof(snap: Snapshot, query: VerifyProof) -> Verdict:
    row = await _find(snap, None, query.number)
    faults = []
    previous = await proofs.previous_hash(snap, row.route_id, row.number)
    if previous != row.previous:
        faults.append("chain")
    hashed = proof_hash(
        act_id=row.act_id,
        device=row.device,
        driver_id=row.driver_id,
        route_id=row.route_id,
        stop_id=row.stop_id,
        told_at=row.told_at,
        taken_at=row.taken_at,
        received_at=row.received_at,
        sent=row.sent,
        strokes=row.strokes,
        lines=row.lines,
        previous=row.previous,
    )
    if hashed != row.hash or receiver_and_note(json.loads(row.sent)["data"]) != (row.receiver, row.note):
        faults.append("entry")
    if row.seal is not None:
        faults += await _check_files(snap, row)
    return Verdict(tuple(faults))


async def _check_files(snap: Snapshot, row: Any) -> list[str]:
    faults = []
    store = objects_at(snap.settings.object_store_url)
    files = await proofs.files_of_proof(snap, row.id)
    good = {one.file_id: one.sha256 for one in files if is_evidence(one)}
    for sha256 in good.values():
        try:
            content = await store.get(sha256)
        except FileNotFoundError:
            faults.append("file")
            continue
        if digest(content) != sha256:
            faults.append("file")
    if proof_seal(row.hash, [(one.file_id, good.get(one.file_id, "")) for one in files]) != row.seal:
        faults.append("seal")
    return faults


async def show_delivery_code(snap: Snapshot, query: ShowDeliveryCode) -> str | None:
    if not (await proofs.load_policy(snap)).has_codes:
        return None
    return await proofs.find_code(snap, query.stop_id)
