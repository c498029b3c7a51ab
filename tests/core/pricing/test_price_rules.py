"""Prices, rates, promotions and terms changed by hand: previewed, dated, kept for the history."""

from datetime import timedelta

import pytest

from core.dealers.repository import load_dealer
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM, Role
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, LineId, ProductId
from core.kernel.money import UnitPrice
from core.pricing.flow import price_lines
from core.pricing.rulebook_errors import CouponTaken, PriceUnfit, PromotionTaken, PromotionUnfit, TermsUnfit
from core.pricing.rulebook_types import RateNow
from core.pricing.tables import NegotiatedRateRow, PriceListEntryRow, PromotionRow, TierRow
from core.pricing.use_cases.set_price import PreviewPrice, SetPrice
from core.pricing.use_cases.set_promotion import (
    ChangePromotion,
    CreatePromotion,
    DealWords,
    EndPromotion,
    ListPromotions,
    PreviewPromotion,
)
from core.pricing.use_cases.set_rate import PreviewRate, SetRate
from core.pricing.use_cases.set_terms import PreviewTerms, SetTerms
from tests.make import column, count, make_dealer, make_product, make_staff, make_tier, rows


def usd(text: str) -> UnitPrice:
    return UnitPrice.parse(text, "USD")


async def _price(core: Core, dealer_id: DealerId, product: ProductId) -> str:
    """What the dealer pays for one now."""
    async with core.snapshot(SYSTEM) as snap:
        dealer = await load_dealer(snap, dealer_id)
        cart = await price_lines(snap, dealer, [(LineId(product), product, 1)])
    price = cart.lines[0].unit_price
    assert price is not None
    return str(price.to_decimal().normalize())


async def _shop(core: Core) -> tuple[DealerId, ProductId]:
    await make_tier(core, "plain", margin=0)
    dealer = await make_dealer(core, "Corner Store", tier="plain", limit=None)
    return dealer, await make_product(core, "COKE", "Coke", cost="0.50", list_price="0.80", brand="Coca-Cola",
                                      category="grocery/drinks")  # fmt: skip


async def test_the_later_price_stands_above_the_older_which_is_kept(core: Core) -> None:
    otto = await make_staff(core, Role.OFFICE, "Otto")
    _, product = await _shop(core)
    start = core.clock.now()
    assert (await core.ask(otto, PreviewPrice(product, usd("0.90")))).before == usd("0.80")
    first = await core.execute(otto, SetPrice(product, usd("0.90")))
    assert (first.before, first.after, first.is_below_cost, first.dealers) == (
        usd("0.80"),
        usd("0.90"),
        False,
        1,
    )
    december = start + timedelta(days=60)
    assert (await core.execute(otto, SetPrice(product, usd("0.40"), None, december))).is_below_cost
    # Again for the very same moment: replaced, not doubled.
    again = await core.execute(otto, SetPrice(product, usd("0.45"), None, december))
    assert again.before == usd("0.40")
    assert await column(core, PriceListEntryRow.price_micros) == [450_000, 900_000]
    assert (await core.ask(otto, PreviewPrice(product, usd("1")))).before == usd("0.90")
    assert await count(core, JournalRow, JournalRow.name == "price_set") == 3


async def test_a_price_that_cannot_be_is_refused(core: Core) -> None:
    otto = await make_staff(core, Role.OFFICE, "Otto")
    dealer, product = await _shop(core)
    for price in (usd("0"), usd("-1"), UnitPrice(10**15 + 1, "USD")):
        with pytest.raises(PriceUnfit):
            await core.execute(otto, SetPrice(product, price))
    with pytest.raises(NotFound):
        await core.execute(otto, SetPrice(ProductId(dealer), usd("1")))
    assert await count(core, PriceListEntryRow) == 0


async def test_rates_hold_for_product_brand_and_category_the_narrowest_first(core: Core) -> None:
    otto = await make_staff(core, Role.OFFICE, "Otto")
    dealer, product = await _shop(core)
    assert await _price(core, dealer, product) == "0.5"
    await core.execute(otto, SetRate(dealer, "category", "grocery", RateNow("cost_plus", 1000)))
    assert await _price(core, dealer, product) == "0.55"
    change = await core.execute(
        otto, SetRate(dealer, "product", str(product), RateNow("net", None, usd("0.6")))
    )
    assert (change.target, change.before) == ("Coke", None)
    assert await _price(core, dealer, product) == "0.6"
    later = await core.ask(otto, PreviewRate(dealer, "product", str(product), RateNow("percent_off", 500)))
    assert later.before == RateNow("net", None, usd("0.6"))
    assert await count(core, NegotiatedRateRow) == 2


async def test_a_rate_that_cannot_be_is_refused(core: Core) -> None:
    otto = await make_staff(core, Role.OFFICE, "Otto")
    dealer, product = await _shop(core)
    for scope, value, rate, error in (
        ("product", str(product), RateNow("net", None, UnitPrice(1, "EUR")), PriceUnfit),
        ("product", str(product), RateNow("percent_off", 10_001), PriceUnfit),
        ("product", str(product), RateNow("cost_plus", -1), PriceUnfit),
        ("product", "no id", RateNow("cost_plus", 1), NotFound),
        ("brand", "Nobody", RateNow("cost_plus", 1), NotFound),
        ("category", "groc", RateNow("cost_plus", 1), NotFound),
        ("planet", "x", RateNow("cost_plus", 1), NotFound),
    ):
        with pytest.raises(error):
            await core.execute(otto, SetRate(dealer, scope, value, rate))
    assert await count(core, NegotiatedRateRow) == 0


SPRING = DealWords("spend_save", {"threshold": "1000", "off": "100"})
SUMMER = DealWords("spend_save", {"threshold": "800", "off": "120"})


async def test_a_promotion_keeps_whom_it_is_for_when_its_deal_changes(core: Core) -> None:
    otto = await make_staff(core, Role.OFFICE, "Otto")
    await _shop(core)
    for_gold = DealWords(SPRING.kind, {**SPRING.terms, "tiers": ["gold"]})
    await core.execute(otto, CreatePromotion("SPRING", for_gold, coupon="X1"))
    change = await core.ask(otto, PreviewPromotion("spring", SUMMER))
    assert change.before is not None
    assert change.after is not None
    assert change.before.terms["threshold"] == "1000"
    assert change.after.terms == {"threshold": "800", "off": "120", "tiers": ["gold"]}
    await core.execute(otto, ChangePromotion("spring", SUMMER))
    (row,) = await rows(core, PromotionRow)
    assert (row.code, row.terms, row.coupon) == ("SPRING", change.after.terms, "X1")
    await core.execute(otto, EndPromotion("SPRING"))
    assert await core.ask(otto, ListPromotions()) == ()
    for command in (ChangePromotion("SPRING", SUMMER), EndPromotion("SPRING")):
        with pytest.raises(PromotionUnfit):
            await core.execute(otto, command)
    assert await count(core, JournalRow, JournalRow.name == "promotion_set") == 3


async def test_a_promotion_that_cannot_be_is_refused(core: Core) -> None:
    otto = await make_staff(core, Role.OFFICE, "Otto")
    await _shop(core)
    now = core.clock.now()
    await core.execute(otto, CreatePromotion("A", SPRING, coupon="x 1"))
    for command, error in (
        (CreatePromotion("a", SPRING), PromotionTaken),
        (CreatePromotion("B", SPRING, coupon="X1"), CouponTaken),
        (CreatePromotion("B", SPRING, valid_until=now), PromotionUnfit),
        (CreatePromotion("B", DealWords("spend_save", {"threshold": "1", "off": "2"})), PromotionUnfit),
        (CreatePromotion("B", DealWords("spend_save", {"threshold": "x", "off": "2"})), PromotionUnfit),
        (CreatePromotion("B", DealWords("buy_get", {"buy": 1, "free": 1, "scope": [{"product": "NO"}]})),
         PromotionUnfit),
        (CreatePromotion("B", DealWords("flash", {"price": "1", "scope": [{"product": "COKE"}]}, 0)),
         PromotionUnfit),
        (CreatePromotion("B", DealWords("magic", {})), PromotionUnfit),
        (ChangePromotion("B", SPRING), NotFound),
    ):  # fmt: skip
        with pytest.raises(error):
            await core.execute(otto, command)
    assert await column(core, PromotionRow.code) == ["A"]


async def test_terms_of_a_tier_change_for_its_dealers(core: Core) -> None:
    otto = await make_staff(core, Role.OFFICE, "Otto")
    await _shop(core)
    change = await core.ask(otto, PreviewTerms("plain", 14, 200, 7))
    assert (change.after.net_days, change.after.early_basis_points, change.dealers) == (14, 200, 1)
    await core.execute(otto, SetTerms("plain", 14, 200, 7))
    (tier,) = await rows(core, TierRow)
    assert (tier.net_days, tier.early_payment_basis_points, tier.early_payment_days) == (14, 200, 7)
    for days, early, within in (
        (-1, 0, 0),
        (400, 0, 0),
        (10, 200, 0),
        (10, 0, 5),
        (10, 200, 11),
        (10, 10_000, 5),
    ):
        with pytest.raises(TermsUnfit):
            await core.execute(otto, SetTerms("plain", days, early, within))
    assert await column(core, TierRow.net_days) == [14]
