"""What a dealer's message means before anything is written: his words beside his draft and past orders.

Read-only: it takes long, so that it happens in a snapshot, outside the transaction that writes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from core.catalog import repository as catalog
from core.catalog.types import Product
from core.dealers.repository import list_ship_tos, load_dealer
from core.dealers.types import Dealer
from core.infra.transaction import Snapshot
from core.intake.engine.reading.protecting import read_protection
from core.intake.engine.reading.returning import read_return
from core.intake.engine.reading.wishes import read_price_wish
from core.intake.engine.tables import is_pasted_table
from core.intake.flow import understand
from core.intake.types import Intent, ReadMessage
from core.kernel.ids import OrderId, ProductId
from core.kernel.texts import storable
from core.orders.engine.asides import Asides, take_asides
from core.orders.engine.bare_numbers import read_bare_number
from core.orders.engine.naming import NamedOrder, read_named_order
from core.orders.engine.placing import may_name_place, take_place
from core.orders.engine.reordering import refit
from core.orders.numbered import NumberMeans, WhichNumber, look_up
from core.orders.reordering import bought_lines, orderable
from core.orders.repository import drafts, past, placed
from core.orders.talking import talk_of, talk_of_order
from core.orders.types import Order
from core.orders.usual import Usual, load_usual
from core.orders.wishing import WishedPrice, find_wished

MOST_NAMED = 3

Known = tuple[ProductId, int, str | None, Decimal]


@dataclass(frozen=True, slots=True)
class Said:
    """A remark on what was done with the message; ``params`` are texts and numbers."""

    code: str
    params: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Understood:
    """What was found before anything is written.

    known: the lines that "as last time" stands for; known_said: what there is to say about them.
    amends: the placed order that the message wants changed. place_id: where it is to be delivered, when it
    says so. which: an order and an article have the number that was said, so nothing is done yet.
    """

    message: ReadMessage
    known: tuple[Known, ...]
    known_from: str
    products: dict[ProductId, Product]
    wished: WishedPrice | None = None
    asked: tuple[ProductId, ...] = ()
    asides: Asides = field(default_factory=lambda: Asides(""))
    amends: OrderId | None = None
    known_said: tuple[Said, ...] = ()
    repeated: OrderId | None = None
    place_id: UUID | None = None
    which: WhichNumber | None = None


async def understand_text(snap: Snapshot, text: str, means: NumberMeans | None = None) -> Understood:
    """What a dealer's words mean beside his draft and past orders; ``text`` as typed.

    means: what a bare number in it is of, once the dealer has said so.
    """
    dealer = await load_dealer(snap, snap.dealer_id)
    draft = await drafts.find_open_draft(snap)
    in_draft = [line.product_id for line in draft.lines if line.product_id] if draft else []
    today = snap.now.astimezone(ZoneInfo(dealer.zone)).date()
    known: tuple[Known, ...] = ()
    known_from = ""
    known_said: tuple[Said, ...] = ()
    elsewhere = _said_elsewhere(text)
    if elsewhere is not None:
        return Understood(_nothing(elsewhere), (), "", {})
    numbered = await _of_bare_number(snap, dealer, take_asides(storable(text)), in_draft, means)
    if isinstance(numbered, Understood):
        return numbered
    asides = numbered
    amends = await _named_order(snap, asides)
    other: Order | None = None
    if amends is not None and (draft is None or draft.amends != amends):
        other = await placed.load_order(snap, amends)
        in_draft = [line.product_id for line in other.lines]
    text = asides.text
    place_id = None
    if may_name_place(text):
        places = await list_ship_tos(snap, dealer.id)
        going = take_place(text, places, draft.ship_to_id if draft else None)
        text, place_id = going.text, going.place_id
    if not text and place_id is not None:
        return Understood(_nothing(Intent.EDIT), (), "", {}, asides=asides, amends=amends, place_id=place_id)
    named = read_named_order(text, today) if amends is None else None
    repeated: OrderId | None = None
    if named is not None:
        repeated = await _order_again(snap, dealer, named)
        if repeated is None:
            said = Said("draft.no_such_order", {"order": named.said})
            return Understood(_nothing(Intent.REPEAT_LAST), (), "", {}, known_said=(said,))
        text = named.text
    wish = read_price_wish(text)
    if wish is not None:
        wished = await find_wished(snap, dealer, draft, wish, today)
        if wished is not None:
            return Understood(_nothing(Intent.ASK_BETTER_PRICE), (), "", {}, *wished)
    talk = await talk_of(snap, draft) if other is None else talk_of_order(other)
    message = await understand(snap, dealer, text, today=today, in_draft=in_draft, talk=talk)
    if message.intent is Intent.REPEAT_LAST:
        known, known_from, repeated = await _past_lines(snap, repeated)
    elif message.intent is Intent.USUAL:
        known, known_said = _usual_lines(await load_usual(snap, dealer, in_draft))
    if known:
        # Exceptions ("but no sprite") are about the lines that will be there: read again among them.
        message = await understand(
            snap, dealer, text, today=today, in_draft=[*in_draft, *(line[0] for line in known)]
        )
    wanted = {*in_draft, *(line[0] for line in known)}
    wanted |= {line.product_id for line in message.lines if line.product_id}
    products = await catalog.load_products(snap, wanted)
    return Understood(
        message,
        known,
        known_from,
        products,
        asides=asides,
        amends=amends,
        known_said=known_said,
        repeated=repeated,
        place_id=place_id,
    )


def _nothing(intent: Intent) -> ReadMessage:
    return ReadMessage(intent, (), None, None, None, truncated=False)


def _said_elsewhere(text: str) -> Intent | None:
    """What is neither an order nor talk of one."""
    if read_return(text) is not None:
        return Intent.RETURN
    if read_protection(text) is not None:
        return Intent.ASK_PROTECTION
    return Intent.TABLE if is_pasted_table(text) else None


async def _of_bare_number(
    snap: Snapshot,
    dealer: Dealer,
    asides: Asides,
    in_draft: Collection[ProductId],
    means: NumberMeans | None,
) -> Understood | Asides:
    """An amount of a number: of an article or left open; else what is said, with the order that it is of."""
    bare = None if asides.names_order else read_bare_number(asides.text)
    if bare is None:
        return asides
    found = await look_up(snap, dealer, bare, in_draft)
    number, article = found.order_number, found.article
    if article is not None and (number is None or means is NumberMeans.ARTICLE):
        goods = {*in_draft, *(line.product_id for line in article.message.lines if line.product_id)}
        products = await catalog.load_products(snap, goods)
        return Understood(article.message, (), "", products, asides=asides)
    if number is None:
        return asides
    if article is not None and means is None:
        which = WhichNumber(bare.number, bare.amount, number, article.name)
        return Understood(_nothing(Intent.EDIT), (), "", {}, which=which)
    return replace(asides, text=bare.of_order, number=number)


async def _named_order(snap: Snapshot, asides: Asides) -> OrderId | None:
    """The placed order that is to be changed: by its number, or the last one."""
    if asides.number is not None:
        return await placed.find_order_id(snap, asides.number)
    if asides.is_last:
        return next((order_id for order_id, _ in await past.last_orders(snap, snap.dealer_id, 1)), None)
    return None


async def _order_again(snap: Snapshot, dealer: Dealer, named: NamedOrder) -> OrderId | None:
    """The past order that is named: by its number, or the latest of its day."""
    if named.number is not None:
        return await placed.find_order_id(snap, named.number)
    return await past.find_of_days(snap, dealer.id, named.days, ZoneInfo(dealer.zone))


async def _past_lines(
    snap: Snapshot, order_id: OrderId | None
) -> tuple[tuple[Known, ...], str, OrderId | None]:
    """The lines of a past order (None: the last one) in today's packs, its number and id."""
    if order_id is None:
        order_id = next((one for one, _ in await past.last_orders(snap, snap.dealer_id, 1)), None)
    if order_id is None:
        return (), "", None
    order = await placed.load_order(snap, order_id)
    lines = bought_lines(order)
    products = await orderable(snap, [line.product_id for line in lines])
    fitted = [
        (line.product_id, refit(line, products[line.product_id]))
        for line in lines
        if line.product_id in products
    ]
    known = tuple((product, one.quantity, one.unit, one.unit_quantity) for product, one in fitted)
    return known, order.number, order.id


def _usual_lines(usual: Usual) -> tuple[tuple[Known, ...], tuple[Said, ...]]:
    """What is due by the dealer's own rhythm, and what that leaves out and why."""
    known = tuple((one.product_id, one.quantity, one.unit, one.unit_quantity) for one in usual.due)
    said = [Said("draft.usual", {})] if known else []
    if not known and usual.products:
        said.append(Said("draft.usual_there", {}))
    if usual.waiting:
        names = _listed([usual.products[one.product_id].name for one in usual.waiting])
        said.append(Said("draft.usual_waiting", {"names": names}))
    if usual.gone:
        said.append(Said("draft.usual_gone", {"names": _listed(usual.gone)}))
    return known, tuple(said)


def _listed(names: Collection[str]) -> str:
    return ", ".join(list(names)[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")
