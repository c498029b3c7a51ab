"""Which message shows what, on both databases."""

from bot.cards import find_cards, remember_card
from bot.tables import CardRow
from core.infra import queue
from core.infra.door import Core
from core.infra.queue import NewJob
from tests.make import count


async def test_a_newer_card_of_the_same_thing_names_the_older_ones_to_be_frozen(core: Core) -> None:
    assert await remember_card(core, 1, 10, "draft:a") == []
    assert await remember_card(core, 1, 11, "draft:a") == [10]
    assert await remember_card(core, 1, 12, "draft:a") == [11]
    assert await find_cards(core, "draft:a") == [(1, 12, "draft:a")]


async def test_the_same_message_drawn_again_freezes_nothing(core: Core) -> None:
    await remember_card(core, 1, 10, "draft:a")
    assert await remember_card(core, 1, 10, "draft:a") == []
    assert await count(core, CardRow) == 1


async def test_other_chats_and_other_things_keep_their_cards(core: Core) -> None:
    await remember_card(core, 1, 10, "approval:x")
    await remember_card(core, 1, 11, "approval:y")
    assert await remember_card(core, 2, 10, "approval:x") == []
    assert await find_cards(core, "approval:x") == [(1, 10, "approval:x"), (2, 10, "approval:x")]
    assert await find_cards(core, "approval:z") == []


async def test_a_message_that_shows_something_else_now_is_no_card_of_the_old_thing(core: Core) -> None:
    await remember_card(core, 1, 10, "draft:a")
    await remember_card(core, 1, 10, "draft:b")
    assert await find_cards(core, "draft:a") == []
    assert await find_cards(core, "draft:b") == [(1, 10, "draft:b")]


async def test_a_card_on_its_way_is_one_without_a_message_until_it_is_there(core: Core) -> None:
    now = core.clock.now()
    payload = {"chat_id": 3, "subject": "approval:x"}
    async with core.database.write() as connection:
        jobs = [NewJob("chat.send", payload), NewJob("chat.send", {**payload, "subject": "approval:y"})]
        await queue.enqueue(connection, [*jobs, NewJob("chat.send", {"chat_id": 4})], now)
    await remember_card(core, 1, 10, "approval:x")
    assert await find_cards(core, "approval:x") == [(1, 10, "approval:x"), (3, None, "approval:x")]
    async with core.database.write() as connection:
        (job, *_) = await queue.claim(connection, ["chat.send"], now, owner="me")
        await queue.finish(connection, [job.id], "me")
    assert await find_cards(core, "approval:x") == [(1, 10, "approval:x")]
