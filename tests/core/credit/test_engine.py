"""The credit judge: E1, E2 and E3 to the cent."""

from dataclasses import replace

import pytest

from core.credit.engine import judge_credit
from core.credit.types import CreditOutcome, CreditPolicy, CreditStanding, Late
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
    unapplied: str = "0",
    late: dict[int, str] | None = None,
    hold: str | None = None,
) -> CreditStanding:
    """``late``: days overdue -> amount."""
    days = tuple(Late(age, usd(amount)) for age, amount in sorted((late or {}).items(), reverse=True))
    return CreditStanding(usd(limit), usd(owes), usd(held), usd(pending), usd(unapplied), days, hold)


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
    one = standing(owes="100", late={days: "0.01"})
    verdict = judge_credit(one, usd("1"), POLICY)
    assert verdict.outcome is outcome
    assert [reason.code for reason in verdict.why] == codes
    assert verdict.fits == (usd("119900") if days < 30 else usd("0"))


def test_the_strictest_rule_decides_and_all_that_spoke_are_told_the_deciding_first() -> None:
    verdict = judge_credit(standing(owes="125000", late={50: "1"}), usd("1"), POLICY)
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
    assert judge_credit(standing("100", owes="1", late={2: "1"}), usd("1"), strict).outcome is REVIEW


def test_nonsense_is_refused_loudly() -> None:
    with pytest.raises(ValueError, match="not negative"):
        judge_credit(standing(), usd("-0.01"), POLICY)
    with pytest.raises(CurrencyMismatch):
        judge_credit(standing(), Money(1, "EUR"), POLICY)
    with pytest.raises(ValueError, match="soft <= hard"):
        CreditPolicy(9500, 8000, 15, 30, 45)
    with pytest.raises(ValueError, match="restrict <= block"):
        CreditPolicy(8000, 9500, 15, 60, 45)
    with pytest.raises(ValueError, match="not negative"):
        CreditPolicy(8000, 9500, 15, 30, 45, least_overdue_minor=-1)


def test_a_rule_counts_only_what_is_late_by_its_own_days() -> None:
    policy = replace(POLICY, least_overdue_minor=2500)
    much_but_young = standing(owes="9000", late={60: "24.99", 20: "8000"})
    verdict = judge_credit(much_but_young, usd("1"), policy)
    assert (verdict.outcome, [reason.code for reason in verdict.why]) == (APPROVE, ["credit.overdue_warn"])
    assert verdict.why[0].params == {"overdue": usd("8024.99"), "days": 60}
    assert judge_credit(standing(owes="25", late={60: "25"}), usd("1"), policy).outcome is REFUSE


def test_little_money_counts_once_it_has_been_late_for_long() -> None:
    policy = replace(POLICY, least_overdue_minor_days=100_000)  # 1,000.00 for a day, 20.00 for fifty
    assert judge_credit(standing(owes="20", late={49: "20"}), usd("1"), policy).outcome is APPROVE
    assert judge_credit(standing(owes="20", late={50: "20"}), usd("1"), policy).outcome is REFUSE


def test_unapplied_money_lowers_exposure_and_covers_the_oldest_first() -> None:
    one = standing("5000", owes="4500", unapplied="300", late={60: "200", 31: "150"})
    assert (one.exposure, one.available) == (usd("4200"), usd("800"))
    verdict = judge_credit(one, usd("0"), POLICY)
    assert [reason.code for reason in verdict.why] == ["credit.soft_limit", "credit.overdue_restrict"]
    assert verdict.pay_to_free == usd("200")  # down to 4,000; the 50 still late are paid with it
    assert verdict.pay_to_unblock == usd("0")


def test_what_is_prepaid_passes_without_a_limit_unless_the_house_says_otherwise() -> None:
    one = standing("0", unapplied="500")
    assert judge_credit(one, usd("500"), POLICY).outcome is APPROVE
    assert judge_credit(one, usd("500.01"), POLICY).outcome is REFUSE
    assert judge_credit(one, usd("500"), POLICY).fits == usd("500")
    late = standing("5000", owes="100", unapplied="700", late={60: "100"})
    assert judge_credit(late, usd("600"), POLICY).outcome is APPROVE
    never = replace(POLICY, prepaid_passes=False, soft_basis_points=0, hard_basis_points=0)
    assert judge_credit(standing("100", owes="50", late={60: "50"}), usd("0"), never).outcome is REFUSE


def test_a_hold_by_hand_stops_even_what_is_prepaid_and_no_payment_helps() -> None:
    verdict = judge_credit(standing("5000", unapplied="900", hold="cheque bounced"), usd("1"), POLICY)
    assert (verdict.outcome, verdict.fits, verdict.pay_to_free) == (REFUSE, usd("0"), None)
    assert [(why.code, why.params) for why in verdict.why] == [
        ("credit.account_hold", {"reason": "cheque bounced"})
    ]
    assert not verdict.is_blocked


@pytest.mark.parametrize(
    ("one", "amount", "to_free", "to_unblock"),
    [
        (standing("75000", owes="45000"), "85000", "70000", "0"),  # E5: down to 60,000, the 80 %
        (standing("75000", owes="45000"), "15000", "0", "0"),
        (standing("75000", owes="2000", late={50: "700", 35: "300", 10: "1000"}), "100", "1000", "700"),
        (standing("1000", owes="900", late={40: "100"}), "50", "150", "0"),
        (standing("0", owes="0"), "80", "80", "0"),  # without credit: pay before
    ],
)
def test_the_verdict_says_what_to_pay(
    one: CreditStanding, amount: str, to_free: str, to_unblock: str
) -> None:
    verdict = judge_credit(one, usd(amount), POLICY)
    assert (verdict.pay_to_free, verdict.pay_to_unblock) == (usd(to_free), usd(to_unblock))
    assert verdict.is_blocked == (to_unblock != "0")
