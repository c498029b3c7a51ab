"""/network and /resale: a dealer with dealers below it."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.dealer.network.screens import network_screen, own_price_screen, own_prices_screen
from bot.office.figures import read_amount
from bot.roles import May
from bot.turn import Turn
from core.channel.use_cases.list_sub_dealers import ListSubDealers
from core.kernel.actor import Permission
from core.kernel.money import UnitPrice
from core.pricing.use_cases.set_resale_price import ListOwnPrices, SetResalePrice, ShowOwnPrice

_DIGITS = 6
_OFF = ("off", "-", "0")


async def on_network(_message: Message, turn: Turn) -> None:
    below = await turn.ask(ListSubDealers())
    await turn.show(network_screen(below, turn.say))


async def on_resale(_message: Message, command: CommandObject, turn: Turn) -> None:
    """All own prices; with a SKU that one; with a price behind it sets it, with "off" takes it back."""
    sku, _, typed = (command.args or "").strip().partition(" ")
    if not sku:
        prices = await turn.ask(ListOwnPrices())
        await turn.show(own_prices_screen(prices, turn.say))
        return
    now = await turn.ask(ShowOwnPrice(sku))
    if not typed.strip():
        await turn.show(own_price_screen(now, turn.say))
        return
    price = None
    if typed.strip().casefold() not in _OFF:
        amount = read_amount(typed.strip(), digits=_DIGITS)
        if amount is None:
            await turn.tell("resale.how")
            return
        known = now.guide or now.price
        currency = amount.currency or (known.currency if known else turn.core.settings.default_currency)
        price = UnitPrice.parse(str(amount.value), currency)
    done = await turn.execute(SetResalePrice(sku, price))
    await turn.show(own_price_screen(done, turn.say, is_set=True))


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="network")
    router.message.register(on_network, Command("network"))
    router.message.register(on_resale, Command("resale"), May(Permission.RESALE_EDIT))
    return router
