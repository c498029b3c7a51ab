"""N3: nobody sees or moves what is another dealer's, by number, by forged button or by a stolen word."""

from bot.screen import short_id
from core.approvals.tables import ApprovalRow
from core.intake.tables import AliasRow
from core.kernel.actor import Role
from core.orders.tables import DraftLineRow, OrderRow
from dealerline.sandbox.seen import ChatMessage
from tests.chat import Chat, ask, tap
from tests.make import column, count, make_buyer, make_product, make_staff, make_stock, rows

SECRETS = ("iPhone", "26,000", "124,800", "TechMart", "B2B-2025-1 ")


async def _says_nothing(user_text: str) -> None:
    assert not any(secret in user_text for secret in SECRETS), user_text


async def _forge(chat: Chat, data: str, under: ChatMessage) -> str:
    await (await chat.cora.tap_data(under, data)).answer()
    return (await chat.cora.wait_for("")).text


async def test_another_dealers_order_is_not_there_by_number_nor_by_button(chat: Chat) -> None:
    await tap(chat.ada, "Confirm", await ask(chat.ada, "25 iphone 15 pro"), "B2B-2025-1")
    (order,) = await rows(chat.core, OrderRow)
    under = await ask(chat.cora, "/orders", "")
    for words in ("/order B2B-2025-1", "/order 1", "where is order B2B-2025-1"):
        said = await ask(chat.cora, words, "")
        assert said.text == "I could not find that order. /orders lists yours.", words
    assert await _forge(chat, f"o1:{short_id(order.id)}:0", under) == (
        "I could not find that order. /orders lists yours."
    )
    assert (await ask(chat.cora, "/orders", "")).text.startswith("No orders yet")
    assert "$0.00" in (await ask(chat.cora, "/credit", "Your credit")).text


async def test_another_dealers_draft_can_neither_be_seen_nor_changed_nor_placed(chat: Chat) -> None:
    card = await ask(chat.ada, "25 iphone 15 pro\n10 case coke 330")
    _, _, draft, version, _, seen = (card.buttons[0].data or "").split(":")
    under = await ask(chat.cora, "thanks", "welcome")
    for act, n, x in (
        ("ok", 0, seen), ("s", 0, ""), ("e", 0, ""), ("l", 1, ""), ("+", 1, ""), ("-", 1, ""), ("r", 1, ""),
        ("w", 1, ""), ("p", 1, "0"), ("a", 1, "5,each"), ("pl", 0, ""), ("pc", 0, ""), ("f", 0, ""),
        ("k", 0, ""), ("d", 0, ""),
    ):  # fmt: skip
        text = await _forge(chat, f"q1:{act}:{draft}:{version}:{n}:{x}", under)
        assert text == "⚠️ That order is not open any more: it was placed or discarded.", act
    assert await count(chat.core, OrderRow) == 0
    assert await column(chat.core, DraftLineRow.quantity) == [240, 25]
    await tap(chat.ada, "Confirm $26,129.60", card, "B2B-2025-1")


async def test_a_colleagues_draft_is_the_colleagues(chat: Chat) -> None:

    await make_buyer(chat.core, chat.techmart, "Bob", telegram_id=5011)
    bob = await chat.sandbox.user("Bob", user_id=5011)
    card = await ask(chat.ada, "25 iphone 15 pro")
    await ask(bob, "/draft", "no open order")
    await (await bob.tap_data(bob.last, card.buttons[0].data or "")).answer()
    await bob.wait_for("not open any more")
    await tap(chat.ada, "Confirm", card, "B2B-2025-1")
    assert "25 pieces" in (await ask(bob, "/order 1", "Order B2B-2025-1")).text


async def test_another_dealers_learned_word_cannot_be_undone(chat: Chat) -> None:
    for colour in ("red", "blue"):
        mug = await make_product(chat.core, f"MUG-{colour}", f"Coffee mug {colour}", cost="2", brand="Kiln")
        await make_stock(chat.core, mug, chat.warehouse, 1000)
    card = await ask(chat.ada, "12 coffee mug", "Which one")
    await tap(chat.ada, card.labels[0], card, "12 pieces")
    (alias,) = await rows(chat.core, AliasRow)
    under = await ask(chat.cora, "thanks", "welcome")
    text = await _forge(chat, f"al1:{short_id(alias.id)}", under)
    assert "coffee mug" not in text
    assert [row.undone_at for row in await rows(chat.core, AliasRow)] == [None]


async def test_an_approval_is_decided_by_its_rep_only(chat: Chat) -> None:
    await make_staff(chat.core, Role.REP, "Raul", telegram_id=5012)
    raul = await chat.sandbox.user("Raul", user_id=5012)
    card = await ask(chat.ada, "120 iphone 15 pro")
    await tap(chat.ada, "Confirm", card, "B2B-2025-1")
    request = await chat.rita.wait_for("needs your decision", since=0)
    data = request.buttons[0].data or ""
    for person, greeting in (
        (chat.cora, "thanks"),
        (chat.ada, "thanks"),
        (raul, "/help"),
        (chat.otto, "/help"),
    ):
        under = await ask(person, greeting, "")
        await (await person.tap_data(under, data)).answer()
        said = await person.wait_for("")
        await _says_nothing(said.text)
        await (await person.tap_data(under, data.replace(":y:", ":n:"))).answer()
        await _says_nothing((await person.wait_for("")).text)
    assert await column(chat.core, ApprovalRow.state) == ["open"]
    assert (await ask(raul, "/approvals", "")).text == "👍 Nothing waits for you."
    assert await column(chat.core, OrderRow.state) == ["in_review"]


async def test_prices_are_the_own_ones(chat: Chat) -> None:
    mine = await ask(chat.cora, "2 iphone 15 pro")
    assert "2 pieces × $1,200.00 = $2,400.00" in mine.text
    theirs = await ask(chat.ada, "2 iphone 15 pro")
    assert "2 pieces × $1,040.00 = $2,080.00" in theirs.text
