"""A22: who wants what is not there is told when it is back, by the button of its line or in words."""

from sqlalchemy import update

from core.intake.tables import StockWatchRow
from core.kernel.actor import SYSTEM
from core.stock.tables import StockRow
from core.stock.use_cases.correct_stock import CorrectStock
from tests.chat import Chat, ask, tap
from tests.make import column, write


async def test_who_wants_what_is_not_there_is_told_when_it_is_back(chat: Chat) -> None:
    for said in (None, "Tell me when it's back"):
        gone = update(StockRow).where(StockRow.product_id == chat.iphone).values(on_hand=0)
        await write(chat.core, gone)
        card = await ask(chat.ada, "48 coke\n30 iphone 15 pro", "not enough in stock")
        button = next(label for label in card.labels if "tell me when back" in label)
        done = await (
            tap(chat.ada, button, card, "is out") if said is None else ask(chat.ada, said, "is out")
        )
        assert "You will be told once when it is back." in done.text
        assert "30 × " not in done.text
        assert await column(chat.core, StockWatchRow.product_id) == [chat.iphone]
        await chat.core.execute(SYSTEM, CorrectStock(chat.iphone, "LA", 50, is_count=False, reason="came"))
        await chat.ada.wait_for("IP15P", since=done.revision)
        assert await column(chat.core, StockWatchRow.product_id) == []
        await ask(chat.ada, "cancel", "Discarded")
    await ask(chat.ada, "24 coke")
    assert "in stock" in (await ask(chat.ada, "let me know when it is back", "Everything")).text
