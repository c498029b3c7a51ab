"""D9: the receipt tells the whole story, keeps the house's secrets and proves itself."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.kernel.ids import LineId
from core.kernel.money import UnitPrice
from core.pricing.engine import PriceBook, price_cart
from core.pricing.types import (
    CartLine,
    EntryKind,
    FlashSale,
    InternalNote,
    Period,
    PriceEntry,
    PriceReceipt,
    Promotion,
    RuleKind,
    SpendAndSave,
    Target,
)
from tests.core.pricing.trade import (
    IPHONE,
    NOW,
    STANDARD_BREAKS,
    TECHMART,
    TECHMART_RATES,
    TIERS,
    an_id,
    cart,
    dealer,
    price,
    priced,
    rate,
    usd,
)

YEN_LIST = PriceEntry(
    entry_id="yen", list_name="Japan", product_id=IPHONE.product_id, price=price("150000", "JPY")
)
OLD_NET = PriceEntry(
    entry_id="net",
    list_name="全国 net",
    product_id=IPHONE.product_id,
    price=price("1100"),
    kind=EntryKind.NET,
)
EVERY_KIND: dict[str, Any] = {
    "rates": [
        *TECHMART_RATES,
        rate("Apple", Target.of_brand("Apple"), off_bp=100),
        rate("brand old", Target.product(IPHONE.product_id), net=price("1"), period=Period(None, NOW)),
    ],
    "breaks": [STANDARD_BREAKS],
    "entries": [YEN_LIST, OLD_NET],
    "promotions": [
        Promotion(promotion_id="flash", name="Flash", deal=FlashSale(off_bp=100, cap=9)),
        Promotion(promotion_id="save", name="Save", deal=SpendAndSave(usd("1000"), usd("33.33"))),
        Promotion(
            promotion_id="weak",
            name="Weak",
            deal=FlashSale(price=price("1039")),
            stackable=False,
        ),
    ],
}  # fmt: skip


def receipts(**more: Any) -> list[PriceReceipt]:
    lines = ((IPHONE, 25), (IPHONE, 3))
    made = priced(dealer(who=TECHMART), *lines, book={**EVERY_KIND, **more}, promotion_left={"flash": 4})
    return [line.receipt for line in made.lines]


def test_a_receipt_survives_json_exactly_in_full_and_as_the_dealer_sees_it() -> None:
    for receipt in receipts():
        for kept in (receipt, receipt.for_dealer()):
            again = PriceReceipt.from_json(kept.to_json())
            assert again == kept
            assert again.to_json() == kept.to_json()
            assert again.digest() == receipt.digest()


def test_the_receipt_names_every_step_and_every_loser() -> None:
    receipt = receipts()[0]
    assert [(step.kind, step.rule_id) for step in receipt.steps] == [
        (RuleKind.NEGOTIATED, "Smartphones"),
        (RuleKind.FLASH_SALE, "flash"),
    ]
    assert {(lost.rule_id, str(lost.why.code)) for lost in receipt.losers} == {
        ("yen", "pricing.other_currency"),
        ("platinum", "pricing.net_price"),
        ("breaks", "pricing.net_price"),
        ("net", "pricing.negotiated"),
        ("Apple", "pricing.broader"),
        ("brand old", "pricing.expired"),
        ("weak", "pricing.excluded"),
    }
    assert [(part.quantity, part.amount) for part in receipt.parts] == [
        (4, usd("4118.40")),
        (21, usd("21840")),
    ]
    assert receipt.line_total == usd("25958.40")
    assert receipt.payable == receipt.line_total - receipt.discounts[0].amount


def test_cost_and_margins_stand_only_in_the_internal_part() -> None:
    receipt = priced(dealer("gold"), (IPHONE, 2)).lines[0].receipt
    assert receipt.internal is not None
    assert receipt.internal.cost == price("1000")
    assert receipt.internal.notes == (InternalNote(RuleKind.TIER, "gold", {"margin_bp": 1200}),)
    for each in (receipt, *receipts()):
        shown = each.for_dealer()
        assert shown.internal is None
        text = shown.to_json()
        assert "margin" not in text
        assert "cost" not in text.replace("cost_plus", "")
        assert str(price("1000").micros) not in text


def test_a_lost_cost_plus_rate_does_not_show_its_price() -> None:
    """Beside the price that won it would tell how the two margins stand to each other."""
    rates = [
        rate("wide", Target.of_brand("Apple"), margin_bp=1000),
        rate("narrow", Target.product(IPHONE.product_id), margin_bp=400),
    ]
    (line,) = priced(dealer(who=TECHMART), (IPHONE, 1), book={"rates": rates}).lines
    wide = next(lost for lost in line.receipt.losers if lost.rule_id == "wide")
    assert wide.price is None


def test_the_digest_is_the_same_for_draft_order_and_invoice_line() -> None:
    """Another line id and a later moment are no other price."""
    rules = {"tiers": TIERS, "breaks": [STANDARD_BREAKS]}
    book = PriceBook.compile(**rules)
    draft = cart(dealer(), (IPHONE, 25))
    order = replace(draft, lines=(CartLine(LineId(an_id("order line")), IPHONE, 25),))
    first = price_cart(draft, book, at=NOW)
    second = price_cart(order, book, at=NOW + timedelta(days=2))
    assert first.lines[0].receipt != second.lines[0].receipt
    assert first.lines[0].receipt.digest() == second.lines[0].receipt.digest()
    assert first.fingerprint() == second.fingerprint()


def test_the_digest_is_written_down_here_so_that_it_never_changes_by_accident() -> None:
    receipt = priced(dealer("gold"), (IPHONE, 2)).lines[0].receipt
    assert receipt.digest() == "7cdb1668ee9955d2aeb30fdc425682da4234c440134994f2d81dccf680ceaea9"


@pytest.mark.parametrize(
    ("field", "value"),
    [("quantity", 26), ("payable", 1), ("line_total", 1), ("sku", "X"), ("list_price", 1), ("counted", 9)],
)
def test_any_change_of_what_was_priced_changes_the_digest(field: str, value: Any) -> None:
    receipt = receipts()[0]
    body = json.loads(receipt.to_json())
    body[field] = value
    assert PriceReceipt.from_json(json.dumps(body)).digest() != receipt.digest()


def test_the_fingerprint_changes_with_what_the_dealer_pays() -> None:
    def fingerprint(**book: Any) -> str:
        return priced(dealer("gold"), (IPHONE, 2), book=book).fingerprint()

    dearer = PriceEntry(entry_id="list", list_name="New", product_id=IPHONE.product_id, price=price("1100"))
    assert fingerprint() == fingerprint(breaks=[STANDARD_BREAKS])
    assert fingerprint() != fingerprint(entries=[dearer])


def test_another_version_of_a_receipt_is_not_misread() -> None:
    body = json.loads(receipts()[0].to_json())
    body["version"] = 2
    with pytest.raises(ValueError, match="version 1"):
        PriceReceipt.from_json(json.dumps(body))


def test_an_unstorable_input_is_refused_when_it_is_written() -> None:
    receipt = receipts()[0]
    step = replace(receipt.steps[0], inputs={"odd": UnitPrice})
    with pytest.raises(TypeError, match="cannot keep a type"):
        replace(receipt, steps=(step,)).to_json()
