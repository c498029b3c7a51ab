"""N4: killed at any moment and started again, no message, order, card or notice is lost or doubled."""

from datetime import timedelta
from functools import partial

from bot.tables import ProposalRow
from core.billing.tables import InvoiceRow
from core.infra.queue import JobRow
from core.orders.tables import DraftLineRow, DraftRow, OrderRow
from core.stock.tables import StockRow
from dealerline.sandbox.faults import FaultKind
from tests.chat import FINANCE, OFFICE, REP, Chat, ask, caught_up, tap, until
from tests.make import account, column, count
from tests.stories.trade import offering


async def _is_stored(chat: Chat) -> bool:
    return await count(chat.core, JobRow, JobRow.state == "pending") == 1


async def test_a_message_that_was_stored_but_not_handled_is_answered_after_the_restart(chat: Chat) -> None:
    await chat.kill()
    chat.restart(working=False)
    await chat.ada.say("25 iphone 15 pro")
    await until(lambda: _is_stored(chat))
    await chat.kill()
    assert await count(chat.core, DraftRow) == 0
    chat.restart()
    card = await chat.ada.wait_for("Your order")
    assert "25 pieces × $1,040.00 = $26,000.00" in card.text
    await caught_up(chat.ada)
    assert len([one for one in chat.ada.from_bot() if "Your order" in one.text]) == 1
    assert await column(chat.core, DraftLineRow.quantity) == [25]


async def test_an_order_that_was_placed_but_not_answered_is_answered_and_not_doubled(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro")
    await chat.sandbox.trouble(FaultKind.SLOW, method="editMessageText", seconds=60)
    await chat.ada.tap("Confirm", message=card)

    async def placed() -> bool:
        return await count(chat.core, OrderRow) == 1

    await until(placed)
    await chat.kill()
    assert chat.ada.find("is placed") is None
    await chat.sandbox.no_trouble()
    chat.restart()
    done = await chat.ada.wait_for("is placed")
    assert done.text.startswith("✅ Thank you! Order B2B-2025-1 is placed.")
    await caught_up(chat.ada)
    assert await column(chat.core, OrderRow.number) == ["B2B-2025-1"]
    assert (await account(chat.core, chat.techmart))["held"] == 2_600_000
    assert await column(chat.core, StockRow.reserved, StockRow.product_id == chat.iphone) == [25]


async def test_what_the_office_confirmed_and_heard_nothing_of_is_done_once_and_answered(chat: Chat) -> None:
    placed = await tap(chat.ada, "Confirm", await ask(chat.ada, "25 iphone 15 pro"), "B2B-2025-1")
    assert "is placed" in placed.text
    preview = await ask(chat.otto, "/invoice B2B-2025-1", "1 order is invoiced")
    await chat.sandbox.trouble(FaultKind.SLOW, method="editMessageText", chat_id=OFFICE, seconds=60)
    await chat.otto.tap("Confirm", message=preview)

    async def invoiced() -> bool:
        return await count(chat.core, InvoiceRow) == 1

    await until(invoiced)
    await chat.kill()
    await chat.sandbox.no_trouble()
    chat.restart()
    assert (await chat.otto.wait_for("invoice made")).text == "✅ 1 invoice made: INV-2025-1"
    await ask(chat.otto, "/invoice all techmart", "No order is ready")
    assert not [one for one in chat.otto.from_bot() if "already" in one.text]
    assert await count(chat.core, InvoiceRow) == 1


async def test_an_answer_is_not_taken_for_the_next_question_after_a_crash(chat: Chat) -> None:
    asked = await ask(chat.fay, "/hold zzz", "Which dealer?")
    await chat.sandbox.trouble(FaultKind.SLOW, method="sendMessage", chat_id=FINANCE, seconds=60)
    await chat.fay.say("corner store")

    async def read_once() -> bool:
        return "dealer" in (await column(chat.core, ProposalRow.arguments))[0]["values"]

    await until(read_once)
    await chat.kill()
    await chat.sandbox.no_trouble()
    chat.restart()
    why = await chat.fay.wait_for("", since=asked.revision + 1)
    (kept,) = await column(chat.core, ProposalRow.arguments)
    assert (kept["values"].keys(), kept["asked"]) == ({"dealer"}, "reason")
    preview = await ask(chat.fay, "cheque bounced", "held from now on")
    assert "cheque bounced" in preview.text != why.text


async def test_goods_that_were_handed_over_and_nothing_was_heard_of_are_told_after_the_restart(
    chat: Chat,
) -> None:
    await tap(chat.ada, "Confirm", await ask(chat.ada, "25 iphone 15 pro"), "B2B-2025-1")
    made = await tap(chat.otto, "Confirm", await ask(chat.otto, "/pick LA", "Pick list for"), "PL-2025-1")
    card = await tap(chat.otto, "SH-2025-1", made, "Being picked")
    packed = await tap(chat.otto, "All there", card, offering("Own van"))
    sent = await tap(chat.otto, "Own van", packed, offering("Delivered"))
    await tap(chat.otto, "Delivered", sent, "Who took the goods")
    await chat.sandbox.trouble(FaultKind.SLOW, method="sendMessage", chat_id=OFFICE, seconds=60)
    await chat.otto.say("Ada Lovelace")

    async def delivered() -> bool:
        return await column(chat.core, OrderRow.state) == ["delivered"]

    await until(delivered)
    await chat.kill()
    await chat.sandbox.no_trouble()
    chat.restart()
    assert "out of date" not in (await chat.otto.wait_for("Taken by Ada Lovelace")).text


async def test_a_message_that_was_booked_but_not_answered_is_answered_and_not_added_twice(chat: Chat) -> None:
    await chat.sandbox.trouble(FaultKind.SLOW, method="sendMessage", seconds=60)
    await chat.ada.say("25 iphone 15 pro")

    async def booked() -> bool:
        return await count(chat.core, DraftLineRow) == 1

    await until(booked)
    await chat.kill()
    await chat.sandbox.no_trouble()
    chat.restart()
    card = await chat.ada.wait_for("Your order")
    assert "25 pieces × $1,040.00 = $26,000.00" in card.text
    await caught_up(chat.ada)
    assert await column(chat.core, DraftLineRow.quantity) == [25]


async def test_what_was_written_while_nobody_was_there_is_read_in_order(chat: Chat) -> None:
    await chat.kill()
    await chat.ada.say("25 iphone 15 pro")
    await chat.ada.say("10 case coke 330")
    await chat.ada.say("make line 1 30")
    chat.restart()
    await chat.ada.wait_for("30 pieces", since=0)
    assert await column(chat.core, DraftLineRow.quantity) == [240, 30]


async def test_a_notice_that_could_not_go_out_goes_out_later_once(chat: Chat) -> None:
    await chat.sandbox.trouble(FaultKind.TOO_MANY_REQUESTS, method="sendMessage", chat_id=REP, retry_after=60)
    card = await ask(chat.ada, "120 iphone 15 pro")
    await tap(chat.ada, "Confirm", card, "B2B-2025-1")

    async def waiting() -> bool:
        later = JobRow.due > chat.clock.now()
        return await count(chat.core, JobRow, JobRow.kind == "chat.send", later) == 1

    await until(waiting)
    assert chat.rita.from_bot() == []
    await chat.kill()
    chat.restart()
    request = await chat.rita.wait_for("needs your decision", since=0)
    await tap(chat.rita, "Approve", request, "Approved by Rita")
    await chat.ada.wait_for("is approved", since=0)
    await caught_up(chat.ada)
    assert len([one for one in chat.rita.from_bot() if "B2B-2025-1" in one.text]) == 1
    assert len([one for one in chat.ada.from_bot() if "is approved" in one.text]) == 1


async def test_a_server_that_fails_for_a_while_costs_no_answer(chat: Chat) -> None:
    await chat.sandbox.trouble(FaultKind.SERVER_ERROR, method="sendMessage")
    await chat.ada.say("25 iphone 15 pro")

    async def again() -> bool:
        return await count(chat.core, JobRow, JobRow.due > chat.clock.now()) == 1

    await until(again)
    await chat.kill()
    chat.restart()
    assert "25 pieces" in (await chat.ada.wait_for("Your order", since=0)).text
    assert await column(chat.core, DraftLineRow.quantity) == [25]


async def test_a_long_wait_that_the_server_asks_for_is_obeyed_and_costs_no_try(chat: Chat) -> None:
    await chat.sandbox.trouble(
        FaultKind.TOO_MANY_REQUESTS, method="sendMessage", retry_after=600, times=3, chat_id=chat.ada.id
    )
    await chat.ada.say("25 iphone 15 pro")

    async def waiting() -> bool:
        due = await column(chat.core, JobRow.due, JobRow.tries == 0, JobRow.state == "pending")
        return due == [chat.clock.now() + timedelta(seconds=600)]

    for _ in range(3):
        await until(waiting)
        await chat.kill()
        chat.clock.advance(timedelta(minutes=10))
        chat.restart()
    assert "25 pieces" in (await chat.ada.wait_for("Your order", since=0)).text
    assert not any("went wrong" in message.text for message in chat.ada.from_bot())


async def test_an_answer_to_a_tap_that_fails_does_not_stop_the_work(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro")
    await chat.sandbox.trouble(FaultKind.TOO_MANY_REQUESTS, method="answerCallbackQuery", retry_after=30)
    await chat.ada.tap("Confirm", message=card)
    await chat.ada.wait_for("is placed")
    assert await column(chat.core, OrderRow.number) == ["B2B-2025-1"]


async def test_a_poisoned_update_does_not_stop_its_writer(chat: Chat) -> None:
    await chat.service.store([{"update_id": 7, "message": {"from": {"id": chat.ada.id}, "chat": "nonsense"}}])

    async def waiting_after(tries: int) -> bool:
        # Only a try that has ended gives its lease back; a kill in the middle of one leaves it held.
        ended = (JobRow.tries == tries) & JobRow.error.is_not(None) & JobRow.lease_until.is_(None)
        return await count(chat.core, JobRow, ended) == 1

    for tries in (1, 2):
        await until(partial(waiting_after, tries))
        await chat.kill()
        chat.restart()

    async def buried() -> bool:
        return await count(chat.core, JobRow, JobRow.state == "dead") == 1

    await until(buried)
    assert "25 pieces" in (await ask(chat.ada, "25 iphone 15 pro")).text
