"""What comes out of pricing: lines with receipts, gifts, discounts, shipping, totals, hints, terms."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from core.kernel.ids import LineId, ProductId
from core.kernel.money import Money, UnitPrice
from core.kernel.reasons import Reason
from core.pricing.types.receipt import PricePart, PriceReceipt
from core.pricing.types.taxes import Taxes


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A priced line. line_total = sum of parts; payable = line_total - discount_share.

    unit_price: the dealer's regular price; a flash sale may have given some units (``parts``) a lower one.
    saving: list price times quantity minus line_total, negative when the dealer pays more, None without list.
    """

    line_id: LineId
    product_id: ProductId
    sku: str
    quantity: int
    unit_price: UnitPrice
    list_price: UnitPrice | None
    parts: tuple[PricePart, ...]
    line_total: Money
    discount_share: Money
    payable: Money
    saving: Money | None
    receipt: PriceReceipt


@dataclass(frozen=True, slots=True)
class UnpricedLine:
    """A line without a price for this dealer, and why; it counts in no sum."""

    line_id: LineId
    product_id: ProductId
    sku: str
    why: Reason


@dataclass(frozen=True, slots=True)
class FreeItem:
    """Goods given on top, in base units; worth: what the dealer would have paid, None if unknown."""

    product_id: ProductId
    sku: str
    quantity: int
    promotion_id: str
    name: str
    worth: Money | None


@dataclass(frozen=True, slots=True)
class OrderDiscount:
    """An amount off the order, already split over the lines."""

    promotion_id: str
    name: str
    amount: Money


class PromotionOutcome(StrEnum):
    APPLIED = "applied"
    NOT_APPLIED = "not_applied"


@dataclass(frozen=True, slots=True)
class PromotionVerdict:
    """What became of a promotion that was open to this cart."""

    promotion_id: str
    name: str
    outcome: PromotionOutcome
    saving: Money
    why: Reason


class CouponOutcome(StrEnum):
    APPLIED = "applied"
    NOT_NEEDED = (
        "not_needed"  # good, but not reached or another combination saves more; not to be counted as used
    )
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class CouponVerdict:
    """What became of a coupon code, as typed."""

    code: str
    outcome: CouponOutcome
    promotion_id: str | None
    why: Reason


@dataclass(frozen=True, slots=True)
class PromotionProof:
    """How sure the choice of promotions is.

    candidates: promotions that gain something by themselves; evaluated: combinations worked out; is_proven:
    every lawful combination was worked out or shown to be no better.
    """

    candidates: int
    evaluated: int
    is_proven: bool


@dataclass(frozen=True, slots=True)
class ShippingCharge:
    """fee: charged, 0 when free; regular_fee: what it would be otherwise."""

    rule_id: str | None
    fee: Money
    regular_fee: Money
    why: Reason


class HintKind(StrEnum):
    SPEND_AND_SAVE = "spend_and_save"  # missing, off
    BUY_AND_GET = "buy_and_get"  # pieces, free_pieces
    QUANTITY_BREAK = "quantity_break"  # pieces, unit_price, off_bp, line_total
    FREE_SHIPPING = "free_shipping"  # missing, off


@dataclass(frozen=True, slots=True)
class Hint:
    """A next step within reach: ``missing`` money or ``pieces`` more, and what it brings.

    nearness_bp: how much of the way is done, 0..9,999. off: money saved. off_bp and unit_price: by how much
    and to what the unit price falls; amount_then: what the product then costs in all.
    """

    kind: HintKind
    rule_id: str
    name: str
    nearness_bp: int
    product_id: ProductId | None = None
    missing: Money | None = None
    pieces: int | None = None
    off: Money | None = None
    off_bp: int | None = None
    unit_price: UnitPrice | None = None
    amount_then: Money | None = None
    free_pieces: int | None = None


@dataclass(frozen=True, slots=True)
class EarlyPayment:
    """``amount`` off the goods and their tax when paid within ``days``; stated, never deducted here."""

    off_bp: int
    days: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Terms:
    """When the order is due. net_days None: the dealer has no tier and so no agreed term."""

    net_days: int | None
    early_payment: EarlyPayment | None


@dataclass(frozen=True, slots=True)
class PricedCart:
    """The whole answer; all sums are exact.

    goods = subtotal - discounts; total = goods + shipping.fee + taxes.on_top.
    """

    currency: str
    lines: tuple[PricedLine, ...]
    unpriced: tuple[UnpricedLine, ...]
    free_items: tuple[FreeItem, ...]
    discounts: tuple[OrderDiscount, ...]
    promotions: tuple[PromotionVerdict, ...]
    coupons: tuple[CouponVerdict, ...]
    proof: PromotionProof
    subtotal: Money
    discount_total: Money
    goods: Money
    shipping: ShippingCharge
    taxes: Taxes
    total: Money
    saving: Money
    hints: tuple[Hint, ...]
    terms: Terms

    def fingerprint(self) -> str:
        """SHA-256, hexadecimal, over what the dealer pays and gets: another one, another price."""
        rows = [self.currency, str(self.total.minor), str(self.shipping.fee.minor)]
        for line in self.lines:
            parts = ",".join(f"{part.quantity}@{part.unit_price.micros}" for part in line.parts)
            rows.append(f"{line.product_id}:{parts}:{line.payable.minor}")
        rows += [f"!{line.product_id}" for line in self.unpriced]
        rows += [f"+{item.product_id}:{item.quantity}" for item in self.free_items]
        return sha256("\n".join(rows).encode()).hexdigest()
