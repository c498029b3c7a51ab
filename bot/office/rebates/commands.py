"""/rebate: programmes and their settlement."""

from __future__ import annotations

from bot.dealer.rebates.screens import rebates_screen
from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.kinds import ChoiceKind, CodeKind, DealerKind
from bot.office.rebates.kinds import RebateTermsKind, known_rebates
from bot.office.rebates.screens import (
    book_screen,
    change_preview,
    settled_screen,
    settlement_preview,
)
from bot.screen import Screen
from bot.turn import Turn
from core.channel.use_cases.set_rebate import EndRebate, ListRebates, PreviewRebate, SetRebate
from core.channel.use_cases.settle_rebates import PreviewSettlements, SettleRebates
from core.channel.use_cases.show_rebates import ShowRebates
from core.dealers.use_cases.find_dealers import ShowDealer
from core.kernel.actor import Permission
from core.kernel.ids import DealerId


async def _names(turn: Turn, dealers: set[DealerId]) -> dict[DealerId, str]:
    return {one: (await turn.ask(ShowDealer(one))).name for one in sorted(dealers)}


async def _book(turn: Turn, args: Args) -> Screen:
    book = await turn.ask(ListRebates())
    names = await _names(turn, {dealer for one in book.programmes for dealer in one.terms.dealers})
    return book_screen(book, names, turn.say)


async def _preview(turn: Turn, args: Args) -> str:
    change = await turn.ask(PreviewRebate(args["rebate_code"], args.get("rebate_terms")))
    dealers = set() if change.after is None else set(change.after.dealers)
    return change_preview(change, await _names(turn, dealers), turn.say)


async def _set(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetRebate(args["rebate_code"], args["rebate_terms"]))
    return await _book(turn, args)


async def _end(turn: Turn, args: Args) -> Screen:
    await turn.execute(EndRebate(args["rebate_code"]))
    return await _book(turn, args)


async def _of(turn: Turn, args: Args) -> Screen:
    name = (await turn.ask(ShowDealer(args["dealer"]))).name
    return rebates_screen(await turn.ask(ShowRebates(args["dealer"])), turn.say, dealer=name)


async def _preview_settle(turn: Turn, args: Args) -> str:
    return settlement_preview(await turn.ask(PreviewSettlements(args["dealer"])), turn.say)


async def _settle(turn: Turn, args: Args) -> Screen:
    reason = turn.say("rebate.reason")
    return settled_screen(await turn.execute(SettleRebates(args["dealer"], reason)), turn.say)


_PRICES, _BILLING = Permission.PRICE_EDIT, Permission.BILLING_EDIT
_DEALER = Param("dealer", DealerKind())

COMMANDS = (
    AdminCommand(name="rebate", area=Area.PRICES, permission=_PRICES, act=_book),
    AdminCommand(
        name="rebate", verb="set", area=Area.PRICES, permission=_PRICES, act=_set, preview=_preview,
        params=(Param("rebate_code", CodeKind()), Param("rebate_terms", RebateTermsKind())),
        example="/rebate set VOLUME quarter 5m 3%, 10m 5% for platinum, gold",
    ),
    AdminCommand(
        name="rebate", verb="end", area=Area.PRICES, permission=_PRICES, act=_end, preview=_preview,
        params=(Param("rebate_code", ChoiceKind(known_rebates)),), example="/rebate end VOLUME",
    ),
    AdminCommand(
        name="rebate", verb="of", area=Area.PRICES, permission=Permission.DOCUMENT_READ, act=_of,
        params=(_DEALER,), example="/rebate of techmart",
    ),
    AdminCommand(
        name="rebate", verb="settle", area=Area.MONEY, permission=_BILLING, act=_settle,
        preview=_preview_settle, params=(_DEALER,), example="/rebate settle techmart",
    ),
)  # fmt: skip
