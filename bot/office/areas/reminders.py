"""When dealers are reminded of what is due: shown, set, switched off."""

from __future__ import annotations

from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.kinds import WholeKind
from bot.office.screens import done_screen
from bot.screen import Screen
from bot.turn import Turn
from core.billing.reminder_types import ReminderPolicy
from core.billing.use_cases.remind_due import MOST_DAYS, SetReminders, ShowReminders
from core.i18n.phrases import Say
from core.kernel.actor import Permission


def policy_text(policy: ReminderPolicy, say: Say) -> str:
    """How dealers are reminded now, in a sentence or two."""
    if not policy.is_on:
        return say("reminders.off")
    before = say("reminders.before", policy.before) if policy.before else say("reminders.on_the_day")
    again = say("reminders.again", policy.again) if policy.again else say("reminders.once")
    return f"{before} {again}"


async def _show(turn: Turn, _args: Args) -> Screen:
    return Screen(policy_text(await turn.ask(ShowReminders()), turn.say))


async def _set(turn: Turn, args: Args) -> Screen:
    return await _keep(turn, ReminderPolicy(args["before_days"], args["again_days"]))


async def _off(turn: Turn, _args: Args) -> Screen:
    policy = await turn.ask(ShowReminders())
    return await _keep(turn, ReminderPolicy(policy.before, policy.again, is_on=False))


async def _keep(turn: Turn, policy: ReminderPolicy) -> Screen:
    await turn.execute(SetReminders(policy))
    return done_screen(policy_text(policy, turn.say))


_DAYS = WholeKind(most=MOST_DAYS)
COMMANDS = (
    AdminCommand(
        name="reminders", area=Area.MONEY, permission=Permission.POLICY_EDIT, act=_show, example="/reminders",
    ),
    AdminCommand(
        name="reminders", verb="set", area=Area.MONEY, permission=Permission.POLICY_EDIT, act=_set,
        params=(Param("before_days", _DAYS), Param("again_days", _DAYS)), example="/reminders set 3 7",
    ),
    AdminCommand(
        name="reminders", verb="off", area=Area.MONEY, permission=Permission.POLICY_EDIT, act=_off,
        example="/reminders off",
    ),
)  # fmt: skip
