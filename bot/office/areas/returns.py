"""How long goods may come back, and up to what nobody decides: shown, and set."""

from __future__ import annotations

from bot.office.command import AdminCommand, Area, Args, Param, Unfit
from bot.office.kinds import AmountKind, WholeKind
from bot.office.screens import change_line, done_screen
from bot.screen import Screen, lines
from bot.turn import Turn
from core.i18n.phrases import Raw, Say
from core.kernel.actor import Permission
from core.kernel.money import Money
from core.returns.types import ReturnPolicy
from core.returns.use_cases.set_return_policy import SetReturnPolicy, ShowReturnPolicy


def return_policy_screen(policy: ReturnPolicy, say: Say) -> Screen:
    """What holds now for orders in the policy's currency."""
    return Screen(
        lines(
            say("returnpolicy.now", policy.days, currency=policy.at_once.currency),
            say("returnpolicy.at_once", amount=policy.at_once)
            if policy.at_once
            else say("returnpolicy.never_at_once"),
        )
    )


async def _show(turn: Turn, args: Args) -> Screen:
    currency = turn.core.settings.default_currency
    return return_policy_screen(await turn.ask(ShowReturnPolicy(currency)), turn.say)


def _at_once(turn: Turn, args: Args) -> Money:
    typed = args["at_once"]
    try:
        return Money.parse(str(typed.value), typed.currency or turn.core.settings.default_currency)
    except ValueError as error:
        raise Unfit("at_once", "amount") from error


async def _preview(turn: Turn, args: Args) -> str:
    after = _at_once(turn, args)
    before, say = await turn.ask(ShowReturnPolicy(after.currency)), turn.say
    days = [Raw(say("returnpolicy.days", days)) for days in (before.days, args["return_days"])]
    amounts = [Raw(say.money(amount)) for amount in (before.at_once, after)]
    return lines(
        say("preview.returnpolicy", currency=after.currency),
        say("preview.returnpolicy_days", change=Raw(change_line(say, *days))),
        say("preview.returnpolicy_at_once", change=Raw(change_line(say, *amounts))),
    )


async def _set(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetReturnPolicy(args["return_days"], _at_once(turn, args)))
    return done_screen(turn.say("done.returnpolicy"))


COMMANDS = (
    AdminCommand(
        name="returnpolicy", area=Area.MONEY, permission=Permission.POLICY_EDIT, act=_show,
        example="/returnpolicy",
    ),
    AdminCommand(
        name="returnpolicy", verb="set", area=Area.MONEY, permission=Permission.POLICY_EDIT, act=_set,
        preview=_preview,
        params=(Param("return_days", WholeKind()), Param("at_once", AmountKind())),
        example="/returnpolicy set 30 50.00",
    ),
)  # fmt: skip
