"""A question of ours is answered by the next typed message, once, whatever is restarted."""

from __future__ import annotations

from datetime import timedelta

from bot.expecting import KEEP, REMEMBER, Expected, forget_question, remember_question, take_answer
from core.infra.door import Core
from core.kernel.clock import FixedClock

CHAT = 5001


async def test_the_next_message_is_the_answer(core: Core) -> None:
    await remember_question(core, CHAT, "reason", {"request": "7"})

    assert await take_answer(core, CHAT, "msg:1") == Expected("reason", {"request": "7"})
    assert await take_answer(core, CHAT, "msg:2") is None


async def test_the_same_message_coming_again_is_the_answer_again(core: Core) -> None:
    await remember_question(core, CHAT, "reason", {})
    await take_answer(core, CHAT, "msg:1")

    assert await take_answer(core, CHAT, "msg:1") == Expected("reason", {})


async def test_a_message_that_led_to_the_next_question_answers_its_own_if_it_comes_again(
    core: Core,
) -> None:
    await remember_question(core, CHAT, "amount", {"step": 1})
    await take_answer(core, CHAT, "msg:1")
    await remember_question(core, CHAT, "day", {"step": 2}, asked_by="msg:1")

    assert await take_answer(core, CHAT, "msg:1") == Expected("amount", {"step": 1})
    assert await take_answer(core, CHAT, "msg:2") == Expected("day", {"step": 2})
    assert await take_answer(core, CHAT, "msg:2") == Expected("day", {"step": 2})


async def test_an_answer_is_one_when_it_comes_again_though_nothing_more_is_asked(core: Core) -> None:
    await remember_question(core, CHAT, "amount", {})
    await take_answer(core, CHAT, "msg:1")

    await forget_question(core, CHAT)

    assert await take_answer(core, CHAT, "msg:1") == Expected("amount", {})
    assert await take_answer(core, CHAT, "msg:2") is None


async def test_a_newer_question_replaces_the_older_one(core: Core) -> None:
    await remember_question(core, CHAT, "reason", {})
    await take_answer(core, CHAT, "msg:1")
    await remember_question(core, CHAT, "price", {"line": 2})

    assert await take_answer(core, CHAT, "msg:2") == Expected("price", {"line": 2})


async def test_questions_of_other_chats_are_left_alone(core: Core) -> None:
    await remember_question(core, CHAT, "reason", {})

    await forget_question(core, CHAT + 1)

    assert await take_answer(core, CHAT + 1, "msg:1") is None
    assert await take_answer(core, CHAT, "msg:2") == Expected("reason", {})


async def test_a_question_that_was_dropped_is_not_answered(core: Core) -> None:
    await remember_question(core, CHAT, "reason", {})

    await forget_question(core, CHAT)

    assert await take_answer(core, CHAT, "msg:1") is None


async def test_an_answer_after_half_an_hour_is_late_once(core: Core, clock: FixedClock) -> None:
    await remember_question(core, CHAT, "reason", {"request": "7"})
    clock.advance(KEEP + timedelta(seconds=1))

    late = Expected("reason", {"request": "7"}, is_late=True)
    assert await take_answer(core, CHAT, "msg:1") == late
    assert await take_answer(core, CHAT, "msg:1") == late
    assert await take_answer(core, CHAT, "msg:2") is None


async def test_a_question_is_forgotten_after_a_day(core: Core, clock: FixedClock) -> None:
    await remember_question(core, CHAT, "reason", {})
    clock.advance(REMEMBER + timedelta(seconds=1))

    assert await take_answer(core, CHAT, "msg:1") is None
