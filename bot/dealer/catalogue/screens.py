"""Places, lists and searches of the catalogue as screens. Pure."""

from __future__ import annotations

from bot.dealer.catalogue import callbacks as tap
from bot.dealer.catalogue.callbacks import PlaceTap, ProductTap
from bot.dealer.ordering.amounts import unit_name
from bot.dealer.ordering.screens import LIGHTS
from bot.screen import Button, Screen, clip, escape, grid, lines, paragraphs, short_id
from core.i18n.phrases import Raw, Say
from core.intake.catalogue_types import Aisle, CataloguePage, Offer, Shelf, Way

NAME = 60
# Attributes that have a word of their own in every language; others are shown as imported.
ATTRIBUTES = (
    "bore", "outer diameter", "width", "length", "height", "diameter", "size", "material", "seal",
    "clearance", "colour", "volume", "weight", "type", "thread", "grade", "standard", "power",
    "voltage", "memory", "model", "vessel", "brand",
)  # fmt: skip
_MOST_WAYS = 40  # buttons of a keyboard, besides those for lists and pages
_LISTS = ((Shelf.USUAL, tap.USUAL), (Shelf.NEW, tap.NEW), (Shelf.BACK, tap.BACK))
_TITLES = {
    Shelf.USUAL: "catalogue.shelf.usual",
    Shelf.NEW: "catalogue.shelf.new",
    Shelf.BACK: "catalogue.shelf.back",
}
_WORDS = {
    Shelf.USUAL: "button.shelf.usual",
    Shelf.NEW: "button.shelf.new",
    Shelf.BACK: "button.shelf.back",
}
SHOWS = {show: shelf for shelf, show in _LISTS}


def place_screen(page: CataloguePage, aisle: Aisle, say: Say) -> Screen:
    """A place of the catalogue: categories below as buttons, goods as rows with a button each."""
    at, brand = aisle.mark, aisle.brand.mark if aisle.brand else ""
    is_top = not aisle.path and not brand
    below = [_way(one, PlaceTap(show=tap.GOODS, at=one.mark, brand=brand)) for one in aisle.below]
    chosen: list[Button] = []
    if aisle.brand is not None:
        every = PlaceTap(show=tap.GOODS, at=at)
        chosen.append(Button(say("button.all_brands"), every.pack()))
    elif aisle.brands:
        chosen.append(Button(say("button.brands"), PlaceTap(show=tap.BRANDS, at=at).pack()))
    if aisle.path:
        chosen.append(
            Button("⬆️ " + _name_above(aisle, say), PlaceTap(show=tap.GOODS, at=aisle.up, brand=brand).pack())
        )
    lists = _list_buttons(say) if is_top else ()
    turn = _pages(page, PlaceTap(show=tap.GOODS, at=at, brand=brand))
    text = paragraphs(
        lines(
            _title(aisle, say),
            say("catalogue.brand", brand=aisle.brand.name) if aisle.brand else None,
            say("catalogue.count", aisle.count),
        ),
        rows(page, say),
        say("catalogue.how") if is_top else None,
    )
    return Screen(
        text, (*grid(below[:_MOST_WAYS], 2), *_cards(page), *_row(turn), *_row(tuple(chosen)), *lists)
    )


def brands_screen(aisle: Aisle, say: Say, page: int) -> Screen:
    """Choose a brand of a place."""
    pages = max((len(aisle.brands) + _MOST_WAYS - 1) // _MOST_WAYS, 1)
    page = min(max(page, 0), pages - 1)
    shown = aisle.brands[page * _MOST_WAYS : (page + 1) * _MOST_WAYS]
    buttons = [_way(one, PlaceTap(show=tap.GOODS, at=aisle.mark, brand=one.mark)) for one in shown]
    turn = _turns(page, pages, PlaceTap(show=tap.BRANDS, at=aisle.mark))
    back = (Button(say("button.back"), PlaceTap(show=tap.GOODS, at=aisle.mark).pack()),)
    return Screen(
        paragraphs(_title(aisle, say), say("catalogue.which_brand")), (*grid(buttons, 2), *_row(turn), back)
    )


def shelf_screen(page: CataloguePage, shelf: Shelf, say: Say) -> Screen:
    """What is new, what is back, what the dealer buys most."""
    show = next(show for one, show in _LISTS if one is shelf)
    title = say(_TITLES[shelf])
    turn = _pages(page, PlaceTap(show=show))
    back = (Button(say("button.catalogue"), PlaceTap(show=tap.GOODS).pack()),)
    body = rows(page, say) or say("catalogue.shelf_empty")
    return Screen(paragraphs(title, body), (*_cards(page), *_row(turn), back))


def found_screen(page: CataloguePage, text: str, say: Say) -> Screen:
    """What a search has found; what fits in place of something says what is different about it."""
    asked = clip(text, 60)
    back = (Button(say("button.catalogue"), PlaceTap(show=tap.GOODS).pack()),)
    if not page.offers:
        return Screen(say("catalogue.nothing", text=asked), (back,))
    meant = page.instead_of
    if meant is not None and not any(one.product.id == meant.id for one in page.offers):
        title = say("catalogue.instead", name=clip(meant.name, NAME), sku=meant.sku)
    elif not page.is_exact:
        title = say("catalogue.closest", text=asked)
    else:
        title = say("catalogue.found", page.total, text=asked)
    narrow = say("catalogue.narrow", shown=len(page.offers)) if page.total > len(page.offers) else None
    return Screen(paragraphs(title, rows(page, say), narrow), (*_cards(page), back))


def rows(page: CataloguePage, say: Say) -> str:
    """The goods of a page, each in two or three lines of a phone."""
    differs = page.differs or {}
    shown = []
    for at, one in enumerate(page.offers, start=1):
        fits = differs.get(one.product.id)
        shown.append(
            lines(
                f"{at}. <b>{escape(clip(one.product.name, NAME))}</b>",
                f"    {price_and_stock(one, say)} · <code>{escape(one.product.sku)}</code>",
                "    ↔️ " + difference(fits, say) if fits is not None else None,
            )
        )
    return "\n".join(shown)


def price_and_stock(one: Offer, say: Say) -> str:
    """ "$12.30 / piece 🟢": the own price of one base unit and the colour of its stock."""
    light = LIGHTS[one.availability.light]
    if one.unit_price is None:
        return f"{say('answer.no_price')} {light}"
    unit = unit_name(say, one.product.base_unit, 1)
    return f"{say.unit_price(one.unit_price)} / {unit} {light}"


def difference(values: tuple[tuple[str, str], ...], say: Say) -> str:
    """What is different about something that fits: "seal: rubber seals"."""
    if not values:
        return say("catalogue.same")
    return ", ".join(f"{attribute_name(name, say)}: {escape(clip(value, 40))}" for name, value in values[:3])


def attribute_name(name: str, say: Say) -> str:
    """The attribute's word in the reader's language, as imported where there is none."""
    if name not in ATTRIBUTES:
        return escape(clip(name, 30))
    return say(f"attribute.{name.replace(' ', '_')}")


def open_button(at: int, one: Offer) -> Button:
    return Button(str(at), ProductTap(act=tap.OPEN, key=short_id(one.product.id)).pack())


def _title(aisle: Aisle, say: Say) -> str:
    if not aisle.path:
        return say("catalogue.title")
    return say("catalogue.place", path=Raw(" › ".join(escape(clip(one, 30)) for one in aisle.path)))


def _name_above(aisle: Aisle, say: Say) -> str:
    return clip(aisle.path[-2], 24) if len(aisle.path) > 1 else say("button.catalogue_top")


def _way(one: Way, where: PlaceTap) -> Button:
    return Button(f"{clip(one.name, 22)} ({one.count})", where.pack())


def _list_buttons(say: Say) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(say(_WORDS[shelf]), PlaceTap(show=show).pack()),) for shelf, show in _LISTS)


def _cards(page: CataloguePage) -> tuple[tuple[Button, ...], ...]:
    return grid([open_button(at, one) for at, one in enumerate(page.offers, start=1)], 4)


def _pages(page: CataloguePage, where: PlaceTap) -> tuple[Button, ...]:
    return _turns(page.page, page.pages, where)


def _turns(page: int, pages: int, where: PlaceTap) -> tuple[Button, ...]:
    """To the page before and behind, with where one is between them."""
    if pages < 2:
        return ()
    return (
        Button("‹", where.model_copy(update={"n": (page - 1) % pages}).pack()),
        Button(f"{page + 1} / {pages}", where.model_copy(update={"n": page}).pack()),
        Button("›", where.model_copy(update={"n": (page + 1) % pages}).pack()),
    )


def _row(buttons: tuple[Button, ...]) -> tuple[tuple[Button, ...], ...]:
    return (buttons,) if buttons else ()
