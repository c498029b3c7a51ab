from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.billing.documents.types import FORMS, FileForm, Paper
from core.billing.errors import DocumentTooBig, EInvoiceIncomplete
from core.billing.types import Party, Seller
from core.billing.use_cases import render_document
from core.billing.use_cases.render_document import RenderDocument
from core.billing.use_cases.set_parties import SetBillingParty, SetSeller
from core.billing.use_cases.show_documents import ListReceipts
from core.infra.door import Core
from core.kernel.actor import Actor
from core.kernel.errors import NotFound, SecondFactorNeeded
from tests.core.billing.documents import samples as s
from tests.core.billing.documents.reading import attachments_of, pages_of, rows_of
from tests.core.billing.house import House, make_house, written
from tests.make import make_buyer, make_dealer

SAY = s.voice("en")


@pytest.fixture
async def house(core: Core) -> House:
    return await make_house(core)


async def rendered(core: Core, actor: Actor, paper: Paper, form: FileForm, **which: Any) -> tuple[str, bytes]:
    file = await core.ask(actor, RenderDocument(paper, form, SAY, **which))
    return file.name, file.content


async def test_every_paper_comes_in_each_of_its_forms(core: Core, house: House) -> None:
    await core.execute(house.fiona, SetSeller(s.SELLER))
    party = Party("D-0042", "TechMart Corp", s.PARTY.address, s.PARTY.tax_id)
    await core.execute(house.fiona, SetBillingParty(house.dealer_id, party))
    invoice = await house.invoice(core, 3)
    paid = await house.pay(core, "100.00", invoice.number)
    (receipt,) = await core.ask(house.buyer, ListReceipts())
    assert receipt.number == paid.number
    which = {Paper.INVOICE: {"number": invoice.number}, Paper.RECEIPT: {"document_id": receipt.id}}
    before = await written(core)
    made = {}
    for paper, forms in FORMS.items():
        for form in forms:
            name, content = await rendered(core, house.buyer, paper, form, **which.get(paper, {}))
            made[name] = content
    assert await written(core) == before
    assert len(made) == sum(map(len, FORMS.values()))
    assert "Still to pay $200.00" in pages_of(made[f"{invoice.number}.pdf"])[0]
    assert list(attachments_of(made[f"{invoice.number}-factur-x.pdf"])) == ["factur-x.xml"]
    assert b"peppol" in made[f"{invoice.number}-ubl.xml"]
    assert rows_of(made["invoices-2025-10-14.xlsx"])[5][0] == invoice.number
    assert "Received with thanks $100.00" in pages_of(made[f"{receipt.number}.pdf"])[0]


async def test_nobody_sees_the_documents_of_another_dealer(core: Core, house: House) -> None:
    invoice = await house.invoice(core)
    await house.pay(core, "10.00", invoice.number)
    (receipt,) = await core.ask(house.buyer, ListReceipts())
    stranger = await make_buyer(core, await make_dealer(core, "Other Store"), "Cora")
    for which in ({"number": invoice.number}, {"number": "1"}, {"document_id": invoice.id}):
        for form in FORMS[Paper.INVOICE]:
            with pytest.raises(NotFound):
                await rendered(core, stranger, Paper.INVOICE, form, **which)
    with pytest.raises(NotFound):
        await rendered(core, stranger, Paper.RECEIPT, FileForm.PDF, document_id=receipt.id)
    for paper in (Paper.STATEMENT, Paper.INVOICES, Paper.DUE_DATES):
        for form in FORMS[paper]:
            for dealer_id in (None, house.dealer_id):
                try:
                    _, content = await rendered(core, stranger, paper, form, dealer_id=dealer_id)
                except NotFound:
                    continue
                assert invoice.number.encode() not in content
                if form is FileForm.EXCEL:
                    assert not any(invoice.number in row for row in rows_of(content))
                if form is FileForm.PDF:
                    assert not any(invoice.number in page for page in pages_of(content))


async def test_a_form_that_a_paper_does_not_have_is_not_found(core: Core, house: House) -> None:
    for form in (FileForm.EXCEL, FileForm.UBL):
        with pytest.raises(NotFound):
            await rendered(core, house.buyer, Paper.RECEIPT, form, number="1")


async def test_an_e_invoice_without_our_own_address_is_refused(core: Core, house: House) -> None:
    invoice = await house.invoice(core)
    with pytest.raises(EInvoiceIncomplete) as refused:
        await rendered(core, house.buyer, Paper.INVOICE, FileForm.UBL, number=invoice.number)
    assert refused.value.fields == {"why": "seller_address", "number": invoice.number}


async def test_what_is_too_long_for_pages_is_refused_and_fits_a_workbook(
    core: Core, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(render_document.MOST_ROWS, FileForm.PDF, 1)
    for _ in range(2):
        await house.invoice(core)
    days = {"since": date(2025, 10, 1), "until": date(2025, 10, 31)}
    with pytest.raises(DocumentTooBig) as refused:
        await rendered(core, house.buyer, Paper.STATEMENT, FileForm.PDF, **days)
    assert refused.value.fields == {"rows": 2, "most": 1}
    _, content = await rendered(core, house.buyer, Paper.STATEMENT, FileForm.EXCEL, **days)
    assert rows_of(content)[-1][-1] == 200


async def test_the_list_of_all_dealers_is_an_export_and_wants_a_second_factor(
    core: Core, house: House
) -> None:
    await house.invoice(core)
    _, content = await rendered(core, house.fiona, Paper.INVOICES, FileForm.EXCEL)
    assert len(rows_of(content)) == 6
    enrolled = replace(house.fiona, has_second_factor=True)
    with pytest.raises(SecondFactorNeeded):
        await rendered(core, enrolled, Paper.INVOICES, FileForm.EXCEL)
    _, content = await rendered(core, enrolled, Paper.INVOICES, FileForm.EXCEL, dealer_id=house.dealer_id)
    assert len(rows_of(content)) == 6


async def test_a_house_and_a_dealer_with_any_name_get_their_documents(core: Core, house: House) -> None:
    await core.execute(house.fiona, SetSeller(Seller("🏬 دار <b>التوزيع</b> 分销 #1")))
    await core.execute(house.fiona, SetBillingParty(house.dealer_id, Party("D/1", "🚀🚀")))
    invoice = await house.invoice(core)
    _, content = await rendered(core, house.buyer, Paper.INVOICE, FileForm.PDF, number=invoice.number)
    (page,) = pages_of(content)
    assert "D/1" in page
    assert "分销 #1" in page
    name, _ = await rendered(core, house.buyer, Paper.STATEMENT, FileForm.PDF)
    assert "/" not in name
