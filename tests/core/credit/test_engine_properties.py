"""What holds for every account and every amount."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from core.credit.engine import judge_credit
from core.credit.types import CreditOutcome, CreditPolicy, CreditStanding
from core.kernel.money import Money

_STRICTNESS = {CreditOutcome.APPROVE: 0, CreditOutcome.REVIEW: 1, CreditOutcome.REFUSE: 2}

cents = st.integers(min_value=0, max_value=10**10)
money = cents.map(lambda minor: Money(minor, "USD"))
signed = st.integers(min_value=-(10**10), max_value=10**10).map(lambda minor: Money(minor, "USD"))
standings = st.builds(
    CreditStanding,
    limit=money,
    open_balance=signed,
    held=money,
    pending=money,
    overdue=money,
    overdue_days=st.integers(min_value=0, max_value=100),
)


@st.composite
def policies(draw: st.DrawFn) -> CreditPolicy:
    soft, hard = sorted(draw(st.lists(st.integers(0, 12_000), min_size=2, max_size=2)))
    warn, restrict, block = sorted(draw(st.lists(st.integers(0, 90), min_size=3, max_size=3)))
    return CreditPolicy(soft, hard, warn, restrict, block)


@settings(derandomize=True, max_examples=300)
@given(standings, money, money, policies())
def test_more_credit_never_refuses_more(
    one: CreditStanding, amount: Money, more: Money, policy: CreditPolicy
) -> None:
    richer = replace(one, limit=one.limit + more)
    before, after = judge_credit(one, amount, policy), judge_credit(richer, amount, policy)
    assert _STRICTNESS[after.outcome] <= _STRICTNESS[before.outcome]
    assert after.fits >= before.fits


@settings(derandomize=True, max_examples=300)
@given(standings, money, money, policies())
def test_a_larger_order_or_debt_never_passes_more_easily(
    one: CreditStanding, amount: Money, more: Money, policy: CreditPolicy
) -> None:
    before = _STRICTNESS[judge_credit(one, amount, policy).outcome]
    assert _STRICTNESS[judge_credit(one, amount + more, policy).outcome] >= before
    deeper = replace(one, open_balance=one.open_balance + more)
    assert _STRICTNESS[judge_credit(deeper, amount, policy).outcome] >= before


@settings(derandomize=True, max_examples=300)
@given(standings, policies())
def test_what_fits_passes_by_itself_and_a_cent_more_does_not(
    one: CreditStanding, policy: CreditPolicy
) -> None:
    verdict = judge_credit(one, Money.zero("USD"), policy)
    if verdict.outcome is CreditOutcome.APPROVE:
        assert judge_credit(one, verdict.fits, policy).outcome is CreditOutcome.APPROVE
    else:
        assert verdict.fits == Money.zero("USD")
    one_cent_more = judge_credit(one, verdict.fits + Money(1, "USD"), policy)
    assert one_cent_more.outcome is not CreditOutcome.APPROVE


@settings(derandomize=True, max_examples=100)
@given(standings, money, policies())
def test_the_same_account_and_amount_get_the_same_verdict_with_its_reasons(
    one: CreditStanding, amount: Money, policy: CreditPolicy
) -> None:
    verdict = judge_credit(one, amount, policy)
    assert judge_credit(replace(one), amount, policy) == verdict
    assert verdict.exposure_after == verdict.exposure_before + amount
    assert verdict.available_after >= Money.zero("USD")
    assert (verdict.outcome is CreditOutcome.APPROVE) or verdict.why
