"""The credit judge: E1, E2 and E3 to the cent."""

import pytest

from core.credit.engine import judge_credit
from core.credit.types import CreditOutcome, CreditPolicy, CreditStanding
from core.kernel.money import CurrencyMismatch, Money

POLICY = CreditPolicy(8000, 9500, 15, 30, 45)
APPROVE, REVIEW, REFUSE = CreditOutcome


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


def standing(
    limit: str = "150000",
    *,
    owes: str = "0",
    held: str = "0",
    pending: str = "0",
    overdue: str = "0",
    days: int = 0,
) -> CreditStanding:
    return CreditStanding(usd(limit), usd(owes), usd(held), usd(pending), usd(overdue), days)


@pytest.mark.parametrize(
    ("limit", "owes", "held", "available"),
    [
        ("150000", "0", "0", "150000"),  # TechMart
        ("75000", "45000", "10000", "20000"),  # Regional Electronics
        ("25000", "24999.99", "0.01", "0"),  # City Gadgets, used up exactly
        ("5000", "6000", "0", "0"),  # Corner Store, above its limit: never below zero
        ("5000", "-200", "0", "5200"),  # a credit note leaves a balance in the dealer's favour
    ],
)
def test_available_is_limit_less_open_balance_less_approved_orders(
    limit: str, owes: str, held: str, available: str
) -> None:
    assert standing(limit, owes=owes, held=held).available == usd(available)


def test_what_waits_for_an_approval_uses_no_credit() -> None:
    one = standing("5000", pending="5000")
    assert one.exposure == usd("0")
    assert judge_credit(one, usd("4000"), POLICY).outcome is APPROVE


@pytest.mark.parametrize(
    ("limit", "owes", "amount", "outcome", "codes"),
    [
        ("150000", "0", "120000.00", APPROVE, []),  # exactly 80 %
        ("150000", "0", "120000.01", REVIEW, ["credit.soft_limit"]),
        ("150000", "0", "142500.00", REVIEW, ["credit.soft_limit"]),  # exactly 95 %
        ("150000", "0", "142500.01", REFUSE, ["credit.hard_limit"]),
        ("75000", "45000", "15000.00", APPROVE, []),
        ("75000", "45000", "15000.01", REVIEW, ["credit.soft_limit"]),
        ("75000", "45000", "26250.00", REVIEW, ["credit.soft_limit"]),
        ("75000", "45000", "85000.00", REFUSE, ["credit.hard_limit"]),  # E5: exposure 130,000 > 75,000
        ("25000", "0", "20000.00", APPROVE, []),
        ("25000", "0", "20000.01", REVIEW, ["credit.soft_limit"]),
        ("25000", "0", "23750.01", REFUSE, ["credit.hard_limit"]),
        ("5000", "0", "4000.00", APPROVE, []),
        ("5000", "0", "4000.01", REVIEW, ["credit.soft_limit"]),
        ("5000", "0", "4750.01", REFUSE, ["credit.hard_limit"]),
        ("0.03", "0", "0.02", APPROVE, []),  # 80 % of three cents is 2.4 cents
        ("0.03", "0", "0.03", REFUSE, ["credit.hard_limit"]),
    ],
)
def test_shares_of_the_limit_decide_to_the_cent(
    limit: str, owes: str, amount: str, outcome: CreditOutcome, codes: list[str]
) -> None:
    verdict = judge_credit(standing(limit, owes=owes), usd(amount), POLICY)
    assert verdict.outcome is outcome
    assert [reason.code for reason in verdict.why] == codes


def test_the_verdict_states_exposure_before_and_after_what_is_left_and_what_would_fit() -> None:
    verdict = judge_credit(standing("75000", owes="45000", held="5000"), usd("12000"), POLICY)
    assert verdict.amount == usd("12000")
    assert verdict.exposure_before == usd("50000")
    assert verdict.exposure_after == usd("62000")
    assert verdict.available_after == usd("13000")
    assert verdict.fits == usd("10000")  # up to 60,000, the 80 %
    (reason,) = verdict.why
    assert reason.params == {"limit": usd("75000"), "exposure": usd("62000"), "basis_points": 8000}


@pytest.mark.parametrize(
    ("days", "outcome", "codes"),
    [
        (14, APPROVE, []),
        (15, APPROVE, ["credit.overdue_warn"]),
        (29, APPROVE, ["credit.overdue_warn"]),
        (30, REVIEW, ["credit.overdue_restrict"]),
        (44, REVIEW, ["credit.overdue_restrict"]),
        (45, REFUSE, ["credit.overdue_block"]),
        (400, REFUSE, ["credit.overdue_block"]),
    ],
)
def test_days_overdue_warn_restrict_and_block(days: int, outcome: CreditOutcome, codes: list[str]) -> None:
    one = standing(owes="100", overdue="0.01", days=days)
    verdict = judge_credit(one, usd("1"), POLICY)
    assert verdict.outcome is outcome
    assert [reason.code for reason in verdict.why] == codes
    assert verdict.fits == (usd("119900") if days < 30 else usd("0"))


def test_old_days_without_an_overdue_amount_are_nothing() -> None:
    assert judge_credit(standing(days=90), usd("1"), POLICY).why == ()


def test_the_strictest_rule_decides_and_all_that_spoke_are_told_the_deciding_first() -> None:
    verdict = judge_credit(standing(owes="125000", overdue="1", days=50), usd("1"), POLICY)
    assert verdict.outcome is REFUSE
    assert [reason.code for reason in verdict.why] == ["credit.overdue_block", "credit.soft_limit"]


@pytest.mark.parametrize(("amount", "outcome"), [("0", APPROVE), ("0.01", REFUSE)])
def test_without_a_limit_nothing_can_be_owed(amount: str, outcome: CreditOutcome) -> None:
    verdict = judge_credit(standing("0"), usd(amount), POLICY)
    assert verdict.outcome is outcome
    assert verdict.fits == usd("0")


def test_other_thresholds_give_other_verdicts() -> None:
    strict = CreditPolicy(5000, 5000, 1, 2, 3)
    assert judge_credit(standing("100"), usd("50"), strict).outcome is APPROVE
    assert judge_credit(standing("100"), usd("50.01"), strict).outcome is REFUSE
    assert judge_credit(standing("100", overdue="1", days=2), usd("1"), strict).outcome is REVIEW


def test_nonsense_is_refused_loudly() -> None:
    with pytest.raises(ValueError, match="not negative"):
        judge_credit(standing(), usd("-0.01"), POLICY)
    with pytest.raises(CurrencyMismatch):
        judge_credit(standing(), Money(1, "EUR"), POLICY)
    with pytest.raises(ValueError, match="soft <= hard"):
        CreditPolicy(9500, 8000, 15, 30, 45)
    with pytest.raises(ValueError, match="restrict <= block"):
        CreditPolicy(8000, 9500, 15, 60, 45)
