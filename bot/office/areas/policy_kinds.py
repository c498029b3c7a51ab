"""The rules of the credit policy as arguments: which one, and what it shall be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.office.command import Unfit
from bot.office.figures import read_amount, read_percent
from bot.office.kinds import ChoiceKind, Option, Reading
from bot.turn import Turn
from core.credit.types import CreditPolicy
from core.kernel.money import Money

# The word of a rule, its field, and how its value is read.
RULES = {
    "soft": ("soft_basis_points", "percent"),
    "hard": ("hard_basis_points", "percent"),
    "warn": ("warn_days", "days"),
    "restrict": ("restrict_days", "days"),
    "block": ("block_days", "days"),
    "least": ("least_overdue_minor", "amount"),
    "least_days": ("least_overdue_minor_days", "amount"),
    "prepaid": ("prepaid_passes", "flag"),
    "big": ("big_approval_minor", "amount"),
}
_YES, _NO = ("yes", "on", "是", "evet", "ya"), ("no", "off", "否", "hayır", "tidak")
_MOST_DAYS = 3650


async def _rules(turn: Turn) -> tuple[Option, ...]:
    return tuple(Option(name, turn.say(f"policy.{name}")) for name in RULES)


RULE = ChoiceKind(_rules)


@dataclass(frozen=True, slots=True)
class PolicyValueKind:
    """What a rule shall be, as typed -> str; ``set_rule`` reads it in the way of the rule."""

    most_words: int = 2
    is_shaped: bool = False

    def fits(self, text: str) -> bool:
        return bool(text.strip())

    async def read(self, turn: Turn, text: str) -> Reading:
        return Reading(text.strip()[:40])

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return ()

    def load(self, value: str) -> str:
        return value


def set_rule(policy: CreditPolicy, rule: str, typed: str, currency: str) -> CreditPolicy:
    """The policy with one rule set to what was typed. Raises Unfit for what the rule cannot be."""
    field, kind = RULES[rule]
    value = _read(kind, typed, currency)
    try:
        if value is None:
            raise ValueError(typed)
        changed: dict[str, Any] = {field: value}
        return replace(policy, **changed)
    except ValueError as error:
        raise Unfit("policy_value", wrong="policy") from error


def _read(kind: str, typed: str, currency: str) -> int | bool | None:
    if kind == "flag":
        folded = typed.casefold()
        return True if folded in _YES else False if folded in _NO else None
    if kind == "percent":
        return read_percent(typed)
    amount = read_amount(typed)
    if amount is None or amount.value < 0:
        return None
    if kind == "days":
        whole = amount.value == int(amount.value) and amount.value <= _MOST_DAYS and not amount.currency
        return int(amount.value) if whole else None
    return Money.parse(str(amount.value), currency).minor
