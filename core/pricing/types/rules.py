"""Price rules as data: tiers, negotiated rates, quantity breaks, dated price lists, shipping."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.kernel.ids import DealerId, ProductId
from core.kernel.money import Money, UnitPrice
from core.pricing.types.targets import ALWAYS, EVERYTHING, FULL_BP, Path, Period, Target, check_bp


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """What a dealer of this tier pays and enjoys (D1, D8).

    margin_bp: on top of cost, 800 is 8 %. net_days: days to pay. free_shipping_above: goods value that must
    be exceeded, None for never. early_payment_bp off the goods when paid within early_payment_days.
    """

    code: str
    name: str
    margin_bp: int
    net_days: int
    free_shipping_above: Money | None = None
    early_payment_bp: int = 0
    early_payment_days: int = 0

    def __post_init__(self) -> None:
        if not self.code:
            raise ValueError("Expected a tier code.")
        check_bp(self.margin_bp, "margin")
        check_bp(self.early_payment_bp, "early-payment discount")
        if self.net_days < 0:
            raise ValueError("Expected net days of at least 0.")
        if self.free_shipping_above is not None and self.free_shipping_above.minor < 0:
            raise ValueError("Expected a free-shipping threshold of at least 0.")
        if self.early_payment_bp and not 0 < self.early_payment_days <= max(self.net_days, 1):
            raise ValueError("Expected early-payment days between 1 and the net days.")


class RateKind(StrEnum):
    COST_PLUS = "cost_plus"
    NET = "net"
    OFF_STANDARD = "off_standard"


@dataclass(frozen=True, slots=True, kw_only=True)
class NegotiatedRate:
    """What one dealer agreed for a product, category or brand (D2); one of the three figures is given.

    margin_bp: cost plus that margin. net: fixed unit price. off_bp: that much off the standard price.
    breaks_apply: the quantity break is taken off the negotiated price as well. The dealer sees the name.
    """

    rate_id: str
    name: str
    dealer_id: DealerId
    target: Target
    margin_bp: int | None = None
    net: UnitPrice | None = None
    off_bp: int | None = None
    breaks_apply: bool = False
    period: Period = ALWAYS
    priority: int = 0

    def __post_init__(self) -> None:
        if sum(figure is not None for figure in (self.margin_bp, self.net, self.off_bp)) != 1:
            raise ValueError("Expected exactly one of margin, net price and percentage off.")
        if self.margin_bp is not None:
            check_bp(self.margin_bp, "margin")
        if self.net is not None and self.net.micros <= 0:
            raise ValueError("Expected a net price above 0.")
        if self.off_bp is not None:
            check_bp(self.off_bp, "percentage off", most=FULL_BP - 1)

    @property
    def rule_id(self) -> str:
        return self.rate_id

    @property
    def kind(self) -> RateKind:
        if self.margin_bp is not None:
            return RateKind.COST_PLUS
        return RateKind.NET if self.net is not None else RateKind.OFF_STANDARD


class BreakBasis(StrEnum):
    LIST = "list"
    STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class BreakStep:
    """From this many base units of one product in the order, so much off (0 is the list price)."""

    from_quantity: int
    off_bp: int

    def __post_init__(self) -> None:
        if self.from_quantity < 1:
            raise ValueError("Expected a break to start at 1 or more base units.")
        check_bp(self.off_bp, "quantity break", most=FULL_BP - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakSchedule:
    """Quantity breaks for a target (D3), taken off the list price or the tier price, as ``basis`` says."""

    schedule_id: str
    name: str
    steps: tuple[BreakStep, ...]
    target: Target = EVERYTHING
    basis: BreakBasis = BreakBasis.LIST
    period: Period = ALWAYS
    priority: int = 0

    def __post_init__(self) -> None:
        if not self.steps:
            raise ValueError("Expected at least one step in a break schedule.")
        for lower, upper in zip(self.steps, self.steps[1:], strict=False):
            if lower.from_quantity >= upper.from_quantity:
                raise ValueError("Expected break steps in rising quantities.")
            if lower.off_bp > upper.off_bp:
                raise ValueError("Expected break steps whose discount never falls.")

    @property
    def rule_id(self) -> str:
        return self.schedule_id

    def step_for(self, quantity: int) -> BreakStep | None:
        """The step that ``quantity`` base units reach, None below the first."""
        reached = None
        for step in self.steps:
            if step.from_quantity > quantity:
                break
            reached = step
        return reached

    def steps_beyond(self, quantity: int) -> tuple[BreakStep, ...]:
        return tuple(step for step in self.steps if step.from_quantity > quantity)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceBand:
    """How far below and above the guide price a dealer may set the prices of the dealers below it (D6)."""

    rule_id: str
    target: Target
    below_bp: int
    above_bp: int
    period: Period = ALWAYS
    priority: int = 0

    def __post_init__(self) -> None:
        check_bp(self.below_bp, "band below", most=FULL_BP - 1)
        check_bp(self.above_bp, "band above")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResalePrice:
    """What the dealers below ``dealer_id`` pay for one base unit of a product (D6)."""

    dealer_id: DealerId
    product_id: ProductId
    price: UnitPrice

    def __post_init__(self) -> None:
        if self.price.micros <= 0:
            raise ValueError("Expected a resale price above 0.")


class EntryKind(StrEnum):
    LIST = "list"
    NET = "net"


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceEntry:
    """One product's price on a dated price list (D4); old entries stay and are the price history.

    kind LIST replaces the product's list price; NET is the standard price itself in that region, untouched by
    tier and quantity break. region (): everywhere.
    """

    entry_id: str
    list_name: str
    product_id: ProductId
    price: UnitPrice
    kind: EntryKind = EntryKind.LIST
    region: Path = ()
    period: Period = ALWAYS
    priority: int = 0

    def __post_init__(self) -> None:
        if self.price.micros <= 0:
            raise ValueError("Expected a price above 0 on a price list.")

    @property
    def rule_id(self) -> str:
        return self.entry_id


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippingRule:
    """A flat fee for one order shipped to a region, () for everywhere (D8)."""

    rule_id: str
    name: str
    fee: Money
    region: Path = ()
    period: Period = ALWAYS
    priority: int = 0

    def __post_init__(self) -> None:
        if self.fee.minor < 0:
            raise ValueError("Expected a shipping fee of at least 0.")


@dataclass(frozen=True, slots=True)
class PricingPolicy:
    """Numbers that steer the engine. search_limit: promotion combinations worked out at most."""

    search_limit: int = 2_000

    def __post_init__(self) -> None:
        if self.search_limit < 1:
            raise ValueError("Expected a search limit of at least 1 combination.")
