"""The card of a product: price, packs and breaks, stock, specification, what fits and goes with it. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bot.dealer.catalogue import callbacks as tap
from bot.dealer.catalogue.callbacks import PlaceTap, ProductTap
from bot.dealer.catalogue.screens import NAME, attribute_name, difference, price_and_stock
from bot.dealer.ordering.amounts import amount, unit_name
from bot.dealer.ordering.screens import stock_note
from bot.screen import Button, Screen, clip, escape, lines, paragraphs, short_id
from core.catalog.types import Product
from core.i18n.phrases import Raw, Say
from core.intake.catalogue_types import Offer
from core.orders.use_cases.show_product import ProductCard
from core.stock.types import Light

_MOST_PACKS = 4
_MOST_FACTS = 9
_CAPTION_NAME = 110
_BUTTON_NAME = 34


def card_screen(
    card: ProductCard, say: Say, stamp: str, *, may_order: bool, notice: str | None = None
) -> Screen:
    """The whole card; it fits below a picture. stamp: of the draft as it is, so that each tap is another."""
    one = card.offer
    product = one.product
    text = paragraphs(
        notice,
        lines(
            f"<b>{escape(clip(product.name, _CAPTION_NAME))}</b>",
            f"<code>{escape(product.sku)}</code>"
            + (f" · {escape(clip(product.brand, 30))}" if product.brand else ""),
        ),
        lines(
            price_and_stock(one, say),
            _stock(one, say),
            *_packs(one, say),
            *_breaks(card, say),
        ),
        _drafted(card, say),
        _facts(card, say),
    )
    return Screen(text, _buttons(card, say, stamp, may_order=may_order))


def _stock(one: Offer, say: Say) -> str | None:
    """When it is there, where it is not now."""
    there = one.availability
    if there.light is not Light.RED or there.available:
        return stock_note(there, say)
    return say("catalogue.comes", day=there.incoming_on) if there.incoming_on else say("catalogue.gone")


def _packs(one: Offer, say: Say) -> list[str]:
    """What each pack holds and costs at the price of one."""
    found = []
    for unit, size in list(one.product.packs.items())[:_MOST_PACKS]:
        if size == 1:
            continue
        holds = f"1 {unit_name(say, unit, 1)} = {amount(say, size, one.product.base_unit)}"
        price = (
            f" · {say.unit_price(one.unit_price.times_ratio(size, 1))}" if one.unit_price is not None else ""
        )
        found.append(f"📦 {holds}{price}")
    if one.product.order_multiple > 1:
        multiple = amount(say, one.product.order_multiple, one.product.base_unit)
        found.append(say("catalogue.multiple", amount=Raw(multiple)))
    return found


def _breaks(card: ProductCard, say: Say) -> list[str]:
    unit = card.offer.product.base_unit
    return [
        say("catalogue.break", amount=Raw(amount(say, pieces, unit)), price=price)
        for pieces, price in card.breaks
    ]


def _facts(card: ProductCard, say: Say) -> str:
    """The specification: attributes, then weight."""
    facts = [
        f"{attribute_name(name, say)}: {escape(clip(value, 40))}"
        for name, value in list(card.details.attributes.items())[:_MOST_FACTS]
    ]
    grams = card.details.weight_g
    if grams and "weight" not in card.details.attributes:
        shown = f"{say.number(Decimal(grams) / 1000)} kg" if grams >= 1000 else f"{say.number(grams)} g"
        facts.append(f"{say('attribute.weight')}: {shown}")
    return "\n".join(facts)


def _drafted(card: ProductCard, say: Say) -> str | None:
    if not card.drafted:
        return None
    amounts = ", ".join(amount(say, quantity, unit) for quantity, unit in card.drafted)
    return say("catalogue.drafted", amounts=Raw(amounts))


def _buttons(card: ProductCard, say: Say, stamp: str, *, may_order: bool) -> tuple[tuple[Button, ...], ...]:
    one, key = card.offer, short_id(card.offer.product.id)

    def button(text: str, act: str, **more: Any) -> Button:
        return Button(text, ProductTap(act=act, key=key, **more).pack())

    rows: list[tuple[Button, ...]] = []
    if may_order:
        add = say("button.add_amount", amount=Raw(amount(say, one.quantity, one.unit)))
        rows.append(
            (button(add, tap.ADD, x=stamp, n=card.version), button(say("button.other_amount"), tap.OTHER))
        )
    if one.availability.light is Light.RED or card.is_watched:
        word = "button.no_tell" if card.is_watched else "button.tell_me"
        rows.append((button(say(word), tap.WATCH, n=0 if card.is_watched else 1),))
    rows += [(_other("↔️", other, say, difference(differs, say)),) for other, differs in card.fits]
    rows += [(_other("🔗", other, say),) for other in card.related]
    rows.append((Button(say("button.catalogue"), PlaceTap(show=tap.GOODS).pack()),))
    return tuple(rows)


def _other(sign: str, one: Offer, say: Say, differs: str = "") -> Button:
    """To another card: what fits tells its SKU and what is different, what goes with it its name."""
    name = f"{one.product.sku} · {_plain(differs)}" if differs else one.product.name
    price = f" · {say.unit_price(one.unit_price)}" if one.unit_price is not None else ""
    return Button(
        f"{sign} {clip(name, _BUTTON_NAME)}{price}",
        ProductTap(act=tap.OPEN, key=short_id(one.product.id)).pack(),
    )


def _plain(text: str) -> str:
    """Buttons know no markup."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def how_much_screen(product: Product, say: Say) -> Screen:
    """Ask for another amount, in the units that it is sold in."""
    units = ", ".join(unit_name(say, unit, 2) for unit in product.packs)
    return Screen(say("catalogue.how_much", name=clip(product.name, NAME), units=Raw(units)))


def back_in_stock_screen(one_name: str, sku: str, key: str, say: Say) -> Screen:
    """What somebody waited for is there again."""
    look = Button(say("button.look_at_it"), ProductTap(act=tap.OPEN, key=key).pack())
    return Screen(say("notice.back_in_stock", name=clip(one_name, NAME), sku=sku), ((look,),))


def pictured_screen(name: str, key: str, say: Say) -> Screen:
    """The office has given a product its picture; one tap takes it away again."""
    undo = Button(say("button.unpicture"), ProductTap(act=tap.UNPICTURE, key=key).pack())
    return Screen(say("catalogue.pictured", name=clip(name, NAME)), ((undo,),))
