"""Rules of approval in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.office.screens import change_line
from bot.screen import Screen, lines, paragraphs
from core.approvals.types import ApprovalRule
from core.i18n.phrases import Raw, Say
from core.kernel.money import Money

_SHOWN = 40


def rule_text(rule: ApprovalRule, say: Say) -> str:
    """What is asked of whom, within how long: "high value from $100,000.00 → sales director, 4 h"."""
    trigger = Raw(say(f"trigger.{rule.trigger.value}"))
    if rule.least and rule.currency:
        trigger = Raw(say("ruling.from", trigger=trigger, amount=Money(rule.least, rule.currency)))
    level = Raw(say(f"role.{rule.level.value}"))
    text = say("ruling.asks", trigger=trigger, level=level, hours=rule.hours)
    return text if rule.active else say("ruling.off", rule=Raw(text))


def rules_screen(rules: Sequence[ApprovalRule], say: Say) -> Screen:
    """Every rule, numbered as commands name them."""
    if not rules:
        return Screen(say("rules.none"))
    rows = [f"{at}. {rule_text(one, say)}" for at, one in enumerate(rules[:_SHOWN], 1)]
    more = len(rules) - _SHOWN
    return Screen(paragraphs(say("rules.title"), lines(*rows, f"… +{more}" if more > 0 else None)))


def rule_preview(before: ApprovalRule | None, after: ApprovalRule, say: Say) -> str:
    """A rule before → after; requests that are open keep theirs."""
    was = Raw(rule_text(before, say)) if before else None
    return lines(
        say("rules.title"), change_line(say, was, Raw(rule_text(after, say))), say("preview.next_request")
    )
