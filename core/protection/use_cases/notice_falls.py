"""The clock finds what dealers paid more for than it costs them now, and offers them the difference (D10)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.clock import local_day
from core.kernel.command import Command, Query
from core.kernel.ids import DealerId, ProductId
from core.pricing.repository import last_change
from core.protection.events import PriceProtectionOffered
from core.protection.flow import find_falls, list_offers
from core.protection.repository import offers, purchases
from core.protection.repository.offers import Look
from core.protection.repository.purchases import Place
from core.protection.types import Fall, Offer


@dataclass(frozen=True, slots=True)
class NoticeFalls(Command[int]):
    """Look at the prices where any may have changed since the last look; how many dealers are told."""

    permission = Permission.INTERNAL


@dataclass(frozen=True, slots=True)
class Noticed:
    """taken: pieces of their lines that are credited, come back or are claimed, by invoice and position."""

    look: Look
    falls: tuple[Fall, ...]
    taken: Mapping[Place, int]


async def look_for_falls(snap: Snapshot, _command: NoticeFalls) -> Noticed | None:
    """None: no price rule has changed, begun or ended since the last look of this day."""
    before, version = await offers.last_look(snap), await last_change(snap)
    if (
        before is not None
        and before.price_version == version
        # An order from before a fall may be invoiced after it: once a day all is looked at.
        and local_day(before.at, snap.settings.default_zone) == snap.today
        and not await offers.a_price_begins_or_ends(snap, before.at, snap.now)
    ):
        return None
    falls = tuple(await find_falls(snap))
    taken = await purchases.taken_of(snap, {one.purchase.invoice_id for one in falls})
    return Noticed(Look(snap.now, version), falls, taken)


async def notice_falls(tx: Transaction, _command: NoticeFalls, noticed: Noticed | None) -> int:
    if noticed is None:
        return 0
    await offers.save_falls(tx, noticed.falls)
    await offers.save_look(tx, noticed.look)
    by_dealer: defaultdict[DealerId, dict[ProductId, None]] = defaultdict(dict)
    for one in noticed.falls:
        bought = one.purchase
        if bought.quantity > noticed.taken.get((bought.invoice_id, bought.position), 0):
            by_dealer[bought.dealer_id][bought.product_id] = None
    for dealer_id, products in by_dealer.items():
        tx.record(PriceProtectionOffered(dealer_id, tuple(products), tx.today))
    return len(by_dealer)


@dataclass(frozen=True, slots=True)
class ShowOffered(Query[tuple[Offer, ...]]):
    """What is left of these products for a dealer to claim: for whoever tells it."""

    permission = Permission.INTERNAL
    dealer_id: DealerId
    products: tuple[ProductId, ...]


async def show_offered(snap: Snapshot, query: ShowOffered) -> tuple[Offer, ...]:
    found = await list_offers(snap, query.dealer_id)
    return tuple(one for one in found if one.product_id in query.products)
