"""C1: dealers and people in the chat: looked up by words, asked for what is missing, refused to strangers."""

import json
import re

from core.dealers.tables import DealerRow, PersonRow
from core.infra.journal import JournalRow
from core.kernel.actor import Role
from tests.chat import OFFICE, REP, Chat, ask, tap
from tests.make import count, make_dealer, make_person, rows


async def test_a_dealer_is_found_by_part_of_its_name_and_shown_as_a_card(chat: Chat) -> None:
    card = await ask(chat.otto, "/d tech", "TechMart Corp")
    assert card.text.splitlines() == [
        "🏢 TechMart Corp · TECHMART-CORP",
        "Tier platinum · region west · USD",
        "Rep: Rita",
        "2 delivery places",
        "",
        "💳 Limit $150,000.00 · available $150,000.00",
        "▱▱▱▱▱▱▱▱▱▱ 0 %",
        "owes $0.00 · held $0.00 · waiting $0.00",
        "",
        "People",
        "💬 Ada · buyer · —",
    ]


async def test_an_unknown_dealer_is_completed_by_buttons(chat: Chat) -> None:
    await make_dealer(chat.core, "Corner Market", tier="bronze", limit=None)
    asked = await ask(chat.otto, "/dealer cornr", "Which dealer?")
    assert asked.labels == ["Corner Market · CORNER-MARKET", "Corner Store · CORNER-STORE", "Cancel"]
    card = await tap(chat.otto, "Corner Store", asked, "Tier bronze")
    assert card.text.startswith("🏢 Corner Store · CORNER-STORE")

    nothing = await ask(chat.otto, "/dealer zzzzqqq", "Which dealer?")
    assert nothing.text.startswith("⚠️ No dealer is called like that.")
    await ask(chat.otto, "corner market", "🏢 Corner Market")


async def test_a_rep_sees_only_the_own_dealers(chat: Chat) -> None:
    await make_dealer(chat.core, "Somebody Else", tier="bronze", limit=None)
    listed = await ask(chat.rita, "/dealers", "Dealers")
    assert listed.labels == ["Corner Store · bronze · west", "TechMart Corp · platinum · west"]
    assert "No dealer is called like that" in (await ask(chat.rita, "/dealer somebody", "Which")).text
    all_of_them = await ask(chat.otto, "/dealers", "Dealers")
    assert len(all_of_them.labels) == 3
    await tap(chat.otto, "TechMart", all_of_them, "🏢 TechMart Corp")


async def test_a_new_dealer_is_asked_together_step_by_step(chat: Chat) -> None:
    await ask(chat.otto, "/newdealer NORTH-1", "What is the company called?")
    tier = await ask(chat.otto, "North Market Ltd", "Which tier?")
    assert tier.labels == ["Platinum", "Bronze", "Cancel"]
    region = await tap(chat.otto, "Bronze", tier, "Which region?")
    assert region.labels == ["west", "Cancel"]
    preview = await ask(chat.otto, "north", "New dealer")
    assert preview.text.startswith(
        "➕ New dealer North Market Ltd (NORTH-1), tier bronze, region north, USD, UTC."
    )
    assert await rows(chat.core, DealerRow, DealerRow.code == "NORTH-1") == []
    card = await tap(chat.otto, "Confirm", preview, "🏢 North Market Ltd")
    assert "No people yet." in card.text
    (dealer,) = await rows(chat.core, DealerRow, DealerRow.code == "NORTH-1")
    assert (dealer.tier, dealer.region, dealer.currency, dealer.active) == ("bronze", "north", "USD", True)
    typed = '/newdealer north-1 "North Two" bronze north myr Asia/Kuala_Lumpur'
    again = await ask(chat.otto, typed, "New dealer")
    assert "region north, MYR, Asia/Kuala_Lumpur." in again.text
    refused = await tap(chat.otto, "Confirm", again, "another dealer")
    assert refused.text == "north-1 is another dealer's code already."


async def test_a_dealer_is_handed_to_another_rep_from_its_card(chat: Chat) -> None:
    card = await ask(chat.otto, "/dealer corner store", "🏢 Corner Store")
    asked = await tap(chat.otto, "Rep", card, "Which rep?")
    assert asked.labels == ["Fay", "Max", "Otto", "Rita", "Cancel"]
    preview = await tap(chat.otto, "Max", asked, "Rep of")
    assert preview.text.splitlines() == ["👤 Rep of Corner Store:", "Rita → Max"]
    done = await tap(chat.otto, "Confirm", preview, "looks after")
    assert done.text == "✅ Max looks after Corner Store from now on."
    (dealer,) = await rows(chat.core, DealerRow, DealerRow.id == chat.corner)
    assert dealer.rep_id == chat.manager.person_id


async def test_a_dealer_that_is_closed_is_out_at_the_next_word(chat: Chat) -> None:
    preview = await ask(chat.otto, "/dealer close corner store", "not served any more")
    assert "1 person loses access at once" in preview.text
    await tap(chat.otto, "Confirm", preview, "not served at present")
    await ask(chat.cora, "10 case coke", "switched off")
    await ask(chat.otto, "/dealer open corner store", "🏢 Corner Store")
    await ask(chat.cora, "10 case coke", "Your order")


async def test_a_person_is_added_and_invited(chat: Chat) -> None:
    done = await ask(chat.otto, "/person techmart buyer +1 213 555 0177 Nora Day", "is in")
    assert done.text == "✅ Nora Day (+1 213 555 0177) is in. /invite makes the link."
    (person,) = await rows(chat.core, PersonRow, PersonRow.phone == "+12135550177")
    assert person.staff_role is None
    await ask(chat.otto, "/invite nora", "Send this link to the person")
    taken = await ask(chat.otto, "/person techmart buyer +12135550177 Nick", "somebody else's")
    assert taken.text == "+12135550177 is somebody else's number already."

    preview = await ask(chat.otto, "/person house rep +12135550178 Rob", "joins the house as rep")
    await tap(chat.otto, "Confirm", preview, "is in")
    (staff,) = await rows(chat.core, PersonRow, PersonRow.phone == "+12135550178")
    assert staff.staff_role == Role.REP


async def test_a_command_alone_says_how_it_is_used(chat: Chat) -> None:
    said = await ask(chat.otto, "/promo", "make a promotion")
    assert said.text.splitlines()[:2] == [
        "/promo new — make a promotion",
        "✍️ /promo new SPRING 1000 -100 2025-12-31",
    ]
    assert (await ask(chat.otto, "/s", "stock of")).text.startswith("/stock (/s) — stock of a product")


async def menu_of(chat: Chat, chat_id: int) -> set[str]:
    """Names of the commands that Telegram was last told to offer in one chat."""
    told = [call["fields"] for call in await chat.sandbox.calls("setMyCommands") if str(chat_id) in str(call)]
    return set(re.findall(r'"command": ?"([a-z]+)"', json.dumps(told[-1]).replace("\\", "")))


async def test_help_and_the_menu_hold_what_the_role_may(chat: Chat) -> None:
    office = await ask(chat.otto, "/help", "Commands")
    assert "Prices and promotions\n/price (/p)" in office.text
    prices = await tap(chat.otto, "Prices and promotions", office, "— set a list price")
    assert "Prices and promotions\n/price (/p) — set a list price" in prices.text
    assert "/dealer" not in prices.text
    rep = await ask(chat.rita, "/help", "Commands")
    assert "/price" not in rep.text
    assert "/dealer (/d) — a dealer's card" in rep.text
    await ask(chat.otto, "/dealers", "Dealers")
    await ask(chat.rita, "/dealers", "Dealers")
    assert {"price", "stock", "import", "help"} <= await menu_of(chat, OFFICE)
    assert "price" not in await menu_of(chat, REP)
    assert {"approvals", "dealer", "help"} <= await menu_of(chat, REP)


async def test_a_dealer_who_types_an_admin_command_is_refused(chat: Chat) -> None:
    before = await count(chat.core, JournalRow)
    for typed in (
        "/stock set COKE330 LA =1 x", "/price COKE330 0.01", "/dealer techmart", "/promo end SPRING",
        "/block +12135550103", "/export products", "/settings", "/health", "/d corner", "/newdealer",
    ):  # fmt: skip
        refused = await ask(chat.ada, typed, "You may not do that")
        assert refused.text == "You may not do that. Ask the back office if you should."
    assert await count(chat.core, JournalRow) == before
    # Nor does somebody of the house do what the own role may not.
    await ask(chat.rita, "/price COKE330 0.01", "You may not do that")


async def test_a_blocked_person_is_asked_about_first(chat: Chat) -> None:
    await make_person(chat.core, "Nell", dealer_id=chat.corner, role=Role.DEALER_BUYER, phone="+12135550105")
    preview = await ask(chat.otto, "/block nell", "loses access")
    await tap(chat.otto, "Confirm", preview, "switched off as of now")
    (nell,) = await rows(chat.core, PersonRow, PersonRow.phone == "+12135550105")
    assert nell.blocked
    await ask(chat.otto, "/unblock nell", "can order again")


async def test_health_and_settings_tell_no_secret(chat: Chat) -> None:
    settings = await ask(chat.otto, "/settings", "Settings")
    assert "bot_token 🔑 set" in settings.text
    assert chat.sandbox.token not in settings.text
    assert "webhook_secret not set" in settings.text
    health = await ask(chat.otto, "/health", "MB, schema")
    assert "Nothing was given up." in health.text
