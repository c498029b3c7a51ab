"""The refusals that are normal life at Telegram, seen by a real aiogram bot."""

from __future__ import annotations

from datetime import timedelta

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import (
    BufferedInputFile,
    ForceReply,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyParameters,
    Update,
)

from core.kernel.clock import FixedClock, SystemClock
from dealerline.sandbox import (
    Refused,
    SandboxClient,
    SandboxPerson,
    SandboxSettings,
    SandboxUser,
    running_sandbox,
)

from .bots import bot_for

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def one_button(text: str = "ok", data: str = "x") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=text, callback_data=data)]])


async def updates(bot: Bot, offset: int | None = None) -> list[Update]:
    return await bot.get_updates(offset=offset, timeout=0)


class TestSending:
    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("x" * 4097, "message is too long"),
            ("<b></b>", "text must be non-empty"),
            ("<b>x", "can't parse entities: Can't find end tag"),
        ],
    )
    async def test_text(self, bot: Bot, ann: SandboxUser, text: str, why: str) -> None:
        with pytest.raises(TelegramBadRequest, match=why):
            await bot.send_message(ann.id, text, parse_mode="HTML")

    async def test_the_longest_text_and_caption_pass(self, bot: Bot, ann: SandboxUser) -> None:
        assert (
            len((await bot.send_message(ann.id, "<b>" + "x" * 4096 + "</b>", parse_mode="HTML")).text or "")
            == 4096
        )
        photo = BufferedInputFile(PIXEL, "p.png")
        assert (await bot.send_photo(ann.id, photo, caption="y" * 1024)).caption == "y" * 1024
        with pytest.raises(TelegramBadRequest, match="caption is too long"):
            await bot.send_photo(ann.id, photo, caption="y" * 1025)

    async def test_callback_data_counts_in_bytes(self, bot: Bot, ann: SandboxUser) -> None:
        await bot.send_message(ann.id, "a", reply_markup=one_button(data="ж" * 32))
        with pytest.raises(TelegramBadRequest, match="BUTTON_DATA_INVALID"):
            await bot.send_message(ann.id, "a", reply_markup=one_button(data="ж" * 33))

    @pytest.mark.parametrize(
        ("button", "why"),
        [
            (InlineKeyboardButton(text="no action"), "Text buttons are unallowed in the inline keyboard"),
            (InlineKeyboardButton(text="u", url="nowhere"), "is invalid: Wrong HTTP URL"),
            (InlineKeyboardButton(text=" ", callback_data="x"), "text must be non-empty"),
        ],
    )
    async def test_buttons(self, bot: Bot, ann: SandboxUser, button: InlineKeyboardButton, why: str) -> None:
        with pytest.raises(TelegramBadRequest, match=why):
            await bot.send_message(ann.id, "a", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]))

    async def test_too_many_buttons(self, bot: Bot, ann: SandboxUser) -> None:
        rows = [[InlineKeyboardButton(text="b", callback_data="x")] for _ in range(101)]
        with pytest.raises(TelegramBadRequest, match="reply markup is too long"):
            await bot.send_message(ann.id, "a", reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))

    async def test_reply_to_a_message_that_is_not_there(self, bot: Bot, ann: SandboxUser) -> None:
        missing = ReplyParameters(message_id=7)
        with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
            await bot.send_message(ann.id, "a", reply_parameters=missing)
        missing = ReplyParameters(message_id=7, allow_sending_without_reply=True)
        assert (await bot.send_message(ann.id, "a", reply_parameters=missing)).reply_to_message is None

    async def test_unknown_chat_and_chat_never_started(self, bot: Bot, sandbox: SandboxClient) -> None:
        with pytest.raises(TelegramBadRequest, match="chat not found"):
            await bot.send_message(999_999, "a")
        silent = await sandbox.user("Silent")
        with pytest.raises(TelegramForbiddenError, match="can't initiate conversation"):
            await bot.send_message(silent.id, "a")

    async def test_somebody_who_started_before(self) -> None:
        people = [SandboxPerson(name="Rep", started=True)]
        async with running_sandbox(SandboxSettings(users=people)) as sandbox:
            bot, rep = bot_for(sandbox), await sandbox.user("Rep")
            await bot.send_message(rep.id, "a card")
            await rep.wait_for("a card")
            await bot.session.close()

    async def test_blocked_by_the_user(self, bot: Bot, ann: SandboxUser) -> None:
        await ann.block()
        with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
            await bot.send_message(ann.id, "a")
        with pytest.raises(Refused, match="blocked"):
            await ann.say("hello?")
        member = (await updates(bot))[-1].my_chat_member
        assert member is not None
        assert member.new_chat_member.status == "kicked"
        await ann.unblock()
        await bot.send_message(ann.id, "a")

    async def test_media(self, bot: Bot, ann: SandboxUser) -> None:
        pictures = [InputMediaPhoto(media=BufferedInputFile(PIXEL, f"{n}.png")) for n in range(2)]
        group = await bot.send_media_group(ann.id, list(pictures))
        assert len({message.media_group_id for message in group}) == 1
        with pytest.raises(TelegramBadRequest, match="2-10 items"):
            await bot.send_media_group(ann.id, [pictures[0]])
        mixed = [pictures[0], InputMediaDocument(media=BufferedInputFile(b"x", "x.txt"))]
        with pytest.raises(TelegramBadRequest, match="can't be mixed"):
            await bot.send_media_group(ann.id, list(mixed))
        with pytest.raises(TelegramBadRequest, match="IMAGE_PROCESS_FAILED"):
            await bot.send_photo(ann.id, BufferedInputFile(b"no picture", "p.png"))
        document = (await bot.send_document(ann.id, BufferedInputFile(b"abc", "a b.txt"))).document
        assert document is not None
        assert (document.file_name, document.file_size, document.mime_type) == ("a b.txt", 3, "text/plain")
        again = await bot.send_document(ann.id, document.file_id)
        assert again.document is not None
        place = await bot.get_file(again.document.file_id)
        content = await bot.download_file(place.file_path or "")
        assert content is not None
        assert content.read() == b"abc"
        with pytest.raises(TelegramBadRequest, match="wrong file_id"):
            await bot.get_file("nothing")

    async def test_only_inline_keyboards_come_back(self, bot: Bot, ann: SandboxUser) -> None:
        keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Menu")]])
        sent = await bot.send_message(ann.id, "a", reply_markup=keyboard)
        assert sent.reply_markup is None
        assert (await bot.send_message(ann.id, "a", reply_markup=one_button())).reply_markup is not None
        with pytest.raises(TelegramBadRequest, match="message can't be edited"):
            await sent.edit_text("b")

    async def test_forced_reply_answers_the_message(self, bot: Bot, ann: SandboxUser) -> None:
        asked = await bot.send_message(ann.id, "How many?", reply_markup=ForceReply())
        await ann.wait_until(lambda user: user.keyboard is not None)
        await ann.say("12")
        message = (await updates(bot))[-1].message
        assert message is not None
        assert message.reply_to_message is not None
        assert message.reply_to_message.message_id == asked.message_id
        await ann.wait_until(lambda user: user.keyboard is None)


class TestEditing:
    async def test_not_modified(self, bot: Bot, ann: SandboxUser) -> None:
        sent = await bot.send_message(ann.id, "<b>a</b>", parse_mode="HTML", reply_markup=one_button())
        with pytest.raises(TelegramBadRequest, match="message is not modified"):
            await sent.edit_text("<b>a</b>", parse_mode="HTML", reply_markup=one_button())
        with pytest.raises(TelegramBadRequest, match="message is not modified"):
            await sent.edit_reply_markup(reply_markup=one_button())
        await sent.edit_text("a", reply_markup=one_button())
        await sent.edit_text("a")  # drops the keyboard
        assert (await ann.wait_for(lambda m: m.id == sent.message_id and not m.buttons)).text == "a"

    async def test_what_cannot_be_edited(self, bot: Bot, ann: SandboxUser) -> None:
        sent = await bot.send_message(ann.id, "a")
        with pytest.raises(TelegramBadRequest, match="message to edit not found"):
            await bot.edit_message_text("b", chat_id=ann.id, message_id=1)
        own = await ann.say("mine")
        with pytest.raises(TelegramBadRequest, match="message can't be edited"):
            await bot.edit_message_text("b", chat_id=ann.id, message_id=own.id)
        with pytest.raises(TelegramBadRequest, match="no caption"):
            await sent.edit_caption(caption="c")
        photo = await bot.send_photo(ann.id, BufferedInputFile(PIXEL, "p.png"))
        with pytest.raises(TelegramBadRequest, match="no text in the message"):
            await photo.edit_text("b")

    async def test_too_long_for_an_edit(self, bot: Bot, ann: SandboxUser) -> None:
        sent = await bot.send_message(ann.id, "a")
        with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
            await sent.edit_text("x" * 4097)

    async def test_copying_and_forwarding(self, bot: Bot, ann: SandboxUser, sandbox: SandboxClient) -> None:
        bob = await sandbox.user("Bob")
        await bob.start()
        sent = await bot.send_message(ann.id, "<b>for all</b>", parse_mode="HTML", reply_markup=one_button())
        await sent.copy_to(bob.id)
        assert (await bob.wait_for("for all")).labels == []
        forwarded = await sent.forward(bob.id)
        assert forwarded.forward_origin is not None
        with pytest.raises(TelegramBadRequest, match="message to copy not found"):
            await bot.copy_message(bob.id, ann.id, 1)

    async def test_deleting(self, bot: Bot, ann: SandboxUser) -> None:
        sent = await bot.send_message(ann.id, "a")
        assert await sent.delete()
        await ann.wait_until(lambda user: user.find("a") is None)
        with pytest.raises(TelegramBadRequest, match="message to delete not found"):
            await sent.delete()


class TestTaps:
    async def test_a_tap_is_answered_once(self, bot: Bot, ann: SandboxUser) -> None:
        await bot.send_message(ann.id, "a", reply_markup=one_button(data="go"))
        await ann.wait_for("a")
        tapped = await ann.tap("ok")
        query = (await updates(bot))[-1].callback_query
        assert query is not None
        assert (query.data, query.from_user.id) == ("go", ann.id)
        with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
            await query.answer("x" * 201)
        await query.answer("done", show_alert=True)
        answer = await tapped.answer()
        assert (answer.text, answer.show_alert) == ("done", True)
        with pytest.raises(TelegramBadRequest, match="query is too old"):
            await query.answer()

    async def test_two_quick_taps_are_two_updates(self, bot: Bot, ann: SandboxUser) -> None:
        await bot.send_message(ann.id, "a", reply_markup=one_button())
        await ann.wait_for("a")
        first, second = await ann.tap_twice("ok")
        ids = {u.callback_query.id for u in await updates(bot) if u.callback_query}
        assert ids == {first.id, second.id}

    async def test_button_of_a_message_that_is_gone(self, bot: Bot, ann: SandboxUser) -> None:
        sent = await bot.send_message(ann.id, "a", reply_markup=one_button())
        await sent.delete()
        await ann.tap_data(sent.message_id, "old:1")
        query = (await updates(bot))[-1].callback_query
        assert query is not None
        assert isinstance(query.message, InaccessibleMessage)
        assert (query.message.message_id, query.data) == (sent.message_id, "old:1")

    async def test_late_answer_and_old_message(self) -> None:
        clock = FixedClock(SystemClock().now())
        async with running_sandbox(clock=clock) as sandbox:
            ann, bot = await sandbox.user("Ann"), bot_for(sandbox)
            await ann.start()
            sent = await bot.send_message(ann.id, "a", reply_markup=one_button())
            await ann.wait_for("a")
            await ann.tap("ok")
            query = (await updates(bot))[-1].callback_query
            assert query is not None
            clock.advance(timedelta(seconds=31))
            with pytest.raises(TelegramBadRequest, match="query is too old"):
                await query.answer()
            clock.advance(timedelta(hours=48))
            with pytest.raises(TelegramBadRequest, match="can't be deleted"):
                await sent.delete()
            assert await updates(bot) == []  # a message waits for 24 hours, a tap for 150 seconds
            await ann.tap("ok")
            old = (await updates(bot))[-1].callback_query
            assert old is not None
            assert isinstance(old.message, InaccessibleMessage)
            await bot.session.close()


class TestTroubles:
    async def test_wrong_token_and_unknown_method(self, sandbox: SandboxClient, bot: Bot) -> None:
        stranger = bot_for(sandbox, "1:wrong")
        with pytest.raises(TelegramUnauthorizedError):
            await stranger.get_me()
        await stranger.session.close()

        class Nonsense(TelegramMethod[bool]):
            __returning__ = bool
            __api_method__ = "makeCoffee"

        with pytest.raises(TelegramNotFound, match="method not found"):
            await bot(Nonsense())

    async def test_flood_limit(self, bot: Bot, ann: SandboxUser, sandbox: SandboxClient) -> None:
        await sandbox.trouble("too_many_requests", retry_after=7, chat_id=ann.id)
        with pytest.raises(TelegramRetryAfter) as refused:
            await bot.send_message(ann.id, "a")
        assert refused.value.retry_after == 7
        await bot.send_message(ann.id, "a")

    async def test_broken_server(self, bot: Bot, ann: SandboxUser, sandbox: SandboxClient) -> None:
        await sandbox.trouble("server_error", method="sendMessage", status=500)
        await bot.get_me()
        with pytest.raises(TelegramServerError):
            await bot.send_message(ann.id, "a")
        await sandbox.trouble("html_error")
        with pytest.raises(ClientDecodeError):
            await bot.send_message(ann.id, "b")
        assert ann.from_bot() == []

    async def test_lost_answer_and_lost_call(
        self, bot: Bot, ann: SandboxUser, sandbox: SandboxClient
    ) -> None:
        await sandbox.trouble("lost_answer")
        with pytest.raises(TelegramNetworkError):
            await bot.send_message(ann.id, "it went out")
        await ann.wait_for("it went out")
        await sandbox.trouble("lost_call", times=2)
        await sandbox.no_trouble()
        await sandbox.trouble("lost_call")
        with pytest.raises(TelegramNetworkError):
            await bot.send_message(ann.id, "it did not")
        assert ann.find("it did not") is None

    async def test_calls_are_noted(self, bot: Bot, ann: SandboxUser, sandbox: SandboxClient) -> None:
        await bot.send_message(ann.id, "a")
        with pytest.raises(TelegramBadRequest):
            await bot.send_message(1, "b")
        noted = await sandbox.calls("sendMessage")
        assert [(call["ok"], call["fields"]["text"]) for call in noted] == [(True, "a"), (False, "b")]
