"""E1: available = limit - (open balance + approved orders not yet invoiced), for the named dealers."""

from datetime import date

from dealerline.demo.company import tiers
from dealerline.demo.dealers import NAMED
from dealerline.sandbox.user import SandboxUser
from tests.chat import Chat, ask, tap
from tests.make import make_invoice, raise_invoiced
from tests.stories.trade import import_sheet, new_dealer


async def test_the_four_named_dealers_see_their_limits_and_balances(chat: Chat) -> None:
    """Limits and balances are those the demo company is made with."""
    await import_sheet(chat, "tiers", tiers())
    demo = {dealer.name: dealer for dealer in NAMED}
    users: dict[str, SandboxUser] = {"TechMart Corp": chat.ada, "Corner Store": chat.cora}
    dealers = {"TechMart Corp": chat.techmart, "Corner Store": chat.corner}
    for telegram_id, name in enumerate(("Regional Electronics", "City Gadgets"), start=5011):
        shape = demo[name]
        dealers[name], users[name] = await new_dealer(
            chat, name, name.split()[0], telegram_id, tier=shape.tier.code, limit=str(shape.limit)
        )
    for name, limit, owes, available, fits in (
        ("TechMart Corp", "$150,000.00", "$38,250.00", "$111,750.00", "$81,750.00"),
        ("Regional Electronics", "$75,000.00", "$45,000.00", "$30,000.00", "$15,000.00"),
        ("City Gadgets", "$25,000.00", "$9,600.00", "$15,400.00", "$10,400.00"),
        ("Corner Store", "$5,000.00", "$1,800.00", "$3,200.00", "$2,200.00"),
    ):
        await make_invoice(chat.core, dealers[name], str(demo[name].owes), due_on=date(2025, 12, 1))
        screen = (await ask(users[name], "/credit", "Your credit")).text.split("\n")
        assert screen[:2] == ["💳 Your credit", f"{available} available"], name
        assert screen[4:] == [
            f"Limit {limit}",
            f"Open invoices {owes}",
            "Orders not yet invoiced $0.00",
            "",
            f"Orders up to {fits} go through by themselves.",
        ], name


async def test_an_approved_order_takes_credit_and_one_in_review_does_not_yet(chat: Chat) -> None:
    await make_invoice(chat.core, chat.techmart, "38250", due_on=date(2025, 12, 1))
    card = await ask(chat.ada, "25 iphone 15 pro")
    assert "💳 Credit left after this order: $85,750.00" in card.text
    await tap(chat.ada, "Confirm", card, "B2B-2025-1")
    # 81,750 were free to pass; after 26,000 of them 55,750 are, so 60 more phones (62,400) need the rep.
    review = await ask(chat.ada, "60 iphone 15 pro")
    await tap(chat.ada, "Confirm $62,400.00", review, "B2B-2025-2")
    assert (await ask(chat.ada, "/credit", "Your credit")).text.split("\n") == [
        "💳 Your credit",
        "$85,750.00 available",
        "▰▰▰▰▱▱▱▱▱▱ 43 %",
        "",
        "Limit $150,000.00",
        "Open invoices $38,250.00",
        "Orders not yet invoiced $26,000.00",
        "Orders in review $62,400.00",
        "",
        "⏳ Orders that wait:",
        "• B2B-2025-2, $62,400.00: pay $6,650.00 and it goes",
        "",
        "Orders up to $55,750.00 go through by themselves.",
    ]
    request = await chat.rita.wait_for("needs your decision", since=0)
    await tap(chat.rita, "Approve", request, "Approved by Rita")
    screen = (await ask(chat.ada, "/credit", "Your credit")).text.split("\n")
    assert screen[1] == "$23,350.00 available"
    assert screen[5:] == [
        "Open invoices $38,250.00",
        "Orders not yet invoiced $88,400.00",
        "",
        "New orders need your rep's approval for now. Paying an open invoice changes that.",
    ]


async def test_available_is_never_shown_below_zero(chat: Chat) -> None:
    await raise_invoiced(chat.core, chat.corner, "5600")
    screen = (await ask(chat.cora, "/credit", "Your credit")).text.split("\n")
    assert screen[1:3] == ["$0.00 available", "▰▰▰▰▰▰▰▰▰▰ 100 %"]
    assert screen[5] == "Open invoices $5,600.00"
