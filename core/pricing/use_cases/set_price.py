"""The back office sets a list price, or a net price of a region, from a day on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from core.dealers.repository import directory
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import ProductId
from core.kernel.money import UnitPrice
from core.pricing import repository, rulebook
from core.pricing.engine.tier_prices import tier_prices
from core.pricing.flow import load_book
from core.pricing.rulebook_errors import PriceUnfit
from core.pricing.rulebook_events import PriceSet
from core.pricing.rulebook_types import TierPrice
from core.pricing.types import EntryKind, Period, PriceEntry

_MOST_MICROS = 10**15


@dataclass(frozen=True, slots=True)
class PriceChange:
    """What a new price would change: one product, before and after at the day it starts.

    dealers: how many it is for; own prices that stand above it (negotiated rates) stay as they are.
    tiers: what one piece costs the dealers of each tier, only for a preview.
    """

    product_id: ProductId
    sku: str
    product_name: str
    kind: EntryKind
    region: str | None
    before: UnitPrice | None
    after: UnitPrice
    cost: UnitPrice | None
    starts: datetime | None
    dealers: int
    tiers: tuple[TierPrice, ...] = ()

    @property
    def is_below_cost(self) -> bool:
        return self.cost is not None and self.after.micros < self.cost.micros


@dataclass(frozen=True, slots=True)
class PreviewPrice(Query[PriceChange]):
    """What ``SetPrice`` with the same fields would change."""

    permission = Permission.PRICE_EDIT
    product_id: ProductId
    price: UnitPrice
    region: str | None = None
    starts: datetime | None = None


@dataclass(frozen=True, slots=True)
class SetPrice(Command[PriceChange]):
    """price: of one base unit. region None: the list price of everybody; else a net price that stands in that
    region untouched by tier and break. starts None: now."""

    permission = Permission.PRICE_EDIT
    product_id: ProductId
    price: UnitPrice
    region: str | None = None
    starts: datetime | None = None


async def preview_price(snap: Snapshot, query: PreviewPrice) -> PriceChange:
    change = await _change(snap, query)
    at = query.starts or snap.now
    facts = await repository.load_product_facts(snap, [query.product_id], query.price.currency)
    entry = PriceEntry(
        entry_id="",
        list_name="",
        product_id=query.product_id,
        price=query.price,
        kind=change.kind,
        region=(query.region,) if query.region else (),
        period=Period(starts=at),
    )
    tiers = tier_prices(facts[query.product_id], entry, await load_book(snap), at)
    return replace(change, tiers=tiers)


async def set_price(tx: Transaction, command: SetPrice) -> PriceChange:
    change = await _change(tx, command)
    starts = command.starts or tx.now
    await rulebook.set_entry(
        tx, (change.product_id, change.sku), change.after, change.region, change.kind.value, starts
    )
    tx.record(
        PriceSet(
            product_id=change.product_id,
            sku=change.sku,
            kind=change.kind.value,
            region=change.region,
            currency=change.after.currency,
            before=change.before.micros if change.before else None,
            after=change.after.micros,
            starts=starts,
        )
    )
    return change


async def _change(snap: Snapshot, wanted: PreviewPrice | SetPrice) -> PriceChange:
    check_price(wanted.price)
    product = await rulebook.find_product(snap, wanted.product_id)
    if product is None:
        raise NotFound(what="product")
    kind = EntryKind.NET if wanted.region else EntryKind.LIST
    at = wanted.starts or snap.now
    currency = wanted.price.currency
    return PriceChange(
        product_id=wanted.product_id,
        sku=product[0],
        product_name=product[1],
        kind=kind,
        region=wanted.region,
        before=await rulebook.price_at(snap, wanted.product_id, currency, wanted.region, kind.value, at),
        after=wanted.price,
        cost=await rulebook.cost_of(snap, wanted.product_id, currency),
        starts=wanted.starts,
        dealers=await directory.count_dealers(snap, region=wanted.region),
    )


def check_price(price: UnitPrice) -> None:
    """Raise PriceUnfit for a price that no product can have."""
    if price.micros <= 0:
        raise PriceUnfit(why="not_above_zero")
    if price.micros > _MOST_MICROS:
        raise PriceUnfit(why="too_large")
