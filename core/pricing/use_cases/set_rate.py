"""The back office writes down what a dealer has negotiated for a product, a category or a brand."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from core.dealers import repository as dealers
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, ProductId
from core.kernel.money import UnitPrice
from core.pricing import rulebook
from core.pricing.rulebook_errors import PriceUnfit
from core.pricing.rulebook_events import RateSet
from core.pricing.rulebook_types import RateNow
from core.pricing.use_cases.set_price import check_price

_MOST_MARGIN = 100_000


@dataclass(frozen=True, slots=True)
class RateChange:
    """What a new rate would change; ``target``: the product's, category's or brand's name. before None: the
    dealer had agreed nothing for exactly this, so broader agreements or the tier held."""

    dealer_name: str
    target: str
    before: RateNow | None
    after: RateNow
    starts: datetime | None


@dataclass(frozen=True, slots=True)
class PreviewRate(Query[RateChange]):
    """What ``SetRate`` with the same fields would change."""

    permission = Permission.PRICE_EDIT
    dealer_id: DealerId
    scope: str
    value: str
    rate: RateNow
    starts: datetime | None = None


@dataclass(frozen=True, slots=True)
class SetRate(Command[RateChange]):
    """scope: product (value: its id), category (its path) or brand. The narrowest rate wins, also when it is
    dearer. starts None: now."""

    permission = Permission.PRICE_EDIT
    dealer_id: DealerId
    scope: str
    value: str
    rate: RateNow
    starts: datetime | None = None


async def preview_rate(snap: Snapshot, query: PreviewRate) -> RateChange:
    return await _change(snap, query)


async def set_rate(tx: Transaction, command: SetRate) -> RateChange:
    change = await _change(tx, command)
    dealer = await dealers.load_dealer(tx, command.dealer_id)
    starts = command.starts or tx.now
    await rulebook.set_rate(
        tx, (dealer.id, dealer.code), (command.scope, command.value), command.rate, starts
    )
    tx.record(
        RateSet(
            dealer_id=dealer.id,
            scope=command.scope,
            value=command.value,
            before=asdict(change.before) if change.before else None,
            after=asdict(change.after),
            starts=starts,
        )
    )
    return change


async def _change(snap: Snapshot, wanted: PreviewRate | SetRate) -> RateChange:
    dealer = await dealers.load_dealer(snap, wanted.dealer_id)
    _check(wanted.rate, dealer.currency)
    return RateChange(
        dealer_name=dealer.name,
        target=await _target(snap, wanted.scope, wanted.value),
        before=await rulebook.rate_at(snap, dealer.id, wanted.scope, wanted.value, wanted.starts or snap.now),
        after=wanted.rate,
        starts=wanted.starts,
    )


def _check(rate: RateNow, currency: str) -> None:
    if rate.kind == "net":
        price = rate.price or UnitPrice(0, currency)
        check_price(price)
        if price.currency != currency:
            raise PriceUnfit(why="currency", currency=currency)
    elif rate.basis_points is None or rate.basis_points < 0:
        raise PriceUnfit(why="not_above_zero")
    elif rate.basis_points > (_MOST_MARGIN if rate.kind == "cost_plus" else 10_000):
        raise PriceUnfit(why="too_large")


async def _target(snap: Snapshot, scope: str, value: str) -> str:
    if scope == "product":
        product = await rulebook.find_product(snap, _product_id(value))
        if product is not None:
            return product[1]
    elif scope in ("category", "brand") and await rulebook.has_target(snap, scope, value):
        return value
    raise NotFound(what=scope if scope in ("category", "brand") else "product")


def _product_id(value: str) -> ProductId:
    try:
        return ProductId(UUID(value))
    except ValueError as error:
        raise NotFound(what="product") from error
