"""What a placed order holds, as its amendment sees it: free for the new version, and promised to it.

* Its goods and its share of the credit count as free, for they are given back when the new version takes
  its own.
* A price that was promised holds for as much or more of the product; for less it holds unless it was earned
  by the quantity (a quantity break). A lower price of today counts before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from core.credit.types import CreditStanding
from core.infra.transaction import Snapshot
from core.kernel.ids import OrderId, ProductId
from core.kernel.money import UnitPrice
from core.orders.repository import parts, placed, supply
from core.orders.repository.parts import Row
from core.orders.types import UNTOUCHED, WAITING, Order
from core.pricing.types import PriceReceipt, QuotedPrice, RuleKind
from core.stock.types import Stock, StockAt, Take

Ordered = Iterable[tuple[ProductId, int]]


@dataclass(frozen=True, slots=True)
class Claims:
    """Of one order. uses: what it took of capped promotions, by code."""

    order: Order
    takes: tuple[Take, ...]
    rows: tuple[Row, ...]
    uses: Mapping[str, int]

    def without(self, standing: CreditStanding) -> CreditStanding:
        """The account as if this order were not there; one that is past changing stays in it."""
        if self.order.state not in UNTOUCHED or self.order.invoiced_at is not None:
            return standing
        if self.order.state in WAITING:
            return replace(standing, pending=standing.pending - self.order.total)
        return replace(standing, held=standing.held - self.order.total)

    def beside(self, stock: Stock) -> Stock:
        """The stock with this order's goods back on the shelf."""
        own: defaultdict[tuple[object, object], int] = defaultdict(int)
        for take in self.takes:
            own[take.product_id, take.warehouse_id] += take.quantity
        return {product: tuple(_with(at, own[product, at.warehouse_id]) for at in places)
                for product, places in stock.items()}  # fmt: skip

    def promised(self, wanted: Ordered) -> dict[ProductId, tuple[QuotedPrice, ...]]:
        """The prices that still hold for these products and pieces."""
        pieces: defaultdict[ProductId, int] = defaultdict(int)
        for product, quantity in wanted:
            pieces[product] += quantity
        ordered: defaultdict[ProductId, int] = defaultdict(int)
        for row in self.rows:
            if row["receipt"] is not None:
                ordered[row["product_id"]] += row["quantity"]
        found: dict[ProductId, tuple[QuotedPrice, ...]] = {}
        for row in self.rows:
            product = row["product_id"]
            if row["receipt"] is None or product not in pieces:
                continue
            receipt = PriceReceipt.from_json(row["receipt"])
            by_quantity = any(step.kind is RuleKind.QUANTITY_BREAK for step in receipt.steps)
            if pieces[product] < ordered[product] and by_quantity:
                continue
            price = receipt.parts[0].unit_price if len(receipt.parts) == 1 else None
            kept = QuotedPrice(
                rule_id=str(row["id"]),
                name=self.order.number,
                price=price or UnitPrice(row["unit_price_micros"], self.order.total.currency),
                ends=self.order.placed_at,
            )
            found[product] = (*found.get(product, ()), kept)
        return found


def _with(at: StockAt, more: int) -> StockAt:
    return replace(at, available=at.available + more) if more else at


async def load_claims(snap: Snapshot, order_id: OrderId) -> Claims:
    """Raises NotFound for an order that the actor may not see."""
    order = await placed.load_order(snap, order_id)
    return Claims(
        order,
        tuple(await supply.held_takes(snap, order_id)),
        await parts.load_stored_lines(snap, order_id),
        await placed.load_promotion_uses(snap, order_id),
    )


def merged(
    quoted: Mapping[ProductId, tuple[QuotedPrice, ...]], more: Mapping[ProductId, tuple[QuotedPrice, ...]]
) -> dict[ProductId, tuple[QuotedPrice, ...]]:
    return {key: (*quoted.get(key, ()), *more.get(key, ())) for key in {*quoted, *more}}
