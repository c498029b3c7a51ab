"""What an inline query is answered with. Pure."""

from __future__ import annotations

from typing import Any

from bot.dealer.catalogue.screens import difference
from bot.dealer.ordering.amounts import amount, unit_name
from bot.dealer.ordering.screens import LIGHTS
from bot.screen import clip, short_id
from core.i18n.phrases import Say
from core.intake.catalogue_types import CataloguePage, Offer
from core.stock.types import Light

PAGE = 20
_TITLE = 90
# Units whose word is read as that unit in every language; others are written by their code.
_READ_IN_ALL = frozenset(
    {"each", "case", "carton", "box", "pack", "bottle", "can", "bag", "dozen", "kg", "roll", "set"}
)


def results_of(page: CataloguePage, say: Say) -> list[dict[str, Any]]:
    """An article for each product: own price and stock below its name; chosen, it is a line of an order.

    ``say`` must not escape: nothing here is markup.
    """
    differs = page.differs or {}
    return [
        {
            "type": "article",
            "id": short_id(one.product.id),
            "title": clip(one.product.name, _TITLE),
            "description": _description(one, differs.get(one.product.id), say),
            "input_message_content": {"message_text": line_of(one, say)},
        }
        for one in page.offers
    ]


def line_of(one: Offer, say: Say) -> str:
    """The line as the person would write it: "1 case COKE330"."""
    return written(one.quantity, one.unit, one.product.sku, say)


def written(quantity: int, unit: str, sku: str, say: Say) -> str:
    """An amount of a product so that the reader of orders reads just that."""
    said = amount(say, quantity, unit) if unit in _READ_IN_ALL else f"{quantity} {unit}"
    return f"{said} {sku}"


def _description(one: Offer, differs: tuple[tuple[str, str], ...] | None, say: Say) -> str:
    there = one.availability
    price = say("answer.no_price")
    if one.unit_price is not None:
        price = f"{say.unit_price(one.unit_price)} / {unit_name(say, one.product.base_unit, 1)}"
    stock = f"{LIGHTS[there.light]} {say(f'inline.{there.light.value}')}"
    if there.light is Light.RED and there.incoming_on is not None:
        stock += f", {say.day(there.incoming_on)}"
    elif there.light is Light.YELLOW and there.promised_on is not None:
        stock += f", {say.day(there.promised_on)}"
    first = f"{price} · {stock}"
    second = f"{one.product.sku}" + (f" · {one.product.brand}" if one.product.brand else "")
    return f"{first}\n{second}" + (f"\n↔️ {difference(differs, say)}" if differs is not None else "")
