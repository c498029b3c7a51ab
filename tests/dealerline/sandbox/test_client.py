"""The person for tests: finding, waiting and failing with words that help."""

from __future__ import annotations

import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from dealerline.sandbox import (
    Refused,
    SandboxClient,
    SandboxPerson,
    SandboxSettings,
    SandboxUser,
    WaitedInVain,
    running_sandbox,
)

from .bots import bot_for


def keys(*labels: str) -> InlineKeyboardMarkup:
    buttons = [InlineKeyboardButton(text=label, callback_data=label.lower()) for label in labels]
    return InlineKeyboardMarkup(inline_keyboard=[buttons])


async def test_people_of_the_settings_keep_their_ids() -> None:
    people = (SandboxPerson(name="Mei", phone="60123456789"), SandboxPerson(name="Ahmet", language="tr"))
    async with running_sandbox(SandboxSettings(users=people)) as sandbox:
        mei, ahmet = sandbox.users
        assert (mei.id, ahmet.id, mei.phone, ahmet.language) == (5001, 5002, "60123456789", "tr")
        assert await sandbox.user("Mei") is mei
        assert (await sandbox.user("Nora", user_id=7)).id == 7
        with pytest.raises(Refused, match="409: there is somebody with id 7"):
            await sandbox.user("Other", user_id=7)


async def test_wait_for_looks_at_what_is_new_since_the_last_act(bot: Bot, ann: SandboxUser) -> None:
    await bot.send_message(ann.id, "card 1")
    first = await ann.wait_for("card")
    await ann.say("next")
    with pytest.raises(WaitedInVain, match="card 1"):  # the transcript shows it
        await ann.wait_for("card", timeout=0.05)
    assert await ann.wait_for("card", since=0) == first
    sent = await bot.send_message(ann.id, "card 2")
    assert (await ann.wait_for("card")).text == "card 2"
    ann.mark()
    await sent.edit_text("card 2, changed")
    changed = await ann.wait_for(lambda message: message.is_edited)
    assert (changed.id, changed.text) == (sent.message_id, "card 2, changed")


async def test_a_tap_finds_the_newest_button_exact_first(bot: Bot, ann: SandboxUser) -> None:
    await bot.send_message(ann.id, "old", reply_markup=keys("Confirm"))
    await bot.send_message(ann.id, "new", reply_markup=keys("Confirm all", "Confirm"))
    await ann.wait_for("new")
    await ann.tap("Confirm")
    await ann.tap("all")
    await ann.tap(lambda button: button.column == 0, message=ann.find("old"))
    queries = [u.callback_query for u in await bot.get_updates(offset=-3, timeout=0)]
    assert [(q.data, q.message.text) for q in queries if q and q.message] == [
        ("confirm", "new"),
        ("confirm all", "new"),
        ("confirm", "old"),
    ]
    with pytest.raises(WaitedInVain, match="sees no button 'Cancel'"):
        await ann.tap("Cancel")
    with pytest.raises(WaitedInVain, match="was not answered"):
        await (await ann.tap("Confirm")).answer(timeout=0.05)


async def test_keys_of_the_reply_keyboard(bot: Bot, ann: SandboxUser) -> None:
    keyboard = ReplyKeyboardMarkup(
        keyboard=[[KeyboardButton(text="Menu"), KeyboardButton(text="Where", request_location=True)]],
        one_time_keyboard=True,
    )
    await bot.send_message(ann.id, "choose", reply_markup=keyboard)
    await ann.wait_for("choose")
    with pytest.raises(WaitedInVain, match="no key 'Help', only"):
        await ann.press("Help")
    assert "location" in (await ann.press("Where")).raw
    assert ann.keyboard is None


async def test_what_a_person_cannot_do(ann: SandboxUser, bot: Bot) -> None:
    sent = await bot.send_message(ann.id, "mine")
    await ann.wait_for("mine")
    with pytest.raises(Refused, match="400: there is nothing to send"):
        await ann.say("  \n ")
    with pytest.raises(Refused, match="at most 4096"):
        await ann.say("x" * 4097)
    with pytest.raises(Refused, match="404: only an own text message"):
        await ann.edit(ann.last, "yours")
    with pytest.raises(Refused, match="this is not a picture"):
        await ann.send_photo(b"text")
    assert sent.message_id == ann.last.id


async def test_inline_queries(bot: Bot, ann: SandboxUser) -> None:
    asking = asyncio.ensure_future(ann.ask_inline("bearing 50"))
    update = (await bot.get_updates(offset=-1, timeout=5, allowed_updates=["inline_query"]))[0]
    while update.inline_query is None:
        update = (await bot.get_updates(offset=update.update_id + 1, timeout=5))[0]
    content = InputTextMessageContent(message_text="SKF 6210")
    result = InlineQueryResultArticle(id="1", title="SKF 6210", input_message_content=content)
    await update.inline_query.answer([result])
    (found,) = await asking
    assert found["title"] == "SKF 6210"
    sent = await ann.choose_inline(found)
    assert (sent.text, sent.raw["via_bot"]["id"]) == ("SKF 6210", bot.id)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await update.inline_query.answer([result])
    with pytest.raises(Refused, match="404: there is no such result"):
        await ann.choose_inline({"id": "2"})


async def test_a_chosen_result_is_told_to_a_bot_that_wants_it(bot: Bot, ann: SandboxUser) -> None:
    asking = asyncio.ensure_future(ann.ask_inline("bearing"))
    kinds = ["inline_query", "chosen_inline_result"]
    update = (await bot.get_updates(offset=-1, timeout=5, allowed_updates=kinds))[0]
    while update.inline_query is None:
        update = (await bot.get_updates(offset=update.update_id + 1, timeout=5))[0]
    content = InputTextMessageContent(message_text="1 SKF 6210")
    result = InlineQueryResultArticle(id="r1", title="SKF 6210", input_message_content=content)
    button = InlineQueryResultsButton(text="More in the chat", start_parameter="more")
    await update.inline_query.answer([result], button=button, next_offset="20")
    (found,) = await asking
    assert (ann.inline_button, ann.inline_offset) == (
        {"text": "More in the chat", "start_parameter": "more"},
        "20",
    )
    await ann.choose_inline(found)
    told = (await bot.get_updates(offset=update.update_id + 1, timeout=5))[0]
    while told.chosen_inline_result is None:
        told = (await bot.get_updates(offset=told.update_id + 1, timeout=5))[0]
    assert (told.chosen_inline_result.result_id, told.chosen_inline_result.query) == ("r1", "bearing")


async def test_the_bot_may_act(bot: Bot, ann: SandboxUser) -> None:
    await bot.send_chat_action(ann.id, "typing")
    await ann.wait_until(lambda user: user.actions == ["typing"])


async def test_a_sandbox_that_is_gone_is_noticed(sandbox: SandboxClient, ann: SandboxUser) -> None:
    async with running_sandbox() as other:
        bob = await other.user("Bob")
    with pytest.raises(WaitedInVain, match="the sandbox is gone"):
        await bob.wait_for("anything")
    await ann.say("this one is still there")


JUNK = [
    '"x"',
    "7",
    "[]",
    "[1]",
    "{}",
    "[[[]]]",
    '[{"a": 1}]',
    "null",
    "not json",
    '{"inline_keyboard": [[{}]]}',
]


@pytest.mark.parametrize("junk", JUNK)
async def test_nonsense_is_refused_in_words(sandbox: SandboxClient, ann: SandboxUser, junk: str) -> None:
    """Whatever the bot sends, the answer is JSON with a description and never a failure of the server."""
    bot = bot_for(sandbox)
    session = await bot.session.create_session()
    nested = ("reply_markup", "entities", "reply_parameters", "media", "message_ids", "commands", "scope")
    nested += ("results", "allowed_updates", "caption_entities")
    methods = ("sendMessage", "editMessageText", "sendMediaGroup", "deleteMessages", "setMyCommands")
    methods += ("answerInlineQuery", "getUpdates", "sendPhoto", "copyMessage", "deleteMyCommands")
    for method in methods:
        for field in nested:
            fields = {"chat_id": str(ann.id), "text": "a", "message_id": "1", "from_chat_id": str(ann.id)}
            url = f"{sandbox.url}/bot{sandbox.token}/{method}"
            async with session.post(url, data={**fields, field: junk}) as answer:
                assert answer.status in (200, 400), (method, field, await answer.text())
                assert "ok" in await answer.json()
    await bot.session.close()
