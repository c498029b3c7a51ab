"""A phone is lost: it is signed out, what it left open is told, and photos that were on it are let go."""

from __future__ import annotations

from dataclasses import dataclass

from core.driving.errors import NothingWaits
from core.driving.events import DriverSignedOut, PhotosLetGo
from core.driving.flow.sealing import seal_when_whole
from core.driving.repository import lost, proofs, sessions
from core.driving.types import PhoneLoss, WaitingProof
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import DealerId, PersonId


@dataclass(frozen=True, slots=True)
class ShowPhoneLoss(Query[PhoneLoss]):
    """What a driver's phones would leave open if they were lost."""

    permission = Permission.ROUTE_EDIT
    driver_id: PersonId


@dataclass(frozen=True, slots=True)
class SignOutPhones(Command[PhoneLoss]):
    """Sign all phones of a driver out, at once; what they leave open."""

    permission = Permission.ROUTE_EDIT
    driver_id: PersonId


@dataclass(frozen=True, slots=True)
class ShowMissingPhotos(Query[WaitingProof]):
    """What LetPhotosGo would give up. Raises NotFound, NothingWaits."""

    permission = Permission.ROUTE_EDIT
    number: str


@dataclass(frozen=True, slots=True)
class LetPhotosGo(Command[int]):
    """Photos of an order's or shipment's proof were lost with their phone: it is sealed without them, and
    marked; how many. Raises NotFound, NothingWaits."""

    permission = Permission.ROUTE_EDIT
    number: str


async def show_phone_loss(snap: Snapshot, query: ShowPhoneLoss) -> PhoneLoss:
    phones = await sessions.list_sessions(snap, query.driver_id)
    return await lost.load_loss(snap, query.driver_id, len(phones))


async def show_missing_photos(snap: Snapshot, query: ShowMissingPhotos) -> WaitingProof:
    row = await lost.find_of(snap, query.number)
    missing = await lost.missing_files(snap, row.id)
    if not missing:
        raise NothingWaits
    orders, _ = await proofs.shipments_of_proof(snap, row.id)
    return WaitingProof(row.dealer, orders, len(missing))


async def sign_out_phones(tx: Transaction, command: SignOutPhones) -> PhoneLoss:
    ended = await sessions.end_sessions(tx, command.driver_id)
    if ended:
        tx.record(DriverSignedOut(command.driver_id, ended))
    return await lost.load_loss(tx, command.driver_id, len(ended))


async def let_photos_go(tx: Transaction, command: LetPhotosGo) -> int:
    row = await lost.find_of(tx, command.number, lock=True)
    missing = await lost.missing_files(tx, row.id)
    if not missing:
        raise NothingWaits
    await lost.let_go(tx, row.id, missing)
    tx.record(PhotosLetGo(row.id, DealerId(row.dealer_id), len(missing)))
    await seal_when_whole(tx, row.id)
    return len(missing)
