"""D7: tiers move with turnover: dry run, notice, new prices at once, and by hand when the rules agree."""

from datetime import timedelta

from sqlalchemy import update

from core.channel.tables import TierMoveRow
from core.dealers.tables import DealerRow, PersonRow
from core.jobs.clock import tick
from core.kernel.actor import Role
from tests.chat import FINANCE, Chat, ask, tap
from tests.core.channel.past import make_past_order, make_thresholds
from tests.make import count, rows, write
from tests.stories.trade import import_rows

DAY = timedelta(days=1)


async def _tier(chat: Chat) -> str:
    (row,) = await rows(chat.core, DealerRow, DealerRow.id == chat.corner)
    return str(row.tier)


async def _fay_is_director(chat: Chat) -> None:
    director = update(PersonRow).where(PersonRow.telegram_id == FINANCE).values(staff_role=Role.DIRECTOR)
    await write(chat.core, director)


async def test_a_dealer_that_bought_enough_goes_up_and_pays_less_at_once(chat: Chat) -> None:
    await make_thresholds(chat.core, platinum="5000", bronze="0")
    await make_past_order(chat.core, chat.corner, "5000", chat.clock.now() - DAY)
    await ask(chat.cora, "1000 coke 330")
    dry = await ask(chat.otto, "/tiers review", "If it were reviewed now")
    assert "⬆️ Corner Store Bronze → Platinum" in dry.text
    assert await _tier(chat) == "bronze"
    await tick(chat.core)
    told = await chat.cora.wait_for("You are Platinum now")
    assert told.text == "🎉 You are Platinum now (before: Bronze). Your new prices count from this moment."
    assert (await chat.rita.wait_for("Corner Store")).text == "🏅 Corner Store: Bronze → Platinum"
    assert "Goods $540.00" in (await ask(chat.cora, "/draft")).text


async def test_a_dealer_is_told_what_is_missing_before_it_goes_down(chat: Chat) -> None:
    await write(chat.core, update(DealerRow).where(DealerRow.id == chat.corner).values(tier="platinum"))
    await make_thresholds(chat.core, platinum="5000", bronze="0")
    await make_past_order(chat.core, chat.corner, "1", chat.clock.now() - 400 * DAY)
    await make_past_order(chat.core, chat.corner, "3000", chat.clock.now() - DAY)
    await tick(chat.core)
    told = await chat.cora.wait_for("and you stay")
    assert told.text == (
        "⏳ You bought $3,000.00 in 12 months. $2,000.00 more by Sat 13 Dec and you stay Platinum; "
        "else you become Bronze."
    )
    await make_past_order(chat.core, chat.corner, "2000", chat.clock.now())
    chat.clock.advance(DAY)
    await tick(chat.core)
    assert (
        await chat.cora.wait_for("turnover is back")
    ).text == "🎉 Your turnover is back: you stay Platinum."
    assert await _tier(chat) == "platinum"


async def test_thresholds_of_d1_move_a_dealer_down_by_one_tier_after_its_60_days(chat: Chat) -> None:
    """Nothing is set: the tiers are imported, and the monthly review does the rest."""
    await import_rows(
        chat, "tiers", "code,name,margin_percent,net_days",
        ("gold", "Gold", "12", "30"), ("silver", "Silver", "16", "15"),
    )  # fmt: skip
    await write(chat.core, update(DealerRow).where(DealerRow.id == chat.corner).values(tier="gold"))
    await make_past_order(chat.core, chat.corner, "300000", chat.clock.now() - 400 * DAY)
    await make_past_order(chat.core, chat.corner, "199999.99", chat.clock.now() - DAY)
    await tick(chat.core)
    told = await chat.cora.wait_for("and you stay")
    assert told.text == (
        "⏳ You bought $199,999.99 in 12 months. $0.01 more by Sat 13 Dec and you stay Gold; "
        "else you become Silver."
    )
    assert "Goods $560.00" in (await ask(chat.cora, "1000 coke 330")).text
    chat.clock.advance(59 * DAY)
    await tick(chat.core)
    assert await _tier(chat) == "gold"
    chat.clock.advance(DAY)
    await tick(chat.core)
    await chat.cora.wait_for("You are Silver now (before: Gold)")
    assert await _tier(chat) == "silver"
    assert "Goods $580.00" in (await ask(chat.cora, "/draft")).text
    chat.clock.advance(DAY)
    await tick(chat.core)
    assert await _tier(chat) == "silver", "one tier at a time: 199,999.99 earn silver"


async def test_a_tier_by_hand_is_asked_for_by_one_and_decided_by_another(chat: Chat) -> None:
    await _fay_is_director(chat)
    preview = await ask(chat.otto, "/tier corner store platinum new flagship", "Tier of Corner Store")
    assert "Bronze → Platinum" in preview.text
    assert await count(chat.core, TierMoveRow) == 0
    asked = await tap(chat.otto, "Confirm", preview, "Another tier for")
    assert "👥 Asked: Fay · until" in asked.text
    card = await chat.fay.wait_for("Another tier for Corner Store")
    assert "Why: new flagship\nAsked for by Otto" in card.text
    assert await _tier(chat) == "bronze"
    decided = await tap(chat.fay, "Approve", card, "Approved by Fay")
    assert decided.labels == []
    assert await _tier(chat) == "platinum"
    assert "You are Platinum now" in (await chat.cora.wait_for("Platinum")).text
    assert (await chat.otto.wait_for("Corner Store: Bronze → Platinum")).labels == []


async def test_tiers_wait_in_the_list_are_declined_together_and_whoever_asked_hears_why(chat: Chat) -> None:
    await _fay_is_director(chat)
    await write(chat.core, update(DealerRow).where(DealerRow.id == chat.techmart).values(tier="bronze"))
    for dealer in ("corner store", "techmart"):
        preview = await ask(chat.otto, f"/tier {dealer} platinum please", "Tier of")
        await tap(chat.otto, "Confirm", preview, "Another tier for")
    waiting = await ask(chat.fay, "/approvals", "0 orders wait")
    tiers = await tap(chat.fay, "Tiers (2)", waiting, "Tiers that are asked for")
    assert "🟠 Bronze → Platinum · Corner Store · $0.00" in tiers.labels
    opened = await tap(chat.fay, "Corner Store", tiers, "Another tier for Corner Store")
    assert "✅ Approve" in opened.labels
    look = await tap(chat.fay, "Decline all 2", tiers, "Decline 2 tiers?")
    assert await count(chat.core, TierMoveRow, TierMoveRow.state == "waiting") == 2
    done = await tap(chat.fay, "Too early", look, "2 of 2 decided")
    assert "✅ Bronze → Platinum" in done.text
    told = await chat.otto.wait_for("TechMart Corp: not Platinum but still Bronze")
    assert told.text.endswith("Why: Too early")
    assert await _tier(chat) == "bronze"


async def test_thresholds_and_notice_are_changed_by_a_command(chat: Chat) -> None:
    preview = await ask(chat.otto, "/tiers from platinum 500000.01", "What tier")
    assert "— → $500,000.01" in preview.text
    card = await tap(chat.otto, "Confirm", preview, "by turnover")
    assert "• Platinum from $500,000.01 (cost + 8%)" in card.text
    assert "• Bronze given by hand (cost + 20%)" in card.text
    assert "30 days before" in (await ask(chat.otto, "/tiers notice 30", "by turnover")).text


async def test_a_dealer_cannot_move_itself(chat: Chat) -> None:
    await chat.cora.say("/tier corner platinum please")
    await ask(chat.cora, "thanks", "You are welcome")
    assert await count(chat.core, TierMoveRow) == 0
