"""Who delivers what, where a purchase order stands, and when it is asked about again."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.deliveries.types import ShipmentState
from core.kernel.ids import LineId, ProductId
from core.kernel.money import Money, UnitPrice
from core.orders.types import OrderState
from core.vendors.engine import ANSWER_WITHIN, chase, plan_direct, standing
from core.vendors.types import (
    MOVES,
    Chase,
    DirectLine,
    Frozen,
    Offer,
    PurchaseState,
    Ships,
    margin_basis_points,
)

TODAY = date(2025, 10, 14)  # a Tuesday
P = PurchaseState
ONE, TWO = (ProductId(uuid.UUID(int=at)) for at in (1, 2))
VENDORS = {code: uuid.UUID(int=100 + at) for at, code in enumerate("ABC")}


def line(at: int, product: ProductId, quantity: int, sold: int = 0) -> DirectLine:
    return DirectLine(LineId(uuid.UUID(int=1000 + at)), product, "S", f"line {at}", "each", quantity, sold)


def offer(
    code: str,
    product: ProductId,
    cost: str,
    *,
    days: int = 2,
    minimum: int = 1,
    ships: Ships = Ships.YES,
    currency: str = "USD",
) -> Offer:
    price = UnitPrice.parse(cost, currency)
    return Offer(VENDORS[code], code, f"Vendor {code}", product, price, days, minimum, ships)


def test_the_figures_of_j1_come_out_to_the_cent() -> None:
    (part,) = plan_direct([line(1, ONE, 10, 242_000)], {ONE: [offer("A", ONE, "220")]}, "USD", TODAY)
    assert (part.sold, part.bought, part.margin) == (
        Money(242_000, "USD"),
        Money(220_000, "USD"),
        Money(22_000, "USD"),
    )
    assert part.margin_basis_points == 1_000
    assert part.arrives_on == date(2025, 10, 16)


def test_a_margin_below_cost_is_said_and_goods_that_cost_nothing_have_no_percentage() -> None:
    assert margin_basis_points(Money(9_000, "USD"), Money(10_000, "USD")) == -1_000
    assert margin_basis_points(Money(9_000, "USD"), Money(0, "USD")) is None


def test_the_cheapest_delivers_then_the_quickest_then_by_code() -> None:
    def chosen(*offers: Offer) -> str:
        (part,) = plan_direct([line(1, ONE, 1)], {ONE: offers}, "USD", TODAY)
        return part.vendor

    assert chosen(offer("A", ONE, "3"), offer("B", ONE, "2.999999", days=9)) == "Vendor B"
    assert chosen(offer("A", ONE, "3", days=4), offer("B", ONE, "3", days=3)) == "Vendor B"
    assert chosen(offer("B", ONE, "3"), offer("A", ONE, "3")) == "Vendor A"


def test_lines_on_one_product_count_together_towards_a_minimum() -> None:
    offers = {ONE: [offer("A", ONE, "1", minimum=10)]}
    assert plan_direct([line(1, ONE, 9)], offers, "USD", TODAY) == ()
    (part,) = plan_direct([line(1, ONE, 4), line(2, ONE, 6)], offers, "USD", TODAY)
    assert [one.line.quantity for one in part.lines] == [4, 6]


def test_another_currency_and_vendors_that_do_not_send_are_no_offer() -> None:
    offers = {ONE: [offer("A", ONE, "1", currency="EUR"), offer("B", ONE, "1", ships=Ships.NO)]}
    assert plan_direct([line(1, ONE, 9)], offers, "USD", TODAY) == ()


def test_each_vendor_gets_a_part_and_what_nobody_delivers_is_in_none() -> None:
    lines = [line(1, ONE, 1, 10), line(2, TWO, 1, 20), line(3, ProductId(uuid.UUID(int=3)), 1, 30)]
    offers = {ONE: [offer("B", ONE, "1")], TWO: [offer("A", TWO, "1", days=3)]}
    plan = plan_direct(lines, offers, "USD", TODAY)
    assert [(part.vendor, part.sold.minor) for part in plan] == [("Vendor A", 20), ("Vendor B", 10)]
    assert plan[0].arrives_on == date(2025, 10, 17)
    only = plan_direct(lines, offers, "USD", TODAY, vendor_id=VENDORS["B"])
    assert [part.vendor for part in only] == ["Vendor B"]


def test_by_rule_only_products_that_we_keep_none_of_go_but_to_whoever_is_cheapest() -> None:
    lines = [line(1, ONE, 1), line(2, TWO, 1)]
    offers = {
        ONE: [offer("A", ONE, "2", ships=Ships.ALWAYS), offer("B", ONE, "1")],
        TWO: [offer("A", TWO, "1")],
    }
    (part,) = plan_direct(lines, offers, "USD", TODAY, only_always=True)
    assert (part.vendor, [one.line.name for one in part.lines]) == ("Vendor B", ["line 1"])


@given(
    st.lists(st.tuples(st.sampled_from([ONE, TWO]), st.integers(1, 50), st.integers(0, 10**7)), max_size=6),
    st.lists(
        st.tuples(
            st.sampled_from("ABC"), st.sampled_from([ONE, TWO]), st.integers(0, 10**9), st.integers(1, 40)
        ),
        max_size=6,
    ),
)
@settings(max_examples=200, derandomize=True)
def test_no_line_is_bought_twice_and_sums_are_those_of_the_lines(
    wanted: list[tuple[ProductId, int, int]], asked: list[tuple[str, ProductId, int, int]]
) -> None:
    lines = [line(at, *one) for at, one in enumerate(wanted)]
    offers: dict[ProductId, list[Offer]] = {}
    for code, product, micros, minimum in asked:
        one = Offer(VENDORS[code], code, code, product, UnitPrice(micros, "USD"), 1, minimum, Ships.YES)
        offers.setdefault(product, []).append(one)
    plan = plan_direct(lines, offers, "USD", TODAY)
    bought = [one for part in plan for one in part.lines]
    ids = [one.line.line_id for one in bought]
    assert len(ids) == len(set(ids))
    assert set(ids) <= {one.line_id for one in lines}
    assert sum(part.bought.minor for part in plan) == sum(one.total.minor for one in bought)
    assert sum(part.sold.minor for part in plan) == sum(one.line.sold for one in bought)
    for one in bought:
        fit = [other for other in offers[one.line.product_id] if other.cost.micros < one.cost.micros]
        together = sum(other.quantity for other in lines if other.product_id == one.line.product_id)
        assert all(other.minimum > together for other in fit)


def test_the_table_of_moves_is_this_one() -> None:
    assert {state.value: sorted(ahead) for state, ahead in MOVES.items()} == {
        "sent": ["acknowledged", "cancelled", "declined", "shipped"],
        "acknowledged": ["cancelled", "declined", "shipped"],
        "declined": ["cancelled"],
        "shipped": ["delivered"],
        "delivered": [],
        "cancelled": [],
    }


@pytest.mark.parametrize(
    ("stored", "order", "shipment", "its_lines", "expected"),
    [
        (P.SENT, OrderState.APPROVED, None, True, (P.SENT, None)),
        (P.SENT, OrderState.APPROVED, None, False, (P.CANCELLED, Frozen.ORDER_CHANGED)),
        (P.ACKNOWLEDGED, OrderState.CANCELLED, None, True, (P.CANCELLED, Frozen.ORDER_CANCELLED)),
        (P.ACKNOWLEDGED, OrderState.IN_REVIEW, None, True, (P.CANCELLED, Frozen.ORDER_CHANGED)),
        (P.DECLINED, OrderState.APPROVED, None, True, (P.DECLINED, None)),
        (P.DECLINED, OrderState.CANCELLED, None, True, (P.DECLINED, Frozen.ORDER_CANCELLED)),
        (P.SHIPPED, OrderState.SHIPPED, ShipmentState.SHIPPED, True, (P.SHIPPED, None)),
        (P.SHIPPED, OrderState.DELIVERED, ShipmentState.DELIVERED, True, (P.DELIVERED, None)),
        (P.SHIPPED, OrderState.RETURNED, ShipmentState.RETURNED, True, (P.DELIVERED, None)),
        # Goods that were refused at the door are off the order; what was sent was sent.
        (P.SHIPPED, OrderState.PART_DELIVERED, ShipmentState.DELIVERED, False, (P.DELIVERED, None)),
    ],
)
def test_a_purchase_order_stands_where_its_order_and_its_goods_are(
    stored: PurchaseState,
    order: OrderState,
    shipment: ShipmentState | None,
    its_lines: bool,
    expected: tuple[PurchaseState, Frozen | None],
) -> None:
    assert standing(stored, None, order, shipment, has_its_lines=its_lines) == expected


def test_a_vendor_is_reminded_once_after_two_hours_and_the_house_told_two_hours_later() -> None:
    sent = datetime(2025, 10, 14, 9, tzinfo=UTC)
    second = timedelta(seconds=1)
    due = sent + ANSWER_WITHIN
    assert timedelta(hours=2) == ANSWER_WITHIN
    assert chase(P.SENT, sent, None, None, due - second) is None
    assert chase(P.SENT, sent, None, None, due) is Chase.REMIND
    assert chase(P.SENT, sent, due, None, due + ANSWER_WITHIN - second) is None
    assert chase(P.SENT, sent, due, None, due + ANSWER_WITHIN) is Chase.ESCALATE
    assert chase(P.SENT, sent, due, due, due + timedelta(days=9)) is None
    for state in set(P) - {P.SENT}:
        assert chase(state, sent, None, None, due + timedelta(days=9)) is None
