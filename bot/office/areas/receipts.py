"""Goods that came: a list typed or sent in the chat, shown as a card, booked at one tap."""

from __future__ import annotations

from bot.office.areas.choices import WAREHOUSE
from bot.office.areas.stock_kinds import GoodsKind
from bot.office.areas.stock_screens import faults_screen, receipt_text
from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.screens import done_screen
from bot.screen import Screen
from bot.turn import Turn
from core.intake.use_cases.read_goods import GoodsLine, ReadGoods
from core.kernel.actor import Permission
from core.stock.use_cases.receive_goods import PreviewReceipt, ReceiptLine, ReceiveGoods


async def _preview(turn: Turn, args: Args) -> str | Screen:
    lines, faults = await _read(turn, args["goods"])
    if faults:
        return faults_screen(faults, turn.say)
    return receipt_text(await turn.ask(PreviewReceipt(args["warehouse"], lines)), turn.say)


async def _book(turn: Turn, args: Args) -> Screen:
    lines, faults = await _read(turn, args["goods"])
    if faults:
        return faults_screen(faults, turn.say)
    receipt = await turn.execute(ReceiveGoods(args["warehouse"], lines))
    return done_screen(turn.say("done.receipt", len(receipt.entries), warehouse=receipt.warehouse))


async def _read(turn: Turn, text: str) -> tuple[tuple[ReceiptLine, ...], list[GoodsLine]]:
    """The lines that can be booked, and those that cannot."""
    goods = await turn.ask(ReadGoods(text, needs_verb=False))
    found = goods.lines if goods else ()
    lines = tuple(
        ReceiptLine(one.product_id, one.quantity, one.lot, one.expires_on)
        for one in found
        if one.product_id is not None
    )
    return lines, [one for one in found if one.fault is not None]


COMMANDS: tuple[AdminCommand, ...] = (
    AdminCommand(
        name="receive", short="rv", area=Area.STOCK, permission=Permission.STOCK_EDIT, act=_book,
        preview=_preview,
        params=(Param("warehouse", WAREHOUSE), Param("goods", GoodsKind())),
        example="/receive LA 40 case COKE330 lot A12 exp 2026-03",
    ),
)  # fmt: skip
