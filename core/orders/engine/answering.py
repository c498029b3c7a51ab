"""A bare number is the answer to the question on the card. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.catalog.types import Product
from core.intake.types import QuantityKind, ReadLine, ReadMessage
from core.kernel.ids import ProductId
from core.orders.engine.drafting import with_quantity
from core.orders.types import Draft, DraftLine, LineState


def answer_with_number(
    draft: Draft, message: ReadMessage, products: Mapping[ProductId, Product]
) -> tuple[DraftLine, ...] | None:
    """The new lines when the message is nothing but a number and the card asks for one."""
    waiting = draft.asked_line
    if waiting is None or len(message.lines) != 1:
        return None
    (answer,) = message.lines
    if not _is_bare_number(answer) or answer.unit_quantity is None:
        return None
    if waiting.product_id is None:
        return _keep_amount(draft, waiting, answer)
    unit = answer.unit if answer.unit is not None else waiting.unit
    packs = {product.id: product.packs for product in products.values()}
    product = products.get(waiting.product_id)
    settled = with_quantity(
        replace(waiting, unit=unit),
        answer.unit_quantity,
        packs,
        product.order_multiple if product else 1,
    )
    return tuple(settled if line.id == waiting.id else line for line in draft.lines)


def _keep_amount(draft: Draft, waiting: DraftLine, answer: ReadLine) -> tuple[DraftLine, ...] | None:
    """How many, said before it is settled which: the question stays, the amount is kept for its answer."""
    if waiting.state is LineState.NOT_FOUND or waiting.reading.quantity_kind is QuantityKind.EXACT:
        return None
    reading = replace(
        waiting.reading, quantity=answer.unit_quantity, quantity_kind=QuantityKind.EXACT, unit=answer.unit
    )
    kept = replace(waiting, unit=answer.unit, reading=reading)
    return tuple(kept if line.id == waiting.id else line for line in draft.lines)


def _is_bare_number(line: ReadLine) -> bool:
    text = line.phrase.strip().replace(".", "").replace(",", "")
    return line.reading.quantity_kind is QuantityKind.EXACT and (not text or text.isdigit())
