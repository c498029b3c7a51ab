"""Which message shows what, on both databases."""

from bot.cards import find_cards, remember_card
from bot.tables import CardRow
from core.infra.door import Core
from tests.make import count


async def test_a_newer_card_of_the_same_thing_names_the_older_ones_to_be_frozen(core: Core) -> None:
    assert await remember_card(core, 1, 10, "draft:a") == []
    assert await remember_card(core, 1, 11, "draft:a") == [10]
    assert await remember_card(core, 1, 12, "draft:a") == [11]
    assert await find_cards(core, "draft:a") == [(1, 12)]


async def test_the_same_message_drawn_again_freezes_nothing(core: Core) -> None:
    await remember_card(core, 1, 10, "draft:a")
    assert await remember_card(core, 1, 10, "draft:a") == []
    assert await count(core, CardRow) == 1


async def test_other_chats_and_other_things_keep_their_cards(core: Core) -> None:
    await remember_card(core, 1, 10, "approval:x")
    await remember_card(core, 1, 11, "approval:y")
    assert await remember_card(core, 2, 10, "approval:x") == []
    assert await find_cards(core, "approval:x") == [(1, 10), (2, 10)]
    assert await find_cards(core, "approval:z") == []


async def test_a_message_that_shows_something_else_now_is_no_card_of_the_old_thing(core: Core) -> None:
    await remember_card(core, 1, 10, "draft:a")
    await remember_card(core, 1, 10, "draft:b")
    assert await find_cards(core, "draft:a") == []
    assert await find_cards(core, "draft:b") == [(1, 10)]
