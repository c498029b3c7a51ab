"""Deputies, and the rules that say who is asked for what."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.office.areas.approval_screens import rule_preview, rule_text, rules_screen
from bot.office.command import AdminCommand, Area, Args, Param, Unfit
from bot.office.figures import TypedAmount
from bot.office.kinds import AmountKind, ChoiceKind, DayKind, Option, StaffKind, WholeKind
from bot.office.screens import done_screen
from bot.screen import Screen
from bot.turn import Turn
from core.approvals.types import ApprovalRule, EndAction, Level, TriggerKind
from core.approvals.use_cases.set_deputy import ListStandIns, SetDeputy, SetDeputyFor
from core.approvals.use_cases.set_rule import ListApprovalRules, SetApprovalRule
from core.dealers.use_cases.find_dealers import ListReps
from core.i18n.phrases import Raw
from core.kernel.actor import Permission
from core.kernel.errors import NotFound
from core.kernel.ids import PersonId
from core.kernel.money import Money


@dataclass(frozen=True, slots=True)
class StandInKind(StaffKind):
    """Somebody who may stand in for the person who asks -> PersonId."""

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        people = await turn.ask(ListStandIns())
        return tuple(Option(str(one.person_id), one.name) for one in people[:8])


def _starts(turn: Turn, day: date | None) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(day, time(), ZoneInfo(turn.actor.zone)).astimezone(UTC)


async def _name(turn: Turn, person_id: PersonId) -> str:
    return next((one.name for one in await turn.ask(ListReps()) if one.id == person_id), "—")


async def _preview_deputy(turn: Turn, args: Args) -> str:
    whom = await _name(turn, args["absent"]) if "absent" in args else turn.actor.name
    return turn.say(
        "preview.deputy",
        deputy=await _name(turn, args["deputy"]),
        whom=whom,
        since=args["since_day"],
        until=args["last_day"],
    )


async def _set_deputy(turn: Turn, args: Args) -> Screen:
    since, until = _starts(turn, args["since_day"]), _starts(turn, args["last_day"] + timedelta(days=1))
    if "absent" in args:
        await turn.execute(SetDeputyFor(args["absent"], args["deputy"], since, until))
    else:
        await turn.execute(SetDeputy(args["deputy"], since, until))
    return done_screen(turn.say("done.deputy", deputy=await _name(turn, args["deputy"])))


async def _no_deputy(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetDeputy(None))
    return done_screen(turn.say("done.no_deputy"))


async def _rules(turn: Turn, args: Args) -> Screen:
    return rules_screen((await turn.ask(ListApprovalRules())).rules, turn.say)


async def _rule_options(turn: Turn) -> tuple[Option, ...]:
    rules = (await turn.ask(ListApprovalRules())).rules
    plain = turn.book.say(turn.say.language, zone=turn.say.zone)
    return tuple(Option(str(one.id), f"{at}. {rule_text(one, plain)}") for at, one in enumerate(rules, 1))


async def _rule(turn: Turn, args: Args) -> ApprovalRule:
    wanted = uuid.UUID(args["approval_rule"])
    for one in (await turn.ask(ListApprovalRules())).rules:
        if one.id == wanted:
            return one
    raise NotFound(what="rule")


async def _changed(turn: Turn, args: Args) -> ApprovalRule:
    """The rule as it shall be: with other hours, or on where it was off and off where it was on."""
    rule = await _rule(turn, args)
    return replace(rule, hours=args["hours"]) if "hours" in args else replace(rule, active=not rule.active)


async def _preview_change(turn: Turn, args: Args) -> str:
    return rule_preview(await _rule(turn, args), await _changed(turn, args), turn.say)


async def _change(turn: Turn, args: Args) -> Screen:
    rule = await _changed(turn, args)
    await turn.execute(SetApprovalRule(rule))
    return done_screen(turn.say("done.rule", rule=Raw(rule_text(rule, turn.say))))


def _new(turn: Turn, args: Args) -> ApprovalRule:
    least: int | None = None
    currency: str | None = None
    if "from_amount" in args:
        typed: TypedAmount = args["from_amount"]
        currency = typed.currency or turn.core.settings.default_currency
        try:
            least = Money.parse(str(typed.value), currency).minor
        except ValueError as error:
            raise Unfit("from_amount", wrong="amount") from error
    return ApprovalRule(
        id=uuid.UUID(int=0),
        trigger=TriggerKind(args["trigger"]),
        level=Level(args["level"]),
        currency=currency,
        least=least,
        hours=args.get("hours", 4),
        at_end=EndAction.ESCALATE,
    )


async def _preview_new(turn: Turn, args: Args) -> str:
    return rule_preview(None, _new(turn, args), turn.say)


async def _add(turn: Turn, args: Args) -> Screen:
    rule = _new(turn, args)
    await turn.execute(SetApprovalRule(rule, is_new=True))
    return done_screen(turn.say("done.rule", rule=Raw(rule_text(rule, turn.say))))


async def _triggers(turn: Turn) -> tuple[Option, ...]:
    return tuple(Option(kind.value, turn.say(f"trigger.{kind.value}")) for kind in TriggerKind)


async def _levels(turn: Turn) -> tuple[Option, ...]:
    return tuple(Option(level.value, turn.say(f"role.{level.value}")) for level in Level)


_AREA, _DECIDE, _POLICY = Area.APPROVALS, Permission.APPROVAL_DECIDE, Permission.POLICY_EDIT
_DEPUTY = Param("deputy", StandInKind(most_words=3))
_DAYS = (Param("since_day", DayKind()), Param("last_day", DayKind()))
_RULE = Param("approval_rule", ChoiceKind(_rule_options))
_HOURS = WholeKind(most=1440)

COMMANDS = (
    AdminCommand(
        name="deputy", area=_AREA, permission=_DECIDE, act=_set_deputy, preview=_preview_deputy,
        params=(_DEPUTY, *_DAYS), example="/deputy Max 2025-12-20 2026-01-04",
    ),
    AdminCommand(name="deputy", verb="none", area=_AREA, permission=_DECIDE, act=_no_deputy),
    AdminCommand(
        name="deputy", verb="for", area=_AREA, permission=_POLICY, act=_set_deputy, preview=_preview_deputy,
        params=(Param("absent", StaffKind(most_words=3)), _DEPUTY, *_DAYS),
        example="/deputy for Rita Max 2025-12-20 2026-01-04",
    ),
    AdminCommand(name="rules", area=_AREA, permission=_POLICY, act=_rules, example="/rules"),
    AdminCommand(
        name="rule", verb="new", area=_AREA, permission=_POLICY, act=_add, preview=_preview_new,
        params=(
            Param("trigger", ChoiceKind(_triggers)),
            Param("level", ChoiceKind(_levels)),
            Param("from_amount", AmountKind(), is_optional=True),
        ),
        example="/rule new high_value director 100000",
    ),
    AdminCommand(
        name="rule", verb="hours", area=_AREA, permission=_POLICY, act=_change, preview=_preview_change,
        params=(_RULE, Param("hours", _HOURS)), example="/rule hours 1. 8",
    ),
    AdminCommand(
        name="rule", verb="switch", area=_AREA, permission=_POLICY, act=_change, preview=_preview_change,
        params=(_RULE,), example="/rule switch 1.",
    ),
)  # fmt: skip
