"""Tables of dealers' own make: columns are found by heading or content, cells are read as they were meant."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from core.intake.engine.matching import CatalogIndex, alias_key
from core.intake.engine.tables import FaultCode, Layout, Role, find_layout, is_pasted_table, read_rows
from core.intake.engine.tables.cells import Amount, AmountFault, Cell, cell_text, read_amount
from core.intake.types import Bought, CatalogEntry, DealerView, Decision

INDEX = CatalogIndex.build(
    [
        CatalogEntry("1", "COKE330", ("Coca-Cola 330 ml can",), "Coca-Cola", packs={"each": 1, "case": 24}),
        CatalogEntry("2", "SPRITE330", ("Sprite 330 ml can",), "Sprite", packs={"each": 1, "case": 24}),
        CatalogEntry(
            "3", "00417", ("Steel bolt M8",), "Bolt", packs={"each": 1}, barcodes=("0012345678905",)
        ),
        CatalogEntry("4", "TEA", ("Green tea 20 bags",), "Tea", packs={"each": 1}),
    ]
)
OWN = {alias_key("KL-7"): "1"}


def is_article(text: str) -> bool:
    return bool(INDEX.find_exact(text))


def read(
    rows: list[list[Cell]], *, view: DealerView | None = None, language: str = "en", most_asked: int = 12
) -> tuple[list[tuple[str, str | None, Decision]], list[tuple[int, FaultCode]], int]:
    """(product, quantity with unit, decision) of each good row; the faults; how many were left out."""
    found = find_layout(rows, is_article, language)
    first = 0 if found.layout.header is None else found.layout.header + 1
    table = read_rows(
        list(enumerate(rows, start=1))[first:],
        found.layout,
        INDEX,
        view or DealerView(),
        lambda key: 6 if key == "4" else 1,
        language,
        most_asked,
    )
    good = [
        (
            match.candidates[0].sku,
            f"{match.reading.quantity} {match.reading.unit or ''}".strip(),
            match.decision,
        )
        for _, match in table.matches
    ]
    return good, [(fault.row, fault.code) for fault in table.faults], table.left_out


@pytest.mark.parametrize(
    "headings",
    [
        ["SKU", "Description", "Qty", "Unit"],
        ["货号", "品名", "数量", "单位"],
        ["Ürün Kodu", "Ürün adı", "Miktar", "Birim"],
        ["Kod Barang", "Nama Barang", "Kuantiti", "Unit"],
        ["Item No.", "Article description", "ORDER QTY", "U/M"],
    ],
)
def test_headings_in_four_languages_are_sure(headings: list[Cell]) -> None:
    found = find_layout([headings, ["COKE330", "Coca-Cola", "10", "case"]], is_article)
    assert found.is_sure
    assert found.layout.columns == {Role.CODE: 0, Role.NAME: 1, Role.QUANTITY: 2, Role.UNIT: 3}


def test_a_title_may_stand_above_the_header_and_the_header_may_be_in_two_languages() -> None:
    rows: list[list[Cell]] = [
        ["Weekly order", None],
        ["Corner Store"],
        ["Code / 货号", "Quantity (cases)"],
        ["COKE330", 5],
    ]
    found = find_layout(rows, is_article)
    assert (found.layout.header, found.is_sure) == (2, True)
    assert found.layout.columns == {Role.CODE: 0, Role.QUANTITY: 1}


def test_an_own_layout_is_found_by_content_and_asked_about() -> None:
    rows: list[list[Cell]] = [
        ["Lfd", "Artikel-Bez.", "Ref X", "Preis", "Menge"],
        [1, "Coca-Cola", "COKE330", 0.8, 10],
        [2, "Sprite", "SPRITE330", 0.85, 24],
        [3, "Tea", "TEA", 1.25, 6],
    ]
    found = find_layout(rows, is_article)
    assert not found.is_sure
    assert found.layout.header == 0
    assert (found.layout.columns[Role.CODE], found.layout.columns[Role.QUANTITY]) == (2, 4)
    assert found.numbers == (4, 3)


def test_two_columns_without_a_heading_leave_no_doubt_and_three_do() -> None:
    two: list[list[Cell]] = [["COKE330", 10], ["SPRITE330", 5]]
    assert find_layout(two, is_article).is_sure
    three: list[list[Cell]] = [["COKE330", 10, 12], ["SPRITE330", 5, 7]]
    assert not find_layout(three, is_article).is_sure


def test_two_columns_that_both_could_be_the_quantity_are_asked_about() -> None:
    rows: list[list[Cell]] = [["SKU", "Qty", "Ordered"], ["COKE330", 10, 4]]
    found = find_layout(rows, is_article)
    assert not found.is_sure
    assert set(found.numbers) == {1, 2}


def test_a_heading_for_codes_over_names_heads_names() -> None:
    rows: list[list[Cell]] = [["Item", "Qty"], ["coca cola 330 ml can", 10], ["green tea 20 bags", 6]]
    assert find_layout(rows, is_article).layout.columns == {Role.NAME: 0, Role.QUANTITY: 1}


def test_equal_headings_have_one_signature_and_others_another() -> None:
    one = find_layout([["SKU", "Qty"], ["COKE330", 1]], is_article).layout.signature
    same = find_layout([["sku ", "QTY"], ["TEA", 2]], is_article).layout.signature
    other = find_layout([["Qty", "SKU"], [2, "TEA"]], is_article).layout.signature
    assert one == same != other


@pytest.mark.parametrize(
    ("cell", "language", "amount"),
    [
        (10, "en", Amount(Decimal(10))),
        (2.5, "en", Amount(Decimal("2.5"))),
        ("12 cs", "en", Amount(Decimal(12), "case")),
        ("5箱", "zh_CN", Amount(Decimal(5), "case")),
        ("１２", "zh_CN", Amount(Decimal(12))),
        ("1,5", "tr", Amount(Decimal("1.5"))),
        ("1,5", "en", Amount(Decimal("1.5"))),
        ("1,200", "en", Amount(Decimal(1200))),
        ("1.200", "tr", Amount(Decimal(1200))),
        ("1.200", "en", Amount(fault=AmountFault.EITHER_CUSTOM)),
        ("1,200", "tr", Amount(fault=AmountFault.EITHER_CUSTOM)),
        ("1.200,50", "en", Amount(Decimal("1200.50"))),
        ("0.125", "tr", Amount(Decimal("0.125"))),
        ("", "en", Amount()),
        ("-", "en", Amount()),
        (0, "en", Amount()),
        (None, "en", Amount()),
        (-3, "en", Amount(fault=AmountFault.NOT_POSITIVE)),
        ("ten", "en", Amount(fault=AmountFault.NOT_A_NUMBER)),
        ("1.2.3.4", "en", Amount(fault=AmountFault.NOT_A_NUMBER)),
        ("=2*3", "en", Amount(fault=AmountFault.NOT_A_NUMBER)),
        (True, "en", Amount(fault=AmountFault.NOT_A_NUMBER)),
        (date(2025, 5, 10), "en", Amount(fault=AmountFault.DATE)),
        (datetime(2025, 5, 10, 8), "en", Amount(fault=AmountFault.DATE)),
        (time(8, 30), "en", Amount(fault=AmountFault.DATE)),
        ("5/10/2025", "en", Amount(fault=AmountFault.DATE)),
        ("2025-10-05", "en", Amount(fault=AmountFault.DATE)),
    ],
)  # fmt: skip
def test_quantities_are_read_as_their_writer_writes(cell: Cell, language: str, amount: Amount) -> None:
    found = read_amount(cell, language)
    assert found == amount


def test_codes_keep_their_zeros_and_lose_what_a_spreadsheet_added() -> None:
    assert [cell_text(one) for one in ("00417", "'00417", 417.0, " A  B ", 0.1 + 0.2)] == [
        "00417", "00417", "417", "A B", "0.3",
    ]  # fmt: skip


def test_rows_by_code_barcode_own_number_and_name_become_lines() -> None:
    view = DealerView(aliases=OWN)
    rows: list[list[Cell]] = [
        ["SKU", "Barcode", "Our code", "Name", "Qty", "Unit"],
        ["coke330", None, None, None, 10, "case"],
        ["00417", None, None, None, 3, None],
        [None, 12345678905, None, None, 2, None],  # Excel ate its zeros
        [None, None, "KL-7", None, "4 cs", None],
        [None, None, None, "sprite 330 ml can", 24, None],
    ]
    assert read(rows, view=view) == (
        [
            ("COKE330", "10 case", Decision.ACCEPT),
            ("00417", "3", Decision.ACCEPT),
            ("00417", "2", Decision.ACCEPT),
            ("COKE330", "4 case", Decision.ACCEPT),
            ("SPRITE330", "24", Decision.ACCEPT),
        ],
        [],
        0,
    )


def test_bad_rows_come_back_with_their_number_and_good_ones_stay() -> None:
    rows: list[list[Cell]] = [
        ["SKU", "Qty", "Unit"],
        ["COKE330", 10, "case"],
        ["NOPE", 1, ""],
        ["SPRITE330", date(2025, 5, 10), ""],
        ["SPRITE330", "many", ""],
        ["SPRITE330", 2, "pallet"],
        ["SPRITE330", 2, "klafter"],
        ["TEA", 7, ""],
        ["", 5, ""],
        ["SPRITE330", -1, ""],
        ["SPRITE330", "1.000", ""],
        ["SPRITE330", "", ""],
        ["SPRITE330", 0, ""],
        ["Total", 32, ""],
    ]  # fmt: skip
    good, faults, left_out = read(rows)
    assert good == [("COKE330", "10 case", Decision.ACCEPT)]
    assert faults == [
        (3, FaultCode.UNKNOWN), (4, FaultCode.DATE), (5, FaultCode.NOT_A_NUMBER), (6, FaultCode.UNIT),
        (7, FaultCode.UNIT), (8, FaultCode.MULTIPLE), (9, FaultCode.NO_ARTICLE), (10, FaultCode.NOT_POSITIVE),
        (11, FaultCode.EITHER_CUSTOM), (14, FaultCode.UNKNOWN),
    ]  # fmt: skip
    assert left_out == 2


def test_what_is_not_on_the_dealers_list_comes_back_and_is_never_guessed_by_name() -> None:
    rows: list[list[Cell]] = [["SKU", "Name", "Qty"], ["COKE330", "Coca-Cola 330 ml can", 1]]
    good, faults, _ = read(rows, view=DealerView(allowed=frozenset({"2"})))
    assert (good, faults) == ([], [(2, FaultCode.NOT_ON_LIST)])


def test_unusual_amounts_are_asked_up_to_a_limit_and_then_come_back() -> None:
    view = DealerView(bought={"1": Bought(5, 10.0), "2": Bought(5, 10.0)})
    rows: list[list[Cell]] = [["SKU", "Qty"], ["COKE330", 500], ["SPRITE330", 500]]
    good, faults, _ = read(rows, view=view, most_asked=1)
    assert good == [("COKE330", "500", Decision.ASK)]
    assert faults == [(3, FaultCode.UNUSUAL)]


def test_own_part_numbers_beside_the_houses_code_are_learnt() -> None:
    rows: list[list[Cell]] = [["SKU", "Part no", "Qty"], ["COKE330", "A-1", 2], ["TEA", "A-2", 6]]
    layout = find_layout(rows, is_article).layout
    table = read_rows([(2, rows[1]), (3, rows[2])], layout, INDEX, DealerView(), lambda _key: 1, "en", 12)
    assert table.own_codes == {"A-1": "1", "A-2": "4"}


def test_a_remark_goes_along() -> None:
    rows: list[list[Cell]] = [["SKU", "Qty", "Notes"], ["COKE330", 2, "cold please"]]
    layout = find_layout(rows, is_article).layout
    table = read_rows([(2, rows[1])], layout, INDEX, DealerView(), lambda _key: 1, "en", 12)
    assert table.matches[0][1].reading.remark == "cold please"


@pytest.mark.parametrize(
    ("text", "is_table"),
    [
        ("SKU\tQty\nCOKE330\t10", True),
        ("货号\t数量\nCOKE330\t10", True),
        ("COKE330\tCoke\t10\nTEA\tTea\t4", True),
        ("COKE330\t10\nTEA\t4", False),  # reads well as it is
        ("10 coke\n5 sprite", False),
        ("SKU\tQty", False),
    ],
)
def test_a_pasted_table_is_told_from_written_lines(text: str, is_table: bool) -> None:
    assert is_pasted_table(text) is is_table


def test_a_layout_without_an_article_or_a_quantity_is_not_whole() -> None:
    assert not Layout(None, {Role.QUANTITY: 0}).is_whole
    assert not Layout(None, {Role.CODE: 0}).is_whole
    assert Layout(None, {Role.NAME: 0, Role.QUANTITY: 1}).is_whole
