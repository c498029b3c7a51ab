"""Which product somebody wishes a better price for, in own words (A15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.catalog import repository as catalog
from core.dealers.types import Dealer
from core.infra.transaction import Snapshot
from core.intake.engine.reading.wishes import PriceWish
from core.intake.flow import understand
from core.kernel.ids import ProductId
from core.orders.types import Draft


@dataclass(frozen=True, slots=True)
class WishedPrice:
    """What somebody would like to pay, as typed. position: the line of the draft that is meant; None where
    the product is in no draft yet."""

    price: str
    position: int | None


async def find_wished(
    snap: Snapshot, dealer: Dealer, draft: Draft | None, wish: PriceWish, today: date
) -> tuple[WishedPrice, tuple[ProductId, ...]] | None:
    """The wish with its line, of the draft first, or with its product; None where neither is known."""
    ready = [line for line in draft.lines if line.product_id is not None] if draft else []
    products = await catalog.load_products(snap, {line.product_id for line in ready if line.product_id})
    words = [word.removesuffix("s") for word in wish.item.split()]
    named = [
        line
        for line in ready
        if line.product_id in products
        and all(word in products[line.product_id].name.casefold() for word in words)
    ]
    found: tuple[ProductId, ...] = ()
    if len(named) != 1 and wish.item:
        read = await understand(snap, dealer, wish.item, today=today)
        found = tuple(product for line in read.lines[:1] for product in line.candidates)
        named = [line for line in named or ready if line.product_id in found][:1]
    if len(named) == 1:
        return WishedPrice(wish.price, named[0].position), found[:1]
    return (WishedPrice(wish.price, None), found[:1]) if found else None
