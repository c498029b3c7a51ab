"""Who has to decide, by when, and why. Pure: rules and people in, steps out.

* B2: a rule is met when its trigger came up, the amount (or discount) lies within its bounds, and region and
  tier are its own or any. Routine requests meet no rule and ask nobody.
* What credit holds back is decided by somebody even without a rule: then finance is asked. So is a tier given
  by hand: then the sales director.
* Several rules make one request: steps of one position run side by side, positions follow one another. Who is
  asked twice decides once, at the earlier place, with the shorter time and the stricter end.
* The rep is the dealer's own; above, everybody of the level whose region it is, or who has none.
* A level without anybody hands up to the next that has somebody, at last to every general manager; is there
  no such either, the back office is told that nobody can decide (B3).
* Hours are those of the house's working time: who is asked on a Friday evening has them from Monday morning
  on. Where a rule says so, what is urgent has them by the clock.
* Nobody decides about an own request or one of the own dealer. Deputies stand in while their dates hold.
  Whoever stands above the level that is asked may decide, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from core.approvals.types import (
    ALWAYS_DECIDED,
    ApprovalRule,
    Approver,
    Deputy,
    Duty,
    EndAction,
    Level,
    Mandate,
    MandateKind,
    PlannedStep,
    Request,
    Routing,
    Step,
    StepState,
    Trigger,
    TriggerKind,
)
from core.kernel.ids import PersonId
from core.kernel.reasons import Reason
from core.stock.engine.hours import due_after
from core.stock.office_types import WorkingTime

FALLBACK_HOURS = 4
# The strictest end wins where two rules ask the same people.
_STRICTNESS = {EndAction.APPROVE: 0, EndAction.ESCALATE: 1, EndAction.REFUSE: 2}
Met = tuple[Level, PersonId | None, int, TriggerKind, int, EndAction, bool]


def met_rules(
    request: Request, triggers: Sequence[Trigger], rules: Iterable[ApprovalRule]
) -> tuple[list[ApprovalRule], list[Reason]]:
    """The rules that want something of somebody, and for every rule why it is met or not."""
    raised = {trigger.kind: trigger for trigger in triggers}
    met: list[ApprovalRule] = []
    findings: list[Reason] = []
    for rule in rules:
        why = _why_not(rule, request, raised)
        if why is None:
            met.append(rule)
        numbers = {
            "rule": rule.id, "trigger": rule.trigger, "level": rule.level, "duty": rule.duty,
            "currency": rule.currency, "least": rule.least, "most": rule.most,
            "region": rule.region, "tier": rule.tier,
        }  # fmt: skip
        findings.append(Reason(f"approval.rule_{why or 'met'}", numbers))
    return met, findings


def _why_not(rule: ApprovalRule, request: Request, raised: dict[TriggerKind, Trigger]) -> str | None:
    if not rule.active:
        return "inactive"
    trigger = raised.get(rule.trigger)
    if trigger is None:
        return "not_triggered"
    if rule.currency is not None and rule.currency != request.amount.currency:
        return "other_currency"
    measure = trigger.basis_points if rule.currency is None else request.amount.minor
    if measure is not None and not (
        (rule.least is None or measure >= rule.least) and (rule.most is None or measure <= rule.most)
    ):
        return "other_amount"
    if rule.region is not None and rule.region != request.region:
        return "other_region"
    if rule.tier is not None and rule.tier != request.tier:
        return "other_tier"
    return None


def needing_decision(
    request: Request, triggers: Sequence[Trigger], rules: Iterable[ApprovalRule]
) -> tuple[Trigger, ...]:
    """Those of the triggers that somebody must decide about; none for what is routine."""
    raised = {trigger.kind: trigger for trigger in triggers}
    wanted = {
        rule.trigger for rule in rules if rule.duty is Duty.DECIDE and _why_not(rule, request, raised) is None
    }
    return tuple(one for one in triggers if one.kind in ALWAYS_DECIDED or one.kind in wanted)


def route_request(
    request: Request,
    triggers: Sequence[Trigger],
    rules: Sequence[ApprovalRule],
    people: Sequence[Approver],
    deputies: Sequence[Deputy],
    now: datetime,
    working: WorkingTime,
) -> Routing:
    """Which steps, who decides each, when it is due, who is told, and every rule with its verdict."""
    met, findings = met_rules(request, triggers, rules)
    wanted: list[Met] = [
        (
            rule.level, rule.person_id, rule.position, rule.trigger, rule.hours, rule.at_end,
            request.is_urgent and rule.urgent_always,
        )
        for rule in met
        if rule.duty is Duty.DECIDE
    ]  # fmt: skip
    decided = {rule.trigger for rule in met if rule.duty is Duty.DECIDE}
    for trigger in triggers:
        level = ALWAYS_DECIDED.get(trigger.kind)
        if level is not None and trigger.kind not in decided:
            findings.append(Reason("approval.no_rule", {"trigger": trigger.kind, "level": level}))
            wanted.append((level, None, 1, trigger.kind, FALLBACK_HOURS, EndAction.ESCALATE, False))
    steps, turns, nobody = _steps(request, wanted, people, now, working)
    told: list[PersonId] = []
    for rule in met:
        if rule.duty is Duty.TELL:
            told += _people_at(rule.level, rule.person_id, request, people)
    if nobody:
        told += [one.person_id for one in people if one.level is None and _is_free(one, request)]
    asked = {person for step in steps for person in step.people}
    told = [person for person in dict.fromkeys(told) if person not in asked]
    stand_ins = [
        Reason("approval.deputy", {"person": one.person_id, "deputy": one.deputy_id})
        for one in deputies
        if one.person_id in asked and one.holds(now)
    ]
    return Routing(tuple(steps), tuple(told), (*findings, *turns, *stand_ins))


def _steps(
    request: Request,
    wanted: Sequence[Met],
    people: Sequence[Approver],
    now: datetime,
    working: WorkingTime,
) -> tuple[list[PlannedStep], list[Reason], bool]:
    """Steps merged by who is asked, the reasons for every turn taken, and whether a step has nobody."""
    merged: dict[tuple[PersonId, ...], Met] = {}
    triggers: dict[tuple[PersonId, ...], list[TriggerKind]] = {}
    turns: list[Reason] = []
    for level, person_id, position, kind, hours, at_end, by_clock in sorted(wanted, key=lambda one: one[2]):
        found_level, found = _who_decides(level, person_id, request, people)
        if found_level is not level:
            turns.append(Reason("approval.handed_up", {"trigger": kind, "level": level, "to": found_level}))
        if not found:
            turns.append(Reason("approval.nobody", {"trigger": kind, "level": level}))
        known = merged.get(found)
        triggers.setdefault(found, []).append(kind)
        if known is not None:
            hours = min(hours, known[4])
            at_end = max(at_end, known[5], key=_STRICTNESS.__getitem__)
            position = known[2]
            by_clock |= known[6]
        merged[found] = (found_level, person_id, position, kind, hours, at_end, by_clock)
    steps: list[PlannedStep] = []
    start, position_before = now, None
    for found, (level, _, position, _, hours, at_end, by_clock) in sorted(
        merged.items(), key=lambda one: one[1][2]
    ):
        if position != position_before:
            start = max((step.due_at for step in steps), default=now)
            position_before = position
        due = due_at(start, hours, working, by_clock=by_clock)
        kinds = tuple(dict.fromkeys(triggers[found]))
        steps.append(PlannedStep(position, level, found, kinds, hours, at_end, due, by_clock))
    return steps, turns, any(not step.people for step in steps)


def _who_decides(
    level: Level, person_id: PersonId | None, request: Request, people: Sequence[Approver]
) -> tuple[Level, tuple[PersonId, ...]]:
    """Those of the level, else of the next one up that has somebody, else every general manager there is."""
    for step in tuple(Level)[level.rank :]:
        found = _people_at(step, person_id if step is level else None, request, people)
        if found:
            return step, tuple(found)
    bosses = _people_at(Level.GENERAL_MANAGER, None, request, people)
    return (Level.GENERAL_MANAGER if bosses else level), tuple(bosses)


def _people_at(
    level: Level, person_id: PersonId | None, request: Request, people: Sequence[Approver]
) -> list[PersonId]:
    free = [one for one in people if one.level is not None and _is_free(one, request)]
    if person_id is not None:
        return [one.person_id for one in free if one.person_id == person_id]
    if level is Level.REP:
        return [one.person_id for one in free if one.person_id == request.rep_id]
    return sorted(one.person_id for one in free if one.level is level and _is_near(one, request))


def _is_near(one: Approver, request: Request) -> bool:
    return one.region in (None, request.region) or one.level is Level.GENERAL_MANAGER


def _is_free(one: Approver, request: Request) -> bool:
    """Neither the one who asks nor one of the dealer's own people."""
    return one.person_id != request.requested_by and one.dealer_id != request.dealer_id


def next_level(
    step: Step, request: Request, people: Sequence[Approver]
) -> tuple[Level, tuple[PersonId, ...]]:
    """Who is asked when the time of a step is over; the same level again where nobody stands above."""
    for level in tuple(Level)[step.level.rank + 1 :]:
        found = _people_at(level, None, request, people)
        if found:
            return level, tuple(found)
    return step.level, tuple(_people_at(step.level, None, request, people)) or step.people


def find_mandate(
    step: Step, who: Approver, request: Request, deputies: Sequence[Deputy], now: datetime
) -> Mandate | None:
    """In what capacity this person may decide the step; None: not at all."""
    if who.level is None or not _is_free(who, request):
        return None
    if who.person_id in step.people:
        return Mandate(MandateKind.ASKED)
    for one in deputies:
        if one.deputy_id == who.person_id and one.person_id in step.people and one.holds(now):
            return Mandate(MandateKind.DEPUTY, one.person_id)
    if not _is_near(who, request):
        return None
    # Where nobody could be asked, whoever takes the place later may decide.
    takes_place = not step.people and who.level is step.level is not Level.REP
    return Mandate(MandateKind.ABOVE) if takes_place or who.level.rank > step.level.rank else None


def with_deputies(
    people: Iterable[PersonId], deputies: Sequence[Deputy], now: datetime
) -> tuple[PersonId, ...]:
    """Those asked and whoever stands in for them just now: all who get the card."""
    asked = list(people)
    asked += [one.deputy_id for one in deputies if one.person_id in asked and one.holds(now)]
    return tuple(dict.fromkeys(asked))


def due_at(since: datetime, hours: float, working: WorkingTime, *, by_clock: bool) -> datetime:
    """When so many hours are over: of the house's working time, or by the clock."""
    return since + timedelta(hours=hours) if by_clock else due_after(since, hours * 60, working)


def half_time(step: Step, working: WorkingTime) -> datetime | None:
    """When those asked are reminded."""
    if step.opened_at is None or step.due_at is None or step.hours is None:
        return None
    return due_at(step.opened_at, step.hours / 2, working, by_clock=step.by_clock)


def expected_by(steps: Sequence[Step], working: WorkingTime) -> datetime | None:
    """When the remaining steps should be done: open ones by their due time, waiting ones after that, one
    position after the other."""
    ends = [step.due_at for step in steps if step.state is StepState.OPEN and step.due_at]
    if not ends:
        return None
    due = max(ends)
    waiting = [step for step in steps if step.state is StepState.WAITING]
    for position in sorted({step.position for step in waiting}):
        turn = [step for step in waiting if step.position == position]
        due = max(due_at(due, step.hours or 0, working, by_clock=step.by_clock) for step in turn)
    return due
