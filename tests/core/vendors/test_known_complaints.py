"""What users of other systems complain of about goods that a vendor sends; the numbers are GitHub issues."""

from __future__ import annotations

from core.infra.door import Core
from core.vendors.errors import DirectUnfit
from core.vendors.types import Redirect
from core.vendors.use_cases.answer_purchase import DeclinePurchase
from core.vendors.use_cases.redirect_purchase import RedirectPurchase
from core.vendors.use_cases.send_direct import PreviewDirect, SendDirect
from tests.core.vendors.house import House, make_house, order, order_id, purchases, send, show


async def may_buy(core: Core, house: House, number: str) -> str:
    """What the house is told of buying the order's goods: its lines, or why not."""
    try:
        plan = await core.ask(house.otto, PreviewDirect(number))
    except DirectUnfit as refused:
        return str(refused.fields["why"])
    return ", ".join(line.line.name for part in plan.parts for line in part.lines)


async def test_only_what_a_vendor_is_going_to_send_is_said_to_be_bought(core: Core) -> None:
    """erpnext 34398: "purchase order already created for all items" where there was none."""
    house = await make_house(core, pumps=4)
    placed = await order(core, house, (house.pump, 4), (house.hose, 2))
    assert await may_buy(core, house, placed.number) == "Pump"
    sent = await send(core, house, placed.order_id)
    # The pumps are a part of their own, and bought; of the rest nothing is said to be.
    assert (await may_buy(core, house, "B2B-2025-1/2"), await may_buy(core, house, "B2B-2025-1")) == (
        "sent", "no_offer",
    )  # fmt: skip
    await core.execute(house.vera, DeclinePurchase(sent.id, sent.version, "out of stock"))
    assert await may_buy(core, house, "B2B-2025-1/2") == "Pump"
    (again,) = await core.execute(house.otto, SendDirect(await order_id(core, "B2B-2025-1/2")))
    assert await purchases(core) == {"PO-2025-1": "cancelled", "PO-2025-2": "sent"}
    assert await may_buy(core, house, "B2B-2025-1/2") == "sent"
    # Our own goods take their place: nothing is bought, and nothing says that it is.
    new = await show(core, house, again)
    await core.execute(house.otto, RedirectPurchase(new.id, new.version, Redirect.STOCK))
    assert await may_buy(core, house, "B2B-2025-1/2") == "Pump"
    assert set((await purchases(core)).values()) == {"cancelled"}
