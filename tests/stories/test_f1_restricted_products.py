"""F1, B2: a product that needs a permission waits for the manager; what is not restricted asks nobody."""

from sqlalchemy import update

from core.catalog.tables import ProductRow
from core.kernel.actor import Role
from core.orders.tables import OrderRow
from tests.chat import Chat, ask, tap
from tests.make import column, make_staff, touch_catalog, write

MAX = 5031


async def test_a_restricted_product_goes_to_the_manager_and_routine_orders_to_nobody(chat: Chat) -> None:
    await make_staff(chat.core, Role.MANAGER, "Max", telegram_id=MAX)
    manager = await chat.sandbox.user("Max", user_id=MAX)
    await ask(manager, "/approvals", "Nothing waits for you.")  # a bot may only write to whom it knows
    await tap(chat.ada, "Confirm", await ask(chat.ada, "2 iphone 15 pro"), "B2B-2025-1 is placed.")

    await write(chat.core, update(ProductRow).where(ProductRow.id == chat.iphone).values(restricted=True))
    await touch_catalog(chat.core, chat.iphone)
    card = await ask(chat.ada, "3 iphone 15 pro")
    assert "🕓 To be approved first, by: regional manager" in card.text
    await tap(chat.ada, "Confirm", card, "B2B-2025-2 is placed and waits")
    waits = await ask(chat.ada, "where is order B2B-2025-2", "Order B2B-2025-2")
    assert "It waits for:\n⚠️ Has goods that need a permission" in waits.text
    assert "Pay " not in waits.text
    request = await manager.wait_for("needs your decision", since=0)
    assert "⚠️ Has goods that need a permission" in request.text.split("\n")
    assert chat.rita.from_bot() == []
    await tap(manager, "Approve", request, "Approved by Max")
    await chat.ada.wait_for("Order B2B-2025-2 is approved", since=0)
    assert await column(chat.core, OrderRow.state) == ["approved", "approved"]
