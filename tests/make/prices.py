"""Tiers, negotiated rates, promotions; each raises the price book's version, as any change of a rule does."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import update

from core.infra.door import Core
from core.kernel.ids import DealerId, ProductId
from core.kernel.money import Money, UnitPrice
from core.pricing.tables import BasePriceRow, NegotiatedRateRow, PriceChangeRow, PromotionRow, TierRow
from tests.make.rows import add, new_id, write


async def touch_prices(core: Core) -> None:
    await write(
        core, update(PriceChangeRow).where(PriceChangeRow.id == 1).values(last=PriceChangeRow.last + 1)
    )


async def make_tier(
    core: Core,
    code: str = "platinum",
    *,
    margin: int = 8,
    net_days: int = 45,
    free_shipping_above: str | None = None,
) -> None:
    """A tier: ``margin`` percent on cost."""
    above = Money.parse(free_shipping_above, "USD").minor if free_shipping_above else None
    await add(
        core,
        TierRow,
        code=code,
        name=code.title(),
        margin_basis_points=margin * 100,
        net_days=net_days,
        currency="USD",
        free_shipping_above_minor=above,
        early_payment_basis_points=0,
        early_payment_days=0,
    )
    await touch_prices(core)


async def make_rate(
    core: Core, dealer_id: DealerId, *, scope: str = "category", value: str, margin: int
) -> None:
    """A negotiated margin (percent on cost) on a product id, a brand or a category path."""
    await add(
        core,
        NegotiatedRateRow,
        id=new_id(core),
        code=f"rate-{value}",
        dealer_id=dealer_id,
        scope=scope,
        value=value,
        kind="cost_plus",
        basis_points=margin * 100,
        takes_breaks=False,
    )
    await touch_prices(core)


async def set_cost(core: Core, product_id: ProductId, cost: str) -> None:
    await write(
        core,
        update(BasePriceRow)
        .where(BasePriceRow.product_id == product_id)
        .values(cost_micros=UnitPrice.parse(cost, "USD").micros),
    )


async def make_flash_sale(core: Core, sku: str, price: str, *, cap: int) -> None:
    """So many pieces of a product at a lower price, for everybody."""
    await _promotion(core, f"flash-{sku}", "flash", {"price": price, "scope": [{"product": sku}]}, cap=cap)


async def make_gift(core: Core, sku: str, *, buy: int, free: int, gift: str) -> None:
    """Buy so many of one product, get so many of another."""
    terms = {"buy": buy, "free": free, "gift": gift, "scope": [{"product": sku}]}
    await _promotion(core, f"gift-{sku}", "buy_get", terms)


async def make_coupon(core: Core, code: str, *, threshold: str, off: str, cap: int | None = None) -> None:
    """A code that takes an amount off an order from a threshold on, ``cap`` times in all."""
    terms = {"threshold": threshold, "off": off}
    await _promotion(core, f"coupon-{code}", "spend_save", terms, coupon=code, cap=cap)


async def _promotion(
    core: Core,
    code: str,
    kind: str,
    terms: Mapping[str, object],
    *,
    coupon: str | None = None,
    cap: int | None = None,
) -> None:
    await add(
        core,
        PromotionRow,
        code=code,
        name=code,
        kind=kind,
        terms=dict(terms),
        coupon=coupon,
        priority=0,
        stackable=True,
        cap=cap,
        used=0,
        active=True,
    )
    await touch_prices(core)
