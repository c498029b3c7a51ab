"""Price protection for a dealer: /protection, in words, and what the bot offers by itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.dealer.protection import callbacks as tap
from bot.dealer.protection.callbacks import ProtectionTap
from bot.dealer.protection.screens import claim_screen, how_many_screen, standing_screen
from bot.screen import OldButton, long_id
from bot.turn import Turn
from core.kernel.ids import ProductId
from core.protection.types import Offer
from core.protection.use_cases.claim_protection import AskProtection, ClaimProtection, ShowOffer


async def on_protection(_message: Message, turn: Turn) -> None:
    await turn.show(standing_screen(await turn.execute(AskProtection()), turn.say))


async def ask_protection(turn: Turn, text: str) -> None:
    """ "price protection on iphone 15": what can be claimed for it, or why nothing."""
    await turn.show(standing_screen(await turn.execute(AskProtection(text)), turn.say))


async def on_tap(_query: CallbackQuery, callback_data: ProtectionTap, turn: Turn) -> None:
    at, product_id = callback_data, ProductId(long_id(callback_data.key))
    match at.act:
        case tap.OPEN:
            await turn.redraw(standing_screen(await turn.ask(ShowOffer(product_id)), turn.say))
        case tap.CLAIM if at.n > 0:
            await turn.expect(None)
            claim = await turn.execute(ClaimProtection(product_id, at.n))
            await turn.redraw(claim_screen(claim, turn.say))
        case tap.FEWER:
            await _ask_how_many(turn, product_id)
        case _:
            raise OldButton(at.act)


async def _ask_how_many(turn: Turn, product_id: ProductId) -> None:
    offer = await _offer(turn, product_id)
    if offer is None:
        await turn.tell("protection.gone")
        return
    await turn.expect(tap.HOW_MANY, {"product": str(product_id)})
    await turn.show(how_many_screen(offer, turn.say))


async def _offer(turn: Turn, product_id: ProductId) -> Offer | None:
    return next(iter((await turn.ask(ShowOffer(product_id))).offers), None)


async def on_pieces(turn: Turn, data: dict[str, Any], text: str) -> None:
    """How many the dealer still has, typed."""
    product_id, words = ProductId(UUID(data["product"])), text.strip()
    if not (words.isdecimal() and len(words) < 10 and int(words)):
        await _ask_how_many(turn, product_id)
        return
    await turn.show(claim_screen(await turn.execute(ClaimProtection(product_id, int(words))), turn.say))


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="protection")
    router.message.register(on_protection, Command("protection"))
    router.callback_query.register(on_tap, ProtectionTap.filter())
    return router
