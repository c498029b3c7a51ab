"""Drafts straight in the database, and the two steps from a draft to an order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import TypeVar

from pydantic import TypeAdapter

from core.infra.door import Core
from core.infra.transaction import Transaction
from core.intake.types import LineReading, QuantityKind
from core.kernel.actor import SYSTEM, Actor
from core.kernel.ids import DraftId, ProductId
from core.orders.tables import DraftLineRow, DraftRow
from core.orders.types import DraftState, LineState, Quote
from core.orders.use_cases.place_order import PlacedOrder, PlaceOrder
from core.orders.use_cases.show_quote import ShowQuote
from tests.make.rows import add, new_id

T = TypeVar("T")
_READING = TypeAdapter(LineReading)


async def make_draft(
    core: Core, actor: Actor, lines: Sequence[tuple[ProductId, int]], *, coupon: str | None = None
) -> DraftId:
    """An open draft of the actor with ready lines: product and pieces."""
    draft_id = DraftId(new_id(core))
    now = core.clock.now()
    await add(
        core,
        DraftRow,
        id=draft_id,
        dealer_id=actor.dealer_id,
        person_id=actor.person_id,
        state=DraftState.OPEN,
        version=1,
        coupon=coupon,
        created=now,
        changed=now,
    )
    for position, (product_id, quantity) in enumerate(lines, start=1):
        reading = LineReading("", quantity=Decimal(quantity), quantity_kind=QuantityKind.EXACT)
        await add(
            core,
            DraftLineRow,
            id=new_id(core),
            draft_id=draft_id,
            position=position,
            state=LineState.READY,
            raw=f"{quantity} x",
            phrase="",
            product_id=product_id,
            unit="each",
            unit_quantity=str(quantity),
            quantity=quantity,
            reading=_READING.dump_python(reading, mode="json"),
            candidates=[str(product_id)],
            questions=[],
        )
    return draft_id


async def quote(core: Core, actor: Actor) -> Quote:
    """The actor's open draft as the quote card shows it; fails where there is none."""
    shown = await core.ask(actor, ShowQuote())
    assert shown is not None
    return shown


async def confirm(core: Core, actor: Actor, *, key: str | None = None) -> PlacedOrder:
    """What a tap on Confirm does: place the open draft at the price it shows now."""
    shown = await quote(core, actor)
    return await core.execute(actor, PlaceOrder(shown.draft_id, shown.version, shown.seen), key=key)


async def transact(core: Core, act: Callable[[Transaction], Awaitable[T]]) -> T:
    """Do something in one transaction of the house, as a use case would; its events are not journalled."""
    async with core.database.write() as connection:
        tx = Transaction(
            db=connection, actor=SYSTEM, now=core.clock.now(), settings=core.settings,
            cache=core.cache, executor=ThreadPoolExecutor(max_workers=1),
        )  # fmt: skip
        result = await act(tx)
        await tx.flush()
        return result
