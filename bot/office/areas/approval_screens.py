"""Rules of approval in words, and who would have to decide. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.office.screens import change_line
from bot.screen import Screen, clip, escape, lines, listed, paragraphs
from core.approvals.types import ApprovalRule, Duty, EndAction, PlannedStep, TriggerKind
from core.i18n.phrases import Raw, Say
from core.kernel.ids import PersonId
from core.kernel.money import Money
from core.kernel.reasons import Reason
from core.orders.use_cases.show_approvals import DryRun

_SHOWN = 25
Names = Mapping[PersonId, str]


def rule_text(rule: ApprovalRule, say: Say, names: Names) -> str:
    """What is asked of whom, within how long: "high value from $100,000.00 on → sales director, 4 h"."""
    trigger = Raw(_where(rule, say))
    who = say(f"role.{rule.level.value}")
    if rule.person_id is not None:
        who = f"{escape(clip(names.get(rule.person_id, '—'), 40))} ({who})"
    if rule.duty is Duty.TELL:
        text = say("ruling.tells", trigger=trigger, who=Raw(who))
    else:
        text = say("ruling.asks", trigger=trigger, level=Raw(who), hours=rule.hours)
        if rule.urgent_always:
            text = say("ruling.urgent", rule=Raw(text))
        if rule.at_end is not EndAction.ESCALATE:
            text = say("ruling.end", rule=Raw(text), end=Raw(say(f"ruleend.{rule.at_end.value}")))
    if rule.position != 1:
        text = say("ruling.step", rule=Raw(text), step=rule.position)
    return text if rule.active else say("ruling.off", rule=Raw(text))


def _where(rule: ApprovalRule, say: Say) -> str:
    """The trigger with its bounds, the region and the tier."""
    trigger = say(f"trigger.{rule.trigger.value}")
    least, most = _bound(rule, rule.least, say), _bound(rule, rule.most, say)
    if least and most:
        trigger = say("ruling.between", trigger=Raw(trigger), amount=least, most=most)
    elif least:
        trigger = say("ruling.from", trigger=Raw(trigger), amount=least)
    elif most:
        trigger = say("ruling.up_to", trigger=Raw(trigger), most=most)
    places = [escape(clip(one, 40)) for one in (rule.region, rule.tier) if one]
    return f"{trigger} ({', '.join(places)})" if places else trigger


def _bound(rule: ApprovalRule, value: int | None, say: Say) -> Raw | None:
    """An amount, or a percentage where the rule measures a discount; a lower bound of zero is none."""
    if value is None or (value == 0 and value == rule.least):
        return None
    return Raw(say.money(Money(value, rule.currency)) if rule.currency else say.percent(value))


def rules_screen(rules: Sequence[ApprovalRule], say: Say, names: Names) -> Screen:
    """Every rule, numbered as commands name them."""
    if not rules:
        return Screen(say("rules.none"))
    rows = [f"{at}. {rule_text(one, say, names)}" for at, one in enumerate(rules[:_SHOWN], 1)]
    more = len(rules) - _SHOWN
    rest = f"… +{more}" if more > 0 else None
    return Screen(paragraphs(say("rules.title"), lines(*rows, rest), say("rules.hours")))


def rule_preview(before: ApprovalRule | None, after: ApprovalRule | None, say: Say, names: Names) -> str:
    """A rule before → after, None where there is none; requests that are open keep theirs."""
    was = Raw(rule_text(before, say, names)) if before else None
    will = Raw(rule_text(after, say, names)) if after else None
    change = say("preview.no_change") if before == after else change_line(say, was, will)
    return lines(say("rules.title"), change, say("preview.next_request"))


def dry_run_screen(run: DryRun, say: Say) -> Screen:
    """Who would have to say yes, in which turn, within how long, and what for; nothing was written."""
    verdict, steps = run.verdict, run.routing.steps
    what = clip(f"{run.number} · {run.dealer_name}" if run.number else run.dealer_name, 80)
    is_small = TriggerKind.BELOW_MINIMUM in run.triggers and not run.number
    is_small = is_small and not any(TriggerKind.BELOW_MINIMUM in step.triggers for step in steps)
    if verdict.is_blocked:
        answer = say("dry.blocked", pay=verdict.pay_to_unblock)
    elif is_small:
        answer = say("dry.too_small")
    elif not steps:
        answer = say("dry.nobody")
    else:
        answer = lines(say("dry.steps"), *(_step(step, run.names, say) for step in steps))
    told = [run.names.get(one, "—") for one in run.routing.told]
    return Screen(
        paragraphs(
            lines(
                say("dry.title", what=what, amount=verdict.amount),
                say("dry.exposure") + " " + change_line(say, verdict.exposure_before, verdict.exposure_after),
            ),
            answer,
            lines(
                say("dry.told", names=listed(told)) if told else None,
                *(_finding(one, run.names, say) for one in run.routing.findings),
            ),
        )
    )


def _step(step: PlannedStep, names: Names, say: Say) -> str:
    people = listed([clip(names.get(one, "—"), 40) for one in step.people]) if step.people else None
    return lines(
        say(
            "dry.step",
            step=step.position,
            level=Raw(say(f"role.{step.level.value}")),
            people=people or Raw(say("dry.none")),
            hours=step.hours,
            end=Raw(say(f"ruleend.{step.at_end.value}")),
        ),
        *(f"   {say(f'reason.{kind.value}')}" for kind in step.triggers),
    )


def _finding(one: Reason, names: Names, say: Say) -> str | None:
    """Turns that surprise: somebody stands in, or nobody was there and the next above is asked."""
    params, kind = one.params, one.code.removeprefix("approval.")
    if kind == "deputy":
        person, deputy = names.get(params["person"], "—"), names.get(params["deputy"], "—")
        return say("dry.deputy", person=clip(person, 40), deputy=clip(deputy, 40))
    if kind == "handed_up":
        level, above = (Raw(say(f"role.{params[name].value}")) for name in ("level", "to"))
        return say("dry.handed_up", level=level, above=above)
    return None
