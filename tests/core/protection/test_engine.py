"""Which policy is about a product, and what of a purchase is compensated."""

from datetime import date
from uuid import UUID

from core.kernel.ids import DealerId, OrderId, ProductId
from core.kernel.money import Money, UnitPrice
from core.protection.engine import allot, fall_from, paid_each, policy_for, worth
from core.protection.types import PolicyScope, ProtectedLine, ProtectionPolicy, Purchase

ALL = ProtectionPolicy(PolicyScope.ALL, "", 30, 14)
APPLE = ProtectionPolicy(PolicyScope.BRAND, "Apple", 60, 7)
NO_COKE = ProtectionPolicy(PolicyScope.BRAND, "Coke", 0, 0)
ACME = ProtectionPolicy(PolicyScope.VENDOR, "ACME", 10, 5)
BOLT = ProtectionPolicy(PolicyScope.VENDOR, "BOLT", 20, 5)


def usd(text: str) -> UnitPrice:
    return UnitPrice.parse(text, "USD")


def bought(quantity: int, total: int, was: str) -> Purchase:
    one = UUID(int=1)
    return Purchase(
        DealerId(one), OrderId(one), one, 1, ProductId(one), "Apple", date(2025, 10, 14), quantity,
        Money(total, "USD"), usd(was),
    )  # fmt: skip


def line(at: int, day: int, left: int, fall: str, *, included: bool = False) -> ProtectedLine:
    until = date(2025, 11, 30)
    return ProtectedLine(
        UUID(int=at), f"INV-2025-{at}", 1, date(2025, 10, day), left, usd("10"), usd("9"), usd(fall), until,
        800, included,
    )  # fmt: skip


def test_the_narrowest_policy_counts_and_none_days_protect_nothing() -> None:
    policies = (ALL, APPLE, NO_COKE, ACME, BOLT)
    assert policy_for(policies, "APPLE", {"ACME"}) is APPLE
    assert policy_for(policies, "Coke", {"ACME"}) is None
    assert policy_for(policies, "Dell", {"ACME", "BOLT"}) is BOLT
    assert policy_for(policies, "Dell", {"OTHER"}) is ALL
    assert policy_for((APPLE,), "Dell", ()) is None


def test_paid_is_after_discounts_rounded_down_and_never_above_the_price_before_promotions() -> None:
    assert paid_each(bought(3, 1_000, "4")) == usd("3.333333")
    assert paid_each(bought(1, 167, "1.666666")) == usd("1.666666")
    yen = Purchase(**{
        **{name: getattr(bought(3, 0, "1"), name) for name in Purchase.__slots__},
        "total": Money(1_000, "JPY"), "was": UnitPrice(400_000_000, "JPY"),
    })  # fmt: skip
    assert paid_each(yen) == UnitPrice(333_333_333, "JPY")


def test_the_dearest_price_of_now_counts_and_a_rise_is_no_fall() -> None:
    assert fall_from(usd("10"), [usd("8"), usd("9.5")]) == (usd("9.5"), usd("0.5"))
    assert fall_from(usd("10"), [usd("8"), usd("10")]) is None
    assert fall_from(usd("10"), [UnitPrice(1, "EUR"), None]) is None


def test_the_newest_purchase_comes_first_and_tax_is_on_top_or_contained() -> None:
    old, new = line(1, 1, 5, "0.665"), line(2, 9, 3, "0.665")
    parts = allot([old, new], 6)
    assert [(one.invoice, pieces) for one, pieces in parts] == [("INV-2025-2", 3), ("INV-2025-1", 3)]
    # 1.995 and 1.995 are 2.00 each, half up, and 16 cents of tax on each.
    assert worth(parts, "USD") == Money(2 * (200 + 16), "USD")
    assert worth([(line(3, 1, 5, "1.08", included=True), 5)], "USD") == Money(540, "USD")
    assert allot([old], 9) == ((old, 5),)
