"""/pick makes a pick list, /shipments shows what is on its way."""

from __future__ import annotations

from bot.office.areas.choices import WAREHOUSE
from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.deliveries.screens import PAGE, pick_list_screen, shipments_screen, wave_text
from bot.screen import Screen
from bot.turn import Turn
from core.deliveries.use_cases.make_pick_list import MakePickList, PreviewPickList
from core.deliveries.use_cases.show_shipments import ListShipments, PrintPickList, ShowPickList
from core.kernel.actor import Permission


async def _preview(turn: Turn, args: Args) -> str:
    return wave_text(await turn.ask(PreviewPickList(args["warehouse"])), turn.say)


async def _pick(turn: Turn, args: Args) -> Screen:
    """The list, with its PDF to print."""
    made = await turn.execute(MakePickList(args["warehouse"]))
    file = await turn.ask(PrintPickList(made.id, turn.say))
    await turn.send_file(file.name, file.content)
    return pick_list_screen(await turn.ask(ShowPickList(made.id)), 0, turn.say)


async def _shipments(turn: Turn, args: Args) -> Screen:
    found = await turn.ask(ListShipments(args.get("warehouse"), limit=PAGE + 1))
    return shipments_screen(found, 0, turn.say)


COMMANDS = (
    AdminCommand(
        name="pick", area=Area.STOCK, permission=Permission.DELIVERY_EDIT, act=_pick, preview=_preview,
        params=(Param("warehouse", WAREHOUSE),), example="/pick LA",
    ),
    AdminCommand(
        name="shipments", area=Area.STOCK, permission=Permission.DELIVERY_EDIT, act=_shipments,
        params=(Param("warehouse", WAREHOUSE, is_optional=True),), example="/shipments LA",
    ),
)  # fmt: skip
