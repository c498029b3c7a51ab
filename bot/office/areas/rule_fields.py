"""Single fields of a rule of approval: what is typed, and the rule with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from bot.office.command import Unfit
from bot.office.figures import read_amount, read_percent
from core.approvals.types import ApprovalRule, Approver, Duty, EndAction, Level, TriggerKind
from core.i18n.phrases import Say
from core.kernel.money import Money

NONE = "-"
"""What is typed where a rule shall not ask for that."""

RULE_FIELDS = (
    "trigger", "level", "person", "from", "to", "region", "tier", "step", "hours", "urgent", "end", "duty",
)  # fmt: skip
_MOST_DIGITS = 6


class Pace(StrEnum):
    """By what the hours of an urgent request are measured."""

    WORK = "work"
    CLOCK = "clock"


Chosen = TypeVar("Chosen", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Known:
    """What a field of a rule may name; ``currency`` is the house's."""

    people: tuple[Approver, ...]
    regions: tuple[str, ...]
    tiers: tuple[str, ...]
    currency: str


def set_rule_field(rule: ApprovalRule, field: str, typed: str, known: Known, say: Say) -> ApprovalRule:
    """The rule with one field as typed. Raises Unfit for what the field cannot be.

    A person brings the own level; another level lets go of the person. Bounds are amounts, or percentages
    for rules that measure a discount; a bound of the other sort goes.
    """
    text = typed.strip()
    folded = text.casefold()
    is_none = text == NONE
    match field:
        case "trigger":
            return replace(
                rule, trigger=_chosen(TriggerKind, folded, lambda one: say(f"trigger.{one.value}"))
            )
        case "level":
            level = _chosen(Level, folded, lambda one: say(f"role.{one.value}"))
            return replace(rule, level=level, person_id=None)
        case "person":
            return replace(rule, person_id=None) if is_none else _of_person(rule, folded, known.people)
        case "from" | "to":
            return _bounded(rule, field, text, known.currency)
        case "region":
            return replace(rule, region=None if is_none else _known(folded, known.regions))
        case "tier":
            return replace(rule, tier=None if is_none else _known(folded, known.tiers))
        case "step":
            return replace(rule, position=_whole(text))
        case "hours":
            return replace(rule, hours=_whole(text))
        case "urgent":
            pace = _chosen(Pace, folded, lambda one: say(f"rulepace.{one.value}"))
            return replace(rule, urgent_always=pace is Pace.CLOCK)
        case "end":
            return replace(rule, at_end=_chosen(EndAction, folded, lambda one: say(f"ruleend.{one.value}")))
        case "duty":
            return replace(rule, duty=_chosen(Duty, folded, lambda one: say(f"duty.{one.value}")))
    raise ValueError(field)


def _chosen(kinds: type[Chosen], folded: str, label: Callable[[Chosen], str]) -> Chosen:
    for one in kinds:
        if folded in (one.value, label(one).casefold()):
            return one
    raise Unfit("rule_value", wrong="rule_value")


def _known(folded: str, known: Iterable[str]) -> str:
    for one in known:
        if one.casefold() == folded:
            return one
    raise Unfit("rule_value", wrong="choice")


def _of_person(rule: ApprovalRule, folded: str, people: Sequence[Approver]) -> ApprovalRule:
    found = [one for one in people if folded == one.name.casefold()] or [
        one for one in people if folded in one.name.casefold()
    ]
    if len(found) != 1 or found[0].level is None:
        raise Unfit("rule_value", wrong="rule_person")
    return replace(rule, person_id=found[0].person_id, level=found[0].level)


def _bounded(rule: ApprovalRule, field: str, text: str, currency: str) -> ApprovalRule:
    name = "least" if field == "from" else "most"
    if text == NONE:
        changed = replace(rule, least=None) if name == "least" else replace(rule, most=None)
        is_open = changed.least is None and changed.most is None
        return replace(changed, currency=None) if is_open else changed
    unit: str | None = None
    if text.endswith(("%", "％")):
        value = read_percent(text)
    else:
        unit, value = _amount(text, rule.currency or currency)
    if value is None or value < 0:
        raise Unfit("rule_value", wrong="amount")
    if rule.currency != unit:
        rule = replace(rule, least=None, most=None, currency=unit)
    return replace(rule, least=value) if name == "least" else replace(rule, most=value)


def _amount(text: str, currency: str) -> tuple[str, int | None]:
    """The currency of an amount, and its minor units."""
    typed = read_amount(text)
    if typed is None:
        return currency, None
    try:
        money = Money.parse(str(typed.value), typed.currency or currency)
    except ValueError:
        return currency, None
    return money.currency, money.minor


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > _MOST_DIGITS:
        raise Unfit("rule_value", wrong="whole")
    return int(text)
