"""What raises an alarm, rule by rule. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.screen import Screen, lines, paragraphs
from core.alarms.types import AlarmRule
from core.i18n.phrases import Raw, Say


def alarm_rule_text(rule: AlarmRule, say: Say) -> str:
    """One rule in one line."""
    kind = rule.kind.value
    if not rule.is_on:
        return say("alarms.off", code=kind, what=Raw(say(f"alarm.{kind}")))
    return say(
        "alarms.line",
        code=kind,
        what=Raw(say(f"alarmrule.{kind}", limit=rule.limit)),
        owner=Raw(say(f"role.{rule.owner.value}")),
        hours=rule.escalate_hours,
    )


def alarm_rules_screen(rules: Sequence[AlarmRule], say: Say) -> Screen:
    return Screen(
        paragraphs(
            say("alarms.title"), lines(*(alarm_rule_text(one, say) for one in rules)), say("alarms.how")
        )
    )


def alarm_preview(before: AlarmRule, after: AlarmRule, say: Say) -> str:
    return lines(
        say("alarms.before", rule=Raw(alarm_rule_text(before, say))),
        say("alarms.after", rule=Raw(alarm_rule_text(after, say))),
    )
