"""A18: an admin keeps the own team, chats are signed out, critical acts want a code that counts once."""

import io
import re
from datetime import timedelta
from typing import Any

import numpy
import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import update

from bot.answers import ANSWERS
from bot.expecting import remember_question
from bot.turn import Turn
from core.dealers.tables import DealerPersonRow, PersonRow, RecoveryCodeRow, SecondFactorRow, SessionRow
from core.dealers.use_cases.enrol_second_factor import RenewRecoveryCodes
from core.kernel.actor import Role
from dealerline.sandbox.seen import ChatMessage
from dealerline.sandbox.user import SandboxUser
from tests.chat import BUYER, NEWCOMER, Chat, ask, tap
from tests.codes import code_at, wrong_code
from tests.make import column, count, make_buyer, make_person, rows, write

ADMIN = 5021
STRANGER = "👋 This is the ordering line of our dealers."


async def _admin(chat: Chat) -> SandboxUser:
    """Anna, admin of TechMart, beside its buyer Ada."""
    await make_buyer(chat.core, chat.techmart, "Anna", role=Role.DEALER_ADMIN, telegram_id=ADMIN)
    return await chat.sandbox.user("Anna", user_id=ADMIN, phone="+12135550121")


def _payload(message: ChatMessage) -> str:
    found = re.search(r"\?start=(inv_[\w-]+)", message.text)
    assert found is not None, message.text
    return found[1]


async def _enrol(chat: Chat, user: SandboxUser) -> str:
    """Set up a second factor with the buttons, scanning the picture; its key."""
    await tap(user, "Set up second factor", await ask(user, "/security", "Security"), "Scan this")
    picture = Image.open(io.BytesIO(await user.download(user.last))).convert("L")
    (code,) = zxingcpp.read_barcodes(numpy.asarray(picture))
    key = re.search(r"secret=([A-Z2-7]{32})", code.text)
    assert key is not None
    assert key[1] == user.last.text.split("\n")[1].replace(" ", "")
    await ask(user, code_at(key[1], chat.clock.now()), "The second factor is on")
    return key[1]


async def test_an_admin_brings_somebody_in_by_link_makes_a_viewer_and_lets_them_go(chat: Chat) -> None:
    anna = await _admin(chat)
    team = await ask(anna, "/team", "Your team")
    assert team.text.split("\n")[2:] == [
        "• Anna · dealer admin · last seen 14 Oct 09:00",
        "• Ada · buyer · last seen 14 Oct 09:00",
    ]
    roles = await tap(anna, "Invite somebody", team, "What may the new colleague do?")
    ways = await tap(anna, "buyer", roles, "Inviting: buyer")
    link = await tap(anna, "By link", ways, "it works once, until 15 Oct 09:00")
    await chat.nell.start(_payload(link))
    assert (await chat.nell.wait_for("You are invited")).text == (
        "👋 You are invited to join TechMart Corp here. Tap the button below to share your number, "
        "so that we know who you are."
    )
    await chat.nell.share_contact()
    await chat.nell.wait_for("Thank you, that is you.")
    told = await anna.wait_for("has joined your team")
    assert told.text == "👤 Nell has joined your team as buyer. Not expected? /team removes people."
    await ask(chat.nell, "25 iphone 15 pro", "TechMart Corp")

    team = await ask(anna, "/team", "• Nell · buyer")
    card = await tap(anna, "Nell", team, "☎️ +12135550105")
    card = await tap(anna, "➡️ viewer", card, "Nell · viewer")
    refused = await ask(chat.nell, "25 iphone 15 pro", "")
    assert refused.text == chat.service.book.text("en", "error.viewer")
    sure = await tap(anna, "Remove", card, "Remove Nell from your team?")
    assert "Nell" not in (await tap(anna, "Remove", sure, "Your team")).text
    for words in ("/orders", "/credit", "25 iphone 15 pro"):
        assert (await ask(chat.nell, words, "")).text.startswith(STRANGER)
    assert await column(chat.core, PersonRow.telegram_id, PersonRow.name == "Nell") == [None]


async def test_an_invitation_by_number_opens_for_that_number_alone(chat: Chat) -> None:
    anna = await _admin(chat)
    roles = await tap(anna, "Invite somebody", await ask(anna, "/team", "Your team"), "What may")
    ways = await tap(anna, "viewer", roles, "Inviting: viewer")
    await tap(anna, "By phone number", ways, "Write the number")
    unclear = await ask(anna, "tomorrow", "")
    assert "tomorrow" in unclear.text
    link = await ask(anna, "Nell, 213-555-0105", "Send this link to Nell")
    await chat.cora.start(_payload(link))
    await chat.cora.wait_for("you are invited")
    await chat.cora.share_contact()
    await chat.cora.wait_for("not the number the invite was made for")
    await chat.nell.start(_payload(link))
    await chat.nell.wait_for("you are invited")
    await chat.nell.share_contact()
    await chat.nell.wait_for("Thank you, that is you.")
    roles_now = await rows(chat.core, DealerPersonRow, DealerPersonRow.dealer_id == chat.techmart)
    assert sorted(row.role for row in roles_now) == ["dealer_admin", "dealer_buyer", "dealer_viewer"]


async def test_the_last_admin_stays_and_others_have_no_team(chat: Chat) -> None:
    anna = await _admin(chat)
    card = await tap(anna, "Anna", await ask(anna, "/team", "Your team"), "Anna · dealer admin")
    refused = await tap(anna, "➡️ buyer", card, "A team needs an admin")
    assert refused.text.startswith("⚠️ A team needs an admin. Make somebody else admin first.\n")
    sure = await tap(anna, "Remove", refused, "Remove Anna")
    await tap(anna, "Remove", sure, "A team needs an admin")
    await ask(anna, "/team", "Anna · dealer admin")
    for person in (chat.ada, chat.rita):
        assert "Your team" not in (await ask(person, "/team", "")).text


async def test_a_second_chat_is_connected_and_signed_out_from_the_first(chat: Chat) -> None:
    chat.clock.advance(timedelta(minutes=1))  # notices go to the chat that has been there longer
    screen = await ask(chat.ada, "/security", "Security")
    link = await tap(chat.ada, "Another chat", screen, "it works once, until 14 Oct 09:11")
    await chat.nell.start(_payload(link))
    await chat.nell.wait_for("📱 Connected. This chat may now act for Ada.")
    await chat.ada.wait_for("Another chat was connected and may act for you.")
    card = await ask(chat.nell, "25 iphone 15 pro", "TechMart Corp")
    screen = await ask(chat.ada, "/security", "Security")
    assert "• Nell · since 14 Oct 09:01 · last seen 14 Oct 09:01" in screen.text
    await tap(chat.ada, "Sign out everywhere else", screen, "🚪 1 chat was signed out.")
    await (await chat.nell.tap("Confirm", message=card)).answer()
    assert (await chat.nell.wait_for("")).text.startswith(STRANGER)
    assert (await ask(chat.nell, "/orders", "")).text.startswith(STRANGER)
    await ask(chat.ada, "/orders", "No orders yet")


async def test_who_signs_out_here_is_a_stranger_here(chat: Chat) -> None:
    await tap(
        chat.ada, "Sign out here", await ask(chat.ada, "/security", "Security"), "This chat is signed out"
    )
    assert (await ask(chat.ada, "25 iphone 15 pro", "")).text.startswith(STRANGER)
    assert await column(chat.core, SessionRow.ended_why, SessionRow.telegram_id == BUYER) == ["signed_out"]


async def test_a_second_factor_is_set_up_by_picture_and_asks_before_it_goes(chat: Chat) -> None:
    key = await _enrol(chat, chat.ada)
    codes = re.findall(r"[2-9A-Z]{5}-[2-9A-Z]{5}", chat.ada.last.text)
    assert len(codes) == 10
    # Neither the picture with the key nor the code stays in the chat.
    assert [
        one.text for one in chat.ada.messages() if "Scan" in one.text or re.fullmatch(r"\d{6}", one.text)
    ] == []
    screen = await ask(chat.ada, "/security", "on, 10 recovery codes left")
    chat.clock.advance(timedelta(minutes=6))
    await tap(chat.ada, "Switch off", screen, "This needs your second factor.")
    assert await count(chat.core, SecondFactorRow) == 1
    wrong = await ask(chat.ada, wrong_code(key, chat.clock.now()), "")
    assert wrong.text == "That code is not right. 4 tries are left; write it again."
    await ask(chat.ada, code_at(key, chat.clock.now()), "🔓 The second factor is off.")
    assert await count(chat.core, SecondFactorRow) == await count(chat.core, RecoveryCodeRow) == 0


async def _office_with_factor(chat: Chat) -> str:
    """Otto has a second factor; Ada has one that she lost; the code of a moment ago counts no more."""
    await write(chat.core, update(PersonRow).where(PersonRow.name == "Ada").values(phone="+12135550101"))
    await _enrol(chat, chat.ada)
    key = await _enrol(chat, chat.otto)
    chat.clock.advance(timedelta(minutes=6))
    return key


async def test_a_critical_command_is_done_after_the_code_without_being_typed_again(chat: Chat) -> None:
    key = await _office_with_factor(chat)
    await ask(chat.otto, "/reset_factor +12135550101", "Write the six digits")
    assert await count(chat.core, SecondFactorRow) == 2
    code = code_at(key, chat.clock.now())
    done = await ask(chat.otto, code, "")
    assert done.text == ("🔓 The second factor of Ada is off; a new one can be set up with /security.")
    assert code not in [one.text for one in chat.otto.messages()]
    told = await chat.ada.wait_for("switched off your second factor")
    assert told.text.endswith("Not you? Tell them at once.")
    # The same code for another act: it was used up.
    chat.clock.advance(timedelta(minutes=5))
    await ask(chat.otto, "/reset_factor +12135550101", "Write the six digits")
    await ask(chat.otto, code, "not right")


async def test_a_code_overheard_opens_nothing_and_five_guesses_lock(chat: Chat) -> None:
    key = await _office_with_factor(chat)
    await ask(chat.otto, "/reset_factor +12135550101", "Write the six digits")
    code = code_at(key, chat.clock.now())
    await ask(chat.otto, code, "second factor of Ada is off")
    await _enrol(chat, chat.ada)
    chat.clock.advance(timedelta(seconds=20))
    await write(chat.core, update(SessionRow).values(proven_until=None))
    await ask(chat.otto, "/reset_factor +12135550101", "Write the six digits")
    assert (await ask(chat.otto, code, "")).text == (
        "That code was used already. Wait for the next one and write that."
    )
    for left in ("4 tries are", "3 tries are", "2 tries are", "1 try is"):
        await ask(chat.otto, wrong_code(key, chat.clock.now()), f"{left} left")
    locked = await ask(chat.otto, wrong_code(key, chat.clock.now()), "")
    assert locked.text.startswith("🔒 Too many wrong codes. You can try again at 14 Oct 09:21.")
    await chat.otto.wait_for("Five wrong codes", since=0)
    await ask(chat.otto, "/reset_factor +12135550101", "Write the six digits")
    await ask(chat.otto, code_at(key, chat.clock.now(), 1), "Too many wrong codes")
    assert await count(chat.core, SecondFactorRow) == 2


async def test_another_act_forgets_the_question_and_a_late_code_does_nothing(chat: Chat) -> None:
    key = await _office_with_factor(chat)
    await ask(chat.otto, "/reset_factor +12135550101", "Write the six digits")
    await ask(chat.otto, "/security", "Security")
    answered = await ask(chat.otto, code_at(key, chat.clock.now()), "")
    assert "is off" not in answered.text
    await ask(chat.otto, "/reset_factor +12135550101", "Write the six digits")
    chat.clock.advance(timedelta(minutes=5, seconds=1))
    late = await ask(chat.otto, code_at(key, chat.clock.now()), "")
    assert late.text == (
        "✅ The code is right, but that took more than five minutes. Please do it once more."
    )
    assert await count(chat.core, SecondFactorRow) == 2
    await ask(chat.otto, "/reset_factor +12135550101", "second factor of Ada is off")


async def test_an_answer_to_a_question_of_ours_is_repeated_as_that_answer(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Any] = []

    async def on_answer(turn: Turn, data: dict[str, Any], text: str) -> None:
        heard.append((data, text))
        await turn.execute(RenewRecoveryCodes())
        await turn.show_sentence(f"Done: {text}")

    monkeypatch.setitem(ANSWERS, "test", on_answer)
    key = await _enrol(chat, chat.ada)
    chat.clock.advance(timedelta(minutes=6))
    await remember_question(chat.core, BUYER, "test", {"about": "limits"})
    await ask(chat.ada, "50 000", "Write the six digits")
    await ask(chat.ada, code_at(key, chat.clock.now()), "Done: 50 000")
    assert heard == [({"about": "limits"}, "50 000")] * 2


async def test_without_a_factor_where_one_is_wanted_the_way_to_one_is_told(chat: Chat) -> None:
    settings = chat.core.settings.model_copy(update={"require_second_factor": True})
    chat.core.settings = settings
    await make_person(chat.core, "Lost", role=Role.REP, phone="+12135550109", telegram_id=NEWCOMER + 50)
    told = await ask(chat.otto, "/reset_factor +12135550109", "")
    assert told.text == (
        "🔐 This needs a second factor, and you have none yet. Set it up with /security, it takes a minute; "
        "then do this again."
    )
    await _enrol(chat, chat.otto)
    await ask(chat.otto, "/reset_factor +12135550109", "There is no second factor yet")
