"""Rebates on both databases: from invoices less credit notes, stated once, settled once (K2, A17)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.billing.use_cases.create_credit_note import CreateCreditNote
from core.billing.use_cases.show_documents import ShowInvoice
from core.channel.errors import RebateUnfit
from core.channel.rebate_types import (
    RebateBasis,
    RebatePeriod,
    RebateStanding,
    RebateStep,
    RebateTerms,
    Span,
)
from core.channel.tables import RebateProgrammeRow, RebateStatementRow
from core.channel.use_cases.set_rebate import EndRebate, ListRebates, SetRebate
from core.channel.use_cases.settle_rebates import PreviewSettlements, SettleRebates, StateRebates
from core.channel.use_cases.show_rebates import ShowRebates
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.jobs.clock import tick
from core.kernel.actor import SYSTEM, Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, NotPermitted
from core.kernel.ids import DealerId
from core.kernel.money import Money
from tests.core.billing.house import House, assert_books_balance, make_house, make_tax, usd, written
from tests.make import count, make_buyer, make_dealer, make_staff, rows

# The same shape as 5,000,000 3 % and 10,000,000 5 % a quarter, in crates of 100.00.
TERMS = RebateTerms(
    "USD", RebatePeriod.QUARTER, RebateBasis.WHOLE, (RebateStep(50_000, 300), RebateStep(100_000, 500))
)
DAY = timedelta(days=1)


@pytest.fixture
async def house(core: Core) -> House:
    return await make_house(core)


@pytest.fixture
async def otto(core: Core) -> Actor:
    return await make_staff(core, Role.OFFICE, "Otto")


async def _standing(core: Core, who: Actor) -> RebateStanding:
    (view,) = await core.ask(who, ShowRebates())
    return view.standing


def _until(clock: FixedClock, day: date) -> None:
    clock.advance((day - clock.now().date()) * 1)


async def test_the_standing_is_what_was_invoiced_less_what_was_credited(
    core: Core, house: House, otto: Actor
) -> None:
    await core.execute(otto, SetRebate("VOLUME", TERMS))
    await house.order(core, 9)  # confirmed, and not invoiced yet
    assert (await _standing(core, house.buyer)).bought == usd("0")
    invoice = await house.invoice(core, 6)
    standing = await _standing(core, house.buyer)
    assert standing.span == Span(date(2025, 10, 1), date(2026, 1, 1))
    assert (standing.bought, standing.basis_points, standing.earned) == (usd("600"), 300, usd("18"))
    assert standing.next_step is not None
    assert (standing.next_step.missing, standing.next_step.brings) == (usd("400"), usd("32"))
    assert standing.days_left == 79
    await core.execute(house.fiona, CreateCreditNote(invoice.number, "back", lines=((1, 1),)))
    assert (await _standing(core, house.buyer)).earned == usd("15")
    await core.execute(house.fiona, CreateCreditNote(invoice.number, "a cent", amount=usd("0.01")))
    standing = await _standing(core, house.buyer)
    assert (standing.bought, standing.earned) == (usd("499.99"), usd("0"))
    assert standing.next_step is not None
    assert standing.next_step.missing == usd("0.01")


async def test_tax_and_shipping_are_no_goods(core: Core, house: House, otto: Actor) -> None:
    await make_tax(core, 2_000)
    await core.execute(otto, SetRebate("VOLUME", TERMS))
    invoice = await house.invoice(core, 5)
    assert invoice.total == usd("600")
    assert (await _standing(core, house.buyer)).earned == usd("15")


@pytest.mark.parametrize(
    ("targets", "bought"),
    [
        ((("product", "CRATE"),), "500"),
        ((("category", "ELECTRONICS"),), "500"),
        ((("category", "electronics/smart"),), None),
        ((("brand", "Nobody"), ("product", "CRATE")), "500"),
        ((("brand", "Nobody"),), None),
    ],
)
async def test_only_the_goods_that_are_named_count(
    core: Core, house: House, otto: Actor, targets: tuple[tuple[str, str], ...], bought: str | None
) -> None:
    await core.execute(otto, SetRebate("SOME", replace(TERMS, targets=targets)))
    await house.invoice(core, 5)
    assert (await _standing(core, house.buyer)).bought == usd(bought or "0")


async def test_whoever_takes_part_is_named_by_tier_or_by_dealer(
    core: Core, house: House, otto: Actor
) -> None:
    other = await make_dealer(core, "Other", tier="plain")
    buyer = await make_buyer(core, other, "Olga")
    await core.execute(otto, SetRebate("ALL", TERMS))
    await core.execute(otto, SetRebate("PLAIN", replace(TERMS, tiers=("plain",))))
    await core.execute(otto, SetRebate("ONE", replace(TERMS, tiers=("gold",), dealers=(other,))))
    await core.execute(otto, SetRebate("EUROS", replace(TERMS, currency="EUR")))
    assert [one.programme.code for one in await core.ask(house.buyer, ShowRebates())] == ["ALL", "PLAIN"]
    assert [one.programme.code for one in await core.ask(buyer, ShowRebates())] == ["ALL", "ONE", "PLAIN"]
    mine = await core.ask(house.buyer, ShowRebates(other))
    assert [one.programme.code for one in mine] == ["ALL", "PLAIN"], "a dealer sees itself, whatever it asks"
    stranger = await make_staff(core, Role.REP, "Ron")
    with pytest.raises(NotFound):
        await core.ask(stranger, ShowRebates(DealerId(house.dealer_id)))
    with pytest.raises(NotPermitted):
        await core.execute(house.buyer, SetRebate("MINE", TERMS))


async def test_a_period_is_stated_once_and_settled_once_by_a_credit_note(
    core: Core, clock: FixedClock, house: House, otto: Actor
) -> None:
    await core.execute(otto, SetRebate("VOLUME", TERMS))
    invoice = await house.invoice(core, 10)
    _until(clock, date(2025, 12, 31))
    await tick(core)
    assert await count(core, RebateStatementRow) == 0
    clock.advance(DAY)
    await tick(core)
    assert await core.execute(SYSTEM, StateRebates()) == 0
    (row,) = await rows(core, RebateStatementRow)
    assert (row.bought_minor, row.basis_points, row.earned_minor) == (100_000, 500, 5_000)
    (told,) = await rows(core, JournalRow, JournalRow.name == "rebate_stated")
    assert (told.payload["earned"], told.payload["ends_on"]) == (5_000, "2026-01-01")
    (waiting,) = (await core.ask(otto, ListRebates())).open_statements
    assert waiting.earned == usd("50")
    (planned,) = await core.ask(house.fiona, PreviewSettlements(house.dealer_id))
    assert planned.notes == ((invoice.number, usd("50")),)
    (done,) = await core.execute(house.fiona, SettleRebates(house.dealer_id))
    assert (done.settled, done.credit_notes) == (usd("50"), ("CN-2026-1",))
    note = await core.ask(house.fiona, ShowInvoice("CN-2026-1"))
    assert (note.total, note.reason) == (usd("50"), "Rebate VOLUME 2025-10-01 – 2025-12-31")
    before = await written(core)
    with pytest.raises(RebateUnfit):
        await core.execute(house.fiona, SettleRebates(house.dealer_id))
    assert await written(core) == before
    assert (await _standing(core, house.buyer)).bought == usd("0"), "a paid rebate is no return"
    await assert_books_balance(core)


async def test_what_comes_back_before_it_is_settled_earns_nothing_and_after_it_lowers_the_next_period(
    core: Core, clock: FixedClock, house: House, otto: Actor
) -> None:
    await core.execute(otto, SetRebate("VOLUME", TERMS))
    invoice = await house.invoice(core, 10)
    _until(clock, date(2026, 1, 2))
    await core.execute(SYSTEM, StateRebates())
    await core.execute(house.fiona, CreateCreditNote(invoice.number, "back", lines=((1, 1),)))
    assert (await _standing(core, house.buyer)).bought == usd("0")
    (planned,) = await core.ask(house.fiona, PreviewSettlements(house.dealer_id))
    assert (planned.statement.earned, planned.bought, planned.earned) == (usd("50"), usd("900"), usd("27"))
    (done,) = await core.execute(house.fiona, SettleRebates(house.dealer_id))
    assert done.settled == usd("27")
    clock.advance(DAY)
    await core.execute(house.fiona, CreateCreditNote(invoice.number, "back", lines=((1, 2),)))
    assert (await _standing(core, house.buyer)).bought == usd("-200")


async def test_the_rebate_is_credited_with_its_tax_over_as_many_invoices_as_it_takes(
    core: Core, clock: FixedClock, house: House, otto: Actor
) -> None:
    await make_tax(core, 2_000)
    terms = replace(TERMS, steps=(RebateStep(10_000, 9_000),))
    await core.execute(otto, SetRebate("HUGE", terms))
    first, second = await house.invoice(core, 3), await house.invoice(core, 2)
    _until(clock, date(2026, 1, 1))
    await core.execute(SYSTEM, StateRebates())
    await core.execute(house.fiona, SettleRebates(house.dealer_id))
    # 90 % of 500.00 are 450.00 without tax: 360.00 with tax of the first invoice, 180.00 of the second.
    notes = [await core.ask(house.fiona, ShowInvoice(one)) for one in ("CN-2026-1", "CN-2026-2")]
    assert [(one.references, one.total) for one in notes] == [
        ((first.number,), usd("360")),
        ((second.number,), usd("180")),
    ]
    assert sum(one.net.minor for one in notes) == 45_000
    await assert_books_balance(core)


async def test_a_change_begins_with_the_next_period_and_the_running_one_keeps_its_terms(
    core: Core, clock: FixedClock, house: House, otto: Actor
) -> None:
    await core.execute(otto, SetRebate("VOLUME", TERMS))
    await house.invoice(core, 5)
    better = replace(TERMS, steps=(RebateStep(50_000, 900),))
    best = replace(TERMS, steps=(RebateStep(50_000, 1_000),))
    assert (await core.execute(otto, SetRebate("volume", better))).starts_on == date(2026, 1, 1)
    assert (await core.execute(otto, SetRebate("VOLUME", best))).starts_on == date(2026, 1, 1)
    assert (await _standing(core, house.buyer)).earned == usd("15")
    await house.pay(core, "500")
    _until(clock, date(2026, 1, 1))
    await core.execute(SYSTEM, StateRebates())
    (stated,) = await rows(core, RebateStatementRow)
    assert stated.earned_minor == 1_500
    await house.invoice(core, 5)
    (view,) = await core.ask(house.buyer, ShowRebates())
    assert view.standing.earned == usd("50")
    assert [one.earned for one in view.statements] == [usd("15")]
    assert (await core.execute(otto, EndRebate("VOLUME"))).starts_on == date(2026, 4, 1)
    _until(clock, date(2026, 7, 2))
    assert await core.execute(SYSTEM, StateRebates()) == 1
    assert await core.ask(house.buyer, ShowRebates()) == ()
    with pytest.raises(NotFound):
        await core.execute(otto, EndRebate("VOLUME"))


async def test_a_quarterly_programme_becomes_a_yearly_one_where_both_begin(
    core: Core, house: House, otto: Actor
) -> None:
    await core.execute(otto, SetRebate("VOLUME", TERMS))
    yearly = replace(TERMS, period=RebatePeriod.YEAR)
    assert (await core.execute(otto, SetRebate("VOLUME", yearly))).starts_on == date(2026, 1, 1)


async def test_terms_without_sense_are_refused_and_nothing_is_written(
    core: Core, house: House, otto: Actor
) -> None:
    before = await written(core)
    with pytest.raises(RebateUnfit) as refused:
        await core.execute(otto, SetRebate("ODD", replace(TERMS, steps=())))
    assert refused.value.fields["why"] == "steps"
    assert await written(core) == before
    assert await count(core, RebateProgrammeRow) == 0


async def test_periods_missed_are_made_up_for_and_who_bought_nothing_is_not_told(
    core: Core, clock: FixedClock, house: House, otto: Actor
) -> None:
    await make_dealer(core, "Idle", tier="plain")
    await core.execute(otto, SetRebate("VOLUME", TERMS))
    await house.invoice(core, 5)
    await house.pay(core, "500")
    _until(clock, date(2026, 2, 1))
    await house.invoice(core, 1)
    _until(clock, date(2026, 8, 1))
    assert await core.execute(SYSTEM, StateRebates()) == 2
    found = [(row.starts_on, row.earned_minor) for row in await rows(core, RebateStatementRow)]
    assert sorted(found) == [(date(2025, 10, 1), 1_500), (date(2026, 1, 1), 0)]
    assert (await core.ask(otto, ListRebates())).open_statements[0].earned == Money(1_500, "USD")
