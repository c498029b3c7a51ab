"""Lots that will not be sold before their last day are offered for less to the dealers who buy them (G6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from zoneinfo import ZoneInfo

from core.allocation.engine.shelf_life import propose_expiry_offers
from core.allocation.supply_types import ExpiryOffer
from core.allocation.types import Bin, PlaceId
from core.channel.events import ExpiringOffered
from core.channel.repository import expiring
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, ProductId
from core.pricing import rulebook
from core.pricing.use_cases.set_promotion import CreatePromotion, DealWords, create_promotion
from core.stock import lots
from core.stock.ledger import Key
from core.stock.lots import ExpiringLot
from core.stock.repository import load_stock

_AT_ONCE = 500
_SOLD_DAYS, _BOUGHT_DAYS = 30, 180


@dataclass(frozen=True, slots=True)
class Clearance:
    """What of a lot will not be sold in time: base units, and what to take off in hundredths of a percent.

    dealers: how many buy the product. is_offered: it is on offer already. token: stands for the lot.
    """

    product_id: ProductId
    token: str
    sku: str
    name: str
    warehouse: str
    lot: str
    expires_on: date
    quantity: int
    basis_points: int
    dealers: int
    is_offered: bool


@dataclass(frozen=True, slots=True)
class ListClearances(Query[tuple[Clearance, ...]]):
    """The most pressing first."""

    permission = Permission.PRICE_EDIT
    limit: int = 20


@dataclass(frozen=True, slots=True)
class OfferExpiring(Command[Clearance]):
    """A lot is on offer until its last day, as many pieces as are at risk, to the dealers who buy it.

    The dealers are told. Where nobody has bought it the offer is everybody's. Raises NotFound for a lot that
    is not at risk any more, PromotionTaken where it is on offer.
    """

    permission = Permission.PRICE_EDIT
    product_id: ProductId
    token: str


async def list_clearances(snap: Snapshot, query: ListClearances) -> tuple[Clearance, ...]:
    found, buyers = await _find(snap)
    on_offer = {one.code for one in await rulebook.list_promotions(snap)}
    return tuple(
        _clearance(lot, offer, buyers.get(lot.product_id, {}), on_offer)
        for lot, offer in found[: max(0, query.limit)]
    )


async def offer_expiring(tx: Transaction, command: OfferExpiring) -> Clearance:
    found, buyers = await _find(tx)
    chosen = next(
        (
            (lot, offer)
            for lot, offer in found
            if lot.product_id == command.product_id and _token(lot) == command.token
        ),
        None,
    )
    if chosen is None:
        raise NotFound(what="lot")
    lot, offer = chosen
    mine = buyers.get(lot.product_id, {})
    terms = {
        "off_percent": str(Decimal(offer.basis_points) / 100),
        "scope": [{"product": lot.sku}],
        **({"dealers": list(mine)} if mine else {}),
    }
    ends = datetime.combine(lot.expires_on + timedelta(days=1), time(), ZoneInfo(lot.zone))
    deal = DealWords("flash", terms, cap=offer.at_risk)
    await create_promotion(tx, CreatePromotion(_code(lot), deal, name=lot.name, valid_until=ends))
    tx.record(
        ExpiringOffered(
            lot.product_id,
            lot.sku,
            lot.name,
            lot.lot,
            offer.at_risk,
            offer.basis_points,
            lot.expires_on,
            tuple(mine.values()),
        )
    )
    return _clearance(lot, offer, mine, {_code(lot)})


async def _find(
    snap: Snapshot,
) -> tuple[list[tuple[ExpiringLot, ExpiryOffer]], dict[ProductId, dict[str, DealerId]]]:
    """The house's own lots that are at risk with what to take off, and who buys their products."""
    ladder = await expiring.load_ladder(snap)
    last = snap.now.date() + timedelta(days=max(step.days_left for step in ladder))
    soon = [
        one
        for one in await lots.list_expiring(snap, last, _AT_ONCE)
        if not one.owner and not one.is_over(snap.now)
    ]
    products = {one.product_id for one in soon}
    if not products:
        return [], {}
    free: dict[Key, int] = {
        (product, at.warehouse_id): max(at.available, 0)
        for product, places in (await load_stock(snap, products)).items()
        for at in places
    }
    bins: dict[ProductId, list[Bin]] = {}
    known: dict[tuple[ProductId, PlaceId, str], ExpiringLot] = {}
    for one in soon:
        # What is promised to orders leaves first: only what is free is at risk.
        left = min(one.quantity, free[one.key])
        free[one.key] -= left
        place = PlaceId(one.warehouse_id)
        known[one.product_id, place, one.lot] = one
        bins.setdefault(one.product_id, []).append(Bin(place, left, lot=one.lot, expires_on=one.expires_on))
    daily = await expiring.sold_daily(snap, products, snap.now - timedelta(days=_SOLD_DAYS), _SOLD_DAYS)
    offers = propose_expiry_offers(bins, snap.today, ladder, daily)
    buyers = await expiring.list_buyers(snap, products, snap.now - timedelta(days=_BOUGHT_DAYS))
    return [(known[one.product_id, one.place_id, one.lot], one) for one in offers], buyers


def _token(lot: ExpiringLot) -> str:
    return sha256(f"{lot.warehouse}|{lot.lot}".encode()).hexdigest()[:8]


def _code(lot: ExpiringLot) -> str:
    """The promotion's code: of this lot on this shelf."""
    return f"LOT-{lot.sku[:40].upper()}-{_token(lot).upper()}"


def _clearance(
    lot: ExpiringLot, offer: ExpiryOffer, buyers: Mapping[str, DealerId], on_offer: set[str]
) -> Clearance:
    return Clearance(
        lot.product_id,
        _token(lot),
        lot.sku,
        lot.name,
        lot.warehouse,
        lot.lot,
        lot.expires_on,
        offer.at_risk,
        offer.basis_points,
        len(buyers),
        _code(lot) in on_offer,
    )
