"""How the house and its dealers are named on documents, and the numbers of documents."""

from __future__ import annotations

import uuid

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from core.billing.tables import BillingPartyRow, DocumentCounterRow, SellerRow
from core.billing.types import Address, Delivery, Party, Seller
from core.dealers.repository import list_ship_tos
from core.dealers.types import Dealer
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import DealerId

SELLER = TypeAdapter(Seller)
PARTY = TypeAdapter(Party)
DELIVERY = TypeAdapter(Delivery)

INVOICES, CREDIT_NOTES, RECEIPTS = "INV", "CN", "RC"


async def load_seller(snap: Snapshot) -> Seller:
    """As it was set; by the settings' company name alone until then."""
    row = await snap.one_or_none(select(SellerRow.details).where(SellerRow.id == 1))
    return Seller(snap.settings.company) if row is None else SELLER.validate_python(row.details)


async def save_seller(tx: Transaction, seller: Seller) -> None:
    statement = (postgresql.insert if tx.on_postgres else sqlite.insert)(SellerRow)
    await tx.execute(
        statement.on_conflict_do_update(index_elements=["id"], set_={"details": statement.excluded.details}),
        {"id": 1, "details": SELLER.dump_python(seller, mode="json")},
    )


async def load_party(snap: Snapshot, dealer: Dealer) -> Party:
    """As it was set for the dealer; else its name and the address of its usual place."""
    row = await snap.one_or_none(
        select(BillingPartyRow.details).where(BillingPartyRow.dealer_id == dealer.id)
    )
    if row is not None:
        return PARTY.validate_python(row.details)
    places = await list_ship_tos(snap, dealer.id)
    address = Address(places[0].address, places[0].city) if places else Address()
    return Party(dealer.code, dealer.name, address)


async def save_party(tx: Transaction, dealer_id: DealerId, party: Party) -> None:
    statement = (postgresql.insert if tx.on_postgres else sqlite.insert)(BillingPartyRow)
    await tx.execute(
        statement.on_conflict_do_update(
            index_elements=["dealer_id"], set_={"details": statement.excluded.details}
        ),
        {"dealer_id": dealer_id, "details": PARTY.dump_python(party, mode="json")},
    )


async def find_delivery(snap: Snapshot, dealer_id: DealerId, ship_to_id: uuid.UUID | None) -> Delivery | None:
    """Where an order goes to, as it is written on a document."""
    for place in await list_ship_tos(snap, dealer_id):
        if place.id == ship_to_id:
            return Delivery(place.name, Address(place.address, place.city))
    return None


async def next_number(tx: Transaction, kind: str) -> str:
    """The next number of a kind of document this year, such as INV-2025-1042.

    The counter is locked until the document is committed, so the numbers of a year have no gaps.
    """
    table = DocumentCounterRow
    statement = (postgresql.insert if tx.on_postgres else sqlite.insert)(table)
    row = await tx.one_or_none(
        statement.values(kind=kind, year=tx.today.year, last=1)
        .on_conflict_do_update(index_elements=["kind", "year"], set_={"last": table.last + 1})
        .returning(table.last)
    )
    return f"{kind}-{tx.today.year}-{row.last}"
