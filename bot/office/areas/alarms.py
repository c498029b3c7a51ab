"""What raises an alarm about an order, whose task it is, and when it is told further."""

from __future__ import annotations

from dataclasses import replace

from bot.office.areas.alarm_screens import alarm_preview, alarm_rule_text, alarm_rules_screen
from bot.office.areas.choices import WordKind
from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.kinds import WholeKind
from bot.office.screens import done_screen
from bot.screen import Screen
from bot.turn import Turn
from core.alarms.types import OWNERS, AlarmKind, AlarmRule
from core.alarms.use_cases.set_rule import MOST, ListAlarmRules, SetAlarmRule
from core.i18n.phrases import Raw
from core.kernel.actor import Permission, Role

_KIND = WordKind(tuple(AlarmKind), lambda say, word: say(f"alarm.{word}"))
_OWNER = WordKind(tuple(OWNERS), lambda say, word: say(f"role.{word}"))


async def _rules(turn: Turn, _args: Args) -> Screen:
    rules = await turn.ask(ListAlarmRules())
    return alarm_rules_screen(rules, turn.say)


async def _changed(turn: Turn, args: Args) -> tuple[AlarmRule, AlarmRule]:
    """The rule before and after: as it was written, or off where nothing was."""
    kind = AlarmKind(args["alarm"])
    before = next(one for one in await turn.ask(ListAlarmRules()) if one.kind is kind)
    if "alarm_limit" not in args:
        return before, replace(before, is_on=False)
    after = AlarmRule(kind, args["alarm_limit"], Role(args["alarm_owner"]), args["alarm_hours"])
    return before, after


async def _preview(turn: Turn, args: Args) -> str:
    return alarm_preview(*await _changed(turn, args), turn.say)


async def _set(turn: Turn, args: Args) -> Screen:
    _, rule = await _changed(turn, args)
    await turn.execute(SetAlarmRule(rule))
    return done_screen(turn.say("done.alarm", rule=Raw(alarm_rule_text(rule, turn.say))))


COMMANDS = (
    AdminCommand(name="alarms", area=Area.HOUSE, permission=Permission.POLICY_EDIT, act=_rules),
    AdminCommand(
        name="alarms", verb="set", area=Area.HOUSE, permission=Permission.POLICY_EDIT, act=_set,
        preview=_preview,
        params=(
            Param("alarm", _KIND),
            Param("alarm_limit", WholeKind(most=MOST)),
            Param("alarm_owner", _OWNER),
            Param("alarm_hours", WholeKind(most=MOST)),
        ),
        example="/alarms set unpicked 24 storekeeper 4",
    ),
    AdminCommand(
        name="alarms", verb="off", area=Area.HOUSE, permission=Permission.POLICY_EDIT, act=_set,
        preview=_preview, params=(Param("alarm", _KIND),), example="/alarms off many",
    ),
)  # fmt: skip
