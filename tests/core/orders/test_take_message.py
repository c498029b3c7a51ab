"""A message becomes lines of the draft; a tap teaches words; nothing crosses to another dealer (A1, A2)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from core.catalog.tables import ProductRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.intake.tables import AliasRow
from core.intake.types import AskWhy, Intent
from core.kernel.actor import Actor
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, Outdated
from core.kernel.ids import ProductId
from core.kernel.money import Money
from core.orders.tables import DraftLineRow, DraftRow
from core.orders.types import LineState, Quote
from core.orders.use_cases.choose_product import ChooseProduct
from core.orders.use_cases.fit_to_stock import FitToStock
from core.orders.use_cases.take_message import MessageTaken, TakeMessage
from core.orders.use_cases.undo_alias import UndoAlias
from core.stock.tables import StockRow
from tests.make import (
    Trade,
    column,
    confirm,
    count,
    make_dealer,
    make_draft,
    make_product,
    make_stock,
    make_trade,
    quote,
    rows,
    set_order_multiple,
    touch_catalog,
    write,
)
from tests.make.people import make_buyer


async def say(core: Core, actor: Actor, text: str) -> MessageTaken:
    return await core.execute(actor, TakeMessage(text))


def content(shown: Quote) -> list[tuple[str, str, int | None]]:
    return [(line.sku, line.unit, line.quantity) for line in shown.lines]


async def make_drinks(core: Core) -> tuple[Trade, ProductId, ProductId]:
    """TechMart's trade, and two sizes of one drink that a word alone does not tell apart."""
    trade = await make_trade(core)
    found = []
    for size in (330, 500):
        product = await make_product(
            core,
            f"COLA{size}",
            f"Rio Cola {size} ml",
            cost="100",
            list_price=None,
            brand="Rio",
            category="drinks/soft",
            packs={"case": 24},
        )
        await make_stock(core, product, trade.warehouse_id, 5000)
        found.append(product)
    return trade, found[0], found[1]


async def test_a_message_is_quoted_and_ordered_at_the_dealers_price(core: Core) -> None:
    trade = await make_trade(core)
    taken = await say(core, trade.buyer, "25 iPhone 15 Pro")
    assert taken.intent is Intent.ORDER
    shown = await quote(core, trade.buyer)
    assert content(shown) == [("IP15P", "each", 25)]
    assert (shown.draft_id, shown.total) == (taken.draft_id, Money.parse("26000", "USD"))
    assert (await confirm(core, trade.buyer)).number == "B2B-2025-1"
    assert await core.execute(trade.buyer, TakeMessage("what is in my order")) is not None


async def test_messages_go_on_with_the_same_draft_and_change_it(core: Core) -> None:
    trade, _, _ = await make_drinks(core)
    for text in (
        "25 iPhone 15 Pro",
        "3 cases rio cola 330ml",
        "make the iphone 12",
        "add 2 more cases of COLA330",
    ):
        await say(core, trade.buyer, text)
    assert content(await quote(core, trade.buyer)) == [("IP15P", "each", 12), ("COLA330", "case", 120)]
    await say(core, trade.buyer, "drop line 1")
    assert content(await quote(core, trade.buyer)) == [("COLA330", "case", 120)]
    assert await count(core, DraftRow) == 1


async def test_a_message_sent_twice_is_taken_once(core: Core) -> None:
    trade = await make_trade(core)
    for _ in range(2):
        taken = await core.execute(trade.buyer, TakeMessage("25 iPhone 15 Pro"), key="update 7")
        assert taken.intent is Intent.ORDER
    assert content(await quote(core, trade.buyer)) == [("IP15P", "each", 25)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\U0001f44d\U0001f44d",
        "how much do I owe?",
        "where is my order",
        "help",
        "thanks",
        "!?…",
        "\x00",
    ],
)
async def test_what_orders_nothing_writes_nothing(core: Core, text: str) -> None:
    trade = await make_trade(core)
    taken = await say(core, trade.buyer, text)
    assert (taken.intent is Intent.ORDER, taken.draft_id) == (False, None)
    assert [await count(core, table) for table in (DraftRow, DraftLineRow, JournalRow)] == [0, 0, 0]


@pytest.mark.parametrize(
    "text", ["25 iPhone 15\x00 Pro", "25 iPhone 15 Pro\x00\x01\x02", "25 iPhone 15 Pro \ud83d"]
)
async def test_signs_that_no_database_keeps_do_not_stop_a_message(core: Core, text: str) -> None:
    trade = await make_trade(core)
    await say(core, trade.buyer, text)
    assert content(await quote(core, trade.buyer)) == [("IP15P", "each", 25)]


@pytest.mark.parametrize(
    "amount", ["0", "-3", "1e9", "1000000000", "a few", "2.00000000000000000000000000001"]
)
async def test_an_amount_nobody_means_is_asked_and_never_booked(core: Core, amount: str) -> None:
    trade = await make_trade(core)
    await say(core, trade.buyer, f"{amount} IP15P")
    if await count(core, DraftRow):
        for line in (await quote(core, trade.buyer)).lines:
            assert line.state is not LineState.READY


async def test_noise_of_any_length_is_survived(core: Core) -> None:
    trade = await make_trade(core)
    for text in ("x" * 4096, "ab " * 1365, "9" * 4096, "\n" * 4096, "5 " * 2048, "q1w2e3 " * 585):
        await say(core, trade.buyer, text)
        if await count(core, DraftRow, DraftRow.state == "open"):
            await quote(core, trade.buyer)


async def test_an_amount_off_the_multiple_is_asked_when_added_and_when_changed(core: Core) -> None:
    trade, small, _ = await make_drinks(core)
    await set_order_multiple(core, small, 6)
    await say(core, trade.buyer, "7 COLA330")
    (line,) = (await quote(core, trade.buyer)).lines
    assert (line.state, line.questions) == (LineState.ASK, (AskWhy.QUANTITY_MULTIPLE,))
    await say(core, trade.buyer, "12")
    (line,) = (await quote(core, trade.buyer)).lines
    assert (line.state, line.quantity) == (LineState.READY, 12)
    await say(core, trade.buyer, "make COLA330 7")
    (line,) = (await quote(core, trade.buyer)).lines
    assert (line.state, line.questions) == (LineState.ASK, (AskWhy.QUANTITY_MULTIPLE,))


async def test_a_quantity_five_times_the_habit_is_asked(core: Core, clock: FixedClock) -> None:
    trade = await make_trade(core)
    await make_draft(core, trade.buyer, [(trade.iphone, 10)])
    await confirm(core, trade.buyer)
    clock.advance(timedelta(days=3))
    await say(core, trade.buyer, "100 iPhone 15 Pro")
    (line,) = (await quote(core, trade.buyer)).lines
    assert (line.state, line.questions, line.habit) == (LineState.ASK, (AskWhy.QUANTITY_UNUSUAL,), 10)


async def unclear_line(core: Core, actor: Actor, text: str = "20 rio cola") -> tuple[Quote, list[str]]:
    await say(core, actor, text)
    shown = await quote(core, actor)
    (line,) = shown.lines
    assert line.state is LineState.ASK
    assert AskWhy.WHICH_PRODUCT in line.questions
    return shown, [choice.sku for choice in line.choices]


async def test_a_tap_teaches_the_dealers_own_words_and_they_are_right_the_next_time(core: Core) -> None:
    trade, _, _ = await make_drinks(core)
    shown, offered = await unclear_line(core, trade.buyer)
    assert set(offered[:2]) == {"COLA330", "COLA500"}
    tap = ChooseProduct(shown.draft_id, shown.version, 1, offered.index("COLA500"))
    chosen = await core.execute(trade.buyer, tap, key="tap")
    assert await core.execute(trade.buyer, tap, key="tap") == chosen
    assert content(await quote(core, trade.buyer)) == [("COLA500", "each", 20)]
    (alias,) = await rows(core, AliasRow)
    assert (alias.id, alias.dealer_id, alias.person_id, alias.source) == (
        chosen.alias_id,
        trade.dealer_id,
        trade.buyer.person_id,
        "tap",
    )
    colleague = await make_buyer(core, trade.dealer_id, "Carl")
    await say(core, colleague, "30 rio cola")
    assert content(await quote(core, colleague)) == [("COLA500", "each", 30)]
    assert await column(core, AliasRow.uses) == [1]


async def test_words_of_one_dealer_are_never_anothers(core: Core) -> None:
    trade, _, _ = await make_drinks(core)
    shown, offered = await unclear_line(core, trade.buyer)
    await core.execute(trade.buyer, ChooseProduct(shown.draft_id, shown.version, 1, offered.index("COLA500")))
    stranger = await make_buyer(core, await make_dealer(core, "Other Corp"))
    await unclear_line(core, stranger)


async def test_a_word_taken_back_is_asked_again(core: Core) -> None:
    trade, _, _ = await make_drinks(core)
    shown, offered = await unclear_line(core, trade.buyer)
    chosen = await core.execute(
        trade.buyer, ChooseProduct(shown.draft_id, shown.version, 1, offered.index("COLA500"))
    )
    assert chosen.alias_id is not None
    other = await make_buyer(core, await make_dealer(core, "Other Corp"))
    with pytest.raises(NotFound):
        await core.execute(other, UndoAlias(chosen.alias_id))
    assert await core.execute(trade.buyer, UndoAlias(chosen.alias_id)) == chosen.phrase
    with pytest.raises(NotFound):
        await core.execute(trade.buyer, UndoAlias(chosen.alias_id))
    assert await column(core, JournalRow.name) == ["alias_forgotten", "alias_learned"]
    colleague = await make_buyer(core, trade.dealer_id, "Carl")
    await unclear_line(core, colleague)


async def test_a_new_meaning_replaces_the_old_and_keeps_it_as_evidence(core: Core) -> None:
    trade, small, large = await make_drinks(core)
    for name, wanted in (("Ann", "COLA330"), ("Ben", "COLA500")):
        await write(core, update(AliasRow).values(undone_at=None))
        buyer = await make_buyer(core, trade.dealer_id, name)
        await make_line_that_asks(core, buyer, "the dark stuff", [small, large])
        shown = await quote(core, buyer)
        choice = [one.sku for one in shown.lines[0].choices].index(wanted)
        await core.execute(buyer, ChooseProduct(shown.draft_id, shown.version, 1, choice))
    aliases = sorted(await rows(core, AliasRow), key=lambda row: row.undone_at is None)
    assert [(alias.product_id, alias.undone_at is None) for alias in aliases] == [
        (small, False),
        (large, True),
    ]


async def make_line_that_asks(core: Core, actor: Actor, phrase: str, candidates: list[ProductId]) -> None:
    """A draft whose only line asks which of the candidates the phrase means."""
    draft_id = await make_draft(core, actor, [(candidates[0], 5)])
    await write(
        core,
        update(DraftLineRow)
        .where(DraftLineRow.draft_id == draft_id)
        .values(
            state=LineState.ASK,
            phrase=phrase,
            product_id=None,
            candidates=[str(one) for one in candidates],
            questions=[AskWhy.WHICH_PRODUCT],
        ),
    )


@pytest.mark.parametrize("phrase", ["", "x", "w" * 5000, "\U0001f964" * 3])
async def test_words_that_cannot_be_learned_do_not_stop_the_choice(core: Core, phrase: str) -> None:
    trade, small, large = await make_drinks(core)
    await make_line_that_asks(core, trade.buyer, phrase, [small, large])
    shown = await quote(core, trade.buyer)
    await core.execute(trade.buyer, ChooseProduct(shown.draft_id, shown.version, 1, 1))
    assert content(await quote(core, trade.buyer)) == [("COLA500", "each", 5)]


async def test_a_choice_that_is_not_there_or_of_an_older_card_does_nothing(core: Core) -> None:
    trade, small, large = await make_drinks(core)
    await make_line_that_asks(core, trade.buyer, "cola", [small, large])
    shown = await quote(core, trade.buyer)
    for position, choice in ((1, 2), (1, -1), (2, 0)):
        with pytest.raises(NotFound):
            await core.execute(trade.buyer, ChooseProduct(shown.draft_id, shown.version, position, choice))
    with pytest.raises(Outdated):
        await core.execute(trade.buyer, ChooseProduct(shown.draft_id, shown.version + 1, 1, 0))
    await write(core, update(ProductRow).where(ProductRow.id == large).values(active=False))
    with pytest.raises(NotFound):
        await core.execute(trade.buyer, ChooseProduct(shown.draft_id, shown.version, 1, 1))
    assert await count(core, AliasRow) == 0


async def test_the_index_follows_the_catalogue_without_a_restart(core: Core) -> None:
    trade = await make_trade(core)
    await say(core, trade.buyer, "5 IP15P")
    cable = await make_product(core, "CBL-USBC-2M", "USB-C cable 2 m", cost="5", category="accessories")
    await say(core, trade.buyer, "40 CBL-USBC-2M")
    assert content(await quote(core, trade.buyer)) == [("IP15P", "each", 5), ("CBL-USBC-2M", "each", 40)]
    await write(core, update(ProductRow).where(ProductRow.id == cable).values(active=False))
    await touch_catalog(core, cable)
    colleague = await make_buyer(core, trade.dealer_id, "Carl")
    await say(core, colleague, "40 CBL-USBC-2M")
    if await count(core, DraftRow, DraftRow.person_id == colleague.person_id):
        shown = await quote(core, colleague)
        assert "CBL-USBC-2M" not in [line.sku for line in shown.lines]


async def test_same_as_last_time_brings_the_last_orders_lines(core: Core, clock: FixedClock) -> None:
    trade, small, _ = await make_drinks(core)
    assert (await say(core, trade.buyer, "same as last time")).said[0].code == "draft.no_history"
    await make_draft(core, trade.buyer, [(trade.iphone, 10), (small, 48)])
    await confirm(core, trade.buyer)
    clock.advance(timedelta(days=7))
    taken = await say(core, trade.buyer, "same as last time")
    assert (taken.said[0].code, taken.said[0].params) == ("draft.as_order", {"number": "B2B-2025-1"})
    assert content(await quote(core, trade.buyer)) == [("IP15P", "each", 10), ("COLA330", "each", 48)]


async def test_the_same_order_again_within_a_day_is_marked_as_a_repeat(core: Core, clock: FixedClock) -> None:
    trade = await make_trade(core)
    for hours, repeat in ((0, None), (1, "B2B-2025-1"), (48, None)):
        clock.advance(timedelta(hours=hours))
        await say(core, trade.buyer, "10 IP15P")
        assert (await quote(core, trade.buyer)).repeat_of == repeat
        if repeat is None:
            await confirm(core, trade.buyer)
        else:
            await write(core, update(DraftRow).where(DraftRow.state == "open").values(state="discarded"))


async def test_take_what_there_is_gives_short_lines_what_is_free(core: Core) -> None:
    trade, small, large = await make_drinks(core)
    await write(core, update(StockRow).where(StockRow.product_id == small).values(on_hand=50))
    await write(core, update(StockRow).where(StockRow.product_id == large).values(on_hand=0))
    await say(core, trade.buyer, "3 cases COLA330")
    await say(core, trade.buyer, "5 COLA500")
    await say(core, trade.buyer, "4 IP15P")
    shown = await quote(core, trade.buyer)
    assert [reason.code for reason in shown.blockers] == ["order.stock_short"]
    await core.execute(trade.buyer, FitToStock(shown.draft_id, shown.version))
    shown = await quote(core, trade.buyer)
    assert content(shown) == [("COLA330", "case", 48), ("IP15P", "each", 4)]
    assert (shown.blockers, shown.promised_on) == ((), date(2025, 10, 15))


async def test_less_than_a_case_is_left_and_is_offered_by_the_piece(core: Core) -> None:
    trade, small, _ = await make_drinks(core)
    await write(core, update(StockRow).where(StockRow.product_id == small).values(on_hand=20))
    await say(core, trade.buyer, "3 cases COLA330")
    shown = await quote(core, trade.buyer)
    await core.execute(trade.buyer, FitToStock(shown.draft_id, shown.version))
    shown = await quote(core, trade.buyer)
    assert content(shown) == [("COLA330", "each", 20)]
    assert shown.lines[0].total == Money.parse("2160", "USD")
    await confirm(core, trade.buyer)


async def test_two_short_lines_on_one_product_share_what_there_is(core: Core) -> None:
    trade = await make_trade(core, on_hand=25)
    await make_draft(core, trade.buyer, [(trade.iphone, 30), (trade.iphone, 20)])
    shown = await quote(core, trade.buyer)
    await core.execute(trade.buyer, FitToStock(shown.draft_id, shown.version))
    shown = await quote(core, trade.buyer)
    assert shown.blockers == ()
    assert sum(line.quantity or 0 for line in shown.lines) <= 25
    await confirm(core, trade.buyer)
    (stock,) = await rows(core, StockRow)
    assert stock.reserved <= 25
