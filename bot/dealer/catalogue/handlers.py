"""/catalog: walking, searching, the card of a product and what is tapped on it; pictures from the office."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.dealer.catalogue import callbacks as tap
from bot.dealer.catalogue.callbacks import PlaceTap, ProductTap
from bot.dealer.catalogue.card import card_screen, how_much_screen, pictured_screen
from bot.dealer.catalogue.pictures import redraw_card, show_card
from bot.dealer.catalogue.screens import SHOWS, brands_screen, found_screen, place_screen, shelf_screen
from bot.dealer.ordering.card import subject_of
from bot.dealer.ordering.screens import quote_card
from bot.dealer.ordering.words import on_typed
from bot.screen import OldButton, Screen, long_id, short_id
from bot.turn import Turn
from core.catalog.use_cases.set_picture import RemovePicture, SetPicture
from core.intake.use_cases.browse_catalogue import BrowseCatalogue, ListShelf, SearchCatalogue
from core.intake.use_cases.watch_stock import WatchStock
from core.kernel.actor import Permission
from core.kernel.errors import NotFound
from core.kernel.ids import ProductId
from core.orders.errors import AmountUnclear
from core.orders.use_cases.add_product import AddProduct
from core.orders.use_cases.show_product import ProductCard, ShowProduct
from core.orders.use_cases.show_quote import ShowQuote


async def on_catalog(_message: Message, command: CommandObject, turn: Turn) -> None:
    """The top of the catalogue, or what a search behind the command finds."""
    text = (command.args or "").strip()
    if text:
        found = await turn.ask(SearchCatalogue(text))
        await turn.show(found_screen(found, text, turn.say))
    else:
        await show_top(turn)


async def show_top(turn: Turn) -> None:
    """The catalogue from its top."""
    await turn.show(await _place(turn, PlaceTap(show=tap.GOODS)))


async def on_place(_query: CallbackQuery, callback_data: PlaceTap, turn: Turn) -> None:
    await turn.redraw(await _place(turn, callback_data))


async def _place(turn: Turn, where: PlaceTap) -> Screen:
    if where.show in SHOWS:
        shelf = SHOWS[where.show]
        return shelf_screen(await turn.ask(ListShelf(shelf, where.n)), shelf, turn.say)
    if where.show not in (tap.GOODS, tap.BRANDS):
        raise OldButton(where.show)
    page = await turn.ask(BrowseCatalogue(where.at, where.brand, where.n))
    if page.aisle is None:
        raise NotFound(what="category")
    if where.show == tap.BRANDS:
        return brands_screen(page.aisle, turn.say, where.n)
    return place_screen(page, page.aisle, turn.say)


async def on_product(query: CallbackQuery, callback_data: ProductTap, turn: Turn) -> None:
    product_id = ProductId(long_id(callback_data.key))
    match callback_data.act:
        case tap.OPEN:
            card = await turn.ask(ShowProduct(product_id))
            await show_card(
                turn,
                card_screen(
                    card, turn.say, _stamp(turn, card), may_order=turn.actor.may(Permission.DRAFT_EDIT)
                ),
                product_id,
                card.details.picture,
            )
        case tap.ADD:
            offer = (await turn.ask(ShowProduct(product_id))).offer
            await turn.execute(AddProduct(product_id, f"{offer.quantity} {offer.unit}"))
            await _redraw(turn, query, product_id)
        case tap.OTHER:
            product = (await turn.ask(ShowProduct(product_id))).offer.product
            await turn.expect(tap.AMOUNT, {"product": str(product_id)})
            await turn.show(how_much_screen(product, turn.say))
        case tap.WATCH if callback_data.n in (0, 1):
            wanted = await turn.execute(WatchStock(product_id, bool(callback_data.n)))
            await _redraw(turn, query, product_id, "catalogue.watched" if wanted else "catalogue.unwatched")
        case tap.UNPICTURE:
            await turn.execute(RemovePicture(product_id))
            await turn.redraw(Screen(turn.say("catalogue.unpictured")))
        case _:
            raise OldButton(callback_data.act)


async def _redraw(turn: Turn, query: CallbackQuery, product_id: ProductId, said: str | None = None) -> None:
    card = await turn.ask(ShowProduct(product_id))
    screen = card_screen(
        card,
        turn.say,
        _stamp(turn, card),
        may_order=turn.actor.may(Permission.DRAFT_EDIT),
        notice=turn.say(said) if said else None,
    )
    await redraw_card(turn, screen, query)


def _stamp(turn: Turn, card: ProductCard) -> str:
    """Tells this card from the one before: by its draft, where there is none by the moment."""
    return short_id(card.draft_id) if card.draft_id else f"{int(turn.core.clock.now().timestamp()):x}"


async def on_amount(turn: Turn, data: dict[str, Any], text: str) -> None:
    """Another amount, typed; what is no amount is an ordinary message."""
    try:
        added = await turn.execute(AddProduct(ProductId(UUID(data["product"])), text))
    except AmountUnclear:
        await on_typed(turn, text)
        return
    quote = await turn.ask(ShowQuote(added.draft_id))
    if quote is not None:
        await turn.show(quote_card(quote, turn.say), subject=subject_of(quote.draft_id))


async def on_picture(message: Message, turn: Turn) -> None:
    """The office sends a photo with the SKU below it."""
    if not message.photo or not message.caption:
        await turn.tell("catalogue.picture_how")
        return
    content = await turn.bot.download(message.photo[-1].file_id)
    pictured = await turn.execute(SetPicture(message.caption, content.read() if content is not None else b""))
    await turn.show(pictured_screen(pictured.name, short_id(pictured.product_id), turn.say))


def build_router() -> Router:
    """What everybody of a dealer may do."""
    router = Router(name="catalogue")
    router.message.register(on_catalog, Command("catalog", "catalogue"))
    return router


def build_taps_router() -> Router:
    """The buttons, of dealers' cards and of the office's."""
    router = Router(name="catalogue_taps")
    router.callback_query.register(on_place, PlaceTap.filter())
    router.callback_query.register(on_product, ProductTap.filter())
    return router


def build_office_router() -> Router:
    """Pictures, by those who keep the master data."""
    router = Router(name="catalogue_pictures")
    router.message.register(on_picture, F.photo)
    return router
