"""/routing: what planning goes by where the office has a say, shown and set."""

from __future__ import annotations

from bot.office.areas.choices import WordKind
from bot.office.areas.policy_kinds import PolicyValueKind
from bot.office.command import AdminCommand, Area, Args, Param, Unfit
from bot.office.figures import read_amount
from bot.office.screens import change_line, done_screen
from bot.screen import Screen, lines
from bot.turn import Turn
from core.dispatch.plan_types import POLICY_BOUNDS, RoutingPolicy
from core.dispatch.use_cases.set_routing_rule import SetRoutingRule, ShowRoutingPolicy
from core.i18n.phrases import Raw, Say
from core.kernel.actor import Permission
from core.kernel.money import Money

_AMOUNTS = frozenset({"moved", "turned", "others"})
RULES = tuple(POLICY_BOUNDS)


def routing_screen(policy: RoutingPolicy, currency: str, say: Say) -> Screen:
    """Every value with its unit, its bounds and what it does."""
    return Screen(
        lines(
            say("routingpolicy.title"),
            *(f"• <code>{rule}</code> {_words(rule, policy, currency, say)}" for rule in RULES),
            say("routingpolicy.next"),
        )
    )


def _words(rule: str, policy: RoutingPolicy, currency: str, say: Say) -> str:
    least, most = POLICY_BOUNDS[rule]
    bounds = [Raw(rule_value(rule, one, currency, say)) for one in (least, most)]
    now = Raw(f"<b>{rule_value(rule, getattr(policy, rule), currency, say)}</b>")
    what = Raw(say(f"routingrule.{rule}"))
    return say("routingpolicy.line", value=now, least=bounds[0], most=bounds[1], what=what)


def rule_value(rule: str, value: int, currency: str, say: Say) -> str:
    """A value with its unit."""
    if rule in _AMOUNTS:
        return say.money(Money(value, currency))
    return say(f"routingunit.{rule.rpartition('_')[2]}", value)


def _read(turn: Turn, args: Args) -> int:
    """What was typed in the unit of its rule."""
    rule, typed = args["routing_rule"], read_amount(args["routing_value"].strip(" %").removesuffix("min"))
    currency = turn.core.settings.default_currency
    if typed is None or typed.value < 0 or typed.currency not in (None, currency):
        raise Unfit("routing_value", wrong="whole")
    if rule in _AMOUNTS:
        return Money.parse(str(typed.value), currency).minor
    if typed.value != int(typed.value):
        raise Unfit("routing_value", wrong="whole")
    return int(typed.value)


async def _show(turn: Turn, _args: Args) -> Screen:
    policy = await turn.ask(ShowRoutingPolicy())
    return routing_screen(policy, turn.core.settings.default_currency, turn.say)


async def _preview(turn: Turn, args: Args) -> str | Screen:
    rule, after, say = args["routing_rule"], _read(turn, args), turn.say
    least, most = POLICY_BOUNDS[rule]
    if not least <= after <= most:
        raise Unfit("routing_value", wrong="routing_bounds")
    currency = turn.core.settings.default_currency
    policy = await turn.ask(ShowRoutingPolicy())
    shown = [Raw(rule_value(rule, one, currency, say)) for one in (getattr(policy, rule), after)]
    return lines(say(f"routingrule.{rule}"), change_line(say, *shown), say("routingpolicy.next"))


async def _set(turn: Turn, args: Args) -> Screen:
    rule, after = args["routing_rule"], _read(turn, args)
    await turn.execute(SetRoutingRule(rule, after))
    value = Raw(rule_value(rule, after, turn.core.settings.default_currency, turn.say))
    return done_screen(turn.say("done.routing", rule=rule, value=value))


_RULE = WordKind(RULES, lambda say, word: f"{word}: {say(f'routingrule.{word}')}")

COMMANDS = (
    AdminCommand(
        name="routing", area=Area.ROUTES, permission=Permission.ROUTE_EDIT, act=_show, example="/routing",
    ),
    AdminCommand(
        name="routing", verb="set", area=Area.ROUTES, permission=Permission.ROUTE_EDIT, act=_set,
        preview=_preview,
        params=(Param("routing_rule", _RULE), Param("routing_value", PolicyValueKind())),
        example="/routing set moved 5.00",
    ),
)  # fmt: skip
