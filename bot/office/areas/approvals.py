"""Deputies; the rules that say who is asked for what; who would be asked for an order."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.office.areas.approval_screens import dry_run_screen, rule_preview, rule_text, rules_screen
from bot.office.areas.choices import WordKind
from bot.office.areas.rule_fields import RULE_FIELDS, Known, set_rule_field
from bot.office.command import AdminCommand, Area, Args, Param, Unfit
from bot.office.figures import TypedAmount
from bot.office.kinds import (
    AmountKind,
    ChoiceKind,
    CodeKind,
    DayKind,
    DealerKind,
    Option,
    StaffKind,
    TextKind,
)
from bot.office.screens import done_screen
from bot.screen import Screen
from bot.turn import Turn
from core.approvals.types import ApprovalRule, EndAction, Level, TriggerKind
from core.approvals.use_cases.set_deputy import ListStandIns, SetDeputy, SetDeputyFor
from core.approvals.use_cases.set_rule import (
    ApprovalPolicy,
    ListApprovalRules,
    RemoveApprovalRule,
    SetApprovalRule,
)
from core.dealers.use_cases.find_dealers import ListRegions, ListReps, ShowDealer
from core.i18n.phrases import Raw, Say
from core.kernel.actor import Permission
from core.kernel.errors import NotFound
from core.kernel.ids import PersonId
from core.kernel.money import Money
from core.orders.use_cases.show_approvals import DryRunApproval
from core.pricing.use_cases.set_terms import ListTiers


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


async def _policy(turn: Turn) -> tuple[ApprovalPolicy, dict[PersonId, str]]:
    """All rules, and the names of everybody who can stand in one."""
    policy = await turn.ask(ListApprovalRules())
    return policy, {one.person_id: one.name for one in policy.people}


async def _rules(turn: Turn, args: Args) -> Screen:
    policy, names = await _policy(turn)
    return rules_screen(policy.rules, turn.say, names)


async def _rule_options(turn: Turn) -> tuple[Option, ...]:
    policy, names = await _policy(turn)
    plain = turn.book.say(turn.say.language, zone=turn.say.zone)
    return tuple(
        Option(str(one.id), f"{at}. {rule_text(one, plain, names)}") for at, one in enumerate(policy.rules, 1)
    )


def _find(policy: ApprovalPolicy, args: Args) -> ApprovalRule:
    wanted = uuid.UUID(args["approval_rule"])
    for one in policy.rules:
        if one.id == wanted:
            return one
    raise NotFound(what="rule")


async def _changed(turn: Turn, args: Args) -> tuple[ApprovalRule, ApprovalRule, dict[PersonId, str]]:
    """The rule before and after: with another field, or on where it was off and off where it was on."""
    policy, names = await _policy(turn)
    rule = _find(policy, args)
    if "rule_field" not in args:
        return rule, replace(rule, active=not rule.active), names
    known = Known(
        people=policy.people,
        regions=await turn.ask(ListRegions()),
        tiers=tuple(one.tier for one in await turn.ask(ListTiers())),
        currency=turn.core.settings.default_currency,
    )
    return rule, set_rule_field(rule, args["rule_field"], args["rule_value"], known, turn.say), names


async def _preview_change(turn: Turn, args: Args) -> str:
    before, after, names = await _changed(turn, args)
    return rule_preview(before, after, turn.say, names)


async def _change(turn: Turn, args: Args) -> Screen:
    _, rule, names = await _changed(turn, args)
    await turn.execute(SetApprovalRule(rule))
    return done_screen(turn.say("done.rule", rule=Raw(rule_text(rule, turn.say, names))))


async def _preview_remove(turn: Turn, args: Args) -> str:
    policy, names = await _policy(turn)
    return rule_preview(_find(policy, args), None, turn.say, names)


async def _remove(turn: Turn, args: Args) -> Screen:
    policy, names = await _policy(turn)
    rule = _find(policy, args)
    await turn.execute(RemoveApprovalRule(rule.id))
    return done_screen(turn.say("done.no_rule", rule=Raw(rule_text(rule, turn.say, names))))


def _new(turn: Turn, args: Args) -> ApprovalRule:
    least: int | None = None
    currency: str | None = None
    if "from_amount" in args:
        amount = _money(turn, args["from_amount"], "from_amount")
        least, currency = amount.minor, amount.currency
    return ApprovalRule(
        id=uuid.UUID(int=0),
        trigger=TriggerKind(args["trigger"]),
        level=Level(args["level"]),
        currency=currency,
        least=least,
        hours=args.get("hours", 4),
        at_end=EndAction.ESCALATE,
    )


def _money(turn: Turn, typed: TypedAmount, param: str, currency: str = "") -> Money:
    try:
        return Money.parse(
            str(typed.value), typed.currency or currency or turn.core.settings.default_currency
        )
    except ValueError as error:
        raise Unfit(param, wrong="amount") from error


async def _preview_new(turn: Turn, args: Args) -> str:
    return rule_preview(None, _new(turn, args), turn.say, {})


async def _add(turn: Turn, args: Args) -> Screen:
    rule = _new(turn, args)
    await turn.execute(SetApprovalRule(rule, is_new=True))
    return done_screen(turn.say("done.rule", rule=Raw(rule_text(rule, turn.say, {}))))


async def _try(turn: Turn, args: Args) -> Screen:
    """Who would have to decide about an order of that amount; changes nothing, so it waits for nobody."""
    currency = (await turn.ask(ShowDealer(args["dealer"]))).currency
    amount = _money(turn, args["amount"], "amount", currency)
    run = await turn.ask(DryRunApproval(dealer_id=args["dealer"], amount=amount))
    return dry_run_screen(run, turn.say)


async def _why(turn: Turn, args: Args) -> Screen:
    return dry_run_screen(await turn.ask(DryRunApproval(number=args["order"])), turn.say)


async def _triggers(turn: Turn) -> tuple[Option, ...]:
    return tuple(Option(kind.value, turn.say(f"trigger.{kind.value}")) for kind in TriggerKind)


async def _levels(turn: Turn) -> tuple[Option, ...]:
    return tuple(Option(level.value, turn.say(f"role.{level.value}")) for level in Level)


def _rule_field(say: Say, field: str) -> str:
    return say(f"rulefield.{field}")


_AREA, _DECIDE, _POLICY = Area.APPROVALS, Permission.APPROVAL_DECIDE, Permission.POLICY_EDIT
_DEPUTY = Param("deputy", StandInKind(most_words=3))
_DAYS = (Param("since_day", DayKind()), Param("last_day", DayKind()))
_RULE = Param("approval_rule", ChoiceKind(_rule_options, most_offered=30))

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
            Param("trigger", ChoiceKind(_triggers, most_offered=len(TriggerKind))),
            Param("level", ChoiceKind(_levels)),
            Param("from_amount", AmountKind(), is_optional=True),
        ),
        example="/rule new high_value director 100000",
    ),
    AdminCommand(
        name="rule", verb="set", area=_AREA, permission=_POLICY, act=_change, preview=_preview_change,
        params=(
            _RULE,
            Param("rule_field", WordKind(RULE_FIELDS, _rule_field)),
            Param("rule_value", TextKind(most=80), leans=True),
        ),
        example="/rule set 1. hours 8",
    ),
    AdminCommand(
        name="rule", verb="switch", area=_AREA, permission=_POLICY, act=_change, preview=_preview_change,
        params=(_RULE,), example="/rule switch 1.",
    ),
    AdminCommand(
        name="rule", verb="remove", area=_AREA, permission=_POLICY, act=_remove, preview=_preview_remove,
        params=(_RULE,), example="/rule remove 1.",
    ),
    AdminCommand(
        name="rule", verb="try", area=_AREA, permission=_DECIDE, act=_try, preview=_try,
        params=(Param("dealer", DealerKind()), Param("amount", AmountKind())),
        example="/rule try techmart 50000",
    ),
    AdminCommand(
        name="rule", verb="why", area=_AREA, permission=_DECIDE, act=_why,
        params=(Param("order", CodeKind()),), example="/rule why B2B-2025-7891",
    ),
)  # fmt: skip
