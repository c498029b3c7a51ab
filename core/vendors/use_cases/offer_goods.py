"""A dealer says what it gives up for other dealers' orders, and takes it back at any time (G2, K1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.catalog.repository import find_by_sku, load_products
from core.catalog.types import Product
from core.dealers.repository import load_dealer
from core.infra.transaction import Snapshot, Transaction
from core.intake.flow import load_allowed
from core.kernel.actor import Permission, Role
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.money import UnitPrice
from core.kernel.texts import storable
from core.vendors.errors import OfferUnfit
from core.vendors.events import GoodsOffered
from core.vendors.giving_up import WITHDRAWN, record_ended
from core.vendors.partner_types import StatedOffer
from core.vendors.repository import partners

MOST_PIECES = 1_000_000


@dataclass(frozen=True, slots=True)
class OfferGoods(Command[StatedOffer]):
    """The own dealer gives up so many base units at ``cost`` each; it replaces what was said before.

    What orders were promised of the product and have not had yet counts against it. valid_until: the last
    day. Raises NotFound, OfferUnfit.
    """

    permission = Permission.ORDER_PLACE
    sku: str
    quantity: int
    cost: UnitPrice
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class WithdrawGoods(Command[StatedOffer]):
    """The own dealer gives the product up no longer; what was promised already still counts.

    The offer as it was. Raises NotFound, OfferUnfit (nothing).
    """

    permission = Permission.ORDER_PLACE
    sku: str


@dataclass(frozen=True, slots=True)
class ListOwnOffers(Query[tuple[StatedOffer, ...]]):
    """What the own dealer gives up, by SKU."""

    permission = Permission.ORDER_PLACE


@dataclass(frozen=True, slots=True)
class ListPartnerOffers(Query[tuple[StatedOffer, ...]]):
    """What all dealers give up, for the house; a rep sees those of the own dealers."""

    permission = Permission.DEALERS_READ


async def offer_goods(tx: Transaction, command: OfferGoods) -> StatedOffer:
    dealer = await load_dealer(tx, tx.dealer_id)
    product = await _product(tx, command.sku)
    check_offer(product, command.quantity, command.cost, dealer.currency, command.valid_until, tx.today)
    vendor_id = await partners.make_partner(tx, dealer.id, dealer.name)
    stated = StatedOffer(
        vendor_id,
        dealer.id,
        dealer.name,
        dealer.region,
        product.id,
        product.sku,
        product.name,
        product.base_unit,
        command.quantity,
        0,
        command.cost,
        command.valid_until,
        tx.now,
    )
    await partners.save_offer(tx, stated)
    record_offered(tx, stated)
    (now,) = await partners.list_offers(tx, products=[product.id], vendor_id=vendor_id)
    return now


def check_offer(
    product: Product, quantity: int, cost: UnitPrice, currency: str, until: date | None, today: date
) -> None:
    """Raises OfferUnfit."""
    if product.restricted:
        raise OfferUnfit(why="restricted")
    if not 0 < quantity <= MOST_PIECES:
        raise OfferUnfit(why="quantity")
    if cost.currency != currency:
        raise OfferUnfit(why="currency")
    if cost.micros <= 0:
        raise OfferUnfit(why="price")
    if until is not None and until < today:
        raise OfferUnfit(why="day")


def record_offered(tx: Transaction, stated: StatedOffer) -> None:
    tx.record(
        GoodsOffered(
            stated.dealer_id,
            stated.product_id,
            stated.sku,
            stated.quantity,
            stated.cost.micros,
            stated.cost.currency,
            None if stated.valid_until is None else stated.valid_until.isoformat(),
            tx.actor.person_id,
        )
    )


async def withdraw_goods(tx: Transaction, command: WithdrawGoods) -> StatedOffer:
    product = await _product(tx, command.sku)
    vendor_id = await partners.find_partner(tx, tx.dealer_id)
    offers = (
        []
        if vendor_id is None
        else await partners.list_offers(tx, products=[product.id], vendor_id=vendor_id, lock=True)
    )
    if vendor_id is None or not offers:
        raise OfferUnfit(why="nothing")
    record_ended(tx, tx.dealer_id, await partners.drop_offers(tx, vendor_id, [product.id]), WITHDRAWN)
    return offers[0]


async def list_own_offers(snap: Snapshot, _query: ListOwnOffers) -> tuple[StatedOffer, ...]:
    vendor_id = await partners.find_partner(snap, snap.dealer_id)
    return () if vendor_id is None else tuple(await partners.list_offers(snap, vendor_id=vendor_id))


async def list_partner_offers(snap: Snapshot, _query: ListPartnerOffers) -> tuple[StatedOffer, ...]:
    rep_id = snap.person_id if snap.actor.roles <= {Role.REP} else None
    return tuple(await partners.list_offers(snap, rep_id=rep_id))


async def _product(snap: Snapshot, sku: str) -> Product:
    """Of the dealer's own catalogue, whatever the case of its code. Raises NotFound."""
    product_id = await find_by_sku(snap, storable(sku).strip())
    allowed = await load_allowed(snap, await load_dealer(snap, snap.dealer_id))
    if product_id is None or (allowed is not None and str(product_id) not in allowed):
        raise NotFound(what="sku")
    product = (await load_products(snap, [product_id]))[product_id]
    if not product.active:
        raise NotFound(what="sku")
    return product
