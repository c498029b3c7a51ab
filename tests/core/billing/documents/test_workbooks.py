from datetime import date
from decimal import Decimal

from core.billing.documents.workbooks import invoice_workbook, invoices_workbook, statement_workbook
from tests.core.billing.documents import samples as s
from tests.core.billing.documents.reading import rows_of

SAY = s.voice("en")


def test_an_invoice_is_a_sheet_of_figures_that_add_up() -> None:
    lines = [s.line(1), s.line(2, "0.65", 20, name="=1+1", unit="case", pack=24, discount="12.50")]
    rows = rows_of(invoice_workbook(s.invoice(lines, shipping="25.00"), SAY))
    assert rows[0][0] == "Invoice INV-2025-1042"
    assert rows[1][0] == "TechMart Corp"
    assert rows[4] == [
        "#", "Article", "SKU", "Quantity", "Unit", "Pieces", "Unit price", "Discount", "Tax", "Amount",
    ]  # fmt: skip
    # A name that looks like a formula stays a name.
    assert rows[6] == [2, "=1+1", "IP15P", 20, "cases", 480, 0.65, 12.5, "19%", 299.5]
    assert [(row[1], row[9]) for row in rows[7:]] == [
        ("Goods", 10712.0),
        ("Discount", -12.5),
        ("Shipping", 25.0),
        ("Net", 10724.5),
        ("Tax", 2037.66),
        ("Total", 12762.16),
        ("Still to pay", 12762.16),
    ]


def test_a_statement_runs_from_opening_to_closing() -> None:
    rows = rows_of(statement_workbook(s.statement(2), SAY))
    assert rows[4] == ["Date", "Entry", "Number", "For invoice", "Due", "Amount", "Balance"]
    assert rows[5:] == [
        [date(2025, 10, 1), "Opening balance", "", "", "", "", 1000.0],
        [date(2025, 10, 1), "Invoice", "INV-2025-0", "", date(2025, 11, 13), 250.0, 1250.0],
        [date(2025, 10, 2), "Payment", "RC-2025-1", "INV-2025-0", "", -100.0, 1150.0],
        [date(2025, 10, 31), "Balance due", "", "", "", "", 1150.0],
    ]


def test_open_items_take_money_on_account_off() -> None:
    rows = rows_of(statement_workbook(s.open_items(), SAY))
    assert [(row[0], row[5]) for row in rows[5:]] == [
        ("INV-2025-1001", 300.0),
        ("INV-2025-1042", 12376.0),
        ("On account, not yet used", -50.0),
        ("Balance due", 12626.0),
    ]


def test_a_list_of_many_invoices_keeps_every_one() -> None:
    many = [s.summary(at, days_overdue=at % 3) for at in range(1, 301)]
    rows = rows_of(invoices_workbook(many, "TechMart Corp", s.ISSUED, SAY))
    assert [row[0] for row in rows[5:]] == [one.number for one in many]
    assert sum(Decimal(str(row[7])) for row in rows[5:]) == 30_000
    assert rows[5][5] == "EUR"
