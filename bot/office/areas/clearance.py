"""Lots near their last day, and one tap that offers each for less to the dealers who buy it (G6)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.kinds import Option, Reading
from bot.office.screens import change_line, done_screen
from bot.screen import Button, Screen, clip, lines, long_id, paragraphs, short_id
from bot.turn import Turn
from core.channel.use_cases.offer_expiring import Clearance, ListClearances, OfferExpiring
from core.channel.use_cases.set_expiry_ladder import (
    MOST_STEPS,
    Ladder,
    SetExpiryLadder,
    ShowExpiryLadder,
)
from core.i18n.phrases import Raw, Say
from core.kernel.actor import Permission
from core.kernel.errors import NotFound
from core.kernel.ids import ProductId
from core.pricing.rulebook_errors import PromotionTaken

PAGE = 8


class ClearTap(CallbackData, prefix="ce1"):
    """Offer a lot: its product, and what stands for the lot."""

    product: str
    token: str


async def _list(turn: Turn, _args: Args) -> Screen:
    found = await turn.ask(ListClearances())
    return clearance_screen(found, turn.say)


async def on_tap(_query: CallbackQuery, callback_data: ClearTap, turn: Turn) -> None:
    say = turn.say
    product_id = ProductId(long_id(callback_data.product))
    try:
        done = await turn.execute(OfferExpiring(product_id, callback_data.token))
    except PromotionTaken:
        notice = say("clearance.offered_already")
    except NotFound:
        notice = say("clearance.over")
    else:
        fields = {"name": clip(done.name, 40), "off": Raw(_percent(done))}
        notice = (
            say("clearance.done", done.dealers, **fields)
            if done.dealers
            else say("clearance.done_all", **fields)
        )
    found = await turn.ask(ListClearances())
    await turn.redraw(clearance_screen(found, say, notice=notice))


def clearance_screen(found: Sequence[Clearance], say: Say, *, notice: str | None = None) -> Screen:
    """What will not be sold in time, the most pressing first, each with its button."""
    if not found:
        return Screen(paragraphs(notice, say("clearance.none")))
    shown = found[:PAGE]
    return Screen(
        paragraphs(
            notice,
            say("clearance.title"),
            *(
                lines(
                    say(
                        "clearance.line",
                        at=at,
                        name=clip(one.name, 40),
                        sku=one.sku,
                        quantity=one.quantity,
                        day=one.expires_on,
                        warehouse=clip(one.warehouse, 20),
                        lot=one.lot,
                    ),
                    say("clearance.is_offered") if one.is_offered else None,
                )
                for at, one in enumerate(shown, start=1)
            ),
            f"+{len(found) - PAGE}" if len(found) > PAGE else None,
        ),
        tuple(
            (
                Button(
                    say("button.clear", one.dealers, at=at, off=Raw(_percent(one))),
                    ClearTap(product=short_id(one.product_id), token=one.token).pack(),
                ),
            )
            for at, one in enumerate(shown, start=1)
            if not one.is_offered
        ),
    )


def offered_screen(event: dict[str, Any], say: Say) -> Screen:
    """What a dealer hears who buys it."""
    off = Raw(_percent_of(int(event["basis_points"])))
    return Screen(
        say(
            "notice.clearance",
            int(event["pieces"]),
            name=clip(event["product"], 60),
            sku=event["sku"],
            off=off,
            day=date.fromisoformat(event["expires_on"]),
        )
    )


def _percent(one: Clearance) -> str:
    return _percent_of(one.basis_points)


def _percent_of(basis_points: int) -> str:
    whole, rest = divmod(basis_points, 100)
    return f"{whole}.{rest:02}".rstrip("0") + " %" if rest else f"{whole} %"


def build_router() -> Router:
    """A new router with the buttons above."""
    router = Router(name="clearance")
    router.callback_query.register(on_tap, ClearTap.filter())
    return router


@dataclass(frozen=True, slots=True)
class LadderKind:
    """ "30:10 14:20 3:50": with 30 days left 10 % off -> ((30, 1000), (14, 2000), (3, 5000))."""

    most_words: int = MOST_STEPS
    is_shaped: bool = True

    def fits(self, text: str) -> bool:
        return _LADDER.fullmatch(text.strip()) is not None

    async def read(self, turn: Turn, text: str) -> Reading:
        return Reading(" ".join(text.split())) if self.fits(text) else Reading(wrong="ladder")

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return ()

    def load(self, value: str) -> Ladder:
        pairs = [step.rstrip("%").split(":") for step in value.split()]
        return tuple((int(days), round(Decimal(off) * 100)) for days, off in pairs)


_LADDER = re.compile(r"\d{1,3}:\d{1,2}(?:\.\d{1,2})?%?(?:\s+\d{1,3}:\d{1,2}(?:\.\d{1,2})?%?)*")


def _ladder_text(ladder: Ladder, say: Say) -> str:
    return ", ".join(say("ladder.step", days=days, off=Raw(f"-{say.percent(off)}")) for days, off in ladder)


async def _preview_ladder(turn: Turn, args: Args) -> str:
    say, before = turn.say, await turn.ask(ShowExpiryLadder())
    change = change_line(say, Raw(_ladder_text(before, say)), Raw(_ladder_text(args["ladder"], say)))
    return lines(say("ladder.title"), change)


async def _set_ladder(turn: Turn, args: Args) -> Screen:
    kept = await turn.execute(SetExpiryLadder(args["ladder"]))
    return done_screen(f"{turn.say('ladder.title')}: {_ladder_text(kept, turn.say)}")


COMMANDS = (
    AdminCommand(name="clearance", area=Area.STOCK, permission=Permission.PRICE_EDIT, act=_list),
    AdminCommand(
        name="ladder", area=Area.STOCK, permission=Permission.PRICE_EDIT, act=_set_ladder,
        preview=_preview_ladder, params=(Param("ladder", LadderKind()),),
        example="/ladder 30:10 14:20 7:35 3:50",
    ),
)  # fmt: skip
