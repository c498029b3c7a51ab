"""What an amount of a bare number is of: an own placed order, an article, or either, which is asked (A2, F4).

An order counts before an article only while it can still be changed; one that cannot is named by the refusal
where nothing else has the number.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from core.catalog import repository as catalog
from core.dealers.types import Dealer
from core.infra.transaction import Snapshot
from core.intake.amounts import read_amount
from core.intake.flow import load_allowed
from core.intake.types import Action, Intent, ReadMessage
from core.kernel.ids import ProductId
from core.orders.engine.bare_numbers import BareNumber
from core.orders.repository import placed
from core.orders.types import UNTOUCHED


class NumberMeans(StrEnum):
    """What a dealer said that the number is of."""

    ORDER = "order"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class WhichNumber:
    """An own order and an article that are both called so; number, amount: as typed."""

    number: str
    amount: str
    order_number: str
    article: str


@dataclass(frozen=True, slots=True)
class Article:
    """message: the amount as a line of that product."""

    name: str
    message: ReadMessage


@dataclass(frozen=True, slots=True)
class Numbered:
    """What has the number; neither: it is read as any words."""

    order_number: str | None = None
    article: Article | None = None


async def look_up(
    snap: Snapshot, dealer: Dealer, bare: BareNumber, in_draft: Collection[ProductId]
) -> Numbered:
    article = await _find_article(snap, dealer, bare, in_draft)
    order_id = await placed.find_order_id(snap, bare.number)
    if order_id is None:
        return Numbered(article=article)
    order = await placed.load_order(snap, order_id)
    is_open = order.state in UNTOUCHED and order.invoiced_at is None
    return Numbered(order.number if is_open or article is None else None, article)


async def _find_article(
    snap: Snapshot, dealer: Dealer, bare: BareNumber, in_draft: Collection[ProductId]
) -> Article | None:
    """Of that SKU, and on sale to the dealer; else the one of the draft that has the number in its name."""
    product_id = await catalog.find_by_sku(snap, bare.number)
    named = re.compile(rf"(?<![\d.,]){re.escape(bare.number)}(?![\d.,])")
    products = await catalog.load_products(snap, {*in_draft, *((product_id,) if product_id else ())})
    allowed = await load_allowed(snap, dealer)
    like = [one for key, one in products.items() if key in in_draft and named.search(one.name)]
    product = products.get(product_id) if product_id else like[0] if len(like) == 1 else None
    if product is None or not product.active or (allowed is not None and str(product.id) not in allowed):
        return None
    lines = await read_amount(snap, dealer, bare.amount, product.id)
    if not lines:
        return None
    is_there = product.id in in_draft
    action = Action.CHANGE if is_there else Action.ADD
    # The number is nobody's own word for the product.
    found = tuple(replace(line, raw=product.name, phrase="", action=action) for line in lines)
    intent = Intent.EDIT if is_there else Intent.ORDER
    return Article(product.name, ReadMessage(intent, found, None, None, None, truncated=False))
