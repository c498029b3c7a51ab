"""What holds for every plan: never more than there is, never more or less than was asked."""

import uuid
from collections import Counter
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from core.kernel.ids import LineId, ProductId, WarehouseId
from core.stock.engine import plan_reservation
from core.stock.types import Demand, Light, StockAt, Warehouse

NOW = datetime(2025, 10, 14, 9, 0, tzinfo=UTC)
PRODUCTS = [ProductId(uuid.UUID(int=n)) for n in range(3)]
WAREHOUSES = [
    Warehouse(WarehouseId(uuid.UUID(int=100 + n)), f"W{n}", "", region, "UTC", "16:00", 1, 2 + n)
    for n, region in enumerate(("west", "east", "south"))
]

demands = st.lists(st.tuples(st.sampled_from(PRODUCTS), st.integers(1, 60)), max_size=8).map(
    lambda wanted: [
        Demand(LineId(uuid.UUID(int=1000 + n)), product, quantity)
        for n, (product, quantity) in enumerate(wanted)
    ]
)
stocks = st.fixed_dictionaries(
    {
        product: st.tuples(*(st.integers(-5, 50) for _ in WAREHOUSES)).map(
            lambda levels: tuple(
                StockAt(one.id, level) for one, level in zip(WAREHOUSES, levels, strict=True)
            )
        )
        for product in PRODUCTS
    }
)


@settings(derandomize=True, max_examples=300)
@given(demands, stocks, st.sampled_from(["west", "east", "nowhere"]))
def test_a_plan_never_passes_the_stock_and_gives_each_line_all_or_nothing(
    wanted: list[Demand], stock: dict[ProductId, tuple[StockAt, ...]], region: str
) -> None:
    plan = plan_reservation(wanted, stock, WAREHOUSES, region, NOW)
    taken: Counter[tuple[ProductId, WarehouseId]] = Counter()
    by_line: Counter[LineId] = Counter()
    for take in plan.takes:
        assert take.quantity > 0
        taken[take.product_id, take.warehouse_id] += take.quantity
        by_line[take.line_id] += take.quantity
    for product, places in stock.items():
        for place in places:
            assert taken[product, place.warehouse_id] <= max(place.available, 0)
    assert [line.line_id for line in plan.lines] == [demand.line_id for demand in wanted]
    for demand, line in zip(wanted, plan.lines, strict=True):
        assert by_line[demand.line_id] == (0 if line.light is Light.RED else demand.quantity)
        assert (line.promised_on is None) == (line.light is Light.RED)
        assert (line.available >= demand.quantity) == (line.light is not Light.RED)
    assert plan_reservation(wanted, dict(stock), WAREHOUSES[::-1], region, NOW) == plan
