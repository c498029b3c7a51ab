"""C1, A22: one message to many people: seen first, once to each, stopped or switched off by a tap."""

import time
from datetime import timedelta

from sqlalchemy import update

from core.channel.tables import BroadcastPersonRow, BroadcastRow, NoticeSwitchRow
from core.channel.types import Delivery
from core.dealers.tables import DealerRow, PersonRow
from core.infra.journal import JournalRow
from core.kernel.actor import Role
from dealerline.sandbox.seen import ChatMessage
from dealerline.sandbox.user import SandboxUser
from tests.chat import Chat, ask, tap, until
from tests.make import count, rows, write
from tests.make.people import make_person

NEWS = "Fresh stock arrived <today>"


async def _compose(user: SandboxUser, head: str, text: str) -> ChatMessage:
    """Type the command and the message; the preview."""
    await ask(user, head, "What shall it say?")
    return await ask(user, text, "Among them")


async def _state(chat: Chat) -> str:
    (row,) = await rows(chat.core, BroadcastRow)
    return str(row.state)


async def _goes_out(chat: Chat, state: str = "done") -> None:
    """Let the moment of grace pass, and wait until it is over."""
    chat.clock.advance(timedelta(seconds=6))
    chat.service.worker.wake()

    async def is_over() -> bool:
        return await _state(chat) == state

    await until(is_over)


async def _outcomes(chat: Chat) -> list[str]:
    return sorted(row.state for row in await rows(chat.core, BroadcastPersonRow))


def _got(user: SandboxUser, text: str) -> int:
    return sum(text in message.text for message in user.from_bot())


async def test_a_broadcast_is_seen_first_and_reaches_each_person_once(chat: Chat) -> None:
    preview = await _compose(chat.otto, "/broadcast news all now", NEWS)
    assert preview.text.splitlines()[:5] == [
        "📣 News to 2 people",
        "All dealers",
        "en 2",
        "Among them Ada · TechMart Corp, Cora · Corner Store",
        "Goes out at once",
    ]
    assert preview.text.endswith(NEWS)
    assert await count(chat.core, BroadcastRow) == 0
    await tap(chat.otto, "Confirm", preview, "waiting for its time")
    await _goes_out(chat)
    for user in (chat.ada, chat.cora):
        message = await user.wait_for(NEWS)
        assert message.text == NEWS
        assert message.labels == ["🔕 No more of these: News"]
    card = await chat.otto.wait_for("done")
    assert "2 of 2" in card.text
    assert "✅ 2 sent" in card.text
    assert card.labels == []
    assert await _outcomes(chat) == ["sent", "sent"]
    assert await count(chat.core, JournalRow, JournalRow.name == "broadcast_scheduled") == 1


async def test_only_the_people_of_the_segment_get_it_in_their_own_language(chat: Chat) -> None:
    turkish = update(PersonRow).where(PersonRow.id == chat.other.person_id).values(language="tr")
    await write(chat.core, turkish)
    preview = await _compose(chat.otto, "/broadcast promotions tier:bronze now", "Sale!\n[tr] İndirim!")
    assert "to 1 person" in preview.text
    assert "tr 1" in preview.text
    await tap(chat.otto, "Confirm", preview, "waiting for its time")
    await _goes_out(chat)
    message = await chat.cora.wait_for("İndirim!")
    assert message.text == "İndirim!"
    assert message.labels == ["🔕 Artık gelmesin: Kampanyalar"]
    assert _got(chat.ada, "Sale!") == 0


async def test_one_tap_switches_the_kind_off_and_the_next_one_stays_away(chat: Chat) -> None:
    preview = await _compose(chat.otto, "/broadcast news all now", NEWS)
    await tap(chat.otto, "Confirm", preview, "waiting")
    await _goes_out(chat)
    message = await chat.ada.wait_for(NEWS)
    await tap(chat.ada, "No more", message)

    async def is_off() -> bool:
        return await count(chat.core, NoticeSwitchRow) == 1

    await until(is_off)
    again = await _compose(chat.otto, "/broadcast news all now", "Second news")
    assert "to 1 person" in again.text
    assert "1 has switched these off and gets nothing" in again.text
    settings = await ask(chat.ada, "/notices", "What I write to you about")
    assert "🔕 News" in settings.labels
    await tap(chat.ada, "🔕 News", settings)

    async def is_on() -> bool:
        return await count(chat.core, NoticeSwitchRow) == 0

    await until(is_on)


async def test_nobody_blocked_closed_or_of_the_house_is_written_to(chat: Chat) -> None:
    await write(
        chat.core,
        update(PersonRow).where(PersonRow.id == chat.buyer.person_id).values(blocked=True),
        update(DealerRow).where(DealerRow.id == chat.corner).values(active=False),
    )
    await ask(chat.otto, "/broadcast news all now", "What shall it say?")
    refused = await ask(chat.otto, NEWS, "Nobody would get it")
    assert refused.labels == []
    assert await count(chat.core, BroadcastRow) == 0
    assert _got(chat.ada, NEWS) + _got(chat.cora, NEWS) == 0


async def test_who_is_blocked_after_it_began_is_left_out(chat: Chat) -> None:
    preview = await _compose(chat.otto, "/broadcast news all now", NEWS)
    await tap(chat.otto, "Confirm", preview, "waiting")
    block = update(PersonRow).where(PersonRow.id == chat.buyer.person_id).values(blocked=True)
    await write(chat.core, block)
    await _goes_out(chat)
    await chat.cora.wait_for(NEWS)
    assert _got(chat.ada, NEWS) == 0


async def test_it_waits_for_its_time_and_can_be_stopped_before(chat: Chat) -> None:
    preview = await _compose(chat.otto, "/broadcast news all tomorrow 9:00", NEWS)
    card = await tap(chat.otto, "Confirm", preview, "waiting for its time")
    sure = await tap(chat.otto, "Stop", card, "Stop it?")
    stopped = await tap(chat.otto, "Yes, stop it", sure, "stopped")
    assert stopped.labels == []
    chat.clock.advance(timedelta(days=2))
    await ask(chat.otto, "/broadcasts", "Broadcasts")
    assert await _state(chat) == "cancelled"
    assert _got(chat.ada, NEWS) == 0


async def test_a_dealer_cannot_broadcast(chat: Chat) -> None:
    await chat.ada.say("/broadcast news all now")
    await ask(chat.ada, "thanks", "You are welcome")
    assert await count(chat.core, BroadcastRow) == 0


async def _crowd(chat: Chat, size: int) -> None:
    """Colleagues of Ada in chats that the sandbox does not know: "chat not found" is all they get."""
    for at in range(size):
        await make_person(
            chat.core, f"P{at}", dealer_id=chat.techmart, role=Role.DEALER_VIEWER, telegram_id=900_000 + at
        )


async def test_a_dealer_is_answered_while_a_broadcast_runs(chat: Chat) -> None:
    await _crowd(chat, 250)
    preview = await _compose(chat.otto, "/broadcast news all now", NEWS)
    assert "to 252 people" in preview.text
    await tap(chat.otto, "Confirm", preview, "waiting")
    await _goes_out(chat, "running")
    waits = []
    for _ in range(5):
        started = time.perf_counter()
        await ask(chat.cora, "thanks", "You are welcome")
        waits.append(time.perf_counter() - started)
        chat.cora.mark()
    assert await _state(chat) == "running", "the broadcast was over before the last answer"
    assert max(waits) < 2.0, waits
    await chat.otto.wait_for("252 of 252", timeout=60)
    assert (await _outcomes(chat)).count(Delivery.BLOCKED) == 250
    assert _got(chat.ada, NEWS) == _got(chat.cora, NEWS) == 1


async def test_a_running_broadcast_is_stopped_with_two_taps(chat: Chat) -> None:
    await _crowd(chat, 250)
    preview = await _compose(chat.otto, "/broadcast news all now", NEWS)
    card = await tap(chat.otto, "Confirm", preview, "waiting")
    await _goes_out(chat, "running")
    sure = await tap(chat.otto, "Stop", card, "Stop it?")
    await tap(chat.otto, "Yes, stop it", sure, "stopped")
    left_out = (await _outcomes(chat)).count(Delivery.SKIPPED)
    assert left_out > 0
    await ask(chat.cora, "thanks", "You are welcome")
    assert (await _outcomes(chat)).count(Delivery.SKIPPED) == left_out


async def test_killed_in_the_middle_it_goes_on_and_nobody_gets_it_twice(chat: Chat) -> None:
    await _crowd(chat, 120)
    preview = await _compose(chat.otto, "/broadcast news all now", NEWS)
    await tap(chat.otto, "Confirm", preview, "waiting")
    await _goes_out(chat, "running")
    await chat.kill()
    assert Delivery.WAITING in await _outcomes(chat)
    chat.restart()

    async def is_done() -> bool:
        return await _state(chat) == "done"

    await until(is_done)
    outcomes = await _outcomes(chat)
    assert len(outcomes) == 122
    assert outcomes.count(Delivery.SENDING) <= 1, "only whoever was being written to is in doubt"
    assert set(outcomes) <= {Delivery.SENT, Delivery.BLOCKED, Delivery.SENDING}
    assert _got(chat.ada, NEWS) <= 1
    assert _got(chat.cora, NEWS) <= 1
