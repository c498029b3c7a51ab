"""From a message to an order number: the dealer's main road."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from decimal import Decimal, InvalidOperation

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.dealer.ordering import callbacks as tap
from bot.dealer.ordering.callbacks import AliasTap, NumberTap, QuoteTap
from bot.dealer.ordering.card import subject_of
from bot.dealer.ordering.missing import on_tell_me
from bot.dealer.ordering.receipts import receipt_screen
from bot.dealer.ordering.screens import (
    learned_screen,
    line_screen,
    lines_screen,
    placed_screen,
    places_screen,
    quote_card,
)
from bot.dealer.ordering.windows import window_of
from bot.dealer.ordering.words import on_number_tap
from bot.dealer.requests.handlers import ask_for_price, save_quotation
from bot.dealer.requests.waiting import with_ways_out
from bot.screen import Screen, long_id, short_id
from bot.turn import Turn
from core.dealers.use_cases.list_places import ListPlaces
from core.forecasting.use_cases.switch_suggestions import MaySuggest, SwitchSuggestions
from core.kernel.errors import NotFound, Refused
from core.kernel.ids import DraftId, ProductId
from core.orders.errors import DraftGone
from core.orders.supply_types import WhenShort
from core.orders.types import Quote
from core.orders.use_cases.add_usual import AddUsual
from core.orders.use_cases.change_line import ChangeLine
from core.orders.use_cases.choose_product import ChooseProduct
from core.orders.use_cases.choose_supply import SetUrgent, SetWhenShort, SwapLine
from core.orders.use_cases.discard_draft import DiscardDraft
from core.orders.use_cases.fit_to_credit import FitToCredit
from core.orders.use_cases.fit_to_stock import FitToStock
from core.orders.use_cases.place_order import PlaceOrder
from core.orders.use_cases.set_draft import KeepRepeat, SetCoupon, SetShipTo, SetWindow
from core.orders.use_cases.show_orders import ExplainPrice, ShowOrder
from core.orders.use_cases.show_quote import ShowQuote
from core.orders.use_cases.take_anyway import TakeAnyway
from core.orders.use_cases.undo_alias import UndoAlias


async def on_quote_tap(_query: CallbackQuery, callback_data: QuoteTap, turn: Turn) -> None:
    """A button under a quote. What cannot be done is said above the fresh card."""
    try:
        draft_id = DraftId(long_id(callback_data.draft))
        await TAPS[callback_data.act](turn, draft_id, callback_data)
    except (LookupError, ValueError, InvalidOperation):
        await turn.tell("error.old_button")
    except Refused as refusal:
        await _redraw_refused(turn, refusal)


async def _redraw_refused(turn: Turn, refusal: Refused) -> None:
    sentence = "⚠️ " + turn.refusal(refusal)
    show = turn.redraw
    if isinstance(refusal, DraftGone):
        # The tapped message may show the order that the draft became: that stays, without buttons.
        await turn.freeze()
        show = turn.show
    quote = await turn.ask(ShowQuote())
    if quote is None:
        await show(Screen(sentence))
    else:
        await show(quote_card(quote, turn.say, notice=sentence), subject=subject_of(quote.draft_id))


async def _redraw(turn: Turn, draft_id: DraftId, page: int = 0) -> None:
    quote = await _quote(turn, draft_id)
    await turn.redraw(quote_card(quote, turn.say, page=page), subject=subject_of(draft_id))


async def _quote(turn: Turn, draft_id: DraftId) -> Quote:
    quote = await turn.ask(ShowQuote(draft_id))
    if quote is None:
        raise NotFound(what="draft")
    return quote


async def _confirm(turn: Turn, draft_id: DraftId, data: QuoteTap) -> None:
    placed = await turn.execute(PlaceOrder(draft_id, data.v, data.x))
    order = await turn.ask(ShowOrder(order_id=placed.order_id))
    await turn.redraw(await with_ways_out(turn, placed_screen(placed, order, turn.say), order))


async def _show(turn: Turn, draft_id: DraftId, data: QuoteTap) -> None:
    await _redraw(turn, draft_id, data.n)


async def _edit(turn: Turn, draft_id: DraftId, data: QuoteTap) -> None:
    await turn.redraw(lines_screen(await _quote(turn, draft_id), turn.say, page=data.n))


async def _line(turn: Turn, draft_id: DraftId, data: QuoteTap) -> None:
    quote = await _quote(turn, draft_id)
    line = next((one for one in quote.lines if one.position == data.n), None)
    if line is None:
        raise NotFound(what="line")
    await turn.redraw(line_screen(quote, line, turn.say))


async def _step(turn: Turn, draft_id: DraftId, data: QuoteTap) -> None:
    by = 1 if data.act == tap.MORE else -1
    changed = await turn.execute(ChangeLine(draft_id, data.v, data.n, by=by))
    if changed.is_gone:
        # Stepped down to nothing: the other lines moved up, so the card is what to look at.
        await _redraw(turn, draft_id)
    else:
        await _line(turn, draft_id, data)


async def _remove(turn: Turn, draft_id: DraftId, data: QuoteTap) -> None:
    await turn.execute(ChangeLine(draft_id, data.v, data.n, to=Decimal(0)))
    await _redraw(turn, draft_id)


async def _anyway(turn: Turn, draft_id: DraftId, data: QuoteTap) -> None:
    await turn.execute(TakeAnyway(draft_id, data.v, data.n))
    await _redraw(turn, draft_id)


async def _amount(turn: Turn, draft_id: DraftId, data: QuoteTap) -> None:
    quantity, _, unit = data.x.partition(",")
    await turn.execute(ChangeLine(draft_id, data.v, data.n, to=Decimal(quantity), unit=unit or None))
    await _redraw(turn, draft_id)


async def _pick(turn: Turn, draft_id: DraftId, data: QuoteTap) -> None:
    chosen = await turn.execute(ChooseProduct(draft_id, data.v, data.n, int(data.x)))
    quote = await _quote(turn, draft_id)
    await turn.redraw(quote_card(quote, turn.say), subject=subject_of(draft_id))
    line = next((one for one in quote.lines if one.position == data.n), None)
    if chosen.alias_id is not None and line is not None:
        await turn.show(learned_screen(chosen.phrase, line.name, short_id(chosen.alias_id), turn.say))


async def _why(turn: Turn, draft_id: DraftId, data: QuoteTap) -> None:
    explained = await turn.ask(ExplainPrice(data.n, draft_id=draft_id))
    await turn.show(receipt_screen(explained, turn.say))


async def _places(turn: Turn, draft_id: DraftId, _data: QuoteTap) -> None:
    quote = await _quote(turn, draft_id)
    await turn.redraw(places_screen(quote, await turn.ask(ListPlaces()), turn.say))


async def _place(turn: Turn, draft_id: DraftId, data: QuoteTap) -> None:
    places = await turn.ask(ListPlaces())
    await turn.execute(SetShipTo(draft_id, data.v, places[data.n].id))
    await _redraw(turn, draft_id)


async def _fit(turn: Turn, draft_id: DraftId, data: QuoteTap) -> None:
    await turn.execute(FitToStock(draft_id, data.v))
    await _redraw(turn, draft_id)


async def _keep(turn: Turn, draft_id: DraftId, data: QuoteTap) -> None:
    await turn.execute(KeepRepeat(draft_id, data.v))
    await _redraw(turn, draft_id)


async def _discard(turn: Turn, draft_id: DraftId, data: QuoteTap) -> None:
    await turn.execute(DiscardDraft(draft_id, data.v))
    await turn.redraw(Screen(turn.say("draft.discarded")))


async def _fit_credit(turn: Turn, draft_id: DraftId, data: QuoteTap) -> None:
    await turn.execute(FitToCredit(draft_id, data.v))
    await _redraw(turn, draft_id)


async def _better(turn: Turn, draft_id: DraftId, data: QuoteTap) -> None:
    await ask_for_price(turn, draft_id, data.n)


async def _save(turn: Turn, draft_id: DraftId, data: QuoteTap) -> None:
    await save_quotation(turn, draft_id, data.v, data.x)


async def _when_short(turn: Turn, draft_id: DraftId, data: QuoteTap) -> None:
    when = WhenShort.REST if data.act == tap.REST else WhenShort.WAIT
    await turn.execute(SetWhenShort(draft_id, data.v, when))
    await _redraw(turn, draft_id)


async def _swap(turn: Turn, draft_id: DraftId, data: QuoteTap) -> None:
    await turn.execute(SwapLine(draft_id, data.v, data.n, ProductId(long_id(data.x))))
    await _redraw(turn, draft_id)


async def _also(turn: Turn, draft_id: DraftId, data: QuoteTap) -> None:
    await turn.execute(AddUsual(draft_id, data.v, ProductId(long_id(data.x))))
    await _redraw(turn, draft_id)


async def _no_also(turn: Turn, draft_id: DraftId, _data: QuoteTap) -> None:
    await turn.execute(SwitchSuggestions(on=False))
    quote, notice = await _quote(turn, draft_id), turn.say("suggestions.off")
    await turn.redraw(quote_card(quote, turn.say, notice=notice), subject=subject_of(draft_id))


async def on_suggestions(_message: Message, turn: Turn) -> None:
    """/suggestions turns them the other way."""
    on = await turn.execute(SwitchSuggestions(on=not await turn.ask(MaySuggest())))
    await turn.tell("suggestions.on" if on else "suggestions.off")


async def _urgent(turn: Turn, draft_id: DraftId, data: QuoteTap) -> None:
    await turn.execute(SetUrgent(draft_id, data.v, is_urgent=bool(data.n)))
    await _redraw(turn, draft_id)


async def _window(turn: Turn, draft_id: DraftId, data: QuoteTap) -> None:
    await turn.execute(SetWindow(draft_id, data.v, window_of(data)))
    await _redraw(turn, draft_id)


TAPS: dict[str, Callable[[Turn, DraftId, QuoteTap], Awaitable[None]]] = {
    tap.CONFIRM: _confirm,
    tap.SHOW: _show,
    tap.EDIT: _edit,
    tap.LINE: _line,
    tap.MORE: _step,
    tap.LESS: _step,
    tap.REMOVE: _remove,
    tap.WHY: _why,
    tap.PICK: _pick,
    tap.AMOUNT: _amount,
    tap.PLACES: _places,
    tap.PLACE: _place,
    tap.FIT: _fit,
    tap.KEEP: _keep,
    tap.ANYWAY: _anyway,
    tap.DISCARD: _discard,
    tap.FIT_CREDIT: _fit_credit,
    tap.BETTER: _better,
    tap.SAVE: _save,
    tap.REST: _when_short,
    tap.WAIT: _when_short,
    tap.SWAP: _swap,
    tap.TELL: on_tell_me,
    tap.URGENT: _urgent,
    tap.ALSO: _also,
    tap.NO_ALSO: _no_also,
    tap.WINDOW: _window,
}


async def on_undo_alias(_query: CallbackQuery, callback_data: AliasTap, turn: Turn) -> None:
    phrase = await turn.execute(UndoAlias(long_id(callback_data.alias)))
    await turn.redraw(Screen(turn.say("alias.undone", phrase=phrase)))


async def on_draft(_message: Message, turn: Turn) -> None:
    quote = await turn.ask(ShowQuote())
    if quote is None:
        await turn.tell("draft.empty")
    else:
        await turn.show(quote_card(quote, turn.say), subject=subject_of(quote.draft_id))


async def on_coupon(_message: Message, command: CommandObject, turn: Turn) -> None:
    await turn.execute(SetCoupon(command.args or ""))
    await on_draft(_message, turn)


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="ordering")
    router.callback_query.register(on_quote_tap, QuoteTap.filter())
    router.callback_query.register(on_undo_alias, AliasTap.filter())
    router.callback_query.register(on_number_tap, NumberTap.filter())
    router.message.register(on_draft, Command("draft", "cart"))
    router.message.register(on_coupon, Command("coupon"))
    router.message.register(on_suggestions, Command("suggestions"))
    return router
