"""A price lowered for pieces that stay, and those pieces coming back: together never more than the line."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from core.billing.engine.crediting import credit_lines, lower_lines, lowered
from core.billing.types import Allowance, Invoice, InvoiceLine
from core.kernel.money import Money, UnitPrice
from tests.core.billing.documents import samples as d


def one_line(quantity: int, total: int, tax: int, *, included: bool) -> Invoice:
    line: InvoiceLine = replace(
        d.invoice().lines[0],
        position=1,
        quantity=quantity,
        gross_total=Money(total, "USD"),
        discount=Money(0, "USD"),
        total=Money(total, "USD"),
        tax=Money(tax, "USD"),
        net_total=Money(total - tax if included else total, "USD"),
        tax_included=included,
        tax_basis_points=800,
    )
    return replace(d.invoice(), lines=(line,), currency="USD")


def parts(quantity: int, cuts: list[int]) -> Iterator[int]:
    """The whole quantity in pieces."""
    left = quantity
    for cut in cuts:
        piece = min(cut, left)
        if piece:
            left -= piece
            yield piece
    if left:
        yield left


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    quantity=st.integers(1, 60),
    price=st.integers(1, 5_000_000),
    share=st.integers(1, 100),
    kept=st.integers(1, 60),
    cuts=st.lists(st.integers(1, 20), max_size=6),
    included=st.booleans(),
)
def test_goods_and_allowance_come_to_exactly_the_line(
    quantity: int, price: int, share: int, kept: int, cuts: list[int], included: bool
) -> None:
    each = UnitPrice(price, "USD")
    total, tax = lowered(each, quantity, 800, included=included)
    invoice = one_line(quantity, total.minor, tax.minor, included=included)
    kept = min(kept, quantity)
    (off,) = lower_lines(invoice, [(1, kept, UnitPrice(price * share // 100, "USD"))])
    allowed = {1: Allowance(kept, off.total, off.tax)}
    credited, minor, taxes = 0, off.total.minor, off.tax.minor
    for piece in parts(quantity, cuts):
        (back,) = credit_lines(invoice, [(1, piece)], {1: credited}, allowed)
        credited += piece
        minor += back.total.minor
        taxes += back.tax.minor
        assert back.gross_total.minor - back.discount.minor == back.total.minor
    assert (minor, taxes) == (total.minor, tax.minor)


def test_the_fall_of_a_piece_meets_the_quantity_once_half_up_and_then_its_tax() -> None:
    assert lowered(UnitPrice(665_000, "USD"), 3, 800, included=False) == (Money(200, "USD"), Money(16, "USD"))
    assert lowered(UnitPrice(665_000, "USD"), 5, 800, included=False) == (Money(333, "USD"), Money(27, "USD"))
    assert lowered(UnitPrice(1_080_000, "USD"), 5, 800, included=True) == (
        Money(540, "USD"),
        Money(40, "USD"),
    )
