"""Stock: shown by warehouse, counted and corrected with a reason, taken aside, watched."""

from __future__ import annotations

from bot.dealer.ordering.amounts import unit_name
from bot.office.areas.choices import WAREHOUSE
from bot.office.areas.stock_kinds import LOT, MOVE, Counted, CountKind, move_name
from bot.office.areas.stock_screens import expiring_screen, reserving_screen, stock_screen
from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.kinds import ProductKind, TextKind, WholeKind
from bot.office.screens import change_line, done_screen
from bot.screen import Screen, clip, escape, lines
from bot.turn import Turn
from core.i18n.phrases import Raw
from core.kernel.actor import Permission
from core.orders.use_cases.list_reserving import ListReserving
from core.orders.use_cases.recount_stock import RecountStock
from core.stock.errors import BelowReserved
from core.stock.use_cases.correct_stock import CorrectStock, PreviewStockCorrection, ShowStock
from core.stock.use_cases.set_aside import Move, SetAside
from core.stock.use_cases.set_water_marks import SetWaterMarks
from core.stock.use_cases.watch_lots import ListExpiring

_DAYS = 30


async def _show(turn: Turn, args: Args) -> Screen:
    return stock_screen(await turn.ask(ShowStock(args["product"])), turn.say)


async def _preview(turn: Turn, args: Args) -> str | Screen:
    counted: Counted = args["count"]
    lot = args.get("lot", "")
    try:
        change = await turn.ask(
            PreviewStockCorrection(
                args["product"], args["warehouse"], counted.quantity, counted.is_count, lot
            )
        )
    except BelowReserved as refusal:
        return await _in_the_way(turn, args, refusal)
    say = turn.say
    return lines(
        say("preview.stock", product=change.product_name, sku=change.sku, warehouse=change.warehouse),
        say(
            "preview.on_hand",
            change=Raw(change_line(say, change.before, change.after)),
            unit=Raw(unit_name(say, change.unit, 2)),
        ),
        say("preview.lot", lot=lot) if lot else None,
        say("preview.reserved", quantity=change.reserved) if change.reserved else None,
        say("preview.reason", reason=args["reason"]),
    )


async def _in_the_way(turn: Turn, args: Args, refusal: BelowReserved) -> Screen:
    """Which orders hold what is said not to be there."""
    held = await turn.ask(ListReserving(args["product"], args["warehouse"]))
    orders = [(one.number, one.dealer, one.quantity) for one in held]
    return reserving_screen(turn.refusal(refusal), orders, turn.say)


async def _correct(turn: Turn, args: Args) -> Screen:
    counted: Counted = args["count"]
    change = await turn.execute(
        CorrectStock(
            args["product"],
            args["warehouse"],
            counted.quantity,
            counted.is_count,
            args["reason"],
            args.get("lot", ""),
        )
    )
    return done_screen(
        turn.say("done.stock", sku=change.sku, warehouse=change.warehouse, quantity=change.after)
    )


async def _preview_recount(turn: Turn, args: Args) -> str:
    """With the orders that would be planned anew."""
    held = await turn.ask(ListReserving(args["product"], args["warehouse"]))
    stock = await turn.ask(ShowStock(args["product"]))
    say = turn.say
    return lines(
        say("preview.stock", product=stock.name, sku=stock.sku, warehouse=args["warehouse"]),
        say("preview.recount", quantity=args["quantity"]),
        say("preview.lot", lot=args["lot"]) if "lot" in args else None,
        say("preview.reason", reason=args["reason"]),
        say("preview.in_the_way") if held else None,
        *(
            f"• {escape(one.number)} · {escape(clip(one.dealer, 40))}: {say.number(one.quantity)}"
            for one in held
        ),
    )


async def _recount(turn: Turn, args: Args) -> Screen:
    done = await turn.execute(
        RecountStock(
            args["product"], args["warehouse"], args["quantity"], args["reason"], args.get("lot", "")
        )
    )
    say, change = turn.say, done.change
    text = say("done.stock", sku=change.sku, warehouse=change.warehouse, quantity=change.after)
    anew = say("done.planned_anew", numbers=", ".join(done.orders)) if done.orders else None
    return done_screen(lines(text, anew))


async def _preview_move(turn: Turn, args: Args) -> str:
    stock = await turn.ask(ShowStock(args["product"]))
    say = turn.say
    return lines(
        say("preview.stock", product=stock.name, sku=stock.sku, warehouse=args["warehouse"]),
        say("preview.move", quantity=args["quantity"], move=Raw(move_name(say, args["move"]))),
        say("preview.lot", lot=args["lot"]) if "lot" in args else None,
        say("preview.reason", reason=args["reason"]),
    )


async def _move(turn: Turn, args: Args) -> Screen:
    try:
        await turn.execute(
            SetAside(
                args["product"],
                args["warehouse"],
                args["quantity"],
                Move(args["move"]),
                args["reason"],
                args.get("lot", ""),
            )
        )
    except BelowReserved as refusal:
        return await _in_the_way(turn, args, refusal)
    return await _show(turn, args)


async def _expiring(turn: Turn, args: Args) -> Screen:
    days = min(args.get("days_ahead", _DAYS), 3_650)
    found = await turn.ask(ListExpiring(days))
    return expiring_screen(found, days, turn.say)


async def _preview_marks(turn: Turn, args: Args) -> str:
    stock = await turn.ask(ShowStock(args["product"]))
    before = next((one.marks for one in stock.levels if one.warehouse == args["warehouse"]), None)
    say = turn.say
    after = [args["safety"], args["warning"], args["maximum"]]
    was = [before.safety, before.warning, before.maximum] if before else [None] * 3
    changes = [Raw(change_line(say, old, new)) for old, new in zip(was, after, strict=True)]
    return lines(
        say("preview.stock", product=stock.name, sku=stock.sku, warehouse=args["warehouse"]),
        say("preview.marks", safety=changes[0], warning=changes[1], maximum=changes[2]),
    )


async def _set_marks(turn: Turn, args: Args) -> Screen:
    figures = (args["safety"], args["warning"], args["maximum"])
    await turn.execute(SetWaterMarks(args["product"], args["warehouse"], *figures))
    return await _show(turn, args)


_PRODUCT, _WAREHOUSE = Param("product", ProductKind()), Param("warehouse", WAREHOUSE)
_LOT = Param("lot", LOT, is_optional=True)
_REASON = Param("reason", TextKind())

COMMANDS = (
    AdminCommand(
        name="stock", short="s", area=Area.STOCK, permission=Permission.STOCK_READ, act=_show,
        params=(_PRODUCT,), example="/stock COKE330",
    ),
    AdminCommand(
        name="stock", verb="set", area=Area.STOCK, permission=Permission.STOCK_EDIT, act=_correct,
        preview=_preview,
        params=(_PRODUCT, _WAREHOUSE, Param("count", CountKind()), _LOT, _REASON),
        example="/stock set COKE330 LA -24 broken",
    ),
    AdminCommand(
        name="stock", verb="recount", area=Area.STOCK, permission=Permission.STOCK_EDIT, act=_recount,
        preview=_preview_recount,
        params=(_PRODUCT, _WAREHOUSE, Param("quantity", WholeKind()), _LOT, _REASON),
        example="/stock recount COKE330 LA 1900 water damage",
    ),
    AdminCommand(
        name="stock", verb="move", area=Area.STOCK, permission=Permission.STOCK_EDIT, act=_move,
        preview=_preview_move,
        params=(_PRODUCT, _WAREHOUSE, Param("quantity", WholeKind()), Param("move", MOVE), _LOT, _REASON),
        example="/stock move COKE330 LA 5 damaged fork lift",
    ),
    AdminCommand(
        name="expiring", area=Area.STOCK, permission=Permission.STOCK_READ, act=_expiring,
        params=(Param("days_ahead", WholeKind(), is_optional=True),), example="/expiring 60",
    ),
    AdminCommand(
        name="marks", area=Area.STOCK, permission=Permission.STOCK_EDIT, act=_set_marks,
        preview=_preview_marks,
        params=(
            _PRODUCT,
            _WAREHOUSE,
            Param("safety", WholeKind()),
            Param("warning", WholeKind()),
            Param("maximum", WholeKind()),
        ),
        example="/marks COKE330 LA 240 480 2400",
    ),
)  # fmt: skip
