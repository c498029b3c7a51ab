"""The back office takes in a new dealer. It stands here since a dealer needs a tier that has prices."""

from __future__ import annotations

from dataclasses import dataclass

from core.dealers.errors import DealerCodeTaken, TierUnknown
from core.dealers.events import DealerCreated
from core.dealers.facts import checked_currency, checked_zone
from core.dealers.repository import directory
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.ids import DealerId
from core.pricing import rulebook


@dataclass(frozen=True, slots=True)
class CreateDealer(Command[DealerId]):
    """Without a credit limit yet: until one is set every order asks, and what is prepaid passes.

    currency, zone: None for the house's own. Raises TierUnknown, DealerCodeTaken, CurrencyUnknown,
    ZoneUnknown.
    """

    permission = Permission.DEALER_EDIT
    code: str
    name: str
    tier: str
    region: str
    currency: str | None = None
    zone: str | None = None


async def create_dealer(tx: Transaction, command: CreateDealer) -> DealerId:
    tiers = [one.tier for one in await rulebook.list_tiers(tx)]
    if command.tier not in tiers:
        raise TierUnknown(known=tiers)
    if await directory.dealer_code_is_taken(tx, command.code):
        raise DealerCodeTaken(number=command.code)
    settings = tx.settings
    dealer_id = await directory.insert_dealer(
        tx,
        {
            "code": command.code,
            "name": command.name,
            "tier": command.tier,
            "region": command.region,
            "language": settings.default_language,
            "zone": checked_zone(command.zone or settings.default_zone),
            "currency": checked_currency(command.currency or settings.default_currency),
            "parent_id": None,
            "rep_id": None,
            "assortment": None,
            "active": True,
        },
    )
    tx.record(DealerCreated(dealer_id, command.code))
    return dealer_id
