"""E6, G1: taps at the same moment never use the same credit twice, and never the same piece."""

from core.approvals.tables import ApprovalRow
from core.stock.tables import StockRow
from core.stock.use_cases.correct_stock import CorrectStock
from dealerline.sandbox.seen import ChatMessage
from dealerline.sandbox.user import SandboxUser
from tests.chat import Chat, ask, tap
from tests.make import account, column, count, set_limit
from tests.races.ledgers import assert_books_are_whole
from tests.stories.trade import confirm_together, new_colleague

PLACED = "✅ Thank you! Order B2B-2025-1 is placed.\n\n1 line, $26,000.00\n\n📅 With you Wed 15 Oct"
Taps = list[tuple[SandboxUser, ChatMessage]]


async def _same_order(*users: SandboxUser) -> Taps:
    taps = []
    for user in users:
        card = await ask(user, "25 iphone 15 pro")
        assert card.button("Confirm") is not None
        taps.append((user, card))
    return taps


def _parted(taps: Taps, answers: list[ChatMessage]) -> tuple[ChatMessage, ChatMessage, SandboxUser]:
    """The answer of who was first, that of who was not, and the latter; either may be first."""
    first = [one.text.startswith("✅ Thank you! Order B2B-2025-1 is placed.") for one in answers]
    assert sorted(first) == [False, True], [one.text for one in answers]
    late = first.index(False)
    return answers[first.index(True)], answers[late], taps[late][0]


async def test_two_people_of_one_dealer_cannot_both_use_the_same_credit(chat: Chat) -> None:
    # 80 % of 50,000 are 40,000: each order of 26,000 passes alone; both would be above the 95 %.
    await set_limit(chat.core, chat.techmart, "50000")
    ben = await new_colleague(chat, chat.techmart, "Ben", 5011)
    taps = await _same_order(chat.ada, ben)
    served, told, _ = _parted(taps, await confirm_together(chat, *taps))
    assert served.text == PLACED
    assert told.text.startswith("⏸ Order B2B-2025-2 is placed and held: it goes over the credit limit.")
    assert await account(chat.core, chat.techmart) == {
        "limit": 5_000_000,
        "invoiced": 0,
        "held": 2_600_000,
        "pending": 2_600_000,
    }
    assert await assert_books_are_whole(chat.core) == 2


async def test_of_two_that_pass_alone_the_second_waits_for_the_rep(chat: Chat) -> None:
    # 80 % of 60,000 are 48,000, 95 % are 57,000: together they are 52,000.
    await set_limit(chat.core, chat.techmart, "60000")
    ben = await new_colleague(chat, chat.techmart, "Ben", 5011)
    taps = await _same_order(chat.ada, ben)
    served, told, _ = _parted(taps, await confirm_together(chat, *taps))
    assert served.text == PLACED
    assert told.text.startswith("🕓 Order B2B-2025-2 is placed and waits for approval.")
    request = await chat.rita.wait_for("needs your decision", since=0)
    assert "Owes $26,000.00, with this order $52,000.00, limit $60,000.00" in request.text
    assert await count(chat.core, ApprovalRow) == 1
    assert await account(chat.core, chat.techmart) == {
        "limit": 6_000_000,
        "invoiced": 0,
        "held": 2_600_000,
        "pending": 2_600_000,
    }
    assert await assert_books_are_whole(chat.core) == 2


async def test_two_dealers_cannot_both_have_the_last_pieces(chat: Chat) -> None:
    await set_limit(chat.core, chat.corner, "150000")
    counted = CorrectStock(chat.iphone, "LA", 30, is_count=True, reason="Counted")
    await chat.core.execute(chat.office, counted)
    taps = await _same_order(chat.ada, chat.cora)
    _, told, who = _parted(taps, await confirm_together(chat, *taps))
    assert told.text.startswith(
        "⚠️ Line 1: somebody was faster, not enough is left. Take what there is, or change the quantity."
    )
    assert "   only 5 left" in told.text
    assert told.button("Confirm") is None
    assert await _reserved(chat) == [25]
    assert await assert_books_are_whole(chat.core) == 1
    rest = await tap(who, "Take what there is", told, "5 pieces")
    total = "$6,000.00" if who is chat.cora else "$5,200.00"
    await tap(who, f"Confirm {total}", rest, "B2B-2025-2")
    assert await _reserved(chat) == [30]
    assert await assert_books_are_whole(chat.core) == 2


async def _reserved(chat: Chat) -> list[int]:
    return await column(chat.core, StockRow.reserved, StockRow.product_id == chat.iphone)
