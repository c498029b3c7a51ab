"""What holds for every account and every amount."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from core.credit.engine import judge_credit
from core.credit.types import CreditOutcome, CreditPolicy, CreditStanding, Late
from core.kernel.money import Money

_STRICTNESS = {CreditOutcome.APPROVE: 0, CreditOutcome.REVIEW: 1, CreditOutcome.REFUSE: 2}

cents = st.integers(min_value=0, max_value=10**10)
money = cents.map(lambda minor: Money(minor, "USD"))
signed = st.integers(min_value=-(10**10), max_value=10**10).map(lambda minor: Money(minor, "USD"))
lates = st.dictionaries(st.integers(1, 100), st.integers(1, 10**9), max_size=5).map(
    lambda days: tuple(Late(age, Money(minor, "USD")) for age, minor in sorted(days.items(), reverse=True))
)
standings = st.builds(
    CreditStanding,
    limit=money,
    open_balance=signed,
    held=money,
    pending=money,
    unapplied=st.one_of(st.just(Money(0, "USD")), money),
    late=lates,
    hold=st.sampled_from([None, None, None, "stopped"]),
)


@st.composite
def policies(draw: st.DrawFn) -> CreditPolicy:
    soft, hard = sorted(draw(st.lists(st.integers(0, 12_000), min_size=2, max_size=2)))
    warn, restrict, block = sorted(draw(st.lists(st.integers(0, 90), min_size=3, max_size=3)))
    least, least_days = draw(st.integers(0, 10**6)), draw(st.integers(0, 10**8))
    return CreditPolicy(soft, hard, warn, restrict, block, least, least_days, draw(st.booleans()))


def paid(one: CreditStanding, amount: int) -> CreditStanding:
    """The account after a payment that settles the oldest due first; what it settles is not overdue."""
    left, rest = amount, []
    for late in one.late:
        settled = min(left, late.amount.minor)
        left -= settled
        if late.amount.minor > settled:
            rest.append(Late(late.days, Money(late.amount.minor - settled, "USD")))
    return replace(one, open_balance=one.open_balance - Money(amount, "USD"), late=tuple(rest))


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


@settings(derandomize=True, max_examples=300)
@given(standings, money, policies())
def test_paying_what_the_verdict_says_frees_the_order_and_lifts_the_block(
    one: CreditStanding, amount: Money, policy: CreditPolicy
) -> None:
    verdict = judge_credit(one, amount, policy)
    if verdict.pay_to_free is None:
        assert one.hold is not None
    else:
        freed = judge_credit(paid(one, verdict.pay_to_free.minor), amount, policy)
        assert freed.outcome is CreditOutcome.APPROVE
    unblocked = judge_credit(paid(one, verdict.pay_to_unblock.minor), amount, policy)
    assert not unblocked.is_blocked
