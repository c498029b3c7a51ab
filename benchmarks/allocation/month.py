"""The orders of a month of the demo company: what they cost, ours, nearest first and CP-SAT's plain model.

    python -m benchmarks.allocation.month [reference date, as 2025-11-22]

Data: `dealerline demo` (dealerline/demo), the orders of the last 30 days before the reference date with the
company's own stock, lanes and lorries. Goods that our plan ships are gone for the orders that follow; every
Monday the shelves are as the file has them again. All three plan the same order on the same shelves; costs
are compared where all serve the same number of pieces. Freight is dollars a shipment and a lorry, as the
company has it; a day later costs what the house says it does (1 % of what goods are sold for).
"""

from __future__ import annotations

import sys
import time
import uuid
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from benchmarks.allocation.rivals import nearest_first, plain_solver
from core.allocation.engine.planning import plan_allocation
from core.allocation.types import (
    AllocationLine,
    AllocationPlan,
    AllocationProblem,
    Bin,
    Goods,
    Lane,
    Place,
    PlaceId,
    Supply,
    TransferLane,
)
from core.kernel.ids import LineId, ProductId
from core.kernel.money import UnitPrice
from core.orders.engine.allocating import day_mills
from core.orders.repository.supply import USUAL_DAY_WORTH
from dealerline.demo.generate import DemoFiles, generate

MICROS_OF_MINOR = 1_000_000
CENTS = 100
SECONDS = 5  # for the plain model, an order
Shelf = Counter[tuple[str, str]]
Order = list[tuple[str, int, UnitPrice]]
# More than what an order's freight and days come to; times all its pieces it stays within 64 bits.
LACKS = 1 << 42


def _id(kind: str, key: object) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{kind} {key}")


def _rows(files: DemoFiles, table: str) -> list[dict[str, str]]:
    sheet = files.tables[table]
    names = [str(name) for name in sheet.header]
    return [dict(zip(names, (str(cell) for cell in row), strict=True)) for row in sheet.rows]


def orders_of(files: DemoFiles, since: date) -> list[tuple[date, str, Order]]:
    """(day, region, lines) of each order from that day on, by day."""
    regions = {row["dealer"]: row["region"] for row in _rows(files, "ship_tos") if row["default"] == "yes"}
    found: dict[str, tuple[date, str, Order]] = {}
    for row in _rows(files, "order_history"):
        day = date.fromisoformat(row["date"])
        if day >= since:
            order = found.setdefault(row["order"], (day, regions[row["dealer"]], []))
            price = UnitPrice.parse(row["unit_price"], "USD")
            order[2].append((row["sku"], int(row["quantity"]), price))
    return sorted(found.values(), key=lambda one: one[0])


class Month:
    """The company's ways and shelves."""

    def __init__(self, files: DemoFiles) -> None:
        self._codes = [row["code"] for row in _rows(files, "warehouses")]
        self._lanes = _rows(files, "lanes")
        self._lorries = tuple(
            TransferLane(
                PlaceId(_id("place", row["from_warehouse"])),
                PlaceId(_id("place", row["to_warehouse"])),
                int(row["cost"]) * CENTS,
                int(row["days"]),
                int(row["buffer_days"]),
                0,
                frozenset(int(day) for day in row["weekdays"].split(";") if day),
            )
            for row in _rows(files, "transfer_lanes")
        )
        self._full = Shelf(
            {(row["sku"], row["warehouse"]): int(row["on_hand"]) for row in _rows(files, "stock")}
        )
        self.shelf = Shelf(self._full)

    def refill(self) -> None:
        self.shelf = Shelf(self._full)

    def problem(self, day: date, region: str, lines: Order) -> AllocationProblem:
        places = {code: PlaceId(_id("place", code)) for code in self._codes}
        products = {sku: ProductId(_id("product", sku)) for sku, _, _ in lines}
        supply = Supply(
            day,
            "USD",
            [Place(places[code], code, day) for code in self._codes],
            {
                key: tuple(
                    Bin(places[code], self.shelf[sku, code]) for code in self._codes if self.shelf[sku, code]
                )
                for sku, key in products.items()
            },
            {products[sku]: Goods(day_mills=day_mills(price, USUAL_DAY_WORTH)) for sku, _, price in lines},
            self._lorries,
        )
        lanes = [
            Lane(places[row["warehouse"]], int(row["cost"]) * CENTS, int(row["days"]))
            for row in self._lanes
            if row["region"] == region
        ]
        wanted = [
            AllocationLine(LineId(_id("line", at)), products[sku], quantity)
            for at, (sku, quantity, _) in enumerate(lines)
        ]
        return AllocationProblem(wanted, lanes, supply)

    def take(self, lines: Order, plan: AllocationPlan) -> None:
        skus = {ProductId(_id("product", sku)): sku for sku, _, _ in lines}
        codes = {PlaceId(_id("place", code)): code for code in self._codes}
        for one in plan.takes:
            self.shelf[skus[one.product_id], codes[one.place_id]] -= one.quantity


def main() -> None:
    today = date.fromisoformat(sys.argv[1]) if len(sys.argv) > 1 else date(2025, 11, 22)
    files = generate(today)
    month, spent, costs = Month(files), Counter[str](), Counter[str]()
    counts: Counter[str] = Counter()
    monday: date | None = None
    for day, region, lines in orders_of(files, today - timedelta(days=30)):
        if monday != day - timedelta(days=day.weekday()):
            monday = day - timedelta(days=day.weekday())
            month.refill()
        problem = month.problem(day, region, lines)
        plan, greedy, solver = _plan_all(problem, spent)
        counts["orders"] += 1
        counts["proven"] += plan.is_proven
        counts["kinds " + plan.chosen.kind.value] += 1
        same = solver.is_proven and plan.chosen.missing == greedy.missing == solver.missing
        counts["same"] += same
        counts["solved"] += solver.is_proven
        counts["fuller than nearest first"] += max(greedy.missing - plan.chosen.missing, 0)
        if same:
            costs["freight"] += plan.chosen.cost.minor
            costs["ours"] += plan.chosen.weighed.minor
            costs["nearest first"] += greedy.micros // MICROS_OF_MINOR
            costs["plain CP-SAT"] += solver.micros // MICROS_OF_MINOR
        month.take(lines, plan)
    _print(counts, costs, spent)


def _plan_all(problem: AllocationProblem, spent: Counter[str]) -> tuple[AllocationPlan, Any, Any]:
    found: list[Any] = []
    for name, act in (
        ("ours", lambda: plan_allocation(problem)),
        ("nearest first", lambda: nearest_first(problem)),
        ("plain CP-SAT", lambda: plain_solver(problem, SECONDS, waits=0, lacks=LACKS)),
    ):
        started = time.process_time()
        found.append(act())
        spent[name] += round((time.process_time() - started) * 1_000_000)
    return found[0], found[1], found[2]


def _print(counts: Mapping[str, int], costs: Mapping[str, int], spent: Mapping[str, int]) -> None:
    kinds = {name[6:]: count for name, count in counts.items() if name.startswith("kinds ")}
    print(f"{counts['orders']:,} orders; ours proven best: {counts['proven']:,}; {kinds}")
    print(f"plain CP-SAT proven: {counts['solved']:,}; served alike by all: {counts['same']:,}", end="; ")
    print(f"pieces that we serve and nearest first does not: {counts['fuller than nearest first']:,}")
    print(
        f"{'':16}{'in all':>12}{'saved':>8}{'CPU':>9}   (of ours {costs['freight'] / CENTS:,.0f} is freight)"
    )
    for name in ("nearest first", "plain CP-SAT", "ours"):
        saved = 1 - costs[name] / costs["nearest first"]
        print(f"{name:16}{costs[name] / CENTS:12,.0f}{saved:8.1%}{spent[name] / 1_000_000:8.1f}s")


if __name__ == "__main__":
    main()
