"""What a person and the bot spoke of until now, as the reading of the next message needs it (A2, A5)."""

from __future__ import annotations

from core.infra.transaction import Snapshot
from core.intake import repository as intake
from core.intake.types import Talk, TalkLine
from core.orders.types import Draft, Order, OrderLine


async def talk_of(snap: Snapshot, draft: Draft | None) -> Talk:
    """The lines of the draft, which of them "it" means, which is asked about, and what was asked for."""
    topic = await intake.load_topic(snap)
    if draft is None:
        return Talk(topic=topic)
    waiting = draft.asked_line
    lines = tuple(
        TalkLine(
            line.position,
            str(line.product_id) if line.product_id else None,
            line.phrase,
            line.unit,
            line.unit_quantity if line.unit_quantity is not None else line.reading.quantity,
            tuple(map(str, line.candidates)),
        )
        for line in draft.lines
    )
    focus = tuple(line.position for line in draft.lines if line.id in draft.focus)
    return Talk(lines, focus, waiting.position if waiting else None, topic)


def talk_of_order(order: Order) -> Talk:
    """The same of a placed order that is named to be changed, as its draft of changes will stand: "it" is any
    of its lines, and nothing said of another draft counts.
    """
    lines = []
    for at, line in enumerate(paid_lines(order), start=1):
        key = str(line.product_id)
        lines.append(TalkLine(at, key, "", line.unit, line.unit_quantity, (key,)))
    return Talk(tuple(lines), tuple(line.position for line in lines))


def paid_lines(order: Order) -> list[OrderLine]:
    """What a draft of changes begins with: gifts come anew from the promotions that still hold."""
    return [line for line in order.lines if line.unit_price.micros]
