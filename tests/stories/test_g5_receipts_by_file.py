"""G5: the storekeeper sends a file of what came: looked at as a whole, then booked at one tap."""

from core.kernel.actor import Role
from core.stock.tables import StockMovementRow, StockRow
from tests.chat import Chat, ask, tap
from tests.make import make_staff, rows
from tests.stories.trade import all_rows

HEAD = "reference,sku,warehouse,lot,quantity,expires_on,owner\n"
GOOD = HEAD + "DN-1,IP15P,LA,,40,,\n"
BAD = HEAD + "DN-2,IP15P,LA,,40,,\nDN-2,NOPE,LA,,5,,\n"


async def test_a_storekeeper_books_in_a_file_and_nothing_of_a_bad_one(chat: Chat) -> None:
    await make_staff(chat.core, Role.STOREKEEPER, "Kim", telegram_id=5020)
    kim = await chat.sandbox.user("Kim", user_id=5020)
    await ask(kim, "/help", "/receive")
    before = await all_rows(chat)
    await kim.send_document(BAD.encode(), "came.csv")
    errors = await kim.wait_for(lambda message: "document" in message.raw)
    assert errors.raw["document"]["file_name"] == "receipts.errors.csv"
    await kim.wait_for("1 of 2 rows cannot be imported")
    assert (await all_rows(chat))["stock"] == before["stock"]
    await kim.send_document(GOOD.encode(), "came.csv")
    card = await kim.wait_for("receipts")
    (stock,) = await rows(chat.core, StockRow, StockRow.product_id == chat.iphone)
    await tap(kim, "Confirm", card, "receipts")
    (now,) = await rows(chat.core, StockRow, StockRow.product_id == chat.iphone)
    assert now.on_hand == stock.on_hand + 40
    # The same file again books nothing more.
    moved = len(await rows(chat.core, StockMovementRow))
    await kim.send_document(GOOD.encode(), "came.csv")
    await kim.wait_for("receipts")
    assert len(await rows(chat.core, StockMovementRow)) == moved
    # No other table is open to who keeps the goods: the file is nothing but goods that came.
    await kim.send_document(b"sku,name\nIP15P,Brick\n", "products.csv")
    await kim.wait_for("reference")
    assert (await all_rows(chat))["product"] == before["product"]
