"""CPU to price 45 lines against 100, 1,000 and 10,000 price rules: it should not depend on their number.

    python -m benchmarks.pricing.flatness [--runs N]

Rules are an even mix of negotiated rates, dated regional price entries, break schedules, flash sales and
spend-and-save promotions over 15,000 products and 800 dealers. Two ways to spread them:

  aside   the same 60 rules speak of the cart's products, all others of other products: what the size of the
          book alone costs
  spread  evenly over products, brands, categories and dealers: the cart meets more rules in a larger book

Times are CPU milliseconds of this process, the median and the 95th percentile of the runs; the books take
turns so that a slow moment of the machine hits them all. Receipts are part of pricing; "digests" is the
SHA-256 of all of them. The last figure is what it costs to compile the book.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from core.kernel.ids import DealerId, LineId, ProductId
from core.kernel.money import Money, UnitPrice
from core.pricing.engine import PriceBook, price_cart
from core.pricing.types import (
    BreakSchedule,
    BreakStep,
    Cart,
    CartLine,
    DealerFacts,
    FlashSale,
    NegotiatedRate,
    Period,
    PriceEntry,
    ProductFacts,
    Promotion,
    ShippingRule,
    SpendAndSave,
    Target,
    Tier,
)

NOW = datetime(2025, 10, 14, 9, 0, tzinfo=UTC)
RULES = (100, 1_000, 10_000)
LINES = 45
NEAR = 60
REGIONS = ((), ("us",), ("us", "west"), ("us", "east"))
STEPS = (BreakStep(1, 0), BreakStep(10, 500), BreakStep(50, 1000), BreakStep(100, 1500))
PLATINUM = Tier(
    code="platinum", name="Platinum", margin_bp=800, net_days=45, free_shipping_above=Money(100_000, "USD")
)
SHIPPING = ShippingRule(rule_id="flat", name="Flat", fee=Money(4_900, "USD"))


def an_id(rng: random.Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(128), version=4)


def make_products(rng: random.Random, count: int) -> list[ProductFacts]:
    products = []
    for number in range(count):
        cost = rng.randrange(500_000, 900_000_000)
        category = (f"c{rng.randrange(8)}", f"g{rng.randrange(12)}", f"t{rng.randrange(20)}")
        listed = UnitPrice(cost * 5 // 4, "USD")
        brand = f"brand {rng.randrange(200)}"
        sku = f"SKU-{number:05d}"
        product_id = ProductId(an_id(rng))
        products.append(ProductFacts(product_id, sku, UnitPrice(cost, "USD"), listed, brand, category))
    return products


def make_rule(
    rng: random.Random, number: int, product: ProductFacts, dealer_id: DealerId, target: Target
) -> tuple[str, Any]:
    name = f"rule {number}"
    match number % 5:
        case 0:
            margin = rng.randrange(200, 1500)
            return "rates", NegotiatedRate(
                rate_id=name, name=name, dealer_id=dealer_id, target=target, margin_bp=margin
            )
        case 1:
            listed = UnitPrice(rng.randrange(500_000, 1_200_000_000), "USD")
            starts = NOW - timedelta(days=rng.randrange(400))
            return "entries", PriceEntry(
                entry_id=name,
                list_name=name,
                product_id=product.product_id,
                price=listed,
                region=rng.choice(REGIONS),
                period=Period(starts, starts + timedelta(days=rng.randrange(30, 400))),
            )
        case 2:
            return "breaks", BreakSchedule(schedule_id=name, name=name, steps=STEPS, target=target)
        case 3:
            deal: FlashSale | SpendAndSave = FlashSale(off_bp=300, cap=1_000)
        case _:
            deal = SpendAndSave(Money(100_000, "USD"), off=Money(2_000, "USD"))
    scope = (Target.product(product.product_id),)
    return "promotions", Promotion(promotion_id=name, name=name, deal=deal, scope=scope)


def make_book(
    rng: random.Random,
    count: int,
    near: Sequence[ProductFacts],
    products: Sequence[ProductFacts],
    dealers: Sequence[DealerId],
    *,
    spread: bool,
) -> dict[str, list[Any]]:
    """``count`` rules by the argument of ``PriceBook.compile`` they go to; the first dealer is the buyer."""
    rules: dict[str, list[Any]] = {"rates": [], "entries": [], "breaks": [], "promotions": []}
    for number in range(count):
        if spread:
            product, dealer_id = rng.choice(products), rng.choice(dealers)
            target = rng.choice(
                (
                    Target.product(product.product_id),
                    Target.of_category(*product.category[: rng.randrange(1, 4)]),
                    Target.of_brand(product.brand or ""),
                )
            )
        else:
            own = number < NEAR
            product = rng.choice(near if own else products)
            dealer_id = dealers[0] if own else rng.choice(dealers[1:])
            target = Target.product(product.product_id)
        kind, rule = make_rule(rng, number, product, dealer_id, target)
        rules[kind].append(rule)
    return rules


def cpu_ms(run: Any) -> float:
    begun = time.process_time()
    run()
    return (time.process_time() - begun) * 1000


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=200)
    runs = parser.parse_args().runs
    rng = random.Random(45)
    products = make_products(rng, 15_000)
    dealers = [DealerId(an_id(rng)) for _ in range(800)]
    near = products[:LINES]
    lines = tuple(CartLine(LineId(an_id(rng)), product, rng.randrange(1, 120)) for product in near)
    titles = ("rules", "kind", "median", "p95", "digests", "combinations", "compile")
    print("{:>8} {:>7} {:>8} {:>8} {:>8} {:>13} {:>9}".format(*titles))
    for spread in (False, True):
        books = []
        for count in RULES:
            pool = products if spread else products[LINES:]
            rules = make_book(rng, count, near, pool, dealers, spread=spread)
            begun = time.process_time()
            book = PriceBook.compile(tiers=[PLATINUM], shipping=[SHIPPING], **rules)
            compiled = (time.process_time() - begun) * 1000
            left = dict.fromkeys(book.capped_promotions(near, NOW), 500)
            dealer = DealerFacts(dealers[0], "USD", "platinum", ("us", "west"))
            books.append((count, book, Cart(dealer, lines, promotion_left=left), compiled))
        times: dict[int, list[float]] = {count: [] for count in RULES}
        digests: dict[int, list[float]] = {count: [] for count in RULES}
        for _ in range(runs):
            for count, book, cart, _ in books:
                times[count].append(cpu_ms(lambda c=cart, b=book: price_cart(c, b, at=NOW)))
                priced = price_cart(cart, book, at=NOW)
                digests[count].append(cpu_ms(lambda p=priced: [line.receipt.digest() for line in p.lines]))
        for count, book, cart, compiled in books:
            proof = price_cart(cart, book, at=NOW).proof
            print(
                f"{count:>8} {'spread' if spread else 'aside':>7} {statistics.median(times[count]):8.2f} "
                f"{percentile(times[count], 0.95):8.2f} {statistics.median(digests[count]):8.2f} "
                f"{proof.evaluated:>13} {compiled:9.1f}"
            )


if __name__ == "__main__":
    main()
