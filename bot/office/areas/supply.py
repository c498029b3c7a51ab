"""Goods between warehouses: proposals, transfers, what is on its way, and a warehouse that closes."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.office.areas.choices import WAREHOUSE
from bot.office.areas.stock_kinds import LOT
from bot.office.areas.supply_callbacks import ACCEPT, ARRIVED, DECLINE, LIST, SupplyTap
from bot.office.areas.supply_screens import decided_text, on_the_way_screen, proposals_screen
from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.kinds import DayKind, ProductKind, TextKind, WholeKind
from bot.office.screens import done_screen
from bot.screen import OldButton, Screen, lines, long_id
from bot.turn import Turn
from core.kernel.actor import Permission
from core.kernel.errors import NotFound
from core.stock.errors import ProposalOver
from core.stock.use_cases.close_warehouse import CloseWarehouse, OpenWarehouse
from core.stock.use_cases.correct_stock import ShowStock
from core.stock.use_cases.propose_stock import DecideStockProposal, ListStockProposals
from core.stock.use_cases.transfer_goods import ArriveTransfer, ListOnTheWay, SendTransfer, SetExpected


async def _proposals(turn: Turn, _args: Args) -> Screen:
    found = await turn.ask(ListStockProposals())
    return proposals_screen(found, turn.say)


async def _arriving(turn: Turn, _args: Args) -> Screen:
    found = await turn.ask(ListOnTheWay())
    return on_the_way_screen(found, turn.say)


async def _preview_transfer(turn: Turn, args: Args) -> str:
    stock = await turn.ask(ShowStock(args["product"]))
    free = next((one.level.free for one in stock.levels if one.warehouse == args["source"]), 0)
    say = turn.say
    return lines(
        say("preview.stock", product=stock.name, sku=stock.sku, warehouse=args["source"]),
        say("preview.transfer", quantity=args["quantity"], target=args["destination"], free=free),
        say("preview.lot", lot=args["lot"]) if "lot" in args else None,
    )


async def _transfer(turn: Turn, args: Args) -> Screen:
    sent = await turn.execute(
        SendTransfer(
            args["product"], args["source"], args["destination"], args["quantity"], args.get("lot", "")
        )
    )
    say = turn.say
    return done_screen(
        say("done.transfer", sku=sent.sku, quantity=sent.quantity, target=sent.target, day=sent.arrives_on)
    )


async def _preview_due(turn: Turn, args: Args) -> str:
    stock = await turn.ask(ShowStock(args["product"]))
    say = turn.say
    return lines(
        say("preview.stock", product=stock.name, sku=stock.sku, warehouse=args["warehouse"]),
        say("preview.due", day=args["due_day"]),
    )


async def _due(turn: Turn, args: Args) -> Screen:
    pieces = await turn.execute(SetExpected(args["product"], args["warehouse"], args["due_day"]))
    return done_screen(
        turn.say("done.due", quantity=pieces, warehouse=args["warehouse"], day=args["due_day"])
    )


async def _preview_close(turn: Turn, args: Args) -> str:
    say = turn.say
    return lines(
        say("preview.warehouse_close", warehouse=args["warehouse"]),
        say("preview.reason", reason=args["reason"]),
    )


async def _close(turn: Turn, args: Args) -> Screen:
    await turn.execute(CloseWarehouse(args["warehouse"], args["reason"]))
    return done_screen(turn.say("done.warehouse_close", warehouse=args["warehouse"]))


async def _open(turn: Turn, args: Args) -> Screen:
    await turn.execute(OpenWarehouse(args["warehouse"]))
    return done_screen(turn.say("done.warehouse_open", warehouse=args["warehouse"]))


async def on_tap(_query: CallbackQuery, callback_data: SupplyTap, turn: Turn) -> None:
    """A button of the proposals or of what is on its way; the list is drawn anew with what happened."""
    if callback_data.act == LIST:
        await turn.show(await _proposals(turn, {}))
    elif callback_data.act in (ACCEPT, DECLINE):
        notice = await _decide(turn, callback_data)
        left = await turn.ask(ListStockProposals())
        await turn.redraw(proposals_screen(left, turn.say, notice=notice))
    elif callback_data.act == ARRIVED:
        notice = await _arrive(turn, callback_data)
        coming = await turn.ask(ListOnTheWay())
        await turn.redraw(on_the_way_screen(coming, turn.say, notice=notice))
    else:
        raise OldButton(callback_data.act)


async def _decide(turn: Turn, tap: SupplyTap) -> str:
    try:
        done = await turn.execute(DecideStockProposal(long_id(tap.subject), accept=tap.act == ACCEPT))
    except ProposalOver as refusal:
        return f"⚠️ {turn.refusal(refusal)}"
    return f"✅ {decided_text(done, turn.say)}"


async def _arrive(turn: Turn, tap: SupplyTap) -> str:
    try:
        pieces = await turn.execute(ArriveTransfer(long_id(tap.subject)))
    except NotFound:
        return turn.say("arriving.over")
    return f"✅ {turn.say('arriving.booked', pieces)}"


def build_router() -> Router:
    """A new router with the buttons above."""
    router = Router(name="supply")
    router.callback_query.register(on_tap, SupplyTap.filter())
    return router


_SOURCE, _DESTINATION = Param("source", WAREHOUSE), Param("destination", WAREHOUSE)

COMMANDS = (
    AdminCommand(
        name="proposals", area=Area.STOCK, permission=Permission.STOCK_EDIT, act=_proposals,
    ),
    AdminCommand(
        name="transfer", area=Area.STOCK, permission=Permission.STOCK_EDIT, act=_transfer,
        preview=_preview_transfer,
        params=(
            Param("product", ProductKind()),
            _SOURCE,
            _DESTINATION,
            Param("quantity", WholeKind()),
            Param("lot", LOT, is_optional=True),
        ),
        example="/transfer COKE330 LA PHX 48",
    ),
    AdminCommand(
        name="arriving", area=Area.STOCK, permission=Permission.STOCK_EDIT, act=_arriving,
    ),
    AdminCommand(
        name="due", area=Area.STOCK, permission=Permission.STOCK_EDIT, act=_due, preview=_preview_due,
        params=(Param("product", ProductKind()), Param("warehouse", WAREHOUSE), Param("due_day", DayKind())),
        example="/due COKE330 LA 2026-03-31",
    ),
    AdminCommand(
        name="warehouse", verb="close", area=Area.STOCK, permission=Permission.MASTER_DATA, act=_close,
        preview=_preview_close,
        params=(Param("warehouse", WAREHOUSE), Param("reason", TextKind())),
        example="/warehouse close LA the lease ends",
    ),
    AdminCommand(
        name="warehouse", verb="open", area=Area.STOCK, permission=Permission.MASTER_DATA, act=_open,
        params=(Param("warehouse", WAREHOUSE),), example="/warehouse open LA",
    ),
)  # fmt: skip
