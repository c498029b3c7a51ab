"""A dealer looks at the own orders: the list, one of them, and why a line costs what it costs (A14, D9)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.approvals.repository.requests import find_open_request
from core.dealers.repository import directory
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.errors import NotFound
from core.kernel.ids import DraftId, OrderId
from core.kernel.texts import storable
from core.orders.amending import open_until
from core.orders.flow import assess
from core.orders.repository import drafts, offers, placed
from core.orders.types import WAITING, Order, OrderSummary
from core.pricing.types import PricedLine, PriceReceipt


@dataclass(frozen=True, slots=True)
class ListOrders(Query[tuple[OrderSummary, ...]]):
    """Newest first; ask for one more than a page holds to know whether there is another page."""

    permission = Permission.ORDER_READ
    limit: int = 8
    offset: int = 0


async def list_orders(snap: Snapshot, query: ListOrders) -> tuple[OrderSummary, ...]:
    return tuple(await placed.list_orders(snap, limit=query.limit, offset=query.offset))


@dataclass(frozen=True, slots=True)
class ShowOrder(Query[Order]):
    """By id, or by number in full or by its last part ("7891")."""

    permission = Permission.ORDER_READ
    order_id: OrderId | None = None
    number: str | None = None


async def show_order(snap: Snapshot, query: ShowOrder) -> Order:
    order_id = query.order_id
    if order_id is None and query.number:
        order_id = await placed.find_order_id(snap, storable(query.number))
    if order_id is None:
        raise NotFound(what="order")
    order = await placed.load_order(snap, order_id)
    order = replace(
        order,
        change_until=await open_until(snap, order),
        parts=tuple(await placed.list_parts(snap, order)),
    )
    if order.state not in WAITING:
        return order
    approval = await find_open_request(snap, order.id)
    question = approval.open_question if approval else None
    return replace(
        order,
        expected_by=approval.expected_by if approval else None,
        question=question.text if question else None,
        offer=await offers.find_open_offer(snap, order.id),
    )


@dataclass(frozen=True, slots=True)
class ShowDealerOrder(Query[Order]):
    """A dealer's order for the house; a rep's own dealers'. Raises NotFound."""

    permission = Permission.DEALERS_READ
    order_id: OrderId


async def show_dealer_order(snap: Snapshot, query: ShowDealerOrder) -> Order:
    order = await placed.load_order(snap, query.order_id)
    await directory.load_card(snap, order.dealer_id)
    return order


@dataclass(frozen=True, slots=True)
class LineReceipt:
    """Why one line costs what it costs, as a dealer may see it (no cost, no margin)."""

    name: str
    line: PricedLine | None
    receipt: PriceReceipt


@dataclass(frozen=True, slots=True)
class ExplainPrice(Query[LineReceipt]):
    """The receipt of a line of the open draft (priced now) or of a placed order (as stored)."""

    permission = Permission.ORDER_READ
    position: int
    draft_id: DraftId | None = None
    order_id: OrderId | None = None


async def explain_price(snap: Snapshot, query: ExplainPrice) -> LineReceipt:
    if query.order_id is not None:
        order = await placed.load_order(snap, query.order_id)
        stored = await placed.load_receipt(snap, query.order_id, query.position)
        line = next((one for one in order.lines if one.position == query.position), None)
        if stored is None or line is None:
            raise NotFound(what="line")
        return LineReceipt(line.name, None, PriceReceipt.from_json(stored).for_dealer())
    if query.draft_id is None:
        raise NotFound(what="line")
    draft = await drafts.load_draft(snap, query.draft_id)
    found = await assess(snap, draft)
    wanted = draft.line(query.position)
    priced = next((one for one in found.priced.lines if wanted and one.line_id == wanted.id), None)
    if priced is None:
        raise NotFound(what="line")
    return LineReceipt(found.products[priced.product_id].name, priced, priced.receipt.for_dealer())
