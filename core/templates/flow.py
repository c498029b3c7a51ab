"""Steps that several acts on templates share: which lines can be had today, and what has changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from core.catalog import repository as catalog
from core.catalog.types import Product
from core.dealers.types import Dealer
from core.infra.transaction import Snapshot, Transaction
from core.intake.flow import load_allowed
from core.kernel.ids import LineId, ProductId
from core.orders.engine import known_line, with_quantity
from core.orders.engine.packs import pack_of
from core.orders.flow import products_by_id
from core.orders.types import DraftLine
from core.pricing.flow import price_lines
from core.stock import repository as stock
from core.templates.types import Change, ChangeKind, TemplateLine

_MOST_SUBSTITUTES = 3


@dataclass(frozen=True, slots=True)
class Fresh:
    """The lines of a template as they can be ordered today, and what is different from when it was saved."""

    lines: tuple[DraftLine, ...]
    changes: tuple[Change, ...]


async def freshen(tx: Transaction, dealer: Dealer, lines: Sequence[TemplateLine], title: str) -> Fresh:
    """Lines of a draft for what can be had; packs, prices and stock of today."""
    allowed = await load_allowed(tx, dealer)
    products = await products_by_id(tx, {line.product_id for line in lines})
    there = {
        key: product
        for key, product in products.items()
        if product.active and (allowed is None or str(key) in allowed)
    }
    changes: list[Change] = []
    fresh: list[tuple[TemplateLine, DraftLine]] = []
    for line in lines:
        product = there.get(line.product_id)
        if product is None:
            changes.append(await _gone(tx, dealer, line, products.get(line.product_id), changes))
            continue
        drafted = _drafted(tx, line, product, title)
        pack = _pack_change(line, product, drafted)
        if pack is not None:
            changes.append(pack)
        fresh.append((line, drafted))
    changes += await _prices(tx, dealer, fresh, there)
    changes += await _stock(tx, fresh, there)
    return Fresh(tuple(drafted for _, drafted in fresh), tuple(changes))


def _drafted(tx: Transaction, line: TemplateLine, product: Product, title: str) -> DraftLine:
    """As many units as were kept; where the unit is no more, as many base units."""
    has_unit = pack_of(product, line.unit) is not None
    unit = line.unit if has_unit else product.base_unit
    units = line.unit_quantity if has_unit else Decimal(line.quantity)
    drafted = known_line(LineId(tx.new_id()), product.id, line.quantity, unit, units, title)
    return with_quantity(drafted, units, {product.id: product.packs}, product.order_multiple)


def _pack_change(line: TemplateLine, product: Product, drafted: DraftLine) -> Change | None:
    if not drafted.quantity or line.unit is None:
        return None
    before = Decimal(line.quantity) / line.unit_quantity
    size = pack_of(product, line.unit)
    if size is not None and size == before:
        return None
    return Change(ChangeKind.PACK, line.position, product.name, int(before), size or 0, line.unit)


async def _gone(
    tx: Transaction, dealer: Dealer, line: TemplateLine, product: Product | None, before: Sequence[Change]
) -> Change:
    substitute = None
    if sum(one.substitute is not None for one in before) < _MOST_SUBSTITUTES:
        other = await find_substitute(tx, dealer, line.product_id)
        substitute = other.name if other else None
    name = product.name if product else "—"
    return Change(ChangeKind.GONE, line.position, name, substitute=substitute)


async def find_substitute(snap: Snapshot, dealer: Dealer, product_id: ProductId) -> Product | None:
    """The first product that stands in for one that is gone, of those that the dealer may have."""
    ranked = await catalog.list_substitutes(snap, product_id)
    if not ranked:
        return None
    allowed = await load_allowed(snap, dealer)
    products = await products_by_id(snap, ranked)
    for key in ranked:
        product = products.get(key)
        if product is not None and product.active and (allowed is None or str(key) in allowed):
            return product
    return None


async def _prices(
    tx: Transaction,
    dealer: Dealer,
    fresh: Sequence[tuple[TemplateLine, DraftLine]],
    products: Mapping[ProductId, Product],
) -> list[Change]:
    wanted = [(one.id, line.product_id, one.quantity) for line, one in fresh if one.quantity]
    priced = {line.line_id: line.unit_price for line in (await price_lines(tx, dealer, wanted)).lines}
    found = []
    for line, one in fresh:
        now, then = priced.get(one.id), line.unit_price
        if now is not None and then is not None and now.currency == then.currency and now != then:
            name = products[line.product_id].name
            found.append(Change(ChangeKind.PRICE, line.position, name, then, now))
    return found


async def _stock(
    tx: Transaction,
    fresh: Sequence[tuple[TemplateLine, DraftLine]],
    products: Mapping[ProductId, Product],
) -> list[Change]:
    levels = await stock.load_stock(tx, [line.product_id for line, _ in fresh])
    found = []
    for line, one in fresh:
        there = sum(max(at.available, 0) for at in levels.get(line.product_id, ()))
        if one.quantity and there < one.quantity:
            name = products[line.product_id].name
            found.append(Change(ChangeKind.SHORT, line.position, name, one.quantity, there))
    return found


def changed_line(line: TemplateLine, unit_quantity: Decimal) -> TemplateLine:
    """The line with another number of its units."""
    quantity = int(Decimal(line.quantity) / line.unit_quantity * unit_quantity)
    return replace(line, unit_quantity=unit_quantity, quantity=quantity)
