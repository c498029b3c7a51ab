"""The catalogue as a dealer may see it: by category and brand, what is new or back, and by search (A11).

A page holds own prices and the stock's colour; nothing that is not on the approved list is told, not even
how much of it there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from core.catalog import repository as catalog
from core.dealers import repository as dealers
from core.dealers.types import Dealer
from core.infra.transaction import Snapshot
from core.intake import flow
from core.intake.catalogue_types import CataloguePage, Offer, Shelf
from core.intake.engine.aisles import Aisles
from core.intake.engine.searching import Hits, Replacement, replacements, search_goods
from core.intake.offers import load_offers
from core.intake.types import DealerView
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.errors import NotFound
from core.kernel.ids import ProductId
from core.stock.came_back import list_came_back

NEW_FOR = timedelta(days=60)
BACK_FOR = timedelta(days=14)
MOST_LISTED = 200
MOST_PAGE = 50


@dataclass(frozen=True, slots=True)
class BrowseCatalogue(Query[CataloguePage]):
    """A place in the catalogue by the marks of its category and brand ("" for none).

    Raises NotFound where there is no such place (any more).
    """

    permission = Permission.CATALOG_READ
    at: str = ""
    brand: str = ""
    page: int = 0
    size: int = 8


@dataclass(frozen=True, slots=True)
class ListShelf(Query[CataloguePage]):
    permission = Permission.CATALOG_READ
    shelf: Shelf
    page: int = 0
    size: int = 8


@dataclass(frozen=True, slots=True)
class SearchCatalogue(Query[CataloguePage]):
    """Goods that a text means, best first; without a text what the dealer buys most, then what is new."""

    permission = Permission.CATALOG_READ
    text: str
    page: int = 0
    size: int = 8


async def browse_catalogue(snap: Snapshot, query: BrowseCatalogue) -> CataloguePage:
    dealer = await dealers.load_dealer(snap, snap.dealer_id)
    aisles = await _aisles(snap, dealer)
    aisle = await snap.run_apart(lambda: aisles.aisle(query.at, query.brand))
    if aisle is None:
        raise NotFound(what="category")
    keys, page, pages = _part(aisle.keys, query.page, query.size)
    offers = await load_offers(snap, dealer, _ids(keys))
    return CataloguePage(aisle, offers, page, pages, len(aisle.keys))


async def list_shelf(snap: Snapshot, query: ListShelf) -> CataloguePage:
    dealer = await dealers.load_dealer(snap, snap.dealer_id)
    return await _listed(snap, dealer, await _on_shelf(snap, dealer, query.shelf), query.page, query.size)


async def search_catalogue(snap: Snapshot, query: SearchCatalogue) -> CataloguePage:
    dealer = await dealers.load_dealer(snap, snap.dealer_id)
    if not query.text.strip():
        usual = await _on_shelf(snap, dealer, Shelf.USUAL)
        more = await _on_shelf(snap, dealer, Shelf.NEW)
        return await _listed(snap, dealer, [*usual, *more], query.page, query.size)
    shelf = await flow.load_shelf(snap)
    view = await flow.load_dealer_view(snap, dealer)
    text = query.text
    hits = await snap.run_apart(lambda: search_goods(text, shelf.index, view))
    fits = (
        await _fits(snap, shelf, view, hits)
        if hits.instead_of or (len(hits.keys) == 1 and hits.is_sku)
        else ()
    )
    keys = (*hits.keys, *(one.key for one in fits))
    shown, page, pages = _part(keys, query.page, query.size)
    offers = await load_offers(snap, dealer, _ids(shown))
    meant = hits.instead_of or (hits.keys[0] if fits else None)
    named = await catalog.load_products(snap, _ids([meant]), snap.actor.language) if meant else {}
    return CataloguePage(
        None,
        offers,
        page,
        pages,
        len(keys),
        is_exact=hits.is_exact,
        instead_of=next(iter(named.values()), None) if fits or hits.instead_of else None,
        differs={_id(one.key): one.differs for one in fits},
    )


async def load_replacements(snap: Snapshot, product_id: ProductId, dealer: Dealer) -> tuple[Replacement, ...]:
    """What of the dealer's list fits in place of a product."""
    shelf = await flow.load_shelf(snap)
    view = DealerView(allowed=await flow.load_allowed(snap, dealer))
    hits = Hits((), is_exact=True, instead_of=str(product_id))
    return await _fits(snap, shelf, view, hits)


async def _fits(snap: Snapshot, shelf: flow.Shelf, view: DealerView, hits: Hits) -> tuple[Replacement, ...]:
    """What fits in place of the one product that was found or is to be replaced."""
    meant = hits.instead_of or next(iter(hits.keys), None)
    entry = shelf.index.entry(meant) if meant else None
    if meant is None or entry is None:
        return ()
    named = [str(one) for one in await catalog.list_substitutes(snap, _id(meant))]
    index, allowed = shelf.index, view.allowed

    def find() -> tuple[Replacement, ...]:
        numbers = index.products.number_of
        entries = (
            index.products.entries[number]
            for key, number in numbers.items()
            if allowed is None or key in allowed
        )
        return replacements(entry, entries, named)

    return await snap.run_apart(find)


async def _aisles(snap: Snapshot, dealer: Dealer) -> Aisles:
    """The goods of the dealer's approved list by place: made once for a list and version of the catalogue."""
    version = await catalog.last_change(snap)
    shelf = await flow.load_shelf(snap)
    allowed = await flow.load_allowed(snap, dealer, version)
    entries = shelf.index.products.entries
    numbers = shelf.index.products.number_of

    async def load() -> Aisles:
        return await snap.run_apart(
            lambda: Aisles.of(entries[at] for key, at in numbers.items() if allowed is None or key in allowed)
        )

    return await snap.cache.get(("aisles", dealer.assortment), version, load)


async def _on_shelf(snap: Snapshot, dealer: Dealer, shelf: Shelf) -> list[ProductId]:
    match shelf:
        case Shelf.NEW:
            return await catalog.list_added(snap, NEW_FOR)
        case Shelf.BACK:
            return await list_came_back(snap, BACK_FOR)
    bought = (await flow.load_dealer_view(snap, dealer)).bought
    order = sorted(bought.items(), key=lambda one: (-one[1].times, one[1].days_since_last or 0, one[0]))
    return [_id(key) for key, _ in order]


async def _listed(
    snap: Snapshot, dealer: Dealer, products: Sequence[ProductId], page: int, size: int
) -> CataloguePage:
    allowed = await flow.load_allowed(snap, dealer)
    index = (await flow.load_shelf(snap)).index
    keys = [
        key
        for key in dict.fromkeys(str(one) for one in products)
        if (allowed is None or key in allowed) and index.entry(key) is not None
    ][:MOST_LISTED]
    shown, page, pages = _part(keys, page, size)
    offers: tuple[Offer, ...] = await load_offers(snap, dealer, _ids(shown))
    return CataloguePage(None, offers, page, pages, len(keys))


def _part(keys: Sequence[str], page: int, size: int) -> tuple[Sequence[str], int, int]:
    """The keys of a page, its number within the bounds, and how many pages there are (at least one)."""
    size = min(max(size, 1), MOST_PAGE)
    pages = max((len(keys) + size - 1) // size, 1)
    page = min(max(page, 0), pages - 1)
    return keys[page * size : (page + 1) * size], page, pages


def _ids(keys: Sequence[str]) -> list[ProductId]:
    return [_id(key) for key in keys]


def _id(key: str) -> ProductId:
    return ProductId(UUID(key))
