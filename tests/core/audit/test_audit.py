"""Looking back: who did what and from where, and every kind of tampering found (N3)."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update

from core.audit.facts import facts_of
from core.audit.types import About, AuditEntry, Subject
from core.audit.use_cases.check_books import CheckBooks
from core.audit.use_cases.show_audit import FindAudited, ShowAudit
from core.credit.tables import CreditAccountRow
from core.dealers.use_cases.choose_language import ChooseLanguage
from core.infra.door import Core
from core.infra.journal import JournalHeadRow, JournalRow
from core.jobs.clock import Timed, tick
from core.kernel.actor import SYSTEM, Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound
from core.kernel.money import Money
from core.orders.tables import OrderLineRow, OrderRow, OrderStepRow
from core.stock.tables import StockMovementRow, StockRow
from dealerline.check import check, describe
from tests.make import confirm, make_buyer, make_dealer, make_draft, make_staff, make_trade, rows, write
from tests.make.house import Trade


async def _history(core: Core, clock: FixedClock) -> tuple[Trade, Actor]:
    """An order of TechMart from a chat, and a language chosen at another dealer; the office looks."""
    trade = await make_trade(core)
    await make_draft(core, trade.buyer, [(trade.iphone, 25)])
    await confirm(core, trade.buyer.from_origin("chat:1f2e3d4c"))
    cora = await make_buyer(core, await make_dealer(core, "Corner Store"), "Cora")
    clock.advance(timedelta(minutes=1))
    await core.execute(cora, ChooseLanguage("tr"))
    return trade, await make_staff(core, Role.OFFICE, "Otto")


async def test_the_journal_tells_who_what_when_and_from_where(core: Core, clock: FixedClock) -> None:
    _, otto = await _history(core, clock)
    page = await core.ask(otto, ShowAudit())
    assert page.entries == (
        AuditEntry(clock.now(), "Cora", None, "language_chosen", "Corner Store", ("tr", "Cora")),
        AuditEntry(
            clock.now() - timedelta(minutes=1),
            "Ada",
            "chat:1f2e3d4c",
            "order_placed",
            "TechMart Corp",
            ("B2B-2025-1", "Ada", "approved", Money(2_600_000, "USD")),
        ),
    )
    assert (page.subject, page.has_more) == (Subject(), False)


async def test_it_is_narrowed_to_a_person_a_dealer_or_an_order(core: Core, clock: FixedClock) -> None:
    trade, otto = await _history(core, clock)
    for text, about, label in (
        ("B2B-2025-1", About.ORDER, "B2B-2025-1"),
        ("techmart corp", About.DEALER, "TechMart Corp"),
        ("ada", About.PERSON, "Ada"),
    ):
        (subject,) = await core.ask(otto, FindAudited(text))
        assert (subject.about, subject.label) == (about, label)
        page = await core.ask(otto, ShowAudit(subject.about, subject.id))
        assert [entry.name for entry in page.entries] == ["order_placed"], text
        assert page.subject == subject
    assert await core.ask(otto, FindAudited("zzzzqqqq")) == ()
    for about in (About.PERSON, About.DEALER, About.ORDER):
        with pytest.raises(NotFound):
            await core.ask(otto, ShowAudit(about, trade.iphone))


async def test_pages_do_not_move_while_the_journal_grows(core: Core, clock: FixedClock) -> None:
    _, otto = await _history(core, clock)
    first = await core.ask(otto, ShowAudit(limit=1))
    assert (first.entries[0].name, first.has_more) == ("language_chosen", True)
    clock.advance(timedelta(minutes=1))
    await core.execute(otto, ChooseLanguage("ms"))
    second = await core.ask(otto, ShowAudit(until=first.until, limit=1, offset=1))
    assert [entry.name for entry in second.entries] == ["order_placed"]
    assert not second.has_more
    newest = await core.ask(otto, ShowAudit(limit=1))
    assert (newest.entries[0].who, newest.entries[0].dealer) == ("Otto", None)


async def test_what_the_clock_and_an_import_did_is_told_apart(core: Core, clock: FixedClock) -> None:
    ada = await make_buyer(core, await make_dealer(core))
    timed = Timed("test", timedelta(hours=1), lambda _slot: ChooseLanguage("tr"))
    await tick(core, (timed,))  # the house has no profile: refused, and nothing is written
    assert await rows(core, JournalRow) == []
    await core.execute(ada.from_origin("import"), ChooseLanguage("tr"))
    await core.execute(replace(ada, origin=""), ChooseLanguage("ms"))
    assert [row.origin for row in await rows(core, JournalRow)] in (["import", None], [None, "import"])
    assert SYSTEM.origin == "system"


def test_facts_are_values_that_people_read() -> None:
    ada, nobody = "0199e1f2-a680-7434-88cc-ac5275250e3c", "0199e1f2-a680-7434-88cc-ac5275250e3d"
    payload = {
        "person_id": ada, "order_id": nobody, "number": "B2B-1", "total_minor": 1999, "currency": "JPY",
        "fee": {"minor": 5, "currency": "USD"}, "blocked": False, "reason": None, "lines": [1, 2],
        "text": "x" * 99,
    }  # fmt: skip
    assert facts_of(payload, {ada: "Ada"}) == (
        "blocked: ✗",
        Money(5, "USD"),
        "2 lines",
        "B2B-1",
        "Ada",
        "x" * 59 + "…",
    )
    assert facts_of({"total_minor": 1999, "currency": "JPY"}, {}) == (Money(1999, "JPY"),)


async def test_books_that_are_whole_say_so(core: Core, clock: FixedClock) -> None:
    _, otto = await _history(core, clock)
    report = await core.ask(otto, CheckBooks())
    assert report.faults == ()
    assert report.checked == {
        "journal entries": 2, "journal chains": 2, "dealers' accounts": 2, "stock levels": 1, "transfers": 0,
        "orders": 1, "documents": 0,
    }  # fmt: skip
    assert describe(report) == [
        "Checked 2 journal entries, 2 journal chains, 2 dealers' accounts, 1 stock levels, 0 transfers, "
        "1 orders, 0 documents. Everything is as it was written."
    ]


async def _tampered(core: Core, trade: Trade, *statements: Any) -> list[str]:
    await write(core, *statements)
    return [line.replace(str(trade.dealer_id), "D") for line in describe(await check(core))]


FAULTS: dict[str, tuple[Callable[[], Any], str]] = {
    "an amount in the journal": (
        lambda: (
            update(JournalRow).where(JournalRow.name == "order_placed").values(payload={"total_minor": 1})
        ),
        "Entry 1 of D was changed.",
    ),
    "who did it": (
        lambda: update(JournalRow).where(JournalRow.name == "order_placed").values(actor_id=None),
        "Entry 1 of D was changed.",
    ),
    "from where": (
        lambda: update(JournalRow).where(JournalRow.name == "order_placed").values(origin="chat:00000000"),
        "Entry 1 of D was changed.",
    ),
    "from where, hidden": (
        lambda: update(JournalRow).where(JournalRow.name == "order_placed").values(origin=None),
        "Entry 1 of D was changed.",
    ),
    "the tail": (
        lambda: delete(JournalRow).where(JournalRow.name == "order_placed"),
        "Entry 1 of D is missing.",
    ),
    "a credit account": (
        lambda: update(CreditAccountRow).where(CreditAccountRow.held_minor > 0).values(held_minor=1),
        "Account of D: held says 1, its entries 2,600,000.",
    ),
    "a stock level": (
        lambda: update(StockRow).values(reserved=7),
        "Stock of IP15P at LA: 7 reserved, the reservations 25.",
    ),
    "goods on a shelf": (
        lambda: update(StockRow).values(on_hand=StockRow.on_hand - 1),
        "Stock of IP15P at LA: 499 on hand, the movements 500.",
    ),
    "a movement of goods": (
        lambda: update(StockMovementRow).values(quantity=90),
        "Stock of IP15P at LA: 500 on hand, the movements 90.",
    ),
}


@pytest.mark.parametrize("what", FAULTS)
async def test_every_kind_of_tampering_is_found_and_named(core: Core, clock: FixedClock, what: str) -> None:
    trade, _ = await _history(core, clock)
    statement, sentence = FAULTS[what]
    said = await _tampered(core, trade, statement())
    assert said[0] == sentence
    assert said[-1].endswith("1 faults.")


async def test_an_order_that_was_deleted_is_missed(core: Core, clock: FixedClock) -> None:
    trade, _ = await _history(core, clock)
    tables = (OrderStepRow, OrderLineRow, OrderRow)
    said = await _tampered(core, trade, *(delete(table) for table in tables))
    assert "Order B2B-2025-1 is missing." in said


async def test_a_chain_written_anew_with_its_head_is_found_by_heads_kept_elsewhere(
    core: Core, clock: FixedClock, tmp_path: Path
) -> None:
    """Whoever can write to the database can compute hashes, too; what he cannot reach gives him away."""
    trade, _ = await _history(core, clock)
    heads = tmp_path / "heads.json"
    assert (await check(core, heads)).faults == ()
    kept = json.loads(heads.read_text())
    assert kept[str(trade.dealer_id)][0] == 1
    stream = JournalRow.stream == str(trade.dealer_id)
    await write(
        core,
        delete(JournalRow).where(stream),
        delete(JournalHeadRow).where(JournalHeadRow.stream == str(trade.dealer_id)),
    )
    assert (await check(core)).faults == ()
    (fault,) = (await check(core, heads)).faults
    assert fault == f"Entry 1 of {trade.dealer_id} is missing: there were 1 entries."
    assert json.loads(heads.read_text()) == kept  # a file that has found something is not brought up to date
    await core.execute(trade.buyer, ChooseLanguage("tr"))
    (fault,) = (await check(core, heads)).faults
    assert fault == f"Entry 1 of {trade.dealer_id} is not the one it was: the chain was written anew."


async def test_heads_kept_elsewhere_follow_a_chain_that_grew_honestly(
    core: Core, clock: FixedClock, tmp_path: Path
) -> None:
    trade, _ = await _history(core, clock)
    heads = tmp_path / "heads.json"
    await check(core, heads)
    await core.execute(trade.buyer, ChooseLanguage("tr"))
    assert (await check(core, heads)).faults == ()
    assert json.loads(heads.read_text())[str(trade.dealer_id)][0] == 2
