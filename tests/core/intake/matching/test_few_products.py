"""In a small catalogue a poor candidate often stands alone; being alone must not make it certain."""

import pytest

from core.intake.engine.matching import CatalogIndex, match_line
from core.intake.engine.reading import read_line
from core.intake.types import Bought, CatalogEntry, DealerView, Decision

NAMES = {
    "COKE330": "Coca-Cola 330 ml can",
    "SPRITE330": "Sprite 330 ml can",
    "IP15P": "Apple iPhone 15 Pro 128GB",
    "6204": "Bearing 6204-2RS 20x47x14",
    "RICE5": "Rice 5 kg bag",
    "TEA": "Black tea 100 bags",
    "SUGAR": "White sugar 1 kg",
}
INDEX = CatalogIndex.build(
    [CatalogEntry(sku, sku, (name,), packs={"each": 1}) for sku, name in NAMES.items()]
)


@pytest.mark.parametrize("text", ["5 unicorns", "5 xylophones", "7 pepsi", "4 diapers", "2 ice cream"])
def test_what_the_house_does_not_have_is_not_found(text: str) -> None:
    match = match_line(read_line(text), INDEX, DealerView())
    assert (match.decision, match.candidates) == (Decision.NOT_FOUND, ())


@pytest.mark.parametrize("text", ["5 xylophones", "7 pepsi"])
def test_not_even_for_somebody_who_buys_everything(text: str) -> None:
    habits = {sku: Bought(12, 10.0, 3) for sku in NAMES}
    match = match_line(read_line(text), INDEX, DealerView(bought=habits))
    assert match.decision is not Decision.ACCEPT


@pytest.mark.parametrize(
    ("text", "sku"),
    [("10 coke", "COKE330"), ("3 suger", "SUGAR"), ("12 sprt", "SPRITE330"), ("两箱可乐", "COKE330")],
)
def test_what_is_there_is_found_however_it_is_written(text: str, sku: str) -> None:
    match = match_line(read_line(text), INDEX, DealerView())
    assert (match.decision, match.candidates[0].sku) == (Decision.ACCEPT, sku)


BEARINGS = CatalogIndex.build(
    [
        CatalogEntry(
            f"S{code}",
            f"S{code}",
            (
                f"Norvek stainless steel deep groove ball bearing S{code} {size} mm",
                f"Norvek 不锈钢深沟球轴承 S{code} {size} mm",
            ),
            packs={"each": 1},
        )
        for code, size in (
            ("6010", "50x80x16"), ("6210", "50x90x20"), ("6310", "50x110x27"), ("6910", "50x72x12"),
            ("6810", "50x65x7"), ("6209", "45x85x19"), ("6205", "25x52x15"), ("6204", "20x47x14"),
        )
    ]
)  # fmt: skip


@pytest.mark.parametrize("text", ["8 stainless bearing 50 mm", "直径50mm的不锈钢轴承 4个"])
def test_a_line_that_many_fit_alike_is_asked_not_lost(text: str) -> None:
    match = match_line(read_line(text), BEARINGS, DealerView())
    assert match.decision is Decision.ASK
    assert {one.sku for one in match.candidates} == {"S6010", "S6210", "S6310", "S6910", "S6810"}
