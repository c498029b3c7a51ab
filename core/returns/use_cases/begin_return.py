"""A dealer says in own words what came broken: the draft is there, with the goods and the amount (A16).

What is meant is looked for among what has come to the dealer alone. Where several orders brought it, the
latest that still can give back as much is taken; more than can come back is cut to what can.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.billing.repository import invoices
from core.catalog import repository as catalog
from core.dealers.repository import load_dealer
from core.infra.transaction import Snapshot, Transaction
from core.intake.engine.reading.returning import read_return
from core.intake.flow import understand_among
from core.intake.types import Decision, ReadLine
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.ids import OrderId, ProductId
from core.kernel.texts import storable
from core.orders.repository import placed
from core.orders.types import Order
from core.returns import repository as store
from core.returns.errors import NothingToReturn
from core.returns.flow import begin_draft, lines_left, see_draft, set_reason
from core.returns.types import Return, ReturnLine, ReturnReason

_LOOK_BACK, _MOST_ORDERS = 50, 8


@dataclass(frozen=True, slots=True)
class Begun:
    """draft None: it names goods that none of the dealer's orders brought."""

    draft: Return | None


@dataclass(frozen=True, slots=True)
class BeginReturn(Command[Begun | None]):
    """Begin a draft by a message such as "2 iphones arrived broken"; None: it says no such thing.

    Raises NothingToReturn where the goods came, and none of them can come back any more.
    """

    permission = Permission.ORDER_PLACE
    text: str


@dataclass(frozen=True, slots=True)
class Meant:
    """What the message means. orders: those that may be meant, the likeliest first. goods: base units of a
    product, None where it names no amount; empty where it names no product."""

    orders: tuple[OrderId, ...]
    goods: dict[ProductId, int | None]
    reason: ReturnReason | None


async def understand_return(snap: Snapshot, command: BeginReturn) -> Meant | None:
    words = read_return(storable(command.text))
    if words is None:
        return None
    came = await store.orders_that_came(snap, snap.dealer_id, number=words.order, limit=_LOOK_BACK)
    if not came:
        return Meant((), {}, None)
    products = {product for some in came.values() for product in some}
    lines = await _read(snap, words.item, products)
    latest = next(iter(came.values()))
    if not any(line.phrase.strip() for line in lines) and len(latest) == 1:
        # "got 3 cases damaged", and one product came: that one.
        sku = (await catalog.load_products(snap, set(latest)))[latest[0]].sku
        lines = await _read(snap, f"{words.item} {sku}", set(latest))
    goods = _goods(lines, products)
    if not goods and any(line.phrase.strip() for line in lines):
        return Meant((), {}, None)
    reason = None if words.complaint is None else ReturnReason(words.complaint.value)
    orders = [one for one, brought in came.items() if set(goods) & set(brought) or not goods]
    # Those that brought all of it before those that brought some of it; each latest first.
    orders.sort(key=lambda one: not set(goods) <= set(came[one]))
    return Meant(tuple(orders[:_MOST_ORDERS]), goods, reason)


async def _read(snap: Snapshot, item: str, products: set[ProductId]) -> tuple[ReadLine, ...]:
    dealer = await load_dealer(snap, snap.dealer_id)
    return (await understand_among(snap, dealer, item, products)).lines


def _goods(lines: tuple[ReadLine, ...], came: set[ProductId]) -> dict[ProductId, int | None]:
    found: dict[ProductId, int | None] = {}
    for line in lines:
        product = next((one for one in line.candidates if one in came), None)
        if product is not None and line.decision is not Decision.NOT_FOUND:
            # What may be another product is not guessed: its order opens, and the person taps the line.
            found[product] = line.quantity if line.product_id == product else None
    return found


async def begin_return(tx: Transaction, _command: BeginReturn, meant: Meant | None) -> Begun | None:
    if meant is None:
        return None
    if not meant.orders:
        return Begun(None)
    order, lines = await _choose(tx, meant)
    draft = await begin_draft(tx, order)
    for line in lines:
        wanted = meant.goods.get(line.product_id)
        if wanted:
            await store.set_line(tx, draft.id, line.line_id, min(wanted, line.left))
    await set_reason(tx, draft, meant.reason)
    return Begun(await see_draft(tx, await store.load_return(tx, draft.id)))


async def _choose(tx: Transaction, meant: Meant) -> tuple[Order, list[ReturnLine]]:
    """The order that the goods come back of, with those of its lines that are meant."""
    first: tuple[Order, list[ReturnLine]] | None = None
    refusal: NothingToReturn | None = None
    for order_id in meant.orders:
        order = await placed.load_order(tx, order_id)
        try:
            left = await lines_left(tx, order, await invoices.number_of_order(tx, order_id))
        except NothingToReturn as error:
            refusal = refusal or error
            continue
        lines = _one_each(left, meant)
        if meant.goods and not lines:
            refusal = refusal or NothingToReturn(number=order.number, why="all_returned")
            continue
        first = first or (order, lines)
        has = {line.product_id: line.left for line in lines}
        if all(has.get(product, 0) >= (quantity or 1) for product, quantity in meant.goods.items()):
            return order, lines
    if first is None:
        raise refusal or NothingToReturn(number="", why="all_returned")
    return first


def _one_each(left: tuple[ReturnLine, ...], meant: Meant) -> list[ReturnLine]:
    """Of several lines of one product the one that most can come back of."""
    best: dict[ProductId, ReturnLine] = {}
    for line in left:
        if line.product_id in meant.goods and line.left > getattr(best.get(line.product_id), "left", 0):
            best[line.product_id] = line
    return list(best.values())
