"""Draft lines and read lines for the tests of the orders engine, a line each."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.intake.types import Action, AskWhy, Decision, LineReading, QuantityKind, ReadLine
from core.kernel.ids import LineId, ProductId
from core.orders.types import DraftLine, LineState


def an_id(name: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, name)


COKE, SPRITE, NAILS = (ProductId(an_id(name)) for name in ("coke", "sprite", "nails"))
PACKS = {COKE: {"each": 1, "case": 24}, SPRITE: {"each": 1, "case": 24}, NAILS: {"g": 1, "kg": 1000}}


def ids() -> Callable[[], LineId]:
    """Line ids that count: 1, 2, 3 …"""
    counter = itertools.count(1)
    return lambda: LineId(uuid.UUID(int=next(counter)))


def drafted(
    position: int,
    product: ProductId | None,
    unit_quantity: str | None,
    unit: str | None = "case",
    *,
    state: LineState = LineState.READY,
    phrase: str = "",
    remark: str | None = None,
    questions: tuple[AskWhy, ...] = (),
) -> DraftLine:
    amount = None if unit_quantity is None else Decimal(unit_quantity)
    size = PACKS[product].get(unit, 1) if product and unit else 1
    return DraftLine(
        id=LineId(uuid.UUID(int=1000 + position)),
        position=position,
        state=state,
        raw="",
        phrase=phrase,
        product_id=product,
        unit=unit,
        unit_quantity=amount,
        quantity=None if amount is None else int(amount * size),
        remark=remark,
        reading=LineReading(phrase),
        candidates=(product,) if product else (),
        questions=questions,
    )


def said(
    action: Action,
    product: ProductId | None = None,
    unit_quantity: str | None = None,
    unit: str | None = None,
    *,
    number: int | None = None,
    phrase: str = "",
    **changes: Any,
) -> ReadLine:
    """A read line; accepted where there is a product."""
    amount = None if unit_quantity is None else Decimal(unit_quantity)
    size = PACKS[product].get(unit, 1) if product and unit else 1
    reading = LineReading(
        phrase, action, amount, quantity_kind=QuantityKind.EXACT, unit=unit, line_number=number
    )
    line = ReadLine(
        raw=phrase,
        phrase=phrase,
        action=action,
        decision=Decision.ACCEPT if product else Decision.NOT_FOUND,
        product_id=product,
        candidates=(product,) if product else (),
        off_list=None,
        questions=(),
        unit=unit,
        unit_quantity=amount,
        quantity=None if amount is None or product is None else int(amount * size),
        remark=None,
        line_number=number,
        from_alias=False,
        reading=reading,
    )
    return replace(line, **changes)


def content(
    lines: tuple[DraftLine, ...],
) -> list[tuple[ProductId | None, str | None, str | None, int | None]]:
    return [
        (
            line.product_id,
            None if line.unit_quantity is None else str(line.unit_quantity),
            line.unit,
            line.quantity,
        )
        for line in lines
    ]
