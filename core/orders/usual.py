"""What a dealer is due to order, and what usually goes along: its history through the forecasting engine."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.catalog import repository as catalog
from core.catalog.types import Product
from core.dealers.repository import load_dealer
from core.dealers.types import Dealer
from core.forecasting.engine import also_taken, choose_due, occasions_of, rank_due
from core.forecasting.repository import may_suggest
from core.forecasting.types import AlsoPolicy, Demand, Due, Occasion
from core.infra.transaction import Snapshot
from core.intake.flow import load_allowed
from core.kernel.ids import DealerId, ProductId
from core.orders.repository import history
from core.orders.types import UNSETTLED, AlsoTaken, Draft, Quote

# A year and a season of it: what is older says little about today.
MEMORY = timedelta(days=400)
MOST_ORDERS = 60
SEASON = timedelta(days=28)
# A rhythm is known from so many occasions on; only then is it worth saying that something is not due yet.
KNOWN_FROM = 3
# Of the days between two orders of a product, how many have to be left for it to be "not due yet".
_EARLY = 0.75
# A list this long was thought about: nobody needs to be reminded.
MOST_LINES_TO_REMIND = 12
ALSO = AlsoPolicy()


@dataclass(frozen=True, slots=True)
class Usual:
    """due: the usual. waiting: taken regularly, but not due yet. gone: names of what would be due, and cannot
    be ordered any more. products: of all these."""

    due: tuple[Due, ...]
    waiting: tuple[Due, ...]
    gone: tuple[str, ...]
    products: Mapping[ProductId, Product]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A dealer's occasions, oldest first, and every product it took, the likeliest first."""

    occasions: tuple[Occasion, ...]
    ranked: tuple[Due, ...]


async def load_rhythm(snap: Snapshot, dealer: Dealer) -> Rhythm:
    """The dealer's history as of today, in its own zone."""
    bought = await history.load_bought(snap, dealer.id, snap.now - MEMORY, MOST_ORDERS)
    if not bought:
        return Rhythm((), ())
    zone = ZoneInfo(dealer.zone)
    occasions = occasions_of([(at.astimezone(zone).date(), takes) for at, takes in reversed(bought)])
    demand = await _load_demand(snap)
    return Rhythm(occasions, rank_due(occasions, snap.now.astimezone(zone).date(), demand))


async def load_usual(snap: Snapshot, dealer: Dealer, in_draft: Collection[ProductId] = ()) -> Usual:
    """What the dealer is due to order today, without what is in the draft already."""
    rhythm = await load_rhythm(snap, dealer)
    products = await _on_sale(snap, dealer, [due.product_id for due in rhythm.ranked])
    on_sale = tuple(due for due in rhythm.ranked if due.product_id in products)
    wanted = choose_due(rhythm.ranked, rhythm.occasions)
    off_sale = [due.product_id for due in wanted if due.product_id not in products]
    names = await catalog.load_products(snap, off_sale, snap.actor.language)
    due = choose_due(on_sale, rhythm.occasions)
    today = snap.now.astimezone(ZoneInfo(dealer.zone)).date()
    chosen = {one.product_id for one in due}
    waiting = [one for one in on_sale if one.product_id not in chosen and _is_early(one, today)]
    return Usual(
        tuple(one for one in due if one.product_id not in in_draft),
        tuple(sorted(waiting, key=lambda one: (-one.times, one.product_id))),
        tuple(names[product].name for product in off_sale if product in names),
        products,
    )


def _is_early(due: Due, today: date) -> bool:
    if due.times < KNOWN_FROM or due.every_days is None:
        return False
    return (today - due.last_on).days < _EARLY * due.every_days


async def _on_sale(snap: Snapshot, dealer: Dealer, wanted: Collection[ProductId]) -> dict[ProductId, Product]:
    """Those that the dealer may order today."""
    allowed = await load_allowed(snap, dealer)
    return {
        key: product
        for key, product in (await catalog.load_products(snap, wanted, snap.actor.language)).items()
        if product.active and (allowed is None or str(key) in allowed)
    }


async def _load_demand(snap: Snapshot) -> Demand:
    """What the house sold in the four weeks before today: counted once a day in each process."""
    zone = ZoneInfo(snap.settings.default_zone)
    begins = datetime.combine(snap.today, time(), zone).astimezone(UTC)

    async def count() -> Demand:
        return await history.count_demand(snap, begins - SEASON, begins)

    return await snap.cache.get(("demand",), snap.today, count)


async def load_usual_amount(snap: Snapshot, dealer: Dealer, product_id: ProductId) -> Due | None:
    """How much the dealer takes of a product; None for one it never took, or may not order today."""
    rhythm = await load_rhythm(snap, dealer)
    found = next((due for due in rhythm.ranked if due.product_id == product_id), None)
    return found if found is not None and await _on_sale(snap, dealer, [product_id]) else None


async def usually_also(
    snap: Snapshot, dealer_id: DealerId, in_hand: Collection[ProductId]
) -> tuple[AlsoTaken, ...]:
    """At most two products that usually go along with those in hand and can be ordered (U6)."""
    dealer = await load_dealer(snap, dealer_id)
    rhythm = await load_rhythm(snap, dealer)
    if len(rhythm.occasions) < ALSO.least_times:
        return ()
    found = also_taken(rhythm.ranked, rhythm.occasions, in_hand, ALSO)
    products = await _on_sale(snap, dealer, [due.product_id for due in found])
    return tuple(
        AlsoTaken(
            due.product_id,
            products[due.product_id].name,
            due.unit,
            due.unit_quantity,
            due.times,
            due.occasions,
        )
        for due in found
        if due.product_id in products
    )


async def with_also(snap: Snapshot, quote: Quote, draft: Draft) -> tuple[AlsoTaken, ...]:
    """What the quote may remind of: nothing while anything is open, for a long list, or who wants none.

    An order that is too small is no obstacle: a reminder is of use just there.
    """
    blockers = any(one.code != "order.below_minimum" for one in quote.blockers)
    is_open = blockers or quote.repeat_of or quote.amendment
    if is_open or not draft.lines or len(draft.lines) > MOST_LINES_TO_REMIND or not await may_suggest(snap):
        return ()
    in_hand = {line.product_id for line in draft.lines if line.product_id and line.state not in UNSETTLED}
    return await usually_also(snap, draft.dealer_id, in_hand)


async def load_often(snap: Snapshot, dealer: Dealer, most: int) -> tuple[str, ...]:
    """Names of what the dealer took on most occasions, whether it can be had today or not."""
    rhythm = await load_rhythm(snap, dealer)
    often = sorted(rhythm.ranked, key=lambda due: (-due.times, -due.last_on.toordinal(), due.product_id))
    ids = [due.product_id for due in often[:most]]
    products = await catalog.load_products(snap, ids, snap.actor.language)
    return tuple(products[key].name for key in ids if key in products)
