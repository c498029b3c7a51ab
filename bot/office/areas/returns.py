"""How long goods may come back, and up to what nobody decides: shown, and set."""

from __future__ import annotations

from bot.office.areas.choices import WordKind
from bot.office.command import AdminCommand, Area, Args, Param, Unfit
from bot.office.kinds import AmountKind, WholeKind
from bot.office.screens import change_line, done_screen
from bot.screen import Screen, lines
from bot.turn import Turn
from core.i18n.phrases import Raw, Say
from core.kernel.actor import Permission
from core.kernel.money import Money
from core.returns.types import ReturnPolicy, ReturnReason
from core.returns.use_cases.set_return_policy import SetReturnFee, SetReturnPolicy, ShowReturnPolicy


def return_policy_screen(policy: ReturnPolicy, say: Say) -> Screen:
    """What holds now for orders in the policy's currency."""
    return Screen(
        lines(
            say("returnpolicy.now", policy.days, currency=policy.at_once.currency),
            say("returnpolicy.at_once", amount=policy.at_once)
            if policy.at_once
            else say("returnpolicy.never_at_once"),
            *(
                say("returnpolicy.fee", reason=Raw(say(f"returnwhy.{reason}")), fee=fee)
                for reason, fee in sorted(policy.fees.items())
            ),
            say("returnpolicy.ours"),
        )
    )


async def _show(turn: Turn, args: Args) -> Screen:
    currency = turn.core.settings.default_currency
    return return_policy_screen(await turn.ask(ShowReturnPolicy(currency)), turn.say)


def _amount(turn: Turn, args: Args, name: str) -> Money:
    typed = args[name]
    try:
        return Money.parse(str(typed.value), typed.currency or turn.core.settings.default_currency)
    except ValueError as error:
        raise Unfit(name, "amount") from error


async def _preview(turn: Turn, args: Args) -> str:
    after = _amount(turn, args, "at_once")
    before, say = await turn.ask(ShowReturnPolicy(after.currency)), turn.say
    days = [Raw(say("returnpolicy.days", days)) for days in (before.days, args["return_days"])]
    amounts = [Raw(say.money(amount)) for amount in (before.at_once, after)]
    return lines(
        say("preview.returnpolicy", currency=after.currency),
        say("preview.returnpolicy_days", change=Raw(change_line(say, *days))),
        say("preview.returnpolicy_at_once", change=Raw(change_line(say, *amounts))),
    )


async def _set(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetReturnPolicy(args["return_days"], _amount(turn, args, "at_once")))
    return done_screen(turn.say("done.returnpolicy"))


async def _preview_fee(turn: Turn, args: Args) -> str:
    after, reason = _amount(turn, args, "return_fee"), ReturnReason(args["return_reason"])
    policy, say = await turn.ask(ShowReturnPolicy(after.currency)), turn.say
    before = policy.fees.get(reason, Money.zero(after.currency))
    amounts = [Raw(say.money(amount)) for amount in (before, after)]
    return say(
        "preview.returnpolicy_fee",
        reason=Raw(say(f"returnwhy.{reason}")),
        change=Raw(change_line(say, *amounts)),
    )


async def _set_fee(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetReturnFee(ReturnReason(args["return_reason"]), _amount(turn, args, "return_fee")))
    return done_screen(turn.say("done.returnpolicy"))


_REASON = WordKind(tuple(ReturnReason), lambda say, word: say(f"returnwhy.{word}"))


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
    AdminCommand(
        name="returnpolicy", verb="fee", area=Area.MONEY, permission=Permission.POLICY_EDIT, act=_set_fee,
        preview=_preview_fee,
        params=(Param("return_reason", _REASON), Param("return_fee", AmountKind())),
        example="/returnpolicy fee regret 15.00",
    ),
)  # fmt: skip
