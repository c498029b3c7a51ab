"""B3, A18: who stands in gets what is asked of another; large decisions want the code; a list by region."""

from datetime import timedelta

from sqlalchemy import update

from core.approvals.tables import ApprovalRow
from core.approvals.use_cases.set_deputy import SetDeputyFor
from core.credit.tables import CreditPolicyRow
from core.dealers.tables import DealerRow
from core.infra.journal import JournalRow
from core.orders.tables import CounterOfferRow, OrderRow
from dealerline.sandbox.seen import ChatMessage
from dealerline.sandbox.user import SandboxUser
from tests.chat import Chat, ask, tap
from tests.codes import code_at
from tests.make import column, count, set_limit, write


async def _held(chat: Chat) -> ChatMessage:
    """Fay's card about 145 phones, 150,800.00 above TechMart's limit of 150,000."""
    quote = await ask(chat.ada, "145 iphone 15 pro")
    await tap(chat.ada, "Confirm $150,800.00", quote, "B2B-2025-1")
    return await chat.fay.wait_for("needs your decision", since=0)


async def _enrol(chat: Chat, user: SandboxUser) -> str:
    """The key of the generator, as it is written under the picture; the proof of switching on is over."""
    await tap(user, "Set up second factor", await ask(user, "/security", "Security"), "Scan this")
    key = user.last.text.split("\n")[1].replace(" ", "")
    await ask(user, code_at(key, chat.clock.now()), "The second factor is on")
    chat.clock.advance(timedelta(minutes=6))
    return key


async def test_part_and_counter_offer_want_the_code_and_are_done_once_with_it(chat: Chat) -> None:
    chat.core.settings = chat.core.settings.model_copy(update={"require_second_factor": True})
    await write(chat.core, update(CreditPolicyRow).values(big_approval_minor=10_000_000))
    card = await _held(chat)
    key = await _enrol(chat, chat.fay)
    plan = await tap(chat.fay, "Counter-offer", card, "Tap a line")
    await tap(chat.fay, "Off everything", plan, "Write a percentage")
    changed = await ask(chat.fay, "2 %", "Total")
    await tap(chat.fay, "Send the offer", changed, "Write the six digits")
    assert await count(chat.core, CounterOfferRow) == 0
    await ask(chat.fay, code_at(key, chat.clock.now()), "Offered to the dealer")
    assert await count(chat.core, CounterOfferRow) == 1
    chat.clock.advance(timedelta(minutes=20))
    offer = await chat.ada.wait_for("Our offer for order", since=0)
    await tap(chat.ada, "Decline", offer, "The order waits on as you placed it.")
    again = await chat.fay.wait_for("The dealer declined the offer", since=0)
    plan = await tap(chat.fay, "Part of it", again, "Nothing is done yet.")
    await tap(chat.fay, "Approve this part", plan, "Write the six digits")
    assert await column(chat.core, OrderRow.state) == ["held"]
    await ask(chat.fay, code_at(key, chat.clock.now()), "Approved in part by Fay")
    assert sorted(await column(chat.core, OrderRow.state)) == ["approved", "held"]
    assert (await column(chat.core, JournalRow.name)).count("order_decided") == 1


async def test_a_deputy_is_told_and_gets_the_card_that_is_asked_of_another(chat: Chat) -> None:
    boss = chat.finance
    until = chat.clock.now() + timedelta(days=2)
    assert boss.person_id is not None
    await chat.core.execute(boss, SetDeputyFor(boss.person_id, chat.manager.person_id, None, until))
    told = await chat.max.wait_for("You stand in for Fay", since=0)
    assert told.text == "🪑 You stand in for Fay: what waits for Fay comes to you as well. /approvals"
    quote = await ask(chat.ada, "145 iphone 15 pro")
    await tap(chat.ada, "Confirm $150,800.00", quote, "B2B-2025-1")
    card = await chat.max.wait_for("needs your decision", since=0)
    assert "👥 Asked: Fay" in card.text
    await chat.fay.wait_for("needs your decision", since=0)
    why = await tap(chat.max, "Decline", card, "Why is order B2B-2025-1")
    chat.clock.advance(timedelta(days=2))
    late = await tap(chat.max, "Credit limit", why, "⚠️")
    assert "Fay" in late.text.split("\n")[0]
    assert late.labels == []
    assert await column(chat.core, ApprovalRow.state) == ["open"]
    assert "order_decided" not in await column(chat.core, JournalRow.name)


async def test_the_list_is_narrowed_to_a_region(chat: Chat) -> None:
    await write(
        chat.core,
        update(DealerRow).where(DealerRow.id == chat.techmart).values(region="west"),
        update(DealerRow).where(DealerRow.id == chat.corner).values(region="south"),
    )
    await set_limit(chat.core, chat.corner, "1000")
    for user, text in ((chat.ada, "145 iphone 15 pro"), (chat.cora, "2000 coke 330")):
        quote = await ask(user, text)
        await user.tap("Confirm", message=quote)
        await user.wait_for("B2B-2025-")
    waiting = await ask(chat.fay, "/approvals", "2 orders wait for a decision")
    regions = await tap(chat.fay, "By region", waiting, "2 orders wait")
    assert regions.labels[:2] == ["south (1)", "west (1)"]
    south = await tap(chat.fay, "south (1)", regions, "🗺 Region south")
    assert [label for label in south.labels if "B2B-2025-" in label] == [
        "🟠 B2B-2025-2 · Corner Store · $1,200.00"
    ]
    assert not any("all" in label.lower() and "2" in label for label in south.labels)
