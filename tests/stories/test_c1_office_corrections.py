"""C1: the back office puts right what is noted of dealers and people, and how long quotations hold."""

from core.dealers.tables import DealerRow, PersonRow
from core.kernel.actor import Role
from core.orders.tables import QuotationPolicyRow
from tests.chat import Chat, ask, tap
from tests.make import make_person, rows
from tests.stories.trade import refused


async def test_a_dealer_is_moved_renamed_and_put_below_another(chat: Chat) -> None:
    preview = await ask(chat.otto, "/dealer set corner store zone los angeles", "time zone")
    assert preview.text.splitlines() == ["✏️ Corner Store, time zone:", "UTC → America/Los_Angeles"]
    await tap(chat.otto, "Confirm", preview, "🏢 Corner Store")
    what = await ask(chat.otto, "/dealer set corner", "What shall be corrected?")
    assert what.labels == ["name", "region", "language", "time zone", "Cancel"]
    await tap(chat.otto, "language", what, "What is right?")
    wrong = await ask(chat.otto, "klingon", "We speak English")
    assert wrong.text.splitlines()[-1] == "What is right?"
    preview = await ask(chat.otto, "Bahasa Melayu", "Corner Store, language")
    assert preview.text.splitlines()[-1] == "en → ms"
    await tap(chat.otto, "Confirm", preview, "🏢 Corner Store")

    preview = await ask(chat.otto, "/dealer parent corner techmart", "Above Corner Store")
    assert preview.text.splitlines()[-1] == "— → TechMart Corp"
    await tap(chat.otto, "Confirm", preview, "Belongs to TechMart Corp")
    preview = await ask(chat.otto, "/dealer parent techmart corner", "Above TechMart Corp")
    loop = await refused(chat.otto, chat, "Confirm", preview, "already stands below")
    assert loop.text == "Corner Store already stands below TechMart Corp: it cannot be above it, too."
    preview = await ask(chat.otto, "/dealer parent corner -", "Above Corner Store")
    await tap(chat.otto, "Confirm", preview, "🏢 Corner Store")
    (row,) = await rows(chat.core, DealerRow, DealerRow.id == chat.corner)
    assert (row.zone, row.language, row.parent_id) == ("America/Los_Angeles", "ms", None)


async def test_a_colleague_gets_another_role_and_another_language(chat: Chat) -> None:
    await make_person(chat.core, "Nick", role=Role.REP, phone="+12135550199")
    preview = await ask(chat.otto, "/person role nick manager", "Role of Nick")
    assert preview.text.splitlines()[-1] == "rep → regional manager"
    done = await tap(chat.otto, "Confirm", preview, "Nick is")
    assert done.text == "✅ Nick is regional manager now."
    preview = await ask(chat.otto, "/person role nick finance", "Role of Nick")
    await refused(chat.otto, chat, "Confirm", preview, "You may not do that")
    preview = await ask(chat.otto, "/person set nick language Türkçe", "Nick, language")
    await tap(chat.otto, "Confirm", preview, "Nick is put right")
    (nick,) = await rows(chat.core, PersonRow, PersonRow.name == "Nick")
    assert (nick.staff_role, nick.language) == ("manager", "tr")

    preview = await ask(chat.fay, "/person region Max west", "Max decides about the region")
    await tap(chat.fay, "Confirm", preview, "That region it is from now on: west.")


async def test_finance_says_how_long_quotations_hold(chat: Chat) -> None:
    preview = await ask(chat.fay, "/quotedays 14", "Days that quotations")
    assert preview.text.splitlines()[-1] == "7 → 14"
    done = await tap(chat.fay, "Confirm", preview, "from now on")
    assert done.text == "✅ Quotations hold 14 days from now on."
    (policy,) = await rows(chat.core, QuotationPolicyRow)
    assert policy.days == 14
    await ask(chat.fay, "/quotedays 400", "whole number")
    await ask(chat.otto, "/quotedays 14", "You may not do that")


async def test_finance_says_what_a_day_earlier_is_worth(chat: Chat) -> None:
    preview = await ask(chat.fay, "/dayworth 1.5", "Worth of a day earlier")
    assert preview.text.splitlines()[-1] == "1% → 1.5%"
    done = await tap(chat.fay, "Confirm", preview, "from now on")
    assert done.text == "✅ A day earlier counts 1.5% of the goods from now on."
    await ask(chat.otto, "/dayworth 2", "You may not do that")
