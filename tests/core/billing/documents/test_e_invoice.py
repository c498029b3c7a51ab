"""E-invoices before two judges that know nothing of how they were made: mock-einvoice and the Schematron."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from facturx import xml_check_xsd
from hypothesis import given, settings
from hypothesis import strategies as st
from mockeinvoice import validate

from core.billing.documents.e_invoice import cii_invoice, factur_x, ubl_invoice
from core.billing.documents.invoice_page import invoice_page
from core.billing.documents.typesetting import set_pages
from core.billing.engine.crediting import keep_back
from core.billing.errors import EInvoiceIncomplete
from core.billing.types import Address, DocumentKind, Invoice, InvoiceLine, Party, Seller
from tests.core.billing.documents import samples as s
from tests.core.billing.documents.reading import attachments_of, metadata_of

SAY = s.voice("en")


def _less_the_way_back() -> Invoice:
    """A note over lines of two rates, lowered by a charge."""
    lines = (s.line(1), s.line(2, "5.00", 3, rate=700))
    whole = s.invoice(lines)
    kept = keep_back(whole, whole.taxes, s.euro("15.00"), "RMA-2025-1")
    note = s.invoice([*lines, *kept], kind=DocumentKind.CREDIT_NOTE, number="CN-2025-4")
    assert whole.total - note.total == s.euro("15.00")
    return replace(note, references=("INV-2025-1042",), reason="RMA-2025-1")


CASES: dict[str, Invoice] = {
    "two rates, packs, a discount and shipping": s.invoice(
        [
            s.line(1),
            s.line(2, "0.65", 20, name="可口可乐", sku="COKE330", unit="case", pack=24, discount="12.50"),
            s.line(3, "1.25", 10, unit="carton", pack=12, rate=700),
            s.line(4, "0.333333", 7, rate=700),
        ],
        shipping="25.00",
    ),
    "tax included": s.invoice(
        [
            s.line(1, "1.19", 7, included=True),
            s.line(2, "3.33", 13, included=True, discount="4.00", unit="case", pack=6),
        ]
    ),
    "outside the scope of tax": s.invoice([s.line(1, "5.00", 3, rate=0, category="O")], shipping="3.00"),
    "exempt": s.invoice([s.line(1, "5.00", 3, rate=0, category="E")]),
    "zero rate beside the usual one": s.invoice([s.line(1, "5.00", 3, rate=0, category="Z"), s.line(2)]),
    "a substitute": s.invoice([replace(s.line(1), instead_of="Cola & Co <330 ml>"), s.line(2)]),
    "a gift": s.invoice([s.line(1), s.line(2, "0.00", 3, name="Gift")]),
    "a credit note": replace(
        s.invoice(kind=DocumentKind.CREDIT_NOTE, number="CN-2025-3"),
        references=("INV-2025-1042",),
        reason="2 broken",
    ),
    "a credit note less the way back": _less_the_way_back(),
    "an emoji in the name": s.invoice(dealer=replace(s.PARTY, name=s.EMOJI.name)),
}


def faults(ubl: bytes) -> list[str]:
    _, report = validate(ubl)
    assert report.verdict in ("valid", "invalid")
    return [finding.code for finding in report.failures]


@pytest.fixture(scope="module")
def schematron(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[dict[str, bytes]], dict[str, list[str]]]:
    """Runs the official rules of Factur-X over CII documents: name -> the rules that one breaks."""
    folder = tmp_path_factory.mktemp("schematron")

    def judge(documents: dict[str, bytes]) -> dict[str, list[str]]:
        paths = {}
        for at, (name, content) in enumerate(documents.items()):
            paths[name] = folder / f"{at}.xml"
            paths[name].write_bytes(content)
        # A process of its own: Saxon's runtime and lxml do not live well in one.
        judged = subprocess.run(
            [sys.executable, str(Path(__file__).parent / "schematron.py"), *map(str, paths.values())],
            capture_output=True, text=True, check=True, timeout=120,
        )  # fmt: skip
        return {name: line.split() for name, line in zip(paths, judged.stdout.split("\n"), strict=False)}

    return judge


@pytest.mark.parametrize("name", CASES)
def test_a_ubl_invoice_keeps_all_rules_of_en_16931_and_peppol(name: str) -> None:
    ubl = ubl_invoice(CASES[name], SAY)
    assert faults(ubl) == []
    xml_check_xsd(ubl)


def test_a_cii_invoice_keeps_the_official_rules_and_its_schema(
    schematron: Callable[[dict[str, bytes]], dict[str, list[str]]],
) -> None:
    made = {name: cii_invoice(invoice, SAY) for name, invoice in CASES.items()}
    for document in made.values():
        xml_check_xsd(document, flavor="factur-x", level="en16931")
    good = made["two rates, packs, a discount and shipping"]
    made["a total that is a cent too high"] = good.replace(
        b"<ram:GrandTotalAmount>1", b"<ram:GrandTotalAmount>2"
    )
    broken = schematron(made)
    assert "BR-CO-15" in broken.pop("a total that is a cent too high")
    assert broken == {name: [] for name in CASES}


def test_the_judges_see_a_wrong_sum() -> None:
    ubl = ubl_invoice(s.invoice(), SAY)
    assert "BR-CO-15" in faults(ubl.replace(b">12376.00<", b">12376.01<"))


def test_a_case_is_billed_by_the_case_with_the_code_of_the_trade() -> None:
    ubl = ubl_invoice(CASES["two rates, packs, a discount and shipping"], SAY).decode()
    assert '<cbc:InvoicedQuantity unitCode="XCS">20</cbc:InvoicedQuantity>' in ubl
    assert '<cbc:PriceAmount currencyID="EUR">15.60</cbc:PriceAmount>' in ubl
    assert '<cbc:PriceAmount currencyID="EUR">0.333333</cbc:PriceAmount>' in ubl
    document, _ = validate(ubl)
    assert [str(line.term("BT-131").number) for line in document.all("BG-25")] == [
        "10400.00",
        "299.50",
        "150.00",
        "2.33",
    ]
    assert str(document.term("BT-115").number) == str(
        CASES["two rates, packs, a discount and shipping"].total.to_decimal()
    )


def test_what_was_wanted_instead_is_the_note_of_its_line() -> None:
    document, _ = validate(ubl_invoice(CASES["a substitute"], SAY))
    first, second = (line.term("BT-127") for line in document.all("BG-25"))
    assert first is not None
    assert (first.text, second) == ("instead of Cola & Co <330 ml>", None)
    cii = cii_invoice(CASES["a substitute"], SAY).decode()
    assert cii.count("<ram:Content>instead of Cola &amp; Co &lt;330 ml&gt;</ram:Content>") == 1


def test_an_e_invoice_is_as_it_was_issued_whatever_was_paid_since() -> None:
    paid = replace(s.invoice(), open=s.euro("0"), paid=s.euro("12376.00"))
    assert ubl_invoice(paid, SAY) == ubl_invoice(s.invoice(), SAY)
    assert cii_invoice(paid, SAY) == cii_invoice(s.invoice(), SAY)


def test_factur_x_carries_the_invoice_in_an_archived_page() -> None:
    invoice = s.invoice()
    page = set_pages(invoice_page(invoice, SAY), day=s.ISSUED, archival=True)
    made = factur_x(page, invoice, SAY)
    assert attachments_of(made) == {"factur-x.xml": cii_invoice(invoice, SAY)}
    metadata = metadata_of(made)
    assert "EN 16931" in metadata
    assert "pdfaid" in metadata


@pytest.mark.parametrize(
    ("why", "seller", "dealer"),
    [
        ("seller_address", replace(s.SELLER, address=Address()), s.PARTY),
        ("seller_tax_id", replace(s.SELLER, tax_id=""), s.PARTY),
        ("dealer_address", s.SELLER, replace(s.PARTY, address=Address("Rue de la Loi 16", "Bruxelles"))),
    ],
)
def test_what_is_missing_is_named(why: str, seller: Seller, dealer: Party) -> None:
    invoice = s.invoice(seller=seller, dealer=dealer)
    for make in (cii_invoice, ubl_invoice):
        with pytest.raises(EInvoiceIncomplete) as refused:
            make(invoice, SAY)
        assert refused.value.fields == {"why": why, "number": "INV-2025-1042"}


def test_peppol_wants_an_address_of_its_list_and_factur_x_does_not() -> None:
    invoice = s.invoice(dealer=replace(s.PARTY, tax_id=""))
    with pytest.raises(EInvoiceIncomplete) as refused:
        ubl_invoice(invoice, SAY)
    assert refused.value.fields["why"] == "dealer_tax_id"
    xml_check_xsd(cii_invoice(invoice, SAY), flavor="factur-x", level="en16931")


@st.composite
def _lines(draw: st.DrawFn) -> list[InvoiceLine]:
    included = draw(st.booleans())
    made = []
    for position in range(1, draw(st.integers(1, 6)) + 1):
        whole, micros = divmod(draw(st.integers(1, 900_000_000)), 1_000_000)
        pack = draw(st.sampled_from((1, 6, 7, 24)))
        one = s.line(
            position, f"{whole}.{micros:06d}", draw(st.integers(1, 400)), unit="case", pack=pack,
            rate=draw(st.sampled_from((700, 1900, 2100))), included=included,
        )  # fmt: skip
        made.append(one)
    return made


@settings(max_examples=25, derandomize=True, deadline=None)
@given(_lines(), st.integers(0, 5_000))
def test_any_invoice_that_adds_up_keeps_the_rules(lines: list[InvoiceLine], shipping: int) -> None:
    invoice = s.invoice(
        lines, shipping="0" if lines[0].tax_included else f"{shipping // 100}.{shipping % 100:02d}"
    )
    assert faults(ubl_invoice(invoice, SAY)) == []
