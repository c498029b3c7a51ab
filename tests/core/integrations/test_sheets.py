from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time

import pytest
import xlsxwriter

from core.integrations.master_data.errors import SheetEmpty, SheetTooBig, SheetUnreadable, WrongColumns
from core.integrations.master_data.parsing import fit_header, parse_sheet
from core.integrations.master_data.records import Price
from core.integrations.master_data.registry import RECORDS
from core.integrations.master_data.sheets import Limits, read_sheet, write_csv, write_workbook
from core.integrations.master_data.supply_records import Stock
from core.integrations.master_data.types import SheetFile, SheetRows


def csv_file(text: str, encoding: str = "utf-8") -> SheetFile:
    return SheetFile("prices.csv", text.encode(encoding))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_delimiter_and_the_byte_order_mark_are_found_out(delimiter: str, encoding: str) -> None:
    text = f"sku{delimiter}list\r\n可乐{delimiter}1.5\r\n"
    sheet = read_sheet(csv_file(text, encoding), "prices")
    assert (sheet.header, sheet.rows) == (["sku", "list"], [["可乐", "1.5"]])


def test_blank_rows_fall_and_the_others_keep_their_numbers() -> None:
    sheet = read_sheet(csv_file("sku,list\n\nA,1\n , \nB,2\n"), "prices")
    assert (sheet.rows, sheet.numbers) == ([["A", "1"], ["B", "2"]], [3, 5])


def test_a_cell_may_hold_delimiters_quotes_and_line_ends() -> None:
    sheet = read_sheet(csv_file('sku,list\n"a, ""b""\nc",1\n'), "prices")
    assert sheet.rows == [['a, "b"\nc', "1"]]


def workbook(rows: list[list[object]], sheet_name: str = "Sheet1") -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        book.add_worksheet("notes").write(0, 0, "nothing here")
        sheet = book.add_worksheet(sheet_name)
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(at, place, cell, day)
                elif isinstance(cell, str) and cell.startswith("="):
                    sheet.write_formula(at, place, cell, value=42)
                else:
                    sheet.write(at, place, cell)
    return target.getvalue()


def test_of_a_workbook_the_sheet_with_the_tables_name_is_read() -> None:
    rows: list[list[object]] = [
        ["sku", "warehouse", "on_hand", "incoming_on"],
        ["A", "LAX", 2, date(2026, 1, 5)],
    ]
    source = SheetFile("any.name", workbook(rows, "Stock"))
    sheet = read_sheet(source, "stock")
    parsed = parse_sheet("stock", Stock, sheet, fit_header("stock", Stock, sheet.header, RECORDS))
    assert parsed.errors == []
    assert [row.record for row in parsed.rows] == [Stock("A", "LAX", 2, 0, date(2026, 1, 5))]


def test_a_formula_in_a_workbook_counts_as_the_value_it_shows() -> None:
    source = SheetFile("p.xlsx", workbook([["sku", "currency", "list"], ["A", "USD", "=6*7"]], "prices"))
    sheet = read_sheet(source, "prices")
    parsed = parse_sheet("prices", Price, sheet, fit_header("prices", Price, sheet.header, RECORDS))
    assert [row.record for row in parsed.rows] == [Price("A", "USD", None, 42_000_000)]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not_text"),
        (b"sku,name\n\xff\xfe\xfa", "not_text"),
        (b"sku\x00,name\n1,2\n", "not_text"),
        (b"PK\x03\x04 but no zip", "not_a_workbook"),
        (b"\xd0\xcf\x11\xe0 but no workbook", "not_a_workbook"),
        (b'sku,name\n"open,2\n', "broken"),
    ],
)
def test_what_is_no_spreadsheet_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(SheetUnreadable) as refused:
        read_sheet(SheetFile("x.csv", content), "prices")
    assert refused.value.fields["why"] == why


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(SheetUnreadable) as refused:
        read_sheet(SheetFile("x.xlsx", target.getvalue()), "prices")
    assert refused.value.fields["why"] == "not_a_workbook"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"sku,name\n", b"sku,name\n , \n"])
def test_a_file_without_rows_is_refused(content: bytes) -> None:
    with pytest.raises(SheetEmpty):
        read_sheet(SheetFile("x.csv", content), "prices")


@pytest.mark.parametrize(
    ("limits", "what"),
    [(Limits(bytes=10), "bytes"), (Limits(rows=1), "rows"), (Limits(columns=1), "columns")],
)
def test_a_file_beyond_the_limits_is_refused(limits: Limits, what: str) -> None:
    with pytest.raises(SheetTooBig) as refused:
        read_sheet(csv_file("sku,list\nA,1\nB,2\n"), "prices", limits)
    assert refused.value.fields["what"] == what


def test_a_workbook_that_unpacks_to_more_than_the_limit_is_refused_unopened() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 1_000_000)
    content = target.getvalue()
    assert len(content) < 5_000
    with pytest.raises(SheetTooBig):
        read_sheet(SheetFile("bomb.xlsx", content), "prices", Limits(unpacked=999_999))


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("sku,currency,prise", {"unknown": ["prise"], "missing": [], "repeated": [], "looks_like": ""}),
        ("sku,list", {"unknown": [], "missing": ["currency"], "repeated": [], "looks_like": ""}),
        ("sku,SKU,currency", {"unknown": [], "missing": [], "repeated": ["sku"], "looks_like": ""}),
        (
            "sku,warehouse,on_hand",
            {
                "unknown": ["warehouse", "on_hand"],
                "missing": ["currency"],
                "repeated": [],
                "looks_like": "stock",
            },
        ),
    ],
)
def test_a_header_that_does_not_fit_names_every_column_in_question(
    header: str, fields: dict[str, object]
) -> None:
    with pytest.raises(WrongColumns) as refused:
        fit_header("prices", Price, header.split(","), RECORDS)
    assert {name: refused.value.fields[name] for name in fields} == fields


def test_columns_come_in_any_order_and_case_and_missing_ones_take_their_default() -> None:
    sheet = SheetRows(["Currency", "SKU"], [["usd", "A"]])
    parsed = parse_sheet("prices", Price, sheet, fit_header("prices", Price, sheet.header, RECORDS))
    assert [row.record for row in parsed.rows] == [Price("A", "USD", None, None)]
    assert parsed.absent == (2, 3)


def test_every_fault_of_a_row_is_named_and_duplicates_point_to_the_first() -> None:
    sheet = SheetRows(
        ["sku", "currency", "cost", "list"],
        [["A", "USD", "x", "1,5"], ["B", "USD", 1, 2], ["B", "USD", 1, 2], ["", "USD", 1, 2, "more"]],
    )
    parsed = parse_sheet("prices", Price, sheet, fit_header("prices", Price, sheet.header, RECORDS))
    assert [(error.row, error.column, error.value, error.code.value) for error in parsed.errors] == [
        (2, "cost", "x", "not_a_number"),
        (2, "list", "1,5", "thousands_separator"),
        (5, "", "more", "too_many_cells"),
        (5, "sku", "", "required"),
        (4, "currency", "USD", "duplicate"),
    ]
    assert parsed.errors[-1].fields == {"first": 3}


def test_csv_is_written_with_a_mark_for_excel_and_inert_formulas() -> None:
    content = write_csv(["sku", "on"], [["=1", date(2026, 1, 5)], [None, "a,b"]])
    assert content == b'\xef\xbb\xbfsku,on\r\n\'=1,2026-01-05\r\n,"a,b"\r\n'


def test_a_workbook_keeps_zeros_text_and_dates() -> None:
    content = write_workbook(
        "stock", ["sku", "on_hand", "on"], [["007", 7, date(2026, 1, 5)], ["=1", None, None]], [0]
    )
    sheet = read_sheet(SheetFile("s.xlsx", content), "stock")
    assert [list(row) for row in sheet.rows] == [["007", 7.0, date(2026, 1, 5)], ["=1", "", ""]]


@pytest.mark.parametrize("corner", [(1_048_575, 16_383), (900_000, 16_383)])
def test_one_cell_in_the_last_corner_of_a_sheet_does_not_take_the_process_with_it(
    corner: tuple[int, int],
) -> None:
    """Reported by nobody, found by trying: the library asks for half a terabyte and aborts."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("prices")
        sheet.write_row(0, 0, ["sku", "currency"])
        sheet.write(*corner, "x")
    with pytest.raises(SheetTooBig) as refused:
        read_sheet(SheetFile("corner.xlsx", target.getvalue()), "prices")
    assert refused.value.fields["what"] == "memory"


def test_rows_of_a_workbook_keep_their_numbers_when_some_are_blank() -> None:
    content = workbook([["sku", "list"], ["A", 1], [], ["B", 2]], "prices")
    sheet = read_sheet(SheetFile("p.xlsx", content), "prices")
    assert ([list(row) for row in sheet.rows], sheet.numbers) == ([["A", 1.0], ["B", 2.0]], [2, 4])


def test_a_workbook_that_takes_too_long_is_refused() -> None:
    content = workbook([["sku", "list"], ["A", 1]], "prices")
    with pytest.raises(SheetTooBig):
        read_sheet(SheetFile("p.xlsx", content), "prices", Limits(seconds=0.001))


def test_times_and_moments_come_through_as_they_are() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("prices")
        sheet.write_row(0, 0, ["a", "b", "c"])
        sheet.write_datetime(
            1, 0, datetime(2026, 1, 5, 10, 30), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        )
        sheet.write_datetime(1, 1, time(16, 0), book.add_format({"num_format": "hh:mm"}))
        sheet.write_boolean(1, 2, True)
    sheet_rows = read_sheet(SheetFile("p.xlsx", target.getvalue()), "prices").rows
    assert [list(row) for row in sheet_rows] == [[datetime(2026, 1, 5, 10, 30), time(16, 0), True]]
