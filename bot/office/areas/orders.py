"""Placed orders and the house: how one is served, taking one back, going first, and scarce goods."""

from __future__ import annotations

from dataclasses import replace

from bot.office.areas.choices import WordKind
from bot.office.areas.order_screens import allocation_screen, shares_text, short_word
from bot.office.command import SEEN, AdminCommand, Area, Args, Param, Shown
from bot.office.kinds import CodeKind, DealerKind, PercentKind, ProductsKind, TextKind, WholeKind
from bot.office.screens import change_line, done_screen
from bot.screen import Screen, clip, lines
from bot.turn import Turn
from core.i18n.phrases import Raw
from core.kernel.actor import Permission
from core.orders.supply_types import DealerSupply, WhenShort
from core.orders.types import Order
from core.orders.use_cases.cancel_order import CancelOrder
from core.orders.use_cases.keep_supply import MakeUrgent, SetSupply, ShowSupply
from core.orders.use_cases.set_day_worth import SetDayWorth, ShowDayWorth
from core.orders.use_cases.share_goods import PreviewShares, ShareGoods
from core.orders.use_cases.show_allocation import ShowAllocation

_ASK, _NORMAL = "ask", "normal"


async def _order(turn: Turn, args: Args) -> Order:
    return (await turn.ask(ShowAllocation(args["order"]))).order


async def _plan(turn: Turn, args: Args) -> Screen:
    return allocation_screen(await turn.ask(ShowAllocation(args["order"])), turn.say)


async def _preview_day_worth(turn: Turn, args: Args) -> str:
    say, before = turn.say, await turn.ask(ShowDayWorth())
    return lines(
        say("preview.day_worth"),
        change_line(say, Raw(say.percent(before)), Raw(say.percent(args["day_worth"]))),
    )


async def _set_day_worth(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetDayWorth(args["day_worth"]))
    return done_screen(turn.say("done.day_worth", percent=Raw(turn.say.percent(args["day_worth"]))))


async def _preview_back(turn: Turn, args: Args) -> str:
    order = await _order(turn, args)
    return turn.say("preview.takeback", number=order.number, dealer=order.dealer_name, total=order.total)


async def _take_back(turn: Turn, args: Args) -> Screen:
    order = await _order(turn, args)
    number = await turn.execute(CancelOrder(order.id, args["reason"]))
    return done_screen(turn.say("done.takeback", number=number))


async def _urgent(turn: Turn, args: Args) -> Screen:
    number = await turn.execute(MakeUrgent((await _order(turn, args)).id))
    return done_screen(turn.say("done.urgent", number=number))


def _agreed(before: DealerSupply, args: Args) -> DealerSupply:
    chosen = args["when_short"]
    found = replace(before, when_short=None if chosen == _ASK else WhenShort(chosen))
    if "speed" in args:
        found = replace(found, may_be_urgent=args["speed"] != _NORMAL)
    return replace(found, share=args["share"]) if "share" in args else found


async def _preview_scarce(turn: Turn, args: Args) -> str:
    before, say = await turn.ask(ShowSupply(args["dealer"])), turn.say
    after = _agreed(before, args)

    def word(one: DealerSupply) -> Raw:
        return Raw(short_word(say, one.when_short or _ASK))

    def speed(one: DealerSupply) -> Raw:
        return Raw(short_word(say, "urgent" if one.may_be_urgent else _NORMAL))

    return lines(
        change_line(say, word(before), word(after)),
        change_line(say, speed(before), speed(after)),
        change_line(say, before.share, after.share) if after.share != before.share else None,
    )


async def _scarce(turn: Turn, args: Args) -> Screen:
    before = await turn.ask(ShowSupply(args["dealer"]))
    await turn.execute(SetSupply(args["dealer"], _agreed(before, args)))
    return done_screen(turn.say("done.scarce"))


async def _preview_shares(turn: Turn, args: Args) -> Shown | Screen:
    found = await turn.ask(PreviewShares(args.get("products", ())))
    text = shares_text(found, turn.say)
    return Shown(text, found.seen) if found.changed else Screen(text)


async def _share(turn: Turn, args: Args) -> Screen:
    found = await turn.execute(ShareGoods(args.get("products", ()), args[SEEN]))
    skus = clip(", ".join(found.skus), 100)
    return done_screen(turn.say("done.fairshare", found.orders, sku=skus))


_ORDER = Param("order", CodeKind())
_OF_ORDERS, _OF_DEALERS = Permission.APPROVAL_DECIDE, Permission.DEALER_EDIT

COMMANDS = (
    AdminCommand(
        name="plan", area=Area.STOCK, permission=_OF_ORDERS, act=_plan, params=(_ORDER,),
        example="/plan B2B-2025-7891",
    ),
    AdminCommand(
        name="urgent", area=Area.STOCK, permission=_OF_ORDERS, act=_urgent, params=(_ORDER,),
        example="/urgent B2B-2025-7891",
    ),
    AdminCommand(
        name="takeback", area=Area.STOCK, permission=_OF_ORDERS, act=_take_back, preview=_preview_back,
        params=(_ORDER, Param("reason", TextKind())), example="/takeback B2B-2025-7891 asked by phone",
    ),
    AdminCommand(
        name="dayworth", area=Area.DEALERS, permission=Permission.POLICY_EDIT, act=_set_day_worth,
        preview=_preview_day_worth, params=(Param("day_worth", PercentKind()),), example="/dayworth 1.5",
    ),
    AdminCommand(
        name="scarce", area=Area.DEALERS, permission=_OF_DEALERS, act=_scarce, preview=_preview_scarce,
        params=(
            Param("dealer", DealerKind()),
            Param("when_short", WordKind((_ASK, *WhenShort), short_word)),
            Param("speed", WordKind(("urgent", _NORMAL), short_word), is_optional=True),
            Param("share", WholeKind(most=1_000_000), is_optional=True),
        ),
        example="/scarce techmart rest urgent 40",
    ),
    AdminCommand(
        name="fairshare", area=Area.STOCK, permission=_OF_DEALERS, act=_share, preview=_preview_shares,
        params=(Param("products", ProductsKind(), is_optional=True),), example="/fairshare COKE330, SPRITE",
    ),
)  # fmt: skip
