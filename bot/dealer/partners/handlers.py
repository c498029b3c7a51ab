"""/offerstock and its words, and the card of what a dealer is asked to give."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.dealer.partners import callbacks as tap
from bot.dealer.partners.callbacks import GiveTap, give_subject
from bot.dealer.partners.screens import (
    give_number_screen,
    give_reasons_screen,
    give_screen,
    offers_screen,
)
from bot.dealer.partners.words import TypedOffer, read_offer
from bot.office.figures import read_amount, read_day
from bot.screen import OldButton, long_id, short_id
from bot.turn import Turn
from bot.vendor.handlers import read_tracking
from core.deliveries.errors import TrackingMissing, TrackingTaken
from core.kernel.actor import Permission
from core.kernel.errors import NotFound, NotPermitted, Refused
from core.kernel.money import UnitPrice
from core.vendors.errors import OfferUnfit, PurchaseUnclear
from core.vendors.partner_types import GiveRequest
from core.vendors.use_cases.give_goods import (
    CannotGive,
    GiveGoods,
    HandOver,
    ListGiveRequests,
    ShowGiveRequest,
)
from core.vendors.use_cases.offer_goods import ListOwnOffers, OfferGoods, WithdrawGoods

ANSWER = "give"  # the question for whatever is typed about what is to be given
_REASON, _NUMBER = "reason", "number"
_OFF = ("off", "-", "0")
_DIGITS = 6
Act = Callable[[Turn, GiveRequest, GiveTap], Awaitable[None]]


async def on_offerstock(_message: Message, command: CommandObject, turn: Turn) -> None:
    """All that is offered; with a code, a quantity and a price it is, with "off" no longer."""
    words = (command.args or "").split()
    if len(words) == 2 and words[1].casefold() in _OFF:
        gone = await turn.execute(WithdrawGoods(words[0]))
        await _show(turn, "✅ " + turn.say("partner.withdrawn", sku=gone.sku))
    elif len(words) in (3, 4):
        quantity = int(words[1]) if words[1].isdecimal() and len(words[1]) < 8 else 0
        await _offer(turn, TypedOffer(words[0], quantity, words[2], words[3] if len(words) == 4 else ""))
    else:
        await _show(turn)


async def offer_words(turn: Turn, text: str) -> bool:
    """Whether the text offers goods; then it is done and answered."""
    typed = read_offer(text)
    if typed is None or not turn.actor.may(Permission.ORDER_PLACE):
        return False
    await _offer(turn, typed)
    return True


async def _offer(turn: Turn, typed: TypedOffer) -> None:
    price = read_amount(typed.price, digits=_DIGITS)
    if price is None:
        raise OfferUnfit(why="price")
    today = turn.core.clock.now().astimezone(ZoneInfo(turn.actor.zone)).date()
    until = read_day(typed.until, today) if typed.until else None
    if typed.until and until is None:
        raise OfferUnfit(why="day")
    currency = price.currency or await _currency(turn)
    done = await turn.execute(
        OfferGoods(typed.sku, typed.quantity, UnitPrice.parse(str(price.value), currency), until)
    )
    await _show(turn, "✅ " + turn.say("partner.stated", sku=done.sku, left=done.left))


async def _currency(turn: Turn) -> str:
    """That of what was offered last, else the house's: another one is refused."""
    known = await turn.ask(ListOwnOffers())
    return known[0].cost.currency if known else turn.core.settings.default_currency


async def _show(turn: Turn, notice: str | None = None) -> None:
    found, requests = await turn.ask(ListOwnOffers()), await turn.ask(ListGiveRequests())
    await turn.show(offers_screen(found, requests, turn.say, notice=notice))


async def on_give(_query: CallbackQuery, callback_data: GiveTap, turn: Turn) -> None:
    """A button of the card. What cannot be done is said above the fresh card."""
    act = _ACTS.get(callback_data.act)
    if act is None:
        raise OldButton(callback_data.act)
    request = await turn.ask(ShowGiveRequest(long_id(callback_data.purchase)))
    try:
        await act(turn, request, callback_data)
    except (NotFound, NotPermitted):
        raise
    except Refused as refusal:
        await _draw(turn, request, notice="⚠️ " + turn.refusal(refusal))


async def _draw(turn: Turn, request: GiveRequest, *, notice: str | None = None) -> None:
    fresh = await turn.ask(ShowGiveRequest(request.purchase.id))
    subject = give_subject(request.purchase.id)
    await turn.redraw(give_screen(fresh, turn.say, notice=notice), subject=subject)


async def _open(turn: Turn, request: GiveRequest, _data: GiveTap) -> None:
    await turn.expect(None)
    await _draw(turn, request)


async def _give(turn: Turn, request: GiveRequest, data: GiveTap) -> None:
    await turn.execute(GiveGoods(request.purchase.id, data.v))
    await _draw(turn, request)


async def _handed(turn: Turn, request: GiveRequest, data: GiveTap) -> None:
    await turn.execute(HandOver(request.purchase.id, data.v))
    await _draw(turn, request)


async def _reason(turn: Turn, request: GiveRequest, data: GiveTap) -> None:
    await turn.execute(CannotGive(request.purchase.id, data.v, data.x))
    await _draw(turn, request)


async def _which_reason(turn: Turn, request: GiveRequest, data: GiveTap) -> None:
    await _ask(turn, request, data, _REASON)


async def _which_number(turn: Turn, request: GiveRequest, data: GiveTap) -> None:
    await _ask(turn, request, data, _NUMBER)


async def _ask(turn: Turn, request: GiveRequest, data: GiveTap, what: str) -> None:
    """Ask for something typed; a card that is out of date is drawn anew."""
    purchase = request.purchase
    if not purchase.is_open or purchase.version != data.v:
        await _draw(turn, request)
        return
    screen = give_reasons_screen if what == _REASON else give_number_screen
    await turn.redraw(screen(request, turn.say))
    await turn.expect(ANSWER, {"what": what, "purchase": short_id(purchase.id), "version": purchase.version})


_ACTS: Mapping[str, Act] = {
    tap.OPEN: _open,
    tap.GIVE: _give,
    tap.HANDED: _handed,
    tap.WHICH_REASON: _which_reason,
    tap.REASON: _reason,
    tap.WHICH_NUMBER: _which_number,
}


async def on_answer(turn: Turn, data: dict[str, Any], text: str) -> None:
    """A reason, or a carrier with its number, was typed."""
    request = await turn.ask(ShowGiveRequest(long_id(data["purchase"])))
    notice = None
    try:
        if data["what"] == _REASON:
            await turn.execute(CannotGive(request.purchase.id, data["version"], text))
        else:
            carrier, number = read_tracking(text.strip(), "", request.purchase.carriers)
            await turn.execute(HandOver(request.purchase.id, data["version"], carrier, number))
    except (PurchaseUnclear, TrackingMissing, TrackingTaken) as refusal:
        await turn.expect(ANSWER, data)  # the question stands
        screen = give_reasons_screen if data["what"] == _REASON else give_number_screen
        again = screen(request, turn.say, notice="⚠️ " + turn.refusal(refusal))
        await turn.show(again, subject=give_subject(request.purchase.id))
        return
    except (NotFound, NotPermitted):
        raise
    except Refused as refusal:
        notice = "⚠️ " + turn.refusal(refusal)
    await _draw(turn, request, notice=notice)


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="partners")
    router.message.register(on_offerstock, Command("offerstock"))
    router.callback_query.register(on_give, GiveTap.filter())
    return router
