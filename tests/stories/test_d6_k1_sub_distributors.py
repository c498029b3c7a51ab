"""D6, K1: a dealer sets the own prices for those below it, within the band; each sees its own part."""

from sqlalchemy import update

from core.channel.use_cases.list_sub_dealers import ListSubDealers
from core.dealers.tables import DealerPersonRow, DealerRow
from core.infra.journal import JournalRow
from core.kernel.actor import Role
from core.pricing.tables import ResalePriceRow
from tests.chat import Chat, ask, tap
from tests.core.channel.past import make_past_order
from tests.make import count, make_buyer, make_dealer, write
from tests.make.prices import make_rate


async def _family(chat: Chat) -> None:
    """Corner Store (Cora) stands below TechMart, whose admin Ada is; it has a list price of 0.80 for cola."""
    await write(
        chat.core,
        update(DealerRow).where(DealerRow.id == chat.corner).values(parent_id=chat.techmart),
        update(DealerPersonRow)
        .where(DealerPersonRow.person_id == chat.buyer.person_id)
        .values(role=Role.DEALER_ADMIN),
    )


async def test_an_own_price_within_the_band_is_what_those_below_pay(chat: Chat) -> None:
    await _family(chat)
    before = await ask(chat.cora, "1000 coke 330")
    assert "Goods $600.00" in before.text  # bronze: cost 0.50 + 20 %
    shown = await ask(chat.ada, "/resale coke330 0.88", "Dealers below you pay")
    assert shown.text.splitlines() == [
        "✅ Coca-Cola 330 ml can (COKE330)",
        "Dealers below you pay $0.88.",
        "Guide price $0.80, allowed $0.72 to $0.88",
    ]
    assert "Goods $880.00" in (await ask(chat.cora, "/draft")).text
    own = await ask(chat.ada, "1000 coke 330")
    assert "Goods $540.00" in own.text, "the dealer's own price stays as it was"
    gone = await ask(chat.ada, "/resale COKE330 off", "house's price")
    assert gone.text.splitlines()[1] == "Dealers below you pay the house's price."
    assert "Goods $600.00" in (await ask(chat.cora, "/draft")).text


async def test_outside_the_band_is_refused_with_what_is_allowed(chat: Chat) -> None:
    await _family(chat)
    for price in ("0.719999", "0.880001", "1.50"):
        refused = await ask(chat.ada, f"/resale COKE330 {price}", "Only")
        assert refused.text == "Only $0.72 to $0.88 is allowed here; the guide price is $0.80."
    assert await count(chat.core, ResalePriceRow) == 0
    assert await count(chat.core, JournalRow, JournalRow.name == "resale_price_set") == 0


async def test_the_narrowest_band_wins_and_a_price_outside_it_counts_as_its_end(chat: Chat) -> None:
    await _family(chat)
    await ask(chat.ada, "/resale COKE330 0.88", "pay")
    preview = await ask(chat.otto, "/band category:grocery/drinks 5% 5%", "Price band for")
    assert "— → −5% … +5%" in preview.text
    await tap(chat.otto, "Confirm", preview, "grocery/drinks")
    assert "Goods $840.00" in (await ask(chat.cora, "1000 coke 330")).text
    held = await ask(chat.ada, "/resale", "Your prices")
    assert "• COKE330: $0.88, counts as $0.84 (band)" in held.text
    refused = await ask(chat.ada, "/resale COKE330 0.85", "Only")
    assert "$0.76 to $0.84" in refused.text


async def test_what_the_house_agreed_with_the_dealer_itself_stands_above(chat: Chat) -> None:
    await _family(chat)
    await ask(chat.ada, "/resale COKE330 0.88", "pay")
    await make_rate(chat.core, chat.corner, value="grocery/drinks", margin=10)
    assert "Goods $550.00" in (await ask(chat.cora, "1000 coke 330")).text


async def test_who_has_nobody_below_sets_no_price(chat: Chat) -> None:
    await write(
        chat.core,
        update(DealerPersonRow)
        .where(DealerPersonRow.person_id == chat.buyer.person_id)
        .values(role=Role.DEALER_ADMIN),
    )
    refused = await ask(chat.ada, "/resale COKE330 0.80", "nobody")
    assert refused.text == "No dealers stand below you, so there is nobody to set a price for."
    assert (await ask(chat.ada, "/network", "below")).text == "No dealers stand below you."


async def test_each_level_sees_those_below_and_nothing_beside_or_above(chat: Chat) -> None:
    await _family(chat)
    core, now = chat.core, chat.clock.now()
    county = await make_dealer(core, "County Shop", tier="bronze")
    sibling = await make_dealer(core, "Sibling Store", tier="bronze")
    stranger = await make_dealer(core, "Far Away", tier="bronze")
    await write(
        core,
        update(DealerRow).where(DealerRow.id == county).values(parent_id=chat.corner),
        update(DealerRow).where(DealerRow.id == sibling).values(parent_id=chat.techmart),
    )
    for dealer, amount in ((chat.corner, "100"), (county, "20"), (sibling, "7"), (stranger, "999")):
        await make_past_order(core, dealer, amount, now)
    top = await ask(chat.ada, "/network", "Dealers below you")
    assert top.text.splitlines()[2:] == [
        "• Corner Store 2 orders · $120.00",
        "　• County Shop 1 order · $20.00",
        "• Sibling Store 1 order · $7.00",
    ]
    middle = await ask(chat.cora, "/network", "Dealers below you")
    assert middle.text.splitlines()[2:] == ["• County Shop 1 order · $20.00"]
    for dealer in (county, sibling, stranger):
        buyer = await make_buyer(core, dealer, "Zed")
        assert await core.ask(buyer, ListSubDealers()) == ()


async def test_a_child_learns_neither_its_parent_nor_what_the_house_would_ask(chat: Chat) -> None:
    await _family(chat)
    await ask(chat.ada, "/resale COKE330 0.88", "pay")
    await ask(chat.cora, "1000 coke 330")
    said = "\n".join(message.text for message in chat.cora.from_bot())
    assert "TechMart" not in said
    assert "0.60" not in said
    await chat.cora.say("/resale COKE330")
    await ask(chat.cora, "thanks", "You are welcome")
    assert "0.72" not in "\n".join(message.text for message in chat.cora.from_bot())


async def test_a_ring_of_dealers_by_mistake_ends(chat: Chat) -> None:
    await _family(chat)
    ring = update(DealerRow).where(DealerRow.id == chat.techmart).values(parent_id=chat.corner)
    await write(chat.core, ring)
    shown = await ask(chat.ada, "/network", "Dealers below you")
    assert shown.text.splitlines()[2:] == ["• Corner Store 0 orders · —"]
