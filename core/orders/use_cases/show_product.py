"""The card of a product for one dealer: price, breaks, stock, specification, what fits, what goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from core.catalog import repository as catalog
from core.catalog.types import Details
from core.dealers import repository as dealers
from core.infra.transaction import Snapshot
from core.intake import repository as intake
from core.intake.catalogue_types import Offer
from core.intake.offers import load_breaks, load_offers
from core.intake.use_cases.browse_catalogue import load_replacements
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.errors import NotFound
from core.kernel.ids import DraftId, ProductId
from core.kernel.money import UnitPrice
from core.orders.repository import drafts, past

MOST_FITTING = 3
MOST_RELATED = 3
_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class ProductCard:
    """breaks: from so many base units on, the price of one, rising. fits: what may stand in for it, with what
    is different (attribute, value). related: what is bought with it. drafted: amounts in the own draft
    (quantity, unit). draft_id, version: of that draft, 0 for none. is_watched: the reader waits until it is
    back.
    """

    offer: Offer
    details: Details
    breaks: tuple[tuple[int, UnitPrice], ...]
    fits: tuple[tuple[Offer, tuple[tuple[str, str], ...]], ...]
    related: tuple[Offer, ...]
    drafted: tuple[tuple[Decimal, str], ...]
    draft_id: DraftId | None
    version: int
    is_watched: bool


@dataclass(frozen=True, slots=True)
class ShowProduct(Query[ProductCard]):
    """Raises NotFound (product) for what the dealer may not buy."""

    permission = Permission.CATALOG_READ
    product_id: ProductId


async def show_product(snap: Snapshot, query: ShowProduct) -> ProductCard:
    dealer = await dealers.load_dealer(snap, snap.dealer_id)
    offers = await load_offers(snap, dealer, [query.product_id])
    details = await catalog.load_details(snap, query.product_id)
    if not offers or details is None:
        raise NotFound(what="product")
    product = offers[0].product
    fits = (await load_replacements(snap, product.id, dealer))[:MOST_FITTING]
    fitting = [ProductId(UUID(one.key)) for one in fits]
    together = [
        one
        for one in await past.bought_together(snap, dealer.id, product.id, _LOOKED_AT)
        if one not in fitting
    ]
    others = {one.product.id: one for one in await load_offers(snap, dealer, [*fitting, *together])}
    draft = await drafts.find_open_draft(snap) if snap.actor.may(Permission.DRAFT_EDIT) else None
    return ProductCard(
        offers[0],
        details,
        await load_breaks(snap, dealer, product.id),
        tuple((others[key], one.differs) for key, one in zip(fitting, fits, strict=True) if key in others),
        tuple(others[key] for key in together if key in others)[:MOST_RELATED],
        tuple(
            (line.unit_quantity, line.unit or product.base_unit)
            for line in (draft.lines if draft else ())
            if line.product_id == product.id and line.unit_quantity is not None
        ),
        draft.id if draft else None,
        draft.version if draft else 0,
        await intake.is_watched(snap, snap.person_id, product.id),
    )
