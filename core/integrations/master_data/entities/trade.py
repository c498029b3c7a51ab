"""What a dealer brings along: past orders with the habits they show, and his own words for products."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from core.catalog import bulk as catalog
from core.dealers import bulk as dealers
from core.infra.transaction import Transaction
from core.intake import bulk as intake
from core.intake.engine.folding import alias_key
from core.integrations.master_data.parsing import Parsed, Row
from core.integrations.master_data.planning import (
    Desk,
    Difference,
    Entity,
    Plan,
    drop_refused,
    need_known,
)
from core.integrations.master_data.records import Alias, PastLine
from core.integrations.master_data.types import RowCode
from core.kernel.ids import DealerId, ProductId
from core.orders import bulk as orders

Lines = Sequence[Row[PastLine]]


async def dump_history(desk: Desk) -> list[PastLine]:
    codes = await desk.dealer_codes()
    return [
        PastLine(number, codes[dealer_id], sku, quantity, price, day)
        for number, dealer_id, sku, quantity, price, day in await orders.dump_history(desk.snap)
    ]


async def plan_history(desk: Desk, parsed: Parsed[PastLine]) -> Plan:
    """Rows of one number make one order of one dealer and day. What is there is history and does not
    change."""
    ids, products = await desk.dealers(), await desk.products()
    need_known(parsed, "dealer", ids, "dealer")
    need_known(parsed, "sku", products, "product")
    drop_refused(parsed)
    grouped: defaultdict[str, list[Row[PastLine]]] = defaultdict(list)
    for row in parsed.rows:
        grouped[row.record.order].append(row)
    known = await orders.known_orders(desk.snap, grouped)
    new: list[Lines] = []
    unchanged = 0
    for number, lines in grouped.items():
        if not _belong_together(parsed, lines):
            continue
        there = known.get(number)
        if there is None:
            new.append(lines)
        elif there == _as_known(lines, ids):
            unchanged += len(lines)
        else:
            for row in lines:
                parsed.refuse(row, "order", RowCode.ALREADY_DIFFERENT)

    async def write(tx: Transaction) -> None:
        facts = await catalog.ordering_facts(tx)
        currencies = await dealers.dealer_currencies(tx)
        await orders.load_history(tx, [_past_order(lines, ids, currencies, facts) for lines in new])
        await intake.load_habits(tx, _purchases(new, ids, products))

    return Plan(sum(len(lines) for lines in new), 0, unchanged, write)


def _belong_together(parsed: Parsed[PastLine], lines: Lines) -> bool:
    first = lines[0].record
    good = True
    for row in lines[1:]:
        for column, value, other in (
            ("dealer", row.record.dealer, first.dealer),
            ("date", row.record.date, first.date),
        ):
            if value != other:
                parsed.refuse(row, column, RowCode.CONTRADICTS, other=f"row {lines[0].number}: {other}")
                good = False
    return good


def _as_known(lines: Lines, ids: dict[str, DealerId]) -> orders.KnownOrder:
    first = lines[0].record
    found = sorted((row.record.sku, row.record.quantity, row.record.unit_price) for row in lines)
    return orders.KnownOrder(ids[first.dealer], first.date, tuple(found))


def _past_order(
    lines: Lines,
    ids: dict[str, DealerId],
    currencies: dict[DealerId, str],
    facts: dict[str, catalog.OrderingFacts],
) -> orders.PastOrderValue:
    first = lines[0].record
    dealer_id = ids[first.dealer]
    values = []
    for row in lines:
        line, product = row.record, facts[row.record.sku]
        # In the unit it is sold in where that is a whole number, as a dealer would have said it.
        held = product.in_sales_unit
        whole = line.quantity % held == 0
        values.append(
            orders.PastLineValue(
                product_id=product.product_id,
                sku=line.sku,
                name=product.name,
                unit=product.sales_unit if whole else product.base_unit,
                unit_quantity=str(line.quantity // held if whole else line.quantity),
                quantity=line.quantity,
                unit_price_micros=line.unit_price,
            )
        )
    return orders.PastOrderValue(first.order, dealer_id, currencies[dealer_id], first.date, tuple(values))


def _purchases(
    new: Iterable[Lines], ids: dict[str, DealerId], products: dict[str, ProductId]
) -> dict[tuple[DealerId, ProductId], list[tuple[date, int]]]:
    found: defaultdict[tuple[DealerId, ProductId], list[tuple[date, int]]] = defaultdict(list)
    for lines in new:
        sums: defaultdict[str, int] = defaultdict(int)
        for row in lines:
            sums[row.record.sku] += row.record.quantity
        first = lines[0].record
        for sku, quantity in sums.items():
            found[ids[first.dealer], products[sku]].append((first.date, quantity))
    return found


async def dump_aliases(desk: Desk) -> list[Alias]:
    codes, skus = await desk.dealer_codes(), await desk.skus()
    values = (await intake.dump_aliases(desk.snap)).values()
    return sorted(Alias(codes[one.dealer_id], one.phrase, skus[one.product_id]) for one in values)


async def plan_aliases(desk: Desk, parsed: Parsed[Alias]) -> Plan:
    """Phrases are told apart as orders are read: case, accents and blanks do not count."""
    ids, products = await desk.dealers(), await desk.products()
    need_known(parsed, "dealer", ids, "dealer")
    need_known(parsed, "sku", products, "product")
    first: dict[tuple[str, str], int] = {}
    for row in parsed.rows:
        key = alias_key(row.record.phrase)
        if not key:
            parsed.refuse(row, "phrase", RowCode.BAD_CODE)
        before = first.setdefault((row.record.dealer, key), row.number)
        if before != row.number:
            parsed.refuse(row, "phrase", RowCode.DUPLICATE, first=before)
    drop_refused(parsed)
    known = await intake.dump_aliases(desk.snap)
    found: Difference[intake.AliasValue] = Difference()
    for row in parsed.rows:
        one = row.record
        value = intake.AliasValue(ids[one.dealer], alias_key(one.phrase), one.phrase, products[one.sku])
        was = known.get((value.dealer_id, value.phrase_key))
        if was is None:
            found.new.append(value)
        elif was.product_id != value.product_id:
            found.changed.append((was, value))
        else:
            found.unchanged += 1

    async def write(tx: Transaction) -> None:
        await intake.load_aliases(tx, found.new, found.now_changed)

    return Plan.of(found, write)


ORDER_HISTORY = Entity("order_history", PastLine, dump_history, plan_history)
ALIASES = Entity("aliases", Alias, dump_aliases, plan_aliases)
