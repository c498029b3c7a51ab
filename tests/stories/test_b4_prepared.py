"""B4: a rep prepares an order for a dealer in the chat; the dealer's own tap places it."""

import re
from datetime import timedelta

from sqlalchemy import update

from core.credit.tables import CreditAccountRow
from core.kernel.actor import SYSTEM, Role
from core.orders.prepared.tables import PreparedOrderRow
from core.orders.use_cases.send_prepared import ExpirePrepared
from dealerline.sandbox.seen import ChatMessage
from dealerline.sandbox.user import SandboxUser
from tests.chat import Chat, ask, tap
from tests.make import column, make_buyer, make_staff, write
from tests.stories.trade import all_rows, new_colleague, offering, said_to_others

_ANSWERING = {"bot_expectation", "bot_sent"}


async def _kept(chat: Chat) -> dict[str, list[str]]:
    """Everything but what answering itself writes: the question that is open, the messages known sent."""
    return {name: some for name, some in (await all_rows(chat)).items() if name not in _ANSWERING}


async def refused(user: SandboxUser, chat: Chat, button: str, card: ChatMessage, says: str) -> None:
    """A tap that is refused in a sentence: nothing is kept of it, and nobody else hears of it."""
    told = await said_to_others(chat, user)  # which waits until nothing is on its way
    before = await _kept(chat)
    await tap(user, button, card, says)
    assert await _kept(chat) == before
    assert await said_to_others(chat, user) == told


async def test_a_rep_prepares_an_order_and_the_dealers_tap_places_it(chat: Chat) -> None:
    amy = await new_colleague(chat, chat.techmart, "Amy", 5099)
    await make_buyer(chat.core, chat.techmart, "Vic", role=Role.DEALER_VIEWER, telegram_id=5098)
    vic = await chat.sandbox.user("Vic", user_id=5098)
    for one in (amy, vic):
        await ask(one, "/help", "/orders")
    own = await ask(chat.ada, "7 iphone")
    assert "iPhone" in own.text
    # From the dealer's card; words are read as the dealer's own would be.
    card = await ask(chat.rita, "/territory tech", "1 dealer")
    card = await tap(chat.rita, "TechMart", card, "TECHMART-CORP")
    await tap(chat.rita, "Order for them", card, "What shall I put together for TechMart Corp")
    made = await ask(chat.rita, "80 cases coke\n3 zzyzx flurbs", "at their own prices")
    assert "2. ❓" in made.text
    assert made.button("Send to") is None
    asked = await tap(chat.rita, "Line 2 another way", made, "it takes its place")
    assert "line 2" in asked.text
    made = await ask(chat.rita, "24 sprite", offering("Send to"))
    assert "2. Sprite" in made.text
    made = await ask(chat.rita, "make the coke 90 cases", "90 cases (2,160)")
    total = re.search(r"Total (\S+)", made.text)
    assert total is not None
    sent = await tap(chat.rita, "Send to", made, "Sent to TechMart Corp")
    assert "Ada" in sent.text
    assert "Amy" in sent.text
    assert "Vic" not in sent.text
    # Each who orders has the card; who may only look has not.
    theirs = await amy.wait_for("Rita has prepared")
    shown = await chat.ada.wait_for("Rita has prepared this order for you")
    assert f"Total {total[1]}" in shown.text
    assert not any("prepared" in one.text for one in vic.from_bot())
    quote = await tap(chat.ada, "Look and confirm", shown, "Prepared by Rita")
    assert "90 cases (2,160)" in quote.text
    assert "iPhone" not in quote.text
    assert "when it was sent" not in quote.text
    await refused(amy, chat, "Look and confirm", theirs, "Ada has taken this prepared order already")
    placed = await tap(chat.ada, "Confirm", quote, "B2B-2025-")
    number = re.search(r"B2B-2025-\d+", placed.text)
    assert number is not None
    told = await chat.rita.wait_for("has placed the order you prepared")
    assert number[0] in told.text
    assert "Prepared for you" in (await ask(chat.ada, f"/order {number[0]}", "Prepared for you")).text
    # What Ada was putting together herself is there again.
    assert "7" in (await ask(chat.ada, "/draft", "iPhone")).text


async def test_a_no_is_told_with_its_reason_and_silence_ends_after_some_days(chat: Chat) -> None:
    await ask(chat.rita, "/orderfor techmart", "What shall I put together")
    assert "no goods in that" in (await ask(chat.rita, "hello", "no goods")).text
    made = await ask(chat.rita, "24 sprite", offering("Send to"))
    await tap(chat.rita, "Send to", made, "Sent to TechMart Corp")
    shown = await chat.ada.wait_for("Rita has prepared")
    no = await tap(chat.ada, "No, thanks", shown, "nothing is ordered")
    await chat.rita.wait_for("does not want the order you prepared")
    await tap(chat.ada, "Say why", no, "Write it in a line")
    await ask(chat.ada, "we still have plenty", "Passed on")
    assert "we still have plenty" in (await chat.rita.wait_for("about the order you prepared")).text
    # Written anew for another try, and nobody answers.
    await ask(chat.rita, "/orderfor techmart", "What shall I put together")
    made = await ask(chat.rita, "12 sprite", offering("Send to"))
    await tap(chat.rita, "Write anew", made, "What shall I put together")
    made = await ask(chat.rita, "36 sprite", offering("Send to"))
    await tap(chat.rita, "Send to", made, "Sent to TechMart Corp")
    shown = await chat.ada.wait_for("36")
    chat.clock.advance(timedelta(days=3))
    await chat.core.execute(SYSTEM, ExpirePrepared())
    await chat.rita.wait_for("it waits no longer")
    await chat.ada.wait_for("that Rita prepared for you waits no longer")
    await refused(chat.ada, chat, "Look and confirm", shown, "This prepared order waits no longer")
    assert await column(chat.core, PreparedOrderRow.state) == ["declined", "expired"]


async def test_what_may_not_be_prepared_is_one_sentence(chat: Chat) -> None:
    await make_staff(chat.core, Role.REP, "Omar", telegram_id=5055)
    omar = await chat.sandbox.user("Omar", user_id=5055)
    assert "No dealer fits" in (await ask(omar, "/orderfor techmart", "No dealer")).text
    card = await ask(chat.rita, "/territory tech", "1 dealer")
    card = await tap(chat.rita, "TechMart", card, "TECHMART-CORP")
    made = await ask(chat.rita, "/orderfor corner", "What shall I put together")
    made = await ask(chat.rita, "24 sprite", offering("Send to"))
    await write(
        chat.core,
        update(CreditAccountRow).values(hold_reason="unpaid", hold_at=chat.clock.now()),
    )
    await refused(chat.rita, chat, "Send to", made, "Corner Store is on hold")
    await refused(chat.rita, chat, "Order for them", card, "TechMart Corp is on hold")
