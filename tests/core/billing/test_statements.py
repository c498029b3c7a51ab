"""Statement by period and by open items, ageing and due dates: one truth, from the postings (A12, A13)."""

from datetime import date, timedelta
from typing import Any

import pytest

from core.billing.types import Ageing, Posted
from core.billing.use_cases.create_credit_note import CreateCreditNote
from core.billing.use_cases.reverse_payment import ReversePayment
from core.billing.use_cases.show_account import ListDueDates, ShowAgeing, ShowStatement
from core.credit.use_cases.show_credit import ShowCredit
from core.infra.door import Core
from core.kernel.actor import Role
from core.kernel.clock import FixedClock
from core.kernel.command import Query
from core.kernel.errors import NotFound
from core.kernel.money import total
from tests.core.billing.house import make_house, usd
from tests.make import make_buyer, make_dealer, make_invoice, make_staff

TODAY = date(2025, 10, 14)


async def test_a_statement_tells_every_movement_and_closes_at_what_is_owed(
    core: Core, clock: FixedClock
) -> None:
    house = await make_house(core, early_percent=2)
    await make_invoice(core, house.dealer_id, "40", due_on=TODAY, document="OLD")
    clock.advance(timedelta(days=2))
    first = await house.invoice(core, 10)
    clock.advance(timedelta(days=1))
    await house.pay(core, "980", first.number)
    await core.execute(house.fiona, CreateCreditNote(first.number, "broken", lines=((1, 1),)))
    clock.advance(timedelta(days=1))
    paid = await house.pay(core, "40", "OLD")
    await core.execute(house.fiona, ReversePayment(paid.number, "bounced"))
    october = await core.ask(
        house.buyer, ShowStatement(since=TODAY + timedelta(days=1), until=date(2025, 10, 31))
    )
    assert (october.opening, october.closing) == (usd("40"), usd("-58"))
    assert [
        (entry.kind, entry.number, entry.about, entry.amount, entry.balance) for entry in october.entries
    ] == [
        (Posted.INVOICE, first.number, "", usd("1000"), usd("1040")),
        (Posted.CREDIT_NOTE, "CN-2025-1", first.number, usd("-100"), usd("940")),
        (Posted.PAYMENT, "RC-2025-1", first.number, usd("-980"), usd("-40")),
        (Posted.DISCOUNT, "RC-2025-1", first.number, usd("-20"), usd("-60")),
        (Posted.DISCOUNT_REVERSED, "CN-2025-1", first.number, usd("2"), usd("-58")),
        (Posted.PAYMENT, paid.number, "OLD", usd("-40"), usd("-98")),
        (Posted.PAYMENT_REVERSED, paid.number, "", usd("40"), usd("-58")),
    ]
    standing = (await core.ask(house.buyer, ShowCredit())).standing
    assert standing.exposure == october.closing
    whole = await core.ask(house.fiona, ShowStatement(house.dealer_id, since=date(2025, 1, 1)))
    assert (whole.opening, whole.closing, whole.until) == (usd("0"), usd("-58"), TODAY + timedelta(days=4))
    assert total([entry.amount for entry in whole.entries], "USD") == usd("-58")


async def test_open_items_close_at_what_is_owed_less_what_is_on_account(
    core: Core, clock: FixedClock
) -> None:
    house = await make_house(core, early_percent=2)
    await make_invoice(core, house.dealer_id, "60", due_on=TODAY - timedelta(days=20), document="LATE")
    invoice = await house.invoice(core, 10)
    await house.pay(core, "400", invoice.number)
    statement = await core.ask(house.buyer, ShowStatement())
    late, new = statement.items
    assert (late.number, late.open, late.days_overdue, late.early_payment) == ("LATE", usd("60"), 20, None)
    assert (new.total, new.open, new.days_overdue) == (usd("1000"), usd("600"), 0)
    assert new.early_payment is not None
    assert (new.early_payment.amount, new.early_payment.until) == (usd("20"), TODAY + timedelta(days=10))
    assert (statement.entries, statement.closing) == ((), usd("660"))
    due = await core.ask(house.buyer, ListDueDates())
    assert [(one.number, one.pay) for one in due] == [("LATE", usd("60")), (invoice.number, usd("580"))]
    clock.advance(timedelta(days=11))
    assert [one.pay for one in await core.ask(house.buyer, ListDueDates())] == [usd("60"), usd("600")]


async def test_ageing_puts_each_day_into_its_class(core: Core) -> None:
    house = await make_house(core)
    for days, amount in (
        (0, "1"),
        (1, "2"),
        (15, "4"),
        (16, "8"),
        (30, "16"),
        (31, "32"),
        (45, "64"),
        (46, "128"),
    ):
        due = TODAY - timedelta(days=days)
        await make_invoice(core, house.dealer_id, amount, due_on=due, document=f"D{days}")
    assert await core.ask(house.buyer, ShowAgeing()) == Ageing(
        usd("1"), usd("6"), usd("24"), usd("96"), usd("128"), usd("255"), usd("0")
    )


async def test_an_account_is_shown_to_its_own_people_its_rep_and_the_house_alone(core: Core) -> None:
    house = await make_house(core)
    other = await make_buyer(core, await make_dealer(core, "Other", tier="plain", limit="1"), "Otto")
    no_rep_of_it = await make_staff(core, Role.REP, "Ron")
    queries: list[Query[Any]] = [
        ShowStatement(house.dealer_id),
        ShowAgeing(house.dealer_id),
        ListDueDates(house.dealer_id),
    ]
    for query in queries:
        for actor in (house.buyer, house.rep, house.fiona):
            await core.ask(actor, query)
        for actor in (other, no_rep_of_it):
            with pytest.raises(NotFound):
                await core.ask(actor, query)
    with pytest.raises(NotFound):
        await core.ask(house.fiona, ShowStatement())  # the house must say whose
