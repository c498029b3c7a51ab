"""One set of fonts: names in every script stand in pictures and on every kind of page."""

from datetime import date

import pytest

from core.billing.documents.account_pages import statement_page
from core.billing.documents.invoice_page import invoice_page
from core.billing.documents.typesetting import set_pages
from core.billing.types import Party
from core.i18n.fonts import FAMILIES, drawable, font_files, has_heavy, printable
from core.reporting.documents.canvas import LIGHT, Canvas, locked
from core.reporting.documents.printed import print_table
from core.reporting.types import Column, Field, Kind, Table
from tests.core.billing.documents import samples as s
from tests.core.billing.documents.reading import fonts_of, pages_of

NAMES = {
    "Turkish": ("Şişli Gıda Ağacı İĞÜÇÖ", "Şişli Gıda Ağacı İĞÜÇÖ", "NotoSans"),
    "Chinese": ("广州市天河区百货商行", "广州市天河区百货商行", "NotoSansSC"),
    "Arabic": ("بقالة النور", "", "NotoNaskhArabic"),
    "emoji": ("Tom's 🚀 Corner 🧃 Shop", "Tom's Corner Shop", "NotoSans"),
}


def pdf_of(document: str, name: str) -> bytes:
    say, dealer = s.voice("en"), Party("D-0042", name)
    if document == "invoice":
        return set_pages(invoice_page(s.invoice(dealer=dealer), say), day=s.ISSUED)
    if document == "statement":
        return set_pages(statement_page(s.statement(dealer=dealer), say), day=date(2025, 10, 31))
    table = Table((Column(Field("dealer", Kind.TEXT)),), ((name,),), ())
    return print_table(table, "Orders", "October", (), "MegaDistro", "now", say)


@pytest.mark.parametrize("document", ["invoice", "statement", "report"])
@pytest.mark.parametrize("script", NAMES)
def test_a_name_in_any_script_is_printed(document: str, script: str) -> None:
    name, printed, font = NAMES[script]
    pdf = pdf_of(document, name)
    (text,) = pages_of(pdf)
    assert printed in text
    assert any(one.startswith(font) for one in fonts_of(pdf))
    assert {one.partition("-")[0] for one in fonts_of(pdf)} <= {one.replace(" ", "") for one in FAMILIES}
    if script == "Arabic":
        # Letters are shaped, so the page holds their forms; each of the name's words is there.
        assert sum(0x600 <= ord(sign) <= 0x6FF or 0xFB50 <= ord(sign) <= 0xFEFC for sign in text) >= 9


def test_signs_that_no_font_has_are_left_out_and_none_that_we_use_is() -> None:
    assert drawable("Tom's 🚀  Corner\u202e Shop") == "Tom's Corner Shop"
    for signs in ("▲▼✓×≈≥≤−=•…→·–—", "€₺¥£", "İıŞşĞğÜÖÇ", "中文货号", "بقالة", "חנות"):
        assert drawable(signs) == signs
    assert printable("بقالة") == "\u2068بقالة\u2069"
    assert printable("Coca-Cola 330 ml") == "Coca-Cola 330 ml"
    assert (has_heavy("Şişli 12%"), has_heavy("▲ 12%"), has_heavy("中文")) == (True, False, False)
    assert len(font_files()) == 7


def test_pictures_are_drawn_with_them_in_bold_too() -> None:
    with locked():
        canvas = Canvas(200, LIGHT)
        widths = [
            canvas.text(10, 20 + 40 * at, text, 27, bold=bold)
            for at, (text, bold) in enumerate(
                (("▲ 12%", True), ("Şişli", True), ("广州市", True), ("بقالة النور", False))
            )
        ]
        picture = canvas.png()
    assert all(width > 20 for width in widths)
    assert picture.startswith(b"\x89PNG")
