"""N4: a message that nobody knows to have arrived is looked for in the chat, and stands there once."""

from collections.abc import Sequence

import pytest

from bot import sent
from core.infra.queue import JobRow
from core.orders.tables import DraftLineRow
from dealerline.sandbox.faults import FaultKind
from dealerline.sandbox.seen import ChatMessage
from tests.chat import BUYER, REP, Chat, ask, caught_up, tap, until
from tests.make import column, count

DOUBT = "↻ Sent again to be safe: you may have this already."


async def _to_rita(chat: Chat) -> list[str]:
    return [one.text for one in chat.rita.from_bot() if "B2B-2025-1" in one.text]


async def _order_for_rita(chat: Chat) -> None:
    await tap(chat.ada, "Confirm", await ask(chat.ada, "120 iphone 15 pro"), "B2B-2025-1")


async def _until_handed_over(chat: Chat) -> None:
    async def handed_over() -> bool:
        jobs = await column(chat.core, JobRow.payload, JobRow.kind == "chat.send")
        return any("handed_over" in one for one in jobs)

    await until(handed_over)


async def _until_failed(chat: Chat) -> None:
    async def failed() -> bool:
        return await count(chat.core, JobRow, JobRow.kind == "chat.send", JobRow.error.is_not(None)) == 1

    await until(failed)


async def _until_nothing_waits(chat: Chat) -> None:
    async def nothing_waits() -> bool:
        return await count(chat.core, JobRow, JobRow.state == "pending") == 0

    await until(nothing_waits)


def _with(messages: Sequence[ChatMessage], words: str) -> list[str]:
    return [one.text for one in messages if words in one.text]


async def test_a_notice_that_arrived_while_its_sender_died_stands_there_once(chat: Chat) -> None:
    await chat.sandbox.trouble(FaultKind.SLOW, method="sendMessage", chat_id=REP, seconds=0.2)
    await _order_for_rita(chat)
    await _until_handed_over(chat)
    await chat.kill()  # the server has the message, and nobody was there to hear it
    request = await chat.rita.wait_for("needs your decision", since=0)
    chat.restart()
    await _until_nothing_waits(chat)
    assert await _to_rita(chat) == [request.text]
    assert chat.rita.last.revision == request.revision
    await tap(chat.rita, "Approve", request, "Approved by Rita")
    await chat.ada.wait_for("is approved", since=0)
    await caught_up(chat.ada)
    assert len(_with(chat.ada.from_bot(), "is approved")) == 1


async def test_a_notice_whose_answer_was_lost_on_the_way_is_found(chat: Chat) -> None:
    await chat.sandbox.trouble(FaultKind.LOST_ANSWER, method="sendMessage", chat_id=REP)
    await _order_for_rita(chat)
    await _until_failed(chat)
    (first,) = await _to_rita(chat)
    await chat.kill()
    chat.restart()
    await _until_nothing_waits(chat)
    assert await _to_rita(chat) == [first]


async def test_a_notice_that_was_lost_on_the_way_comes_once_and_needs_no_words(chat: Chat) -> None:
    await chat.sandbox.trouble(FaultKind.LOST_CALL, method="sendMessage", chat_id=REP)
    await _order_for_rita(chat)
    await _until_failed(chat)
    assert await _to_rita(chat) == []
    await chat.kill()
    chat.restart()
    request = await chat.rita.wait_for("needs your decision", since=0)
    await _until_nothing_waits(chat)
    assert await _to_rita(chat) == [request.text]
    assert DOUBT not in request.text


async def test_a_notice_that_may_lie_beyond_what_is_looked_at_is_sent_again_and_says_so(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await chat.sandbox.trouble(FaultKind.LOST_CALL, method="sendMessage", chat_id=REP)
    await _order_for_rita(chat)
    await _until_failed(chat)
    await chat.kill()
    for _ in range(4):
        await chat.ada.say("hello")
    monkeypatch.setattr(sent, "MOST_TRIED", 2)
    chat.restart(polling=False)
    request = await chat.rita.wait_for(DOUBT, since=0)
    assert await _to_rita(chat) == [request.text]
    assert request.button("Approve") is not None


async def test_an_answer_whose_sender_heard_nothing_of_it_stands_there_once(chat: Chat) -> None:
    await chat.sandbox.trouble(FaultKind.LOST_ANSWER, method="sendMessage", chat_id=BUYER)
    await chat.ada.say("25 iphone 15 pro")

    async def failed() -> bool:
        return await count(chat.core, JobRow, JobRow.error.is_not(None)) == 1

    await until(failed)
    card = await chat.ada.wait_for("Your order", since=0)
    await chat.kill()
    chat.restart()
    await caught_up(chat.ada)
    assert _with(chat.ada.from_bot(), "Your order") == [card.text]
    assert await column(chat.core, DraftLineRow.quantity) == [25]
    placed = await tap(chat.ada, "Confirm", card, "is placed")
    assert "B2B-2025-1" in placed.text


async def test_an_answer_and_a_notice_in_doubt_in_one_chat_stand_there_once_each(chat: Chat) -> None:
    await chat.sandbox.trouble(FaultKind.LOST_ANSWER, method="sendMessage", chat_id=REP, times=2)
    await _order_for_rita(chat)
    await chat.rita.say("/help")

    async def both_failed() -> bool:
        return await count(chat.core, JobRow, JobRow.error.is_not(None)) == 2

    await until(both_failed)
    before = sorted(one.text for one in chat.rita.from_bot())
    assert len(before) == 2
    await chat.kill()
    chat.restart()
    await _until_nothing_waits(chat)
    assert sorted(one.text for one in chat.rita.from_bot()) == before
    assert len(await _to_rita(chat)) == 1


async def test_a_notice_meanwhile_waits_until_the_one_in_doubt_is_settled(chat: Chat) -> None:
    await chat.sandbox.trouble(FaultKind.LOST_ANSWER, method="sendMessage", chat_id=REP)
    await _order_for_rita(chat)
    await _until_failed(chat)
    card = await ask(chat.cora, "9000 coke 330")
    placed = await tap(chat.cora, "Confirm", card, "B2B-2025-2")
    assert "is placed and held" in placed.text
    await chat.kill()
    chat.restart()
    await _until_nothing_waits(chat)
    assert len(await _to_rita(chat)) == 1
    assert len(_with(chat.rita.from_bot(), "B2B-2025-2")) == 1
    assert _with(chat.rita.from_bot(), DOUBT) == []
