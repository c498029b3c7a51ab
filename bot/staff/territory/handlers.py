"""/territory, /dormant and /overnight: the own dealers, one of them, who has fallen silent, what came."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.dealer.figures.screens import figure_screen
from bot.screen import OldButton, Screen, long_id, short_id
from bot.staff.territory import callbacks as tap
from bot.staff.territory.callbacks import (
    DealerFigureTap,
    DealerTap,
    OrderLook,
    SilentTap,
    TerritoryTap,
    searched,
)
from bot.staff.territory.figures_screens import rep_month_screen
from bot.staff.territory.overnight_screens import overnight_screen
from bot.staff.territory.screens import (
    INVOICES,
    PAGE,
    dealer_invoices_screen,
    house_order_screen,
    territory_card_screen,
    territory_screen,
)
from bot.staff.territory.silent_screens import PAGE as SILENT_PAGE
from bot.staff.territory.silent_screens import silent_screen
from bot.staff.territory.words import command_in
from bot.turn import Turn
from core.alarms.use_cases.look_after import LookAfterDealer
from core.billing.use_cases.show_documents import ListInvoices
from core.channel.use_cases.write_to_dealer import WriteToDealer
from core.dealers.use_cases.find_dealers import ShowDealer
from core.kernel.actor import Permission
from core.kernel.ids import DealerId, OrderId
from core.orders.use_cases.show_orders import ShowDealerOrder
from core.reporting.own_types import Figure, Span
from core.reporting.use_cases.show_overnight import ShowOvernight
from core.reporting.use_cases.show_own_figures import DrawDealerFigure
from core.reporting.use_cases.show_rep_month import DrawRepMonth
from core.reporting.use_cases.show_silent import ListSilentDealers
from core.reporting.use_cases.show_territory import ListTerritory, ShowTerritoryDealer

_MOST_PAGES = 10_000


async def on_territory(_message: Message, command: CommandObject, turn: Turn) -> None:
    await turn.show(await _territory(turn, TerritoryTap(text=searched(command.args or ""))))


async def on_page(_query: CallbackQuery, callback_data: TerritoryTap, turn: Turn) -> None:
    await turn.redraw(await _territory(turn, callback_data))


async def _territory(turn: Turn, at: TerritoryTap) -> Screen:
    page = _page(at.page)
    found = await turn.ask(ListTerritory(PAGE, page * PAGE, at.text))
    return territory_screen(found, TerritoryTap(page=page, text=at.text), turn.say)


async def on_dormant(_message: Message, turn: Turn) -> None:
    await turn.show(await _silent(turn, 0))


async def on_silent_page(_query: CallbackQuery, callback_data: SilentTap, turn: Turn) -> None:
    await turn.redraw(await _silent(turn, callback_data.page))


async def _silent(turn: Turn, page: int) -> Screen:
    page = _page(page)
    found = await turn.ask(ListSilentDealers(SILENT_PAGE, page * SILENT_PAGE))
    return silent_screen(found, SilentTap(page=page), turn.say)


async def on_overnight(_message: Message, turn: Turn) -> None:
    await turn.show(await _overnight(turn))


async def _overnight(turn: Turn) -> Screen:
    may_decide = turn.actor.may(Permission.APPROVAL_DECIDE)
    return overnight_screen(await turn.ask(ShowOvernight()), turn.say, may_decide=may_decide)


async def on_my_figures(_message: Message, turn: Turn) -> None:
    await _my_figures(turn)


async def _my_figures(turn: Turn) -> None:
    picture = await turn.ask(DrawRepMonth(turn.say))
    screen = rep_month_screen(picture.month, turn.say)
    if picture.png is None:
        await turn.show(screen)
    else:
        await turn.send_photo(picture.png, screen)


async def answer_staff(turn: Turn, text: str) -> bool:
    """Answer what somebody of the house asks for in words; False where it is something else."""
    match command_in(text):
        case "territory":
            await turn.show(await _territory(turn, TerritoryTap()))
        case "dormant":
            await turn.show(await _silent(turn, 0))
        case "overnight":
            await turn.show(await _overnight(turn))
        case "myfigures":
            await _my_figures(turn)
        case _:
            return False
    return True


async def on_dealer(_query: CallbackQuery, callback_data: DealerTap, turn: Turn) -> None:
    dealer_id = DealerId(long_id(callback_data.dealer))
    match callback_data.act:
        case tap.CARD:
            card = await turn.ask(ShowTerritoryDealer(dealer_id))
            await turn.show(territory_card_screen(card, turn.say))
        case tap.WRITE:
            dealer = await turn.ask(ShowDealer(dealer_id))
            await turn.expect(tap.WRITE_ANSWER, {"dealer": str(dealer_id)})
            await turn.tell("territory.write", name=dealer.name)
        case tap.FIGURES:
            await _figure(turn, dealer_id, Figure.PURCHASES, Span.QUARTER)
        case tap.TASK:
            await turn.execute(LookAfterDealer(dealer_id))
            card = await turn.ask(ShowTerritoryDealer(dealer_id))
            await turn.redraw(territory_card_screen(card, turn.say, notice=turn.say("territory.task")))
        case tap.INVOICES:
            await turn.redraw(await _invoices(turn, dealer_id, _page(callback_data.n)))
        case _:
            raise OldButton(callback_data.act)


async def _invoices(turn: Turn, dealer_id: DealerId, page: int) -> Screen:
    dealer = await turn.ask(ShowDealer(dealer_id))
    wanted = ListInvoices(dealer_id=dealer_id, limit=INVOICES + 1, offset=page * INVOICES)
    return dealer_invoices_screen(dealer.name, dealer_id, await turn.ask(wanted), page, turn.say)


async def on_written(turn: Turn, data: dict[str, Any], text: str) -> None:
    """The words for a dealer's people, as asked for by its card."""
    dealer_id = DealerId(UUID(data["dealer"]))
    told = await turn.execute(WriteToDealer(dealer_id, text))
    dealer = await turn.ask(ShowDealer(dealer_id))
    if told:
        await turn.tell("territory.sent", told, name=dealer.name)
    else:
        await turn.tell("territory.unreachable", name=dealer.name)


async def on_figure(_query: CallbackQuery, callback_data: DealerFigureTap, turn: Turn) -> None:
    try:
        figure, span = Figure(callback_data.figure), Span(callback_data.span)
    except ValueError as error:
        raise OldButton(callback_data.figure) from error
    await turn.freeze()
    await _figure(turn, DealerId(long_id(callback_data.dealer)), figure, span)


async def _figure(turn: Turn, dealer_id: DealerId, figure: Figure, span: Span) -> None:
    picture = await turn.ask(DrawDealerFigure(turn.say, dealer_id, figure, span))
    dealer = await turn.ask(ShowDealer(dealer_id))
    drawn = figure_screen(
        picture.figure,
        turn.say,
        lambda one, of: DealerFigureTap(dealer=short_id(dealer_id), figure=one.value, span=of.value).pack(),
    )
    screen = Screen(turn.say("territory.of_dealer", name=dealer.name) + "\n" + drawn.text, drawn.rows)
    if picture.png is None:
        await turn.show(screen)
    else:
        await turn.send_photo(picture.png, screen)


async def on_order(_query: CallbackQuery, callback_data: OrderLook, turn: Turn) -> None:
    order = await turn.ask(ShowDealerOrder(OrderId(long_id(callback_data.order))))
    await turn.show(house_order_screen(order, turn.say))


def _page(page: int) -> int:
    return min(max(page, 0), _MOST_PAGES)


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="territory")
    router.message.register(on_territory, Command("territory"))
    router.message.register(on_dormant, Command("dormant"))
    router.message.register(on_overnight, Command("overnight"))
    router.message.register(on_my_figures, Command("myfigures"))
    router.callback_query.register(on_page, TerritoryTap.filter())
    router.callback_query.register(on_silent_page, SilentTap.filter())
    router.callback_query.register(on_dealer, DealerTap.filter())
    router.callback_query.register(on_figure, DealerFigureTap.filter())
    router.callback_query.register(on_order, OrderLook.filter())
    return router
