"""What a dealer is compensated with when a price falls. Pure.

* Protected is what was invoiced at most the policy's days before the day that the fall was found. Of the
  policies that fit a product the one about its brand counts, then about a vendor that offers it (of several
  the longest), then about all goods.
* A piece is compensated with what was paid for it less what it costs the same dealer now, in the same
  quantity and at no better a tier than it was bought at: a dealer's own way to a better tier is no fall of a
  price.
* Paid is the line's total after its discounts over its pieces, rounded down to a millionth, and never more
  than the price before promotions: who bought on promotion has had that already.
* Prices that a dealer sets for those below it are not the house's: they are not protected.
* Pieces are taken from the newest purchase first: those are what is most likely still there.
* Money: the fall of a piece times pieces of one invoice line, half up, once; then its tax, half up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from core.billing.engine.crediting import lowered
from core.kernel.money import MICROS, Money, UnitPrice, currency_exponent
from core.pricing.types import PriceReceipt, RuleKind
from core.protection.types import PolicyScope, ProtectedLine, ProtectionPolicy, Purchase


def policy_for(
    policies: Iterable[ProtectionPolicy], brand: str, vendors: Collection[str]
) -> ProtectionPolicy | None:
    """The policy about a product; None: it is not protected. Brands compare whatever their case."""
    fitting: dict[PolicyScope, ProtectionPolicy] = {}
    for one in policies:
        fits = (
            one.scope is PolicyScope.ALL
            or (one.scope is PolicyScope.BRAND and brand.casefold() == one.value.casefold())
            or (one.scope is PolicyScope.VENDOR and one.value in vendors)
        )
        before = fitting.get(one.scope)
        if fits and (before is None or one.days > before.days):
            fitting[one.scope] = one
    found = next((fitting[scope] for scope in PolicyScope if scope in fitting), None)
    return found if found is not None and found.days else None


def paid_each(purchase: Purchase) -> UnitPrice:
    """What one base unit was paid with, down to a millionth, and never above the price before promotions."""
    total = purchase.total
    micros = total.minor * MICROS // (10 ** currency_exponent(total.currency) * purchase.quantity)
    return UnitPrice(min(micros, purchase.was.micros), total.currency)


def fall_from(paid: UnitPrice, prices: Iterable[UnitPrice | None]) -> tuple[UnitPrice, UnitPrice] | None:
    """(price now, what it has fallen by); of the prices now the dearest counts. None: it has not fallen."""
    known = [price for price in prices if price is not None and price.currency == paid.currency]
    if not known:
        return None
    now = max(known, key=lambda price: price.micros)
    if now.micros >= paid.micros:
        return None
    return now, UnitPrice(paid.micros - now.micros, paid.currency)


def tier_at_order(receipt: PriceReceipt) -> str | None:
    """The tier that a dealer had when this was priced; None: none."""
    named = [(one.kind, one.rule_id) for one in receipt.steps]
    named += [(one.kind, one.rule_id) for one in receipt.losers]
    named += [(one.kind, one.rule_id) for one in (receipt.internal.notes if receipt.internal else ())]
    return next((rule_id for kind, rule_id in named if kind is RuleKind.TIER), None)


def is_resale(receipt: PriceReceipt) -> bool:
    """Whether the dealer above had set the price."""
    return any(step.kind is RuleKind.RESALE for step in receipt.steps)


def allot(lines: Sequence[ProtectedLine], quantity: int) -> tuple[tuple[ProtectedLine, int], ...]:
    """So many pieces over the lines, the newest purchase first; at most what is left of them."""
    taken: list[tuple[ProtectedLine, int]] = []
    for line in newest_first(lines):
        pieces = min(line.left, quantity)
        if pieces > 0:
            taken.append((line, pieces))
            quantity -= pieces
    return tuple(taken)


def newest_first(lines: Iterable[ProtectedLine]) -> tuple[ProtectedLine, ...]:
    ranked = sorted(lines, key=lambda line: line.position)
    ranked.sort(key=lambda line: (line.bought_on, line.invoice), reverse=True)
    return tuple(ranked)


def worth(parts: Iterable[tuple[ProtectedLine, int]], currency: str) -> Money:
    """What pieces of lines are compensated with, with tax: what the credit notes over them come to."""
    minor = 0
    for line, quantity in parts:
        total, tax = lowered(line.fall, quantity, line.basis_points, included=line.included)
        minor += total.minor if line.included else total.minor + tax.minor
    return Money(minor, currency)
