"""A dealer answers, takes back, changes, asks for a better price and keeps prices."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.dealer.ordering.screens import quote_card
from bot.dealer.requests import callbacks as tap
from bot.dealer.requests.callbacks import OfferTap, QuotationsPage, QuotationTap, RequestTap, WaitTap
from bot.dealer.requests.screens import (
    PAGE,
    cancel_screen,
    quotation_screen,
    quotations_screen,
    request_screen,
)
from bot.dealer.requests.waiting import draw_order
from bot.office.figures import read_percent
from bot.prices import read_price
from bot.screen import OldButton, Screen, listed, long_id
from bot.turn import Turn
from core.kernel.errors import NotFound, Refused
from core.kernel.ids import DraftId, OrderId
from core.kernel.money import UnitPrice
from core.orders.quotation_types import Quotation
from core.orders.types import Quote, QuoteLine
from core.orders.use_cases.answer_offer import AcceptCounter, AnswerQuestion, DeclineCounter
from core.orders.use_cases.cancel_order import CancelOrder, PreviewCancel
from core.orders.use_cases.change_order import ChangeOrder
from core.orders.use_cases.order_quotation import OrderQuotation, QuotationOrdered
from core.orders.use_cases.request_price import RequestPrice, ShowPriceRequest, WithdrawPriceRequest
from core.orders.use_cases.save_quotation import ListQuotations, SaveQuotation, ShowQuotation
from core.orders.use_cases.send_what_fits import SendWhatFits
from core.orders.use_cases.show_orders import ShowOrder
from core.orders.use_cases.show_quote import ShowQuote

LAST_PAGE = 100_000
_LEAST_SHARE = 4  # a wish below a quarter of today's price is asked about
MOST_CHANGES = 8


async def on_wait(_query: CallbackQuery, callback_data: WaitTap, turn: Turn) -> None:
    """A button below an order that waits. What cannot be done is said above the order as it is now."""
    order_id = OrderId(long_id(callback_data.order))
    notice = None
    try:
        match callback_data.act:
            case tap.CANCEL:
                order = await turn.ask(ShowOrder(order_id=order_id))
                freight = await turn.ask(PreviewCancel(order_id))
                await turn.redraw(cancel_screen(order, freight, turn.say))
                return
            case tap.ANSWER:
                await turn.expect(tap.ANSWER_HOUSE, {"order": str(order_id)})
                await turn.tell("wait.type_answer")
                return
            case tap.CHANGE:
                draft_id = await turn.execute(ChangeOrder(order_id))
                await turn.freeze()
                await _show_draft(turn, draft_id, turn.say("amend.opened"))
                return
            case tap.REALLY:
                await turn.execute(CancelOrder(order_id))
            case tap.FITS:
                rest = await turn.execute(SendWhatFits(order_id))
                notice = turn.say("wait.sent", rest=rest)
            case tap.SHOW:
                pass
            case _:
                raise OldButton(callback_data.act)
    except Refused as refusal:
        notice = "⚠️ " + turn.refusal(refusal)
    await _redraw_order(turn, order_id, notice)


async def _redraw_order(turn: Turn, order_id: OrderId, notice: str | None) -> None:
    order = await turn.ask(ShowOrder(order_id=order_id))
    await turn.redraw(await draw_order(turn, order, notice=notice))


async def _show_draft(turn: Turn, draft_id: DraftId, notice: str | None) -> Quote:
    quote = await turn.ask(ShowQuote(draft_id))
    if quote is None:
        raise NotFound(what="draft")
    await turn.show(quote_card(quote, turn.say, notice=notice), subject=f"draft:{draft_id}")
    return quote


async def on_house_answered(turn: Turn, data: dict[str, Any], text: str) -> None:
    """The answer to what the house has asked about an order."""
    try:
        await turn.execute(AnswerQuestion(OrderId(UUID(data["order"])), text))
    except Refused as refusal:
        await turn.show(Screen("⚠️ " + turn.refusal(refusal)))
    else:
        await turn.tell("wait.answered")


async def on_offer(_query: CallbackQuery, callback_data: OfferTap, turn: Turn) -> None:
    offer_id = long_id(callback_data.offer)
    try:
        if callback_data.yes:
            await turn.execute(AcceptCounter(offer_id))
        else:
            await turn.execute(DeclineCounter(offer_id))
    except Refused as refusal:
        await turn.redraw(Screen("⚠️ " + turn.refusal(refusal)))
        return
    await turn.redraw(Screen(turn.say("offer.taken" if callback_data.yes else "offer.left")))


async def _priced_line(turn: Turn, draft_id: DraftId, position: int) -> tuple[QuoteLine, UnitPrice]:
    """A line of the draft with its price of today."""
    quote = await turn.ask(ShowQuote(draft_id))
    line = next((one for one in quote.lines if one.position == position), None) if quote else None
    if line is None or line.unit_price is None:
        raise NotFound(what="line")
    return line, line.unit_price


async def ask_for_price(turn: Turn, draft_id: DraftId, position: int) -> None:
    """The button on a line of the quote: what should it cost?"""
    line, now = await _priced_line(turn, draft_id, position)
    await turn.expect(tap.BETTER_PRICE, {"draft": str(draft_id), "n": position})
    await turn.tell("wish.type_price", name=line.name, price=now)


async def on_better_price(turn: Turn, data: dict[str, Any], text: str) -> None:
    """The price, or the percentage, that the dealer would like."""
    draft_id, position = DraftId(UUID(data["draft"])), data["n"]
    _, now = await _priced_line(turn, draft_id, position)
    await _request(turn, draft_id, position, text, now)


async def wish_price(turn: Turn, draft_id: DraftId, position: int, text: str) -> None:
    """A price for a line that was wished for in words; far below today's it may be a number of pieces."""
    _, now = await _priced_line(turn, draft_id, position)
    price = read_price(text, now)
    if price is None or price.micros * _LEAST_SHARE < now.micros:
        await ask_for_price(turn, draft_id, position)
        return
    await _request(turn, draft_id, position, text, now)


async def _request(turn: Turn, draft_id: DraftId, position: int, text: str, now: UnitPrice) -> None:
    """Ask the house for the price or percentage that was typed; ask again for what is neither."""
    off = read_percent(text) if "%" in text or "％" in text else None
    price = read_price(text, now) if off is None else None
    if off is None and price is None:
        await ask_for_price(turn, draft_id, position)
        return
    try:
        request = await turn.execute(
            RequestPrice(draft_id, position, None if price is None else price.micros, off)
        )
    except Refused as refusal:
        await turn.show(Screen("⚠️ " + turn.refusal(refusal)))
        return
    await turn.show(request_screen(request, turn.say), subject=f"request:{request.id}")


async def on_withdraw(_query: CallbackQuery, callback_data: RequestTap, turn: Turn) -> None:
    request_id = long_id(callback_data.request)
    try:
        await turn.execute(WithdrawPriceRequest(request_id))
    except Refused as refusal:
        turn.refusal(refusal)  # what has become of it is what the screen shows
    await turn.redraw(request_screen(await turn.ask(ShowPriceRequest(request_id)), turn.say))


async def save_quotation(turn: Turn, draft_id: DraftId, version: int, seen: str) -> None:
    """The button below a quote: keep these prices."""
    saved = await turn.execute(SaveQuotation(draft_id, version, seen))
    await turn.show(quotation_screen(saved, turn.say, notice=turn.say("quotation.saved")))


async def on_quotes(_message: Message, command: CommandObject, turn: Turn) -> None:
    await turn.show(quotations_screen(await turn.ask(ListQuotations(PAGE + 1)), 0, turn.say))


async def on_page(_query: CallbackQuery, callback_data: QuotationsPage, turn: Turn) -> None:
    page = min(max(callback_data.page, 0), LAST_PAGE)
    found = await turn.ask(ListQuotations(PAGE + 1, page * PAGE))
    await turn.redraw(quotations_screen(found, page, turn.say))


async def on_quotation(_query: CallbackQuery, callback_data: QuotationTap, turn: Turn) -> None:
    quotation_id = long_id(callback_data.quotation)
    if callback_data.act == tap.OPEN:
        quotation = await turn.ask(ShowQuotation(quotation_id))
        await turn.show(quotation_screen(quotation, turn.say, is_over=_is_over(turn, quotation)))
        return
    try:
        # Without a key: the button is good for the next order, too, and twice in a row changes nothing.
        ordered = await turn.core.execute(turn.actor, OrderQuotation(quotation_id))
    except Refused as refusal:
        await turn.show(Screen("⚠️ " + turn.refusal(refusal)))
        return
    quote = await turn.ask(ShowQuote(ordered.draft_id))
    if quote is None:
        raise NotFound(what="draft")
    notice = ordered_notice(turn, ordered, quote)
    await turn.show(quote_card(quote, turn.say, notice=notice), subject=f"draft:{quote.draft_id}")


def _is_over(turn: Turn, quotation: Quotation) -> bool:
    return quotation.is_over(turn.core.clock.now())


def ordered_notice(turn: Turn, ordered: QuotationOrdered, quote: Quote) -> str:
    """From which quotation the draft is, and every price that is not the kept one any more."""
    say, quotation = turn.say, ordered.quotation
    now = {line.product_id: line.unit_price for line in quote.lines if line.unit_price is not None}
    rows = [
        say("quotation.ordered_late" if ordered.is_over else "quotation.ordered", number=quotation.number)
    ]
    changed = [
        (line, price)
        for line in quotation.lines
        if (price := now.get(line.product_id)) is not None and price != line.unit_price
    ]
    rows += [
        say("quotation.changed", name=line.name, was=line.unit_price, now=price)
        for line, price in changed[:MOST_CHANGES]
    ]
    if ordered.short:
        rows.append(say("quotation.short", names=listed(ordered.short, 5)))
    return "\n".join(rows)


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="requests")
    router.message.register(on_quotes, Command("quotes"))
    router.callback_query.register(on_wait, WaitTap.filter())
    router.callback_query.register(on_offer, OfferTap.filter())
    router.callback_query.register(on_withdraw, RequestTap.filter())
    router.callback_query.register(on_page, QuotationsPage.filter())
    router.callback_query.register(on_quotation, QuotationTap.filter())
    return router
