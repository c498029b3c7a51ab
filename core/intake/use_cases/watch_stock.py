"""Somebody wants to be told when a product is there again: once, and it can be taken back (A11).

The last part of every act that frees goods (``tell_who_waited``): back-orders are served before, so what is
told to be there is free indeed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from core.catalog import repository as catalog
from core.dealers import repository as dealers
from core.infra.transaction import Transaction
from core.intake import repository
from core.intake.events import BackInStock
from core.intake.flow import load_allowed
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, PersonId, ProductId
from core.stock import repository as stock
from core.stock.stirring import Freed


@dataclass(frozen=True, slots=True)
class WatchStock(Command[bool]):
    """Tell me (``wanted``), or do not any more, when the product is there; returns what holds now.

    Raises NotFound (product) for one that the dealer may not buy.
    """

    permission = Permission.CATALOG_READ
    keeps_result = False  # done again it is the same; the same button means the same next week
    product_id: ProductId
    wanted: bool


async def watch_stock(tx: Transaction, command: WatchStock) -> bool:
    dealer = await dealers.load_dealer(tx, tx.dealer_id)
    allowed = await load_allowed(tx, dealer)
    known = await catalog.load_products(tx, [command.product_id])
    if not known or (allowed is not None and str(command.product_id) not in allowed):
        raise NotFound(what="product")
    await repository.set_watch(tx, tx.person_id, dealer.id, command.product_id, wanted=command.wanted)
    return command.wanted


async def tell_who_waited(tx: Transaction) -> None:
    """A follower: whoever waits for goods that this act has freed is told, and waits no longer."""
    freed = sorted({key.product_id for key in tx.stirred if isinstance(key, Freed)})
    if not freed:
        return
    waiting = await repository.list_watches(tx, freed)
    if not waiting:
        return
    levels = await stock.load_stock(tx, {product for product, _, _ in waiting})
    open_ones = {one.id for one in await stock.list_warehouses(tx)}
    there = {
        product
        for product, places in levels.items()
        if any(place.available > 0 and place.warehouse_id in open_ones for place in places)
    }
    products = await catalog.load_products(tx, there)
    told: defaultdict[tuple[DealerId, ProductId], list[PersonId]] = defaultdict(list)
    for product, dealer_id, person_id in waiting:
        if product in there:
            told[dealer_id, product].append(person_id)
    await repository.drop_watches(tx, there)
    for (dealer_id, product), people in sorted(told.items()):
        tx.record(BackInStock(dealer_id, product, products[product].sku, tuple(people)))
