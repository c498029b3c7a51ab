"""The books have one day at a time, the house's: what is issued, due, late and aged around midnight."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.billing.errors import DateInFuture
from core.billing.types import Ageing
from core.billing.use_cases.create_credit_note import CreateCreditNote
from core.billing.use_cases.create_invoices import CreateInvoices, PreviewInvoices
from core.billing.use_cases.reverse_payment import ReversePayment
from core.billing.use_cases.show_account import ListDueDates, ShowAgeing, ShowStatement
from core.billing.use_cases.show_documents import ListInvoices, ShowInvoice
from core.credit.tables import CreditPostingRow
from core.credit.use_cases.show_credit import ShowCredit
from core.infra.door import Core
from core.kernel.clock import FixedClock
from tests.conftest import START
from tests.core.billing.house import House, make_house, usd
from tests.make import column, make_invoice

YEARS_END = datetime(2025, 12, 31, 16, 30, tzinfo=UTC)  # half past midnight of 1 January in Shanghai


async def shanghai(core: Core, clock: FixedClock, at: datetime) -> House:
    """A house in Shanghai at a moment; its dealer goes by UTC."""
    core.settings = core.settings.model_copy(update={"default_zone": "Asia/Shanghai"})
    clock.advance(at - START)
    return await make_house(core, early_percent=2)


async def test_documents_are_dated_and_numbered_by_the_houses_day(core: Core, clock: FixedClock) -> None:
    house = await shanghai(core, clock, YEARS_END - timedelta(hours=1))
    before, after = await house.order(core), await house.order(core, 2)
    assert await core.execute(house.fiona, CreateInvoices((before.number,))) == ("INV-2025-1",)
    clock.advance(timedelta(hours=1))
    (foreseen,) = await core.ask(house.fiona, PreviewInvoices())
    assert foreseen.due_on == date(2026, 1, 31)
    assert await core.execute(house.fiona, CreateInvoices((after.number,))) == ("INV-2026-1",)
    old, new = [await core.ask(house.buyer, ShowInvoice(one)) for one in ("INV-2025-1", "INV-2026-1")]
    assert (old.issued_on, old.due_on) == (date(2025, 12, 31), date(2026, 1, 30))
    assert (new.issued_on, new.due_on) == (date(2026, 1, 1), date(2026, 1, 31))
    assert new.early_payment is not None
    assert new.early_payment.until == date(2026, 1, 11)
    note = await core.execute(house.fiona, CreateCreditNote("INV-2026-1", "broken", lines=((1, 1),)))
    assert (note, (await core.ask(house.buyer, ShowInvoice(note))).issued_on) == (
        "CN-2026-1",
        date(2026, 1, 1),
    )
    paid = await house.pay(core, "5", on=date(2026, 1, 1))
    taken_back = await core.execute(house.fiona, ReversePayment(paid.number, "bounced"))
    assert (paid.number, taken_back.reversed_on) == ("RC-2026-1", date(2026, 1, 1))
    assert set(await column(core, CreditPostingRow.day)) == {date(2025, 12, 31), date(2026, 1, 1)}


async def test_what_is_due_is_late_when_the_houses_day_is_over_and_everybody_says_so(
    core: Core, clock: FixedClock
) -> None:
    house = await shanghai(core, clock, datetime(2025, 10, 14, 15, 59, tzinfo=UTC))
    await make_invoice(core, house.dealer_id, "100", due_on=date(2025, 10, 14), document="OLD-1")

    async def days_late() -> set[int]:
        (listed,) = await core.ask(house.fiona, ListInvoices())
        (item,) = (await core.ask(house.buyer, ShowStatement())).items
        (due,) = await core.ask(house.buyer, ListDueDates())
        standing = (await core.ask(house.buyer, ShowCredit())).standing
        return {listed.days_overdue, item.days_overdue, due.days_overdue, standing.overdue_days}

    zero = usd("0")
    assert await days_late() == {0}
    assert await core.ask(house.buyer, ShowAgeing()) == Ageing(
        usd("100"), zero, zero, zero, zero, usd("100"), zero
    )
    assert (await core.ask(house.buyer, ShowStatement())).until == date(2025, 10, 14)
    clock.advance(timedelta(minutes=1))  # midnight in Shanghai, four in the afternoon for the dealer
    assert await days_late() == {1}
    assert await core.ask(house.buyer, ShowAgeing()) == Ageing(
        zero, usd("100"), zero, zero, zero, usd("100"), zero
    )
    assert (await core.ask(house.buyer, ShowStatement())).until == date(2025, 10, 15)


async def test_money_may_be_of_a_day_that_has_begun_for_the_house_or_the_dealer_and_of_no_later_one(
    core: Core, clock: FixedClock
) -> None:
    house = await shanghai(core, clock, datetime(2025, 10, 14, 16, 0, tzinfo=UTC))
    await house.pay(core, "10", on=date(2025, 10, 15))
    with pytest.raises(DateInFuture):
        await house.pay(core, "10", on=date(2025, 10, 16))
    core.settings = core.settings.model_copy(update={"default_zone": "America/Los_Angeles"})
    clock.advance(timedelta(hours=10))  # two in the morning of the 15th in UTC, the evening before there
    await house.pay(core, "20", on=date(2025, 10, 15))
    whole = await core.ask(house.buyer, ShowStatement(since=date(2025, 10, 1)))
    assert (whole.until, whole.closing) == (date(2025, 10, 15), usd("-30"))
