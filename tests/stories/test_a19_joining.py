"""A19, first step: the office invites, the person opens the link, proves the number, orders."""

import re
from datetime import timedelta

from sqlalchemy import update

from core.dealers.tables import InviteRow, PersonRow
from core.kernel.actor import Role
from tests.chat import NEWCOMER, Chat, ask, tap
from tests.make import make_person, rows, write

NELL = "+1 213 555 0105"


async def _invite(chat: Chat) -> str:
    """Nell is in the master data of TechMart; Otto makes a link for her; its payload."""
    await make_person(
        chat.core,
        "Nell",
        dealer_id=chat.techmart,
        role=Role.DEALER_BUYER,
        phone="+12135550105",
        language=None,
    )
    said = await ask(chat.otto, f"/invite {NELL}", "Send this link")
    assert "it works once, until 21 Oct 09:00" in said.text
    found = re.search(r"\?start=(inv_[A-Za-z0-9_-]+)", said.text)
    assert found is not None
    assert len(found[1]) <= 64
    return found[1]


async def _telegram_id(chat: Chat) -> list[int | None]:
    return [row.telegram_id for row in await rows(chat.core, PersonRow, PersonRow.phone == "+12135550105")]


async def test_an_invited_person_joins_chooses_turkish_and_orders(chat: Chat) -> None:
    payload = await _invite(chat)
    await chat.nell.start(payload)
    asked = await chat.nell.wait_for("you are invited")
    assert asked.text == (
        "👋 Nell, you are invited to order for TechMart Corp. Tap the button below to share your number, "
        "so that we know it is you."
    )
    await chat.nell.wait_until(lambda user: user.keyboard is not None)
    await chat.nell.press("Share my number")
    await chat.nell.wait_for("Thank you, that is you.")
    language = await chat.nell.wait_for("language")
    assert language.labels == ["English", "简体中文", "Türkçe", "Bahasa Melayu"]
    await chat.nell.wait_until(lambda user: not (user.keyboard or {}).get("keyboard"))
    welcome = await tap(chat.nell, "Türkçe", language, "Nell")
    assert welcome.text.startswith(chat.service.book.text("tr", "join.welcome").format(name="Nell"))
    assert await _telegram_id(chat) == [NEWCOMER]
    card = await ask(chat.nell, "25 adet iphone 15 pro", "TechMart Corp")
    assert "$26.000,00" in card.text
    assert card.buttons[0].text == "✅ " + chat.service.book.text("tr", "button.confirm").format(
        total="$26.000,00"
    ).removeprefix("✅ ")


async def test_somebody_elses_contact_and_a_wrong_number_are_refused(chat: Chat) -> None:
    payload = await _invite(chat)
    await chat.nell.start(payload)
    await chat.nell.wait_for("you are invited")
    await chat.nell.pass_on_contact(NELL, "Nell", user_id=4711)
    foreign = await chat.nell.wait_for("own number")
    assert foreign.text == (
        "Please share your own number with the button below, not somebody else's contact."
    )
    await chat.nell.pass_on_contact("+12135550199", "Nell", user_id=NEWCOMER)
    wrong = await chat.nell.wait_for("number")
    assert wrong.text == ("That is not the number the invite was made for. Ask the back office to check it.")
    assert await _telegram_id(chat) == [None]
    await chat.nell.share_contact()
    await chat.nell.wait_for("Thank you, that is you.")
    assert await _telegram_id(chat) == [NEWCOMER]


async def test_a_used_an_expired_and_an_invented_link_each_say_so(chat: Chat) -> None:
    payload = await _invite(chat)
    invented = await ask(chat.cora, "/start inv_abcdefghijk", "invite link")
    assert invented.text == "This invite link does not work. Ask the back office for a new one."
    await chat.nell.start(payload)
    await chat.nell.wait_for("you are invited")
    await chat.nell.share_contact()
    await chat.nell.wait_for("Thank you")
    stranger = await chat.sandbox.user("Sly", phone="+12135550177")
    await stranger.start(payload)
    used = await stranger.wait_for("used already")
    assert used.text == "This invite link was used already. Ask the back office for a new one."
    fresh = re.search(r"inv_[\w-]+", (await ask(chat.otto, f"/invite {NELL}", "Send this link")).text)
    assert fresh is not None
    chat.clock.advance(timedelta(days=7, seconds=1))
    await stranger.start(fresh[0])
    late = await stranger.wait_for("expired")
    assert late.text == "This invite link has expired. Ask the back office for a new one."
    assert sorted(row.used_at is None for row in await rows(chat.core, InviteRow)) == [False, True]


async def test_a_link_that_expires_between_opening_and_sharing_is_refused(chat: Chat) -> None:
    await chat.nell.start(await _invite(chat))
    await chat.nell.wait_for("you are invited")
    chat.clock.advance(timedelta(days=8))
    await chat.nell.share_contact()
    await chat.nell.wait_for("This invite link has expired.")
    assert await _telegram_id(chat) == [None]


async def test_a_stranger_learns_how_to_join_and_nothing_else(chat: Chat) -> None:
    how = chat.service.book.text("en", "join.how")
    for act in ("25 iphone 15 pro", "/orders", "/credit", "/order 1", "/invite +12135550101", "/start"):
        assert (await ask(chat.nell, act, "ordering line")).text == how
    await chat.nell.share_contact()
    assert (await chat.nell.wait_for("")).text == how


async def test_a_stranger_is_answered_in_the_language_of_the_phone(chat: Chat) -> None:
    for code, language in (("zh-hans", "zh_CN"), ("tr", "tr"), ("ms", "ms"), ("fr", "en")):
        person = await chat.sandbox.user(f"Newcomer {code}", language=code)
        await person.say("hello")
        assert (await person.wait_for("")).text == chat.service.book.text(language, "join.how")


async def test_a_known_person_who_shares_the_own_contact_is_answered_kindly(chat: Chat) -> None:
    await chat.ada.share_contact()
    said = await chat.ada.wait_for("")
    assert said.text == "I read text only. Write products and quantities, for example: 10 case coke 330"


async def test_the_office_is_told_when_a_number_is_unknown_or_missing(chat: Chat) -> None:
    missing = await ask(chat.otto, "/invite", "/invite")
    assert missing.text == "/invite (/i) — invite link for a person\n✍️ /invite +12135550101"
    unknown = await ask(chat.otto, "/invite +12135559999", "number")
    assert unknown.text.startswith("⚠️ I know nobody by that name or number.")
    refused = await ask(chat.ada, "/invite +12135550105", "may not")
    assert refused.text == "You may not do that. Ask the back office if you should."
    assert await rows(chat.core, InviteRow) == []


async def test_a_blocked_person_is_out_at_the_next_update_and_back_in_when_let_in(chat: Chat) -> None:
    await write(chat.core, update(PersonRow).where(PersonRow.name == "Ada").values(phone="+12135550101"))
    card = await ask(chat.ada, "25 iphone 15 pro")
    asked = await ask(chat.otto, "/block +1 213 555 0101", "loses access")
    await tap(chat.otto, "Confirm", asked, "switched off")
    await (await chat.ada.tap("Confirm", message=card)).answer()
    said = await chat.ada.wait_for("Your access")
    assert said.text == "🔒 Your access is switched off. Please ask the back office."
    assert (await ask(chat.ada, "25 iphone 15 pro", "")).text == said.text
    await ask(chat.otto, "/unblock +1 213 555 0101", "can order again")
    await tap(chat.ada, "Confirm", card, "B2B-2025-1")
