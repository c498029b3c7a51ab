"""Who decides, in what order, by when, and why (B2, B3)."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.approvals.engine import (
    expected_by,
    find_mandate,
    half_time,
    needing_decision,
    next_level,
    route_request,
    with_deputies,
)
from core.approvals.types import (
    ApprovalRule,
    Approver,
    Deputy,
    Duty,
    EndAction,
    Level,
    Mandate,
    MandateKind,
    Request,
    Routing,
    Step,
    StepState,
    Trigger,
    TriggerKind,
)
from core.kernel.ids import DealerId, PersonId
from core.kernel.money import Money
from core.stock.office_types import WorkingTime

NOW = datetime(2025, 10, 14, 9, tzinfo=UTC)
DEALER = DealerId(uuid.UUID(int=1))
REP, MAX, WEST, DORA, FIONA, GINA, OTTO, BUYER = (PersonId(uuid.UUID(int=at)) for at in range(10, 18))
PEOPLE = (
    Approver(REP, "Rita", Level.REP),
    Approver(MAX, "Max", Level.MANAGER, "east"),
    Approver(WEST, "Wes", Level.MANAGER, "west"),
    Approver(DORA, "Dora", Level.DIRECTOR),
    Approver(FIONA, "Fiona", Level.FINANCE),
    Approver(GINA, "Gina", Level.GENERAL_MANAGER),
    Approver(OTTO, "Otto", None),
)
OFFICE = WorkingTime()  # 9:00 to 18:00 from Monday to Friday, UTC
ORDER = Request(DEALER, Money(5_000_000, "USD"), "west", "gold", REP, BUYER)


def rule(trigger: TriggerKind, level: Level, **changes: Any) -> ApprovalRule:
    return ApprovalRule(
        uuid.uuid5(uuid.NAMESPACE_OID, f"{trigger}{level}{changes}"), trigger, level, **changes
    )


def routed(
    *rules: ApprovalRule,
    triggers: tuple[TriggerKind, ...] = (TriggerKind.RESTRICTED_PRODUCT,),
    people: tuple[Approver, ...] = PEOPLE,
    request: Request = ORDER,
    deputies: tuple[Deputy, ...] = (),
    now: datetime = NOW,
) -> Routing:
    raised = [Trigger(kind) for kind in triggers]
    return route_request(request, raised, rules, people, deputies, now, OFFICE)


def codes(found: Routing) -> list[str]:
    return [reason.code for reason in found.findings]


def test_the_manager_of_the_region_is_asked_and_has_so_many_hours() -> None:
    found = routed(rule(TriggerKind.RESTRICTED_PRODUCT, Level.MANAGER, hours=8))
    (step,) = found.steps
    assert (step.people, step.due_at, step.at_end) == ((WEST,), NOW + timedelta(hours=8), EndAction.ESCALATE)
    assert codes(found) == ["approval.rule_met"]


def test_what_no_rule_speaks_of_asks_nobody() -> None:
    rules = (rule(TriggerKind.HIGH_VALUE, Level.MANAGER, currency="USD", least=5_000_001),)
    assert routed(*rules, triggers=(TriggerKind.HIGH_VALUE,)).steps == ()
    assert needing_decision(ORDER, [Trigger(TriggerKind.HIGH_VALUE)], rules) == ()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"active": False}, "inactive"),
        ({"currency": "EUR", "least": 1}, "other_currency"),
        ({"currency": "USD", "least": 5_000_001}, "other_amount"),
        ({"currency": "USD", "most": 4_999_999}, "other_amount"),
        ({"region": "east"}, "other_region"),
        ({"tier": "platinum"}, "other_tier"),
        ({"currency": "USD", "least": 5_000_000, "most": 5_000_000, "region": "west", "tier": "gold"}, "met"),
    ],
)
def test_every_rule_says_why_it_is_met_or_not(changes: dict[str, Any], why: str) -> None:
    found = routed(rule(TriggerKind.RESTRICTED_PRODUCT, Level.MANAGER, **changes))
    assert codes(found) == [f"approval.rule_{why}"]
    assert bool(found.steps) == (why == "met")


def test_discounts_are_measured_in_basis_points() -> None:
    rules = (
        rule(TriggerKind.NON_STANDARD_DISCOUNT, Level.MANAGER, least=500),
        rule(TriggerKind.NON_STANDARD_DISCOUNT, Level.DIRECTOR, least=1_500, position=2),
    )
    trigger = [Trigger(TriggerKind.NON_STANDARD_DISCOUNT, 1_499)]
    found = route_request(ORDER, trigger, rules, PEOPLE, (), NOW, OFFICE)
    assert [step.level for step in found.steps] == [Level.MANAGER]


def test_several_triggers_make_one_request_side_by_side_and_one_after_the_other() -> None:
    found = routed(
        rule(TriggerKind.RESTRICTED_PRODUCT, Level.MANAGER, hours=8),
        rule(TriggerKind.HARD_LIMIT, Level.FINANCE, hours=4),
        rule(TriggerKind.HIGH_VALUE, Level.DIRECTOR, position=2, hours=6),
        triggers=(TriggerKind.RESTRICTED_PRODUCT, TriggerKind.HARD_LIMIT, TriggerKind.HIGH_VALUE),
    )
    assert [
        (step.position, step.people, (step.due_at - NOW) // timedelta(hours=1)) for step in found.steps
    ] == [
        (1, (WEST,), 8),
        (1, (FIONA,), 4),
        (
            2,
            (DORA,),
            29,
        ),  # it begins at 17:00, when both of the first are done: 5 of its 6 hours are Wednesday's
    ]
    assert found.due_at == datetime(2025, 10, 15, 14, tzinfo=UTC)


FRIDAY = datetime(2025, 10, 17, 16, 30, tzinfo=UTC)


def test_nights_and_weekends_are_no_time_to_decide() -> None:
    asked = routed(
        rule(TriggerKind.HARD_LIMIT, Level.FINANCE), triggers=(TriggerKind.HARD_LIMIT,), now=FRIDAY
    )
    assert asked.due_at == datetime(2025, 10, 20, 11, 30, tzinfo=UTC)
    (planned,) = asked.steps
    step = replace(step_of((FIONA,), Level.FINANCE), hours=4, opened_at=FRIDAY, due_at=planned.due_at)
    assert half_time(step, OFFICE) == datetime(2025, 10, 20, 9, 30, tzinfo=UTC)
    then = replace(step, state=StepState.WAITING, position=2, hours=9)
    assert expected_by((step, then), OFFICE) == datetime(2025, 10, 21, 11, 30, tzinfo=UTC)


def test_what_is_urgent_has_hours_by_the_clock_where_its_rule_says_so() -> None:
    rules = [rule(TriggerKind.HARD_LIMIT, Level.FINANCE, urgent_always=always) for always in (False, True)]
    urgent = replace(ORDER, is_urgent=True)
    assert [
        routed(one, triggers=(TriggerKind.HARD_LIMIT,), request=request, now=FRIDAY).due_at
        for request in (ORDER, urgent)
        for one in rules
    ] == [
        *[datetime(2025, 10, 20, 11, 30, tzinfo=UTC)] * 3,
        datetime(2025, 10, 17, 20, 30, tzinfo=UTC),
    ]


def test_who_is_asked_twice_decides_once_at_the_earlier_place_with_the_shorter_time() -> None:
    found = routed(
        rule(TriggerKind.RESTRICTED_PRODUCT, Level.MANAGER, hours=8),
        rule(TriggerKind.HIGH_VALUE, Level.MANAGER, position=2, hours=2, at_end=EndAction.REFUSE),
        triggers=(TriggerKind.RESTRICTED_PRODUCT, TriggerKind.HIGH_VALUE),
    )
    (step,) = found.steps
    assert (step.position, step.hours, step.at_end) == (1, 2, EndAction.REFUSE)
    assert step.triggers == (TriggerKind.RESTRICTED_PRODUCT, TriggerKind.HIGH_VALUE)


def test_one_rule_may_only_tell() -> None:
    found = routed(
        rule(TriggerKind.HARD_LIMIT, Level.REP, duty=Duty.TELL),
        rule(TriggerKind.HARD_LIMIT, Level.FINANCE),
        triggers=(TriggerKind.HARD_LIMIT,),
    )
    assert ([step.people for step in found.steps], found.told) == ([(FIONA,)], (REP,))


def test_what_credit_holds_back_is_decided_by_finance_even_without_a_rule() -> None:
    found = routed(triggers=(TriggerKind.ACCOUNT_HOLD,))
    assert [step.people for step in found.steps] == [(FIONA,)]
    assert codes(found) == ["approval.no_rule"]


def test_a_level_without_anybody_hands_up_to_the_next_that_has_somebody() -> None:
    few = tuple(one for one in PEOPLE if one.level in (Level.FINANCE, None))
    found = routed(rule(TriggerKind.RESTRICTED_PRODUCT, Level.MANAGER), people=few)
    assert [(step.level, step.people) for step in found.steps] == [(Level.FINANCE, (FIONA,))]
    assert "approval.handed_up" in codes(found)


def test_a_rule_without_anybody_at_all_tells_the_back_office_so() -> None:
    found = routed(rule(TriggerKind.RESTRICTED_PRODUCT, Level.MANAGER), people=(PEOPLE[0], PEOPLE[-1]))
    assert [(step.level, step.people) for step in found.steps] == [(Level.MANAGER, ())]
    assert (found.told, codes(found)[-1]) == ((OTTO,), "approval.nobody")


def test_nobody_decides_about_an_own_request_or_one_of_the_own_dealer() -> None:
    own = (
        Approver(FIONA, "Fiona", Level.FINANCE, dealer_id=DEALER),
        Approver(BUYER, "Bo", Level.FINANCE),
        PEOPLE[5],
    )
    found = routed(
        rule(TriggerKind.HARD_LIMIT, Level.FINANCE), triggers=(TriggerKind.HARD_LIMIT,), people=own
    )
    assert [step.people for step in found.steps] == [(GINA,)]


def step_of(people: tuple[PersonId, ...], level: Level = Level.MANAGER) -> Step:
    return Step(uuid.UUID(int=5), 1, level, StepState.OPEN, people, (), 8, EndAction.ESCALATE)


def test_those_asked_their_deputies_and_those_above_may_decide_and_no_others() -> None:
    deputies = (Deputy(WEST, REP, NOW, NOW + timedelta(days=1)),)
    may = {one.name: find_mandate(step_of((WEST,)), one, ORDER, deputies, NOW) for one in PEOPLE}
    assert may == {
        "Rita": Mandate(MandateKind.DEPUTY, WEST),
        "Max": None,  # a manager, but of another region and not asked
        "Wes": Mandate(MandateKind.ASKED),
        "Dora": Mandate(MandateKind.ABOVE),
        "Fiona": Mandate(MandateKind.ABOVE),
        "Gina": Mandate(MandateKind.ABOVE),
        "Otto": None,
    }


@pytest.mark.parametrize(("hours", "stands_in"), [(-1, False), (0, True), (23, True), (24, False)])
def test_a_deputy_stands_in_while_the_dates_hold(hours: int, stands_in: bool) -> None:
    deputies = (Deputy(WEST, REP, NOW, NOW + timedelta(hours=24)),)
    moment = NOW + timedelta(hours=hours)
    assert (find_mandate(step_of((WEST,)), PEOPLE[0], ORDER, deputies, moment) is not None) is stands_in
    assert with_deputies((WEST,), deputies, moment) == ((WEST, REP) if stands_in else (WEST,))


def test_after_the_time_the_next_level_is_asked_and_at_the_top_the_same_again() -> None:
    assert next_level(step_of((REP,), Level.REP), ORDER, PEOPLE) == (Level.MANAGER, (WEST,))
    assert next_level(step_of((GINA,), Level.GENERAL_MANAGER), ORDER, PEOPLE) == (
        Level.GENERAL_MANAGER,
        (GINA,),
    )
    assert next_level(step_of((FIONA,), Level.FINANCE), ORDER, PEOPLE[:5]) == (Level.FINANCE, (FIONA,))
