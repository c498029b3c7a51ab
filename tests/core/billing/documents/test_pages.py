from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.billing.documents.account_pages import receipt_page, statement_page
from core.billing.documents.invoice_page import invoice_page
from core.billing.documents.typesetting import draw_pages, set_pages
from core.billing.types import DocumentKind, Party
from core.i18n.fonts import printable
from core.i18n.phrases import LANGUAGES
from tests.core.billing.documents import samples as s
from tests.core.billing.documents.reading import fonts_of, metadata_of, pages_of

ARTICLES = (
    s.line(1),
    s.line(2, "0.65", 20, name="可口可乐 330 毫升", sku="COKE330", unit="case", pack=24, discount="12.50"),
    s.line(3, "1.25", 10, name="كوكا كولا 330 مل", sku="KO-AR", unit="carton", pack=12, rate=700),
    s.line(4, "9.90", 2, name="ספר חשבוניות A5", sku="HB-1"),
    s.line(5, "0.333333", 7, name="Şeker küpü, İstanbul", sku="SKR-1", rate=700),
)


def printed(page: dict[str, Any]) -> bytes:
    return set_pages(page, day=s.ISSUED)


def test_an_invoice_says_what_it_bills_to_the_cent() -> None:
    page = invoice_page(s.invoice(ARTICLES, shipping="25.00"), s.voice("en"))
    assert (page["title"], page["number"]) == ("Invoice", "INV-2025-1042")
    assert page["facts"] == [
        ("Date", "14 Oct 2025"),
        ("Due", "13 Nov 2025"),
        ("Terms", "30 days net"),
        ("Order", "B2B-2025-7891"),
        ("Customer no.", "D-0042"),
        ("Currency", "EUR"),
    ]
    assert page["tables"][0]["rows"][1] == [
        "2",
        {"text": "可口可乐 330 毫升", "sub": "COKE330"},
        {"text": "20 cases", "sub": "= 480"},
        "0.65",
        "−12.50",
        "19%",
        "299.50",
    ]
    assert page["tables"][0]["rows"][4][3] == "0.333333"
    assert page["totals"] == [
        ("Goods", "10,884.13", False),
        ("Discount", "−12.50", False),
        ("Shipping", "25.00", False),
        ("Net", "10,896.63", False),
        ("Tax 19% on 10,744.30", "2,041.42", False),
        ("Tax 7% on 152.33", "10.66", False),
        ("Total", "€12,948.71", True),
    ]
    assert page["payment"]["pairs"][2] == ("Account", "DE02 1203 0000 0000 2020 51")
    assert page["payment"]["notes"] == [
        "Pay €12,689.74 by 24 Oct 2025 and save €258.97 (2%).",
        "Please quote INV-2025-1042 with your payment.",
    ]


def test_a_tax_that_prices_contain_stands_below_the_total() -> None:
    page = invoice_page(s.invoice([s.line(1, "1.19", 100, included=True)]), s.voice("en"))
    assert page["totals"] == [
        ("Total", "€119.00", True),
        ("includes tax 19% on 100.00", "19.00", False),
    ]


def test_what_was_paid_since_is_on_a_copy_and_not_on_what_was_issued() -> None:
    paid = replace(s.invoice(), open=s.euro("376.00"), paid=s.euro("12000.00"))
    assert invoice_page(paid, s.voice("en"))["totals"][-2:] == [
        ("Paid", "12,000.00", False),
        ("Still to pay", "€376.00", True),
    ]
    issued = invoice_page(paid, s.voice("en"), as_issued=True)["totals"]
    assert issued[-1] == ("Total", "€12,376.00", True)


def test_a_credit_note_names_its_invoice_and_why_and_asks_for_no_money() -> None:
    note = s.invoice(kind=DocumentKind.CREDIT_NOTE, number="CN-2025-3")
    page = invoice_page(replace(note, references=("INV-2025-1042",), reason="2 broken 💔"), s.voice("en"))
    assert page["title"] == "Credit note"
    assert ("For invoice", "INV-2025-1042") in page["facts"]
    assert "Due" not in dict(page["facts"])
    assert page["notes"] == ["Reason: 2 broken"]
    assert page["payment"] is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "dealer", [s.PARTY, s.CHINESE, s.ARABIC, s.HEBREW, s.EMOJI], ids=lambda one: one.code
)
def test_latin_chinese_and_right_to_left_stand_on_one_page(language: str, dealer: Party) -> None:
    pdf = printed(invoice_page(s.invoice(ARTICLES, dealer=dealer), s.voice(language)))
    (text,) = pages_of(pdf)
    assert "可口可乐" in text
    assert "INV-2025-1042" in text
    assert "İstanbul" in text
    assert {
        "NotoSans-Regular",
        "NotoSans-Bold",
        "NotoNaskhArabic-Regular",
        "NotoSansHebrew-Regular",
    } <= fonts_of(pdf)
    assert any(name.startswith("NotoSansSC") for name in fonts_of(pdf))


def test_arabic_is_set_from_right_to_left_and_does_not_turn_the_figures_beside_it() -> None:
    name = printable("كوكا كولا 330 مل")
    assert (name[0], name[-1]) == ("\u2068", "\u2069")
    assert printable("Coca-Cola 330 ml") == "Coca-Cola 330 ml"
    # A sign that turns what follows, smuggled into a name, is gone.
    assert printable("Tom\u202e\u2066 100.00") == "Tom 100.00"


def test_emoji_are_left_out_and_a_name_of_nothing_else_gives_way_to_the_code() -> None:
    page = invoice_page(s.invoice(dealer=s.EMOJI), s.voice("en"))
    assert page["party"]["name"] == "Tom's Corner Shop"
    assert page["party"]["lines"] == ["1 Main Street", "Springfield", "United States"]
    assert "Tom's Corner Shop" in pages_of(printed(page))[0]
    silent = replace(s.PARTY, name="🚀🧃")
    assert invoice_page(s.invoice(dealer=silent), s.voice("en"))["party"]["name"] == "D-0042"


def test_what_people_have_typed_is_never_read_as_markup() -> None:
    typed = '#panic("x") *bold* $x$ \\ // [a](b) <b>Tom & Jerry</b> {count}'
    page = invoice_page(s.invoice([s.line(name=typed)], dealer=replace(s.PARTY, name=typed)), s.voice("en"))
    (text,) = pages_of(printed(page))
    assert text.count('#panic("x") *bold* $x$ \\ // [a](b) <b>Tom & Jerry</b> {count}') == 2


def test_the_same_data_gives_the_same_file() -> None:
    page = statement_page(s.statement(), s.voice("en"))
    assert set_pages(page, day=date(2025, 10, 31)) == set_pages(page, day=date(2025, 10, 31))


def test_an_archived_page_says_that_it_is_pdf_a_3b() -> None:
    metadata = metadata_of(set_pages(invoice_page(s.invoice(), s.voice("en")), day=s.ISSUED, archival=True))
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata


def test_a_statement_of_a_period_runs_from_opening_to_closing_balance() -> None:
    page = statement_page(s.statement(3), s.voice("en"))
    assert page["tables"][0]["rows"] == [
        ["", "Opening balance", "", "", "1,000.00"],
        ["1 Oct 2025", "Invoice INV-2025-0", "13 Nov 2025", "250.00", "1,250.00"],
        ["2 Oct 2025", {"text": "Payment RC-2025-1", "aside": "for INV-2025-0"}, "", "−100.00", "1,150.00"],
        ["3 Oct 2025", "Invoice INV-2025-2", "13 Nov 2025", "250.00", "1,400.00"],
    ]
    assert page["totals"] == [("Balance due", "€1,400.00", True)]
    assert [part["share"] for part in page["ageing"]["parts"]] == [620, 206, 103, 41, 27]


def test_a_long_statement_repeats_its_headings_and_numbers_its_pages() -> None:
    texts = pages_of(printed(statement_page(s.statement(200), s.voice("en"))))
    assert len(texts) == 5
    for at, text in enumerate(texts, start=1):
        assert "Entry" in text
        assert text.endswith(f"D-0042 {at} / 5")
    assert "Balance due €16,000.00" in texts[-1]


def test_open_items_show_what_is_late_and_what_paying_early_saves() -> None:
    page = statement_page(s.open_items(), s.voice("en"))
    late, early = page["tables"][0]["rows"]
    assert late[3:] == [{"text": "12", "alarm": True}, "800.00", {"text": "300.00", "alarm": True}]
    assert early[0] == {"text": "INV-2025-1042", "sub": "€247.52 less if paid by 24 Oct 2025"}
    assert page["totals"] == [
        ("On account, not yet used", "−50.00", False),
        ("Balance due", "€12,626.00", True),
    ]


def test_money_of_the_dealer_is_a_balance_in_its_favour_without_a_request_to_pay() -> None:
    page = statement_page(s.open_items(unapplied="12676.01"), s.voice("en"))
    assert page["totals"][-1] == ("Balance in your favour", "€0.01", True)
    assert page["payment"] is None


def test_a_receipt_shows_what_was_settled_and_what_is_left() -> None:
    page = receipt_page(s.receipt(), s.voice("en"))
    assert page["tables"][0]["rows"] == [
        ["INV-2025-1001", "300.00", ""],
        ["INV-2025-1042", "12,128.48", "247.52"],
    ]
    assert page["totals"] == [
        ("On account, not yet used", "71.52", False),
        ("Received with thanks", "€12,500.00", True),
    ]
    taken_back = replace(s.receipt(), reversed_on=date(2025, 10, 20), reversal_reason="no funds")
    assert receipt_page(taken_back, s.voice("en"))["notes"] == [
        "This payment was taken back on 20 Oct 2025: no funds"
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_paper_can_be_drawn_in_every_language(language: str) -> None:
    say = s.voice(language)
    papers = (
        statement_page(s.statement(), say),
        statement_page(s.open_items(), say),
        receipt_page(s.receipt(), say),
    )
    for page in papers:
        (picture,) = draw_pages(page, day=s.ISSUED, dots_per_inch=40)
        assert picture.startswith(b"\x89PNG")


def test_figures_are_written_as_the_reader_writes_them() -> None:
    page = invoice_page(s.invoice(), s.voice("tr"))
    assert page["totals"][-1] == ("Toplam", "€12.376,00", True)
    assert page["facts"][0] == ("Tarih", "14 Eki 2025")
    assert invoice_page(s.invoice(), s.voice("zh_CN"))["facts"][1] == ("到期日", "2025年11月13日")
