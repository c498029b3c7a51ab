"""Fields of a rule of approval: each as typed, and what it brings or takes along."""

import uuid

import pytest

from bot.office.areas.rule_fields import RULE_FIELDS, Known, set_rule_field
from bot.office.command import Unfit
from core.approvals.types import ApprovalRule, Approver, Duty, EndAction, Level, TriggerKind
from core.kernel.ids import PersonId
from tests.chat import phrasebook

MAX = Approver(PersonId(uuid.UUID(int=1)), "Max Holt", Level.MANAGER)
OTTO = Approver(PersonId(uuid.UUID(int=2)), "Otto Berg", None)
KNOWN = Known((MAX, OTTO), ("west", "east"), ("gold",), "USD")
RULE = ApprovalRule(uuid.UUID(int=9), TriggerKind.HIGH_VALUE, Level.DIRECTOR)


def changed(field: str, typed: str, rule: ApprovalRule = RULE, language: str = "en") -> ApprovalRule:
    return set_rule_field(rule, field, typed, KNOWN, phrasebook().say(language))


def test_every_field_is_set_as_typed() -> None:
    wanted = {
        "trigger": ("new_dealer", "trigger", TriggerKind.NEW_DEALER),
        "level": ("Finance", "level", Level.FINANCE),
        "person": ("max", "person_id", MAX.person_id),
        "from": ("$5,000", "least", 500_000),
        "to": ("10k", "most", 1_000_000),
        "region": ("WEST", "region", "west"),
        "tier": ("gold", "tier", "gold"),
        "step": ("2", "position", 2),
        "hours": ("8", "hours", 8),
        "urgent": ("clock", "urgent_always", True),
        "end": ("refuse", "at_end", EndAction.REFUSE),
        "duty": ("tell", "duty", Duty.TELL),
    }
    assert set(wanted) == set(RULE_FIELDS)
    for field, (typed, name, value) in wanted.items():
        assert getattr(changed(field, typed), name) == value, field


def test_words_of_the_readers_language_are_taken_too() -> None:
    assert changed("end", "自动批准", language="zh_CN").at_end is EndAction.APPROVE
    assert changed("level", "Finans", language="tr").level is Level.FINANCE


def test_a_person_brings_the_own_level_and_another_level_lets_go_of_the_person() -> None:
    with_max = changed("person", "Max Holt")
    assert (with_max.person_id, with_max.level) == (MAX.person_id, Level.MANAGER)
    assert changed("level", "director", with_max).person_id is None
    assert changed("person", "-", with_max).person_id is None


def test_bounds_are_amounts_or_percentages_and_never_both() -> None:
    both = changed("to", "9,000", changed("from", "5000"))
    assert (both.currency, both.least, both.most) == ("USD", 500_000, 900_000)
    percent = changed("from", "7.5%", both)
    assert (percent.currency, percent.least, percent.most) == (None, 750, None)
    other = changed("to", "4000 EUR", both)
    assert (other.currency, other.least, other.most) == ("EUR", None, 400_000)
    none = changed("to", "-", changed("from", "-", both))
    assert (none.currency, none.least, none.most) == (None, None, None)


@pytest.mark.parametrize(
    ("field", "typed", "wrong"),
    [
        ("trigger", "no such thing", "rule_value"),
        ("person", "otto", "rule_person"),
        ("person", "nobody", "rule_person"),
        ("person", "o", "rule_person"),
        ("from", "much", "amount"),
        ("from", "-5", "amount"),
        ("from", "%", "amount"),
        ("region", "moon", "choice"),
        ("hours", "1.5", "whole"),
        ("hours", "²", "whole"),
        ("end", "later", "rule_value"),
    ],
)
def test_what_a_field_cannot_be_is_asked_for_again(field: str, typed: str, wrong: str) -> None:
    with pytest.raises(Unfit) as unfit:
        changed(field, typed)
    assert (unfit.value.param, unfit.value.wrong) == ("rule_value", wrong)
