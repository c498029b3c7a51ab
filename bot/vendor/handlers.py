"""Purchase orders by buttons and typed answers: a vendor's people, and the house where nobody answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.office.figures import read_day
from bot.screen import OldButton, Screen, long_id, short_id
from bot.turn import Turn
from bot.vendor import callbacks as tap
from bot.vendor.callbacks import DirectTap, PurchaseTap, purchase_subject, sale_subject
from bot.vendor.screens import (
    cannot_screen,
    days_screen,
    direct_sale_screen,
    number_screen,
    purchase_screen,
    purchases_screen,
    sent_screen,
)
from core.deliveries.errors import TrackingMissing, TrackingTaken
from core.kernel.actor import Permission
from core.kernel.errors import NotFound, NotPermitted, Refused
from core.vendors.errors import PurchaseUnclear
from core.vendors.types import Purchase, Redirect
from core.vendors.use_cases.answer_purchase import AcknowledgePurchase, DeclinePurchase, ShipPurchase
from core.vendors.use_cases.redirect_purchase import RedirectPurchase
from core.vendors.use_cases.show_purchases import ListPurchases, ShowDirectSale, ShowPurchase

ANSWER = "purchase"  # the question for whatever is typed about a purchase order
_MOST = 10
_DAY, _REASON, _NUMBER = "day", "reason", "number"
Act = Callable[[Turn, Purchase, PurchaseTap], Awaitable[None]]


async def on_purchases(_message: Message, turn: Turn) -> None:
    await show_purchases(turn)


async def show_purchases(turn: Turn) -> None:
    """What is open: of the own vendor, for the house of all."""
    found = await turn.ask(ListPurchases(_MOST))
    of_house = turn.actor.may(Permission.VENDOR_EDIT)
    await turn.show(purchases_screen(found, turn.say, of_house=of_house))


async def on_purchase(_query: CallbackQuery, callback_data: PurchaseTap, turn: Turn) -> None:
    """A button of the vendor's card. What cannot be done is said above the fresh card."""
    act = _ACTS.get(callback_data.act)
    if act is None:
        raise OldButton(callback_data.act)
    purchase = await turn.ask(ShowPurchase(long_id(callback_data.purchase)))
    try:
        await act(turn, purchase, callback_data)
    except (NotFound, NotPermitted):
        raise
    except Refused as refusal:
        await _draw(turn, purchase, notice="⚠️ " + turn.refusal(refusal))


async def _draw(turn: Turn, purchase: Purchase, *, notice: str | None = None) -> None:
    fresh = await turn.ask(ShowPurchase(purchase.id))
    subject = purchase_subject(purchase.id)
    await turn.redraw(purchase_screen(fresh, turn.say, notice=notice), subject=subject)


async def _open(turn: Turn, purchase: Purchase, _data: PurchaseTap) -> None:
    await turn.expect(None)
    await _draw(turn, purchase)


async def _acknowledge(turn: Turn, purchase: Purchase, data: PurchaseTap) -> None:
    await turn.execute(AcknowledgePurchase(purchase.id, data.v))
    await _draw(turn, purchase)


async def _day(turn: Turn, purchase: Purchase, data: PurchaseTap) -> None:
    try:
        day = date.fromisoformat(data.x)
    except ValueError as error:
        raise OldButton(data.x) from error
    await turn.execute(AcknowledgePurchase(purchase.id, data.v, day))
    await _draw(turn, purchase)


async def _reason(turn: Turn, purchase: Purchase, data: PurchaseTap) -> None:
    await turn.execute(DeclinePurchase(purchase.id, data.v, data.x))
    await _draw(turn, purchase)


async def _untracked(turn: Turn, purchase: Purchase, data: PurchaseTap) -> None:
    await turn.execute(ShipPurchase(purchase.id, data.v))
    await _draw(turn, purchase)


async def _which_day(turn: Turn, purchase: Purchase, data: PurchaseTap) -> None:
    await _ask(turn, purchase, data, _DAY)


async def _which_reason(turn: Turn, purchase: Purchase, data: PurchaseTap) -> None:
    await _ask(turn, purchase, data, _REASON)


async def _which_carrier(turn: Turn, purchase: Purchase, data: PurchaseTap) -> None:
    await _ask(turn, purchase, data, _NUMBER)


async def _carrier(turn: Turn, purchase: Purchase, data: PurchaseTap) -> None:
    if data.x not in purchase.carriers:
        raise OldButton(data.x)
    await _ask(turn, purchase, data, _NUMBER, data.x)


async def _ask(turn: Turn, purchase: Purchase, data: PurchaseTap, what: str, x: str = "") -> None:
    """Ask for something typed, with what can be tapped instead; a card that is out of date is drawn anew."""
    if not purchase.is_open or purchase.version != data.v:
        await _draw(turn, purchase)
        return
    await turn.redraw(_question(purchase, what, x, turn))
    asked = {"what": what, "purchase": short_id(purchase.id), "version": purchase.version, "x": x}
    await turn.expect(ANSWER, asked)


def _question(purchase: Purchase, what: str, x: str, turn: Turn, notice: str | None = None) -> Screen:
    if what == _DAY:
        return days_screen(purchase, turn.say, notice=notice)
    if what == _REASON:
        return cannot_screen(purchase, turn.say, notice=notice)
    if x:
        return number_screen(purchase, x, turn.say, notice=notice)
    return sent_screen(purchase, turn.say, notice=notice)


_ACTS: Mapping[str, Act] = {
    tap.OPEN: _open,
    tap.ACKNOWLEDGE: _acknowledge,
    tap.WHICH_DAY: _which_day,
    tap.DAY: _day,
    tap.WHICH_REASON: _which_reason,
    tap.REASON: _reason,
    tap.WHICH_CARRIER: _which_carrier,
    tap.CARRIER: _carrier,
    tap.UNTRACKED: _untracked,
}


async def on_answer(turn: Turn, data: dict[str, Any], text: str) -> None:
    """A day, a reason or a tracking number was typed."""
    purchase = await turn.ask(ShowPurchase(long_id(data["purchase"])))
    notice = None
    try:
        await _answer(turn, purchase, data, text.strip())
    except (PurchaseUnclear, TrackingMissing, TrackingTaken) as refusal:
        await turn.expect(ANSWER, data)  # the question stands
        again = _question(purchase, data["what"], data["x"], turn, "⚠️ " + turn.refusal(refusal))
        await turn.show(again, subject=purchase_subject(purchase.id))
        return
    except (NotFound, NotPermitted):
        raise
    except Refused as refusal:
        notice = "⚠️ " + turn.refusal(refusal)
    await _draw(turn, purchase, notice=notice)


async def _answer(turn: Turn, purchase: Purchase, data: dict[str, Any], text: str) -> None:
    version = data["version"]
    if data["what"] == _DAY:
        today = turn.core.clock.now().astimezone(ZoneInfo(turn.actor.zone)).date()
        day = read_day(text, today)
        if day is None:
            raise PurchaseUnclear(why="day")
        await turn.execute(AcknowledgePurchase(purchase.id, version, day))
    elif data["what"] == _REASON:
        await turn.execute(DeclinePurchase(purchase.id, version, text))
    else:
        carrier, number = read_tracking(text, data["x"], purchase.carriers)
        await turn.execute(ShipPurchase(purchase.id, version, carrier, number))


def read_tracking(text: str, chosen: str, carriers: tuple[str, ...]) -> tuple[str, str]:
    """(carrier, number) of "DHL JD01"; the number alone where the carrier was tapped or is the only one."""
    first, _, rest = text.partition(" ")
    if first.upper() in carriers and rest.strip():
        return first.upper(), rest
    return chosen or (carriers[0] if len(carriers) == 1 else ""), text


async def on_sale(_query: CallbackQuery, callback_data: DirectTap, turn: Turn) -> None:
    """A button of the card of the house: open it, or find another way for the goods."""
    purchase_id = long_id(callback_data.purchase)
    notice = None
    if callback_data.act != tap.OPEN:
        try:
            notice = await _redirect(turn, callback_data)
        except (NotFound, NotPermitted):
            raise
        except Refused as refusal:
            notice = "⚠️ " + turn.refusal(refusal)
    sale = await turn.ask(ShowDirectSale(purchase_id))
    screen = direct_sale_screen(sale, turn.say, notice=notice)
    if callback_data.act == tap.OPEN:
        await turn.show(screen, subject=sale_subject(purchase_id))
    else:
        await turn.redraw(screen, subject=sale_subject(purchase_id))


async def _redirect(turn: Turn, data: DirectTap) -> str:
    """Do it; what has become of the goods, in words."""
    purchase_id, version = long_id(data.purchase), data.v
    match data.act:
        case tap.OTHER_VENDOR:
            act = RedirectPurchase(purchase_id, version, Redirect.VENDOR, long_id(data.x))
            made = [await turn.ask(ShowPurchase(one)) for one in await turn.execute(act)]
            numbers = ", ".join(one.number for one in made)
            return "✅ " + turn.say("direct.bought", numbers=numbers, vendor=made[0].vendor)
        case tap.OWN_STOCK:
            await turn.execute(RedirectPurchase(purchase_id, version, Redirect.STOCK))
            return "✅ " + turn.say("direct.own_stock")
        case tap.CANCEL:
            await turn.execute(RedirectPurchase(purchase_id, version, Redirect.CANCEL))
            return "✅ " + turn.say("direct.cancelled")
        case _:
            raise OldButton(data.act)


def build_router() -> Router:
    """A new router with the handlers of the vendor's card."""
    router = Router(name="purchases")
    router.message.register(on_purchases, Command("purchases"))
    router.callback_query.register(on_purchase, PurchaseTap.filter())
    return router


def build_house_router() -> Router:
    """A new router with the handlers of the card of the house."""
    router = Router(name="direct_sales")
    router.callback_query.register(on_sale, DirectTap.filter())
    return router
