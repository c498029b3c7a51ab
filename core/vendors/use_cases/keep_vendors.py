"""The house keeps its vendors: who answers for them in the chat, and what they ask for which product."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import time

from core.catalog.repository import load_products
from core.dealers.errors import PhoneTaken, PhoneUnreadable
from core.dealers.facts import zones
from core.dealers.phones import normalise_phone
from core.dealers.repository import people
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission, Role
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import PersonId, ProductId
from core.kernel.money import UnitPrice
from core.kernel.texts import storable
from core.vendors.errors import VendorUnfit
from core.vendors.events import VendorContactAdded, VendorCutOffSet, VendorOfferSet, VendorSet
from core.vendors.repository import vendors
from core.vendors.types import Ships, Vendor

_CODE = re.compile(r"[\w.-]{1,40}")
_MOST_NAME, _MOST_DAYS = 160, 365


@dataclass(frozen=True, slots=True)
class SetVendor(Command[uuid.UUID]):
    """A new vendor, or another name for the one of that code. Raises VendorUnfit."""

    permission = Permission.VENDOR_EDIT
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class SetVendorCutOff(Command[None]):
    """Until when dealers may change what a vendor (by code) was asked for; ``zone`` None: the house's.

    Counts for what it has been asked for already, too. Raises NotFound, VendorUnfit (cut_off).
    """

    permission = Permission.VENDOR_EDIT
    vendor: str
    cut_off: time
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class AddVendorContact(Command[PersonId]):
    """Somebody answers for a vendor in the chat; the usual invite lets them in.

    Raises NotFound, PhoneUnreadable, PhoneTaken.
    """

    permission = Permission.VENDOR_EDIT
    vendor: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class SetOffer(Command[None]):
    """What a vendor (by code) asks for one base unit of a product. Raises NotFound, VendorUnfit."""

    permission = Permission.VENDOR_EDIT
    vendor: str
    product_id: ProductId
    cost: UnitPrice
    lead_days: int = 2
    minimum: int = 1
    ships: Ships = Ships.YES


@dataclass(frozen=True, slots=True)
class ListVendors(Query[tuple[Vendor, ...]]):
    permission = Permission.VENDOR_EDIT


@dataclass(frozen=True, slots=True)
class FindContacts(Query[tuple[PersonId, ...]]):
    """Who answers for a vendor: for subscribers of the journal."""

    permission = Permission.INTERNAL
    vendor_id: uuid.UUID


async def set_vendor(tx: Transaction, command: SetVendor) -> uuid.UUID:
    code, name = storable(command.code).strip().upper(), " ".join(storable(command.name).split())
    if not _CODE.fullmatch(code) or not 0 < len(name) <= _MOST_NAME:
        raise VendorUnfit(why="code")
    vendor_id = await vendors.save_vendor(tx, code, name)
    tx.record(VendorSet(vendor_id, code, name, tx.actor.person_id))
    return vendor_id


async def set_vendor_cut_off(tx: Transaction, command: SetVendorCutOff) -> None:
    vendor_id = await vendors.need_vendor(tx, storable(command.vendor))
    if command.zone is not None and command.zone not in zones():
        raise VendorUnfit(why="cut_off")
    cut_off = f"{command.cut_off:%H:%M}"
    await vendors.save_cut_off(tx, vendor_id, cut_off, command.zone)
    tx.record(VendorCutOffSet(vendor_id, cut_off, command.zone, tx.actor.person_id))


async def add_vendor_contact(tx: Transaction, command: AddVendorContact) -> PersonId:
    vendor_id = await vendors.need_vendor(tx, storable(command.vendor))
    phone = normalise_phone(storable(command.phone), tx.settings.default_phone_region)
    if phone is None:
        raise PhoneUnreadable(phone=command.phone)
    if await people.find_by_phone(tx, phone) is not None:
        raise PhoneTaken(phone=phone)
    name = " ".join(storable(command.name).split()) or phone
    person_id = await people.insert_person(tx, name, phone, tx.settings.default_zone, Role.VENDOR)
    await vendors.add_contact(tx, vendor_id, person_id)
    tx.record(VendorContactAdded(vendor_id, person_id, tx.actor.person_id))
    return person_id


async def set_offer(tx: Transaction, command: SetOffer) -> None:
    vendor_id = await vendors.need_vendor(tx, storable(command.vendor))
    if command.product_id not in await load_products(tx, [command.product_id]):
        raise NotFound(what="product")
    if command.cost.micros < 0 or command.minimum < 1 or not 0 <= command.lead_days <= _MOST_DAYS:
        raise VendorUnfit(why="offer")
    await vendors.save_offer(
        tx,
        vendor_id,
        command.product_id,
        command.cost,
        lead_days=command.lead_days,
        minimum=command.minimum,
        ships=command.ships,
    )
    tx.record(
        VendorOfferSet(
            vendor_id,
            command.product_id,
            command.cost.micros,
            command.cost.currency,
            command.ships.value,
            tx.actor.person_id,
        )
    )


async def list_vendors(snap: Snapshot, _query: ListVendors) -> tuple[Vendor, ...]:
    return tuple(await vendors.list_vendors(snap))


async def find_contacts(snap: Snapshot, query: FindContacts) -> tuple[PersonId, ...]:
    return tuple(await vendors.list_contacts(snap, query.vendor_id))
