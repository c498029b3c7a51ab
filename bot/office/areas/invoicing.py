"""When the house invoices: shown, and set."""

from __future__ import annotations

from bot.office.areas.choices import WordKind
from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.screens import change_line, done_screen
from bot.screen import Screen
from bot.turn import Turn
from core.billing.types import InvoiceMoment
from core.billing.use_cases.set_invoice_moment import SetInvoiceMoment, ShowInvoiceMoment
from core.i18n.phrases import Raw, Say
from core.kernel.actor import Permission


def moment_name(say: Say, moment: str) -> str:
    """The moment in words."""
    return say(f"moment.{moment}")


def invoicing_screen(moment: InvoiceMoment, say: Say) -> Screen:
    """When orders are invoiced now."""
    return Screen(say("invoicing.now", moment=Raw(moment_name(say, moment.value))))


async def _show(turn: Turn, args: Args) -> Screen:
    return invoicing_screen(await turn.ask(ShowInvoiceMoment()), turn.say)


async def _preview(turn: Turn, args: Args) -> str:
    before = await turn.ask(ShowInvoiceMoment())
    names = [Raw(moment_name(turn.say, one)) for one in (before.value, args["moment"])]
    return turn.say("preview.invoicing", change=Raw(change_line(turn.say, *names)))


async def _set(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetInvoiceMoment(InvoiceMoment(args["moment"])))
    return done_screen(turn.say("done.invoicing", moment=Raw(moment_name(turn.say, args["moment"]))))


_MOMENT = Param("moment", WordKind(tuple(InvoiceMoment), moment_name))
COMMANDS = (
    AdminCommand(
        name="invoicing", area=Area.MONEY, permission=Permission.POLICY_EDIT, act=_show, example="/invoicing",
    ),
    AdminCommand(
        name="invoicing", verb="set", area=Area.MONEY, permission=Permission.POLICY_EDIT, act=_set,
        preview=_preview, params=(_MOMENT,), example="/invoicing set delivered",
    ),
)  # fmt: skip
