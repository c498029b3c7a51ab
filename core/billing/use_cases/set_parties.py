"""How the house signs its documents and takes its money, and how a dealer is addressed."""

from __future__ import annotations

from dataclasses import dataclass

from core.billing.events import BillingPartySet, SellerSet
from core.billing.repository import parties
from core.billing.repository.access import find_dealer
from core.billing.types import Party, Seller
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import DealerId


@dataclass(frozen=True, slots=True)
class ShowSeller(Query[Seller]):
    permission = Permission.DOCUMENT_READ


@dataclass(frozen=True, slots=True)
class SetSeller(Command[None]):
    """On documents from now on; those that are there stay as they were. Wants a second factor."""

    permission = Permission.POLICY_EDIT
    seller: Seller


@dataclass(frozen=True, slots=True)
class ShowBillingParty(Query[Party]):
    permission = Permission.DOCUMENT_READ
    dealer_id: DealerId | None = None


@dataclass(frozen=True, slots=True)
class SetBillingParty(Command[None]):
    permission = Permission.BILLING_EDIT
    dealer_id: DealerId
    party: Party


async def show_seller(snap: Snapshot, _query: ShowSeller) -> Seller:
    return await parties.load_seller(snap)


async def set_seller(tx: Transaction, command: SetSeller) -> None:
    tx.require_second_factor()
    before = await parties.load_seller(tx)
    await parties.save_seller(tx, command.seller)
    tx.record(SellerSet(bank_changed=before.bank != command.seller.bank))


async def show_billing_party(snap: Snapshot, query: ShowBillingParty) -> Party:
    return await parties.load_party(snap, await find_dealer(snap, query.dealer_id))


async def set_billing_party(tx: Transaction, command: SetBillingParty) -> None:
    dealer = await find_dealer(tx, command.dealer_id)
    await parties.save_party(tx, dealer.id, command.party)
    tx.record(BillingPartySet(dealer.id))
