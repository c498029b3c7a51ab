"""Rebates in steps: what a period has earned, and what the next step takes (K2, A17). Pure.

RB1 Goods count net of tax and without shipping, on the day of their invoice. An order that is not invoiced
    counts for nothing yet.
RB2 A step is reached by exactly its amount: 5,000,000.00 reaches it, 4,999,999.99 does not.
RB3 ``whole``: the rate of the highest step reached counts for everything bought in the period.
    ``above``: each step's rate counts for the part from it to the next. One rounding, half up, at the end.
RB4 A credit note counts against the period of its invoice until that period's rebate is settled, and on
    its own day after that; so nothing that came back is rebated, and nothing is taken off twice. Credit
    notes that pay out a rebate are no goods that came back.
RB5 A period is judged by the terms it began with: a change begins with the next period.
RB6 More came back than was bought: the period earns nothing, and owes nothing.
RB7 A rebate is credited without tax on top of what the invoices bear: each note shrinks net and tax as they
    stand, beginning with the invoice of which most is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise

from core.channel.rebate_types import (
    Creditable,
    Movement,
    NextStep,
    RebateBasis,
    RebatePeriod,
    RebateStanding,
    RebateStep,
    RebateTerms,
    Span,
)
from core.kernel.money import Money, divide_half_up

FULL = 10_000
_MONTHS = {RebatePeriod.QUARTER: 3, RebatePeriod.YEAR: 12}


def span_of(day: date, period: RebatePeriod) -> Span:
    """The calendar quarter or year that a day lies in."""
    months = _MONTHS[period]
    first = (day.month - 1) // months * months
    after = first + months
    return Span(date(day.year, first + 1, 1), date(day.year + after // 12, after % 12 + 1, 1))


def spans_between(starts_on: date, ends_on: date, period: RebatePeriod) -> list[Span]:
    """Whole periods from the one of ``starts_on`` that are over before ``ends_on``, oldest first."""
    found: list[Span] = []
    span = span_of(starts_on, period)
    while span.ends_on <= ends_on:
        found.append(span)
        span = span_of(span.ends_on, period)
    return found


def bought_in(
    span: Span, movements: Iterable[Movement], settled: Mapping[date, datetime], period: RebatePeriod
) -> int:
    """Minor units of goods that count in the period (RB4). settled: first day of a period -> when."""
    return sum(one.minor for one in movements if span.holds(counted_on(one, settled, period)))


def counted_on(one: Movement, settled: Mapping[date, datetime], period: RebatePeriod) -> date:
    """The day that a movement counts on."""
    if one.invoice_day is None:
        return one.day
    at = settled.get(span_of(one.invoice_day, period).starts_on)
    return one.invoice_day if at is None or one.made_at <= at else one.day


def rate_for(bought: int, steps: Sequence[RebateStep]) -> int:
    """Basis points of the highest step reached; 0 below the first."""
    return max((step.least, step.basis_points) for step in (RebateStep(0, 0), *reached(bought, steps)))[1]


def reached(bought: int, steps: Sequence[RebateStep]) -> tuple[RebateStep, ...]:
    return tuple(step for step in steps if step.least <= bought)


def earned_by(bought: int, terms: RebateTerms) -> int:
    """Minor units of rebate for so many minor units of goods."""
    if bought <= 0:
        return 0
    if terms.basis is RebateBasis.WHOLE:
        return divide_half_up(bought * rate_for(bought, terms.steps), FULL)
    edges = [*terms.steps, RebateStep(bought, 0)]
    parts = sum(
        (min(bought, after.least) - step.least) * step.basis_points
        for step, after in pairwise(edges)
        if step.least < bought
    )
    return divide_half_up(parts, FULL)


def stand(terms: RebateTerms, span: Span, bought: int, today: date) -> RebateStanding:
    """Where a dealer stands with so many minor units of goods in the period."""
    earned = earned_by(bought, terms)
    ahead = next((step for step in terms.steps if step.least > bought), None)

    def money(minor: int) -> Money:
        return Money(minor, terms.currency)

    return RebateStanding(
        span=span,
        bought=money(bought),
        basis_points=rate_for(bought, terms.steps),
        earned=money(earned),
        next_step=None
        if ahead is None
        else NextStep(
            money(ahead.least),
            ahead.basis_points,
            money(ahead.least - bought),
            money(earned_by(ahead.least, terms) - earned),
        ),
        days_left=max((span.ends_on - today).days, 0),
    )


def spread_credit(amount: int, invoices: Iterable[Creditable]) -> tuple[tuple[str, int], ...] | None:
    """(invoice, minor units with tax) crediting ``amount`` without tax; None: too little is left."""
    found: list[tuple[str, int]] = []
    rest = amount
    for one in sorted(invoices, key=lambda one: (-one.left, one.number)):
        if rest <= 0:
            break
        if one.left <= 0 or one.net <= 0:
            continue
        wanted = divide_half_up(rest * one.total, one.net)
        part = min(wanted, one.left)
        found.append((one.number, part))
        rest = 0 if part == wanted else rest - divide_half_up(part * one.net, one.total)
    return tuple(found) if rest <= 0 else None


def faults_of(terms: RebateTerms) -> str | None:
    """Why the terms make no sense: steps, rates, or None where they do."""
    if not terms.steps or any(
        step.least < 0 or after.least <= step.least for step, after in pairwise([*terms.steps, _BEYOND])
    ):
        return "steps"
    if any(not 0 < step.basis_points < FULL for step in terms.steps):
        return "rates"
    if any(after.basis_points <= step.basis_points for step, after in pairwise(terms.steps)):
        return "rates"
    return None


_BEYOND = RebateStep(10**16, FULL)
