"""C1 with A13: the house and its dealers on documents, field by field, and where money is to go."""

from datetime import timedelta

from core.billing.types import Address, BankAccount, Party
from core.billing.use_cases.set_parties import ShowBillingParty, ShowSeller
from core.dealers.use_cases.enrol_second_factor import ConfirmSecondFactor, EnrolSecondFactor
from core.infra.journal import JournalRow
from tests.chat import Chat, ask, tap
from tests.codes import code_at
from tests.make import count


async def test_the_house_is_named_on_its_documents_as_finance_says(chat: Chat) -> None:
    for typed, line in (
        ("name Mega Distro Ltd", "Name: MegaDistro Solutions → Mega Distro Ltd"),
        ("street 12 Harbor Way", "Street: — → 12 Harbor Way"),
        ("country us", "Country: — → US"),
        ("iban DE89 3704 0044 0532 0130 00", "Account or IBAN: — → DE89370400440532013000"),
        ("bank Harbor Bank", "Bank: — → Harbor Bank"),
    ):
        preview = await ask(chat.fay, f"/seller set {typed}", "The house on its documents")
        assert line in preview.text
        assert ("pay to this account" in preview.text) == typed.startswith(("iban", "bank"))
        await tap(chat.fay, "Confirm", preview, "Documents say so")
    seller = await chat.core.ask(chat.finance, ShowSeller())
    assert (seller.name, seller.address) == (
        "Mega Distro Ltd", Address(street="12 Harbor Way", country="US"),
    )  # fmt: skip
    assert seller.bank == BankAccount("Mega Distro Ltd", "Harbor Bank", "DE89370400440532013000")
    shown = await ask(chat.fay, "/seller", "The house on its documents")
    assert "Account or IBAN: DE89370400440532013000 (iban)" in shown.text
    assert "Tax id: — (tax)" in shown.text


async def test_a_wrong_account_number_and_the_wrong_person_change_nothing(chat: Chat) -> None:
    wrong = await ask(chat.fay, "/seller set iban DE89 3704 0044 0532 0130 01", "What shall stand there?")
    assert wrong.text.startswith("⚠️ This IBAN does not add up")
    await ask(chat.otto, "/seller set name Otto Ltd", "You may not do that")
    await ask(chat.otto, "/seller", "You may not do that")
    assert (await chat.core.ask(chat.finance, ShowSeller())).bank is None
    assert await count(chat.core, JournalRow, JournalRow.name == "seller_set") == 0


async def test_the_account_of_the_house_waits_for_the_second_factor(chat: Chat) -> None:
    key = (await chat.core.execute(chat.finance, EnrolSecondFactor())).key
    await chat.core.execute(chat.finance, ConfirmSecondFactor(code_at(key, chat.clock.now())))
    chat.clock.advance(timedelta(minutes=16))
    preview = await ask(chat.fay, "/seller set iban 0210 000 21", "The house on its documents")
    await tap(chat.fay, "Confirm", preview, "second factor")
    assert (await chat.core.ask(chat.finance, ShowSeller())).bank is None
    await ask(chat.fay, code_at(key, chat.clock.now()), "Documents say so")
    bank = (await chat.core.ask(chat.finance, ShowSeller())).bank
    assert bank is not None
    assert bank.iban == "0210 000 21"


async def test_a_dealer_is_addressed_as_the_office_says(chat: Chat) -> None:
    asked = await ask(chat.otto, "/party set corner store", "What shall change?")
    await tap(chat.otto, "Tax id", asked, "What shall stand there?")
    preview = await ask(chat.otto, "US 77-1234", "Corner Store")
    assert "Tax id: — → US 77-1234" in preview.text
    await tap(chat.otto, "Confirm", preview, "Invoices of Corner Store")
    mail = await ask(chat.otto, "/party set corner store email ap@corner.example", "E-mail")
    await tap(chat.otto, "Confirm", mail, "Invoices of Corner Store")
    party = await chat.core.ask(chat.finance, ShowBillingParty(chat.corner))
    assert isinstance(party, Party)
    assert (party.name, party.tax_id, party.email) == ("Corner Store", "US 77-1234", "ap@corner.example")
    shown = await ask(chat.otto, "/party corner store", "on invoices")
    assert "E-mail: ap@corner.example (email)" in shown.text
    await ask(chat.cora, "/party techmart", "You may not do that")
