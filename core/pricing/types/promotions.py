"""Promotions and coupons as data (D5)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from core.kernel.ids import DealerId
from core.kernel.money import Money, UnitPrice
from core.pricing.types.cart import ProductFacts
from core.pricing.types.targets import ALWAYS, EVERYTHING, FULL_BP, Path, Period, Target, check_bp


@dataclass(frozen=True, slots=True)
class SpendAndSave:
    """Spend ``threshold`` on goods in scope and get ``off`` (an amount) or ``off_bp`` of them off, once."""

    threshold: Money
    off: Money | None = None
    off_bp: int | None = None

    def __post_init__(self) -> None:
        if (self.off is None) == (self.off_bp is None):
            raise ValueError("Expected an amount off or a percentage off, one of them.")
        if self.threshold.minor <= 0:
            raise ValueError("Expected a spending threshold above 0.")
        if self.off is not None and not 0 < self.off.minor <= self.threshold.minor:
            raise ValueError("Expected an amount off above 0 and at most the threshold.")
        if self.off is not None and self.off.currency != self.threshold.currency:
            raise ValueError("Expected threshold and amount off in one currency.")
        if self.off_bp is not None:
            check_bp(self.off_bp, "percentage off")

    @property
    def currency(self) -> str:
        return self.threshold.currency


@dataclass(frozen=True, slots=True)
class BuyAndGet:
    """Buy ``buy`` base units in scope, get ``free`` more for nothing, at most ``most_times`` in one order.

    gift None: the free goods are the product bought, counted per product. Otherwise ``gift`` is given and all
    units in scope count together.
    """

    buy: int
    free: int
    gift: ProductFacts | None = None
    most_times: int | None = None

    def __post_init__(self) -> None:
        if self.buy < 1 or self.free < 1:
            raise ValueError("Expected to buy and get at least 1 base unit.")
        if self.most_times is not None and self.most_times < 1:
            raise ValueError("Expected a buy-and-get promotion to hold at least once in an order.")


@dataclass(frozen=True, slots=True)
class FlashSale:
    """A unit price, or a percentage off the dealer's own price, for at most ``cap`` base units in all."""

    price: UnitPrice | None = None
    off_bp: int | None = None
    cap: int | None = None

    def __post_init__(self) -> None:
        if (self.price is None) == (self.off_bp is None):
            raise ValueError("Expected a flash price or a percentage off, one of them.")
        if self.price is not None and self.price.micros <= 0:
            raise ValueError("Expected a flash price above 0.")
        if self.off_bp is not None:
            check_bp(self.off_bp, "percentage off", most=FULL_BP - 1)
        if self.cap is not None and self.cap < 1:
            raise ValueError("Expected a quantity cap of at least 1 base unit.")


Deal = SpendAndSave | BuyAndGet | FlashSale


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """A deal, what it is about, for whom, when, and with which other promotions it may stand.

    scope: any of these targets. tiers, dealers: None for all; region (): everywhere (the dealer's region).
    group: at most one promotion of a group is applied to an order. stackable False: no other promotion may
    touch a line that this one touches. priority: the higher is applied first. needs_coupon: only with a
    coupon that names it. includes_negotiated False: lines at a negotiated rate neither count nor gain.
    """

    promotion_id: str
    name: str
    deal: Deal
    scope: tuple[Target, ...] = (EVERYTHING,)
    period: Period = ALWAYS
    tiers: frozenset[str] | None = None
    dealers: frozenset[DealerId] | None = None
    region: Path = ()
    group: str | None = None
    stackable: bool = True
    priority: int = 0
    needs_coupon: bool = False
    includes_negotiated: bool = True

    def __post_init__(self) -> None:
        if not self.scope:
            raise ValueError("Expected at least one target in a promotion's scope.")

    @property
    def rule_id(self) -> str:
        return self.promotion_id

    @property
    def cap(self) -> int | None:
        """Base units the promotion may give away in all, None without a limit."""
        return self.deal.cap if isinstance(self.deal, FlashSale) else None


def coupon_key(text: str) -> str:
    """A coupon code as it is compared: full width folded, no spaces, no case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupon:
    """A code that unlocks a promotion; cap: how many uses it is good for, None for any number."""

    code: str
    promotion_id: str
    period: Period = ALWAYS
    cap: int | None = None

    def __post_init__(self) -> None:
        if not coupon_key(self.code):
            raise ValueError("Expected a coupon code.")
        if self.cap is not None and self.cap < 1:
            raise ValueError("Expected a coupon to be good for at least 1 use.")

    @property
    def key(self) -> str:
        return coupon_key(self.code)
