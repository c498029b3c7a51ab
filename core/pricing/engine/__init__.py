"""The pricing engine: ``price_cart`` over a compiled :class:`PriceBook`. Pure: no I/O, no clock, no random.

The rules, as sentences:

D1  The tier price is cost times one plus the tier's margin (Platinum 8 %, Gold 12 %, Silver 16 %, Bronze 20 %
    are data). Without a cost in the dealer's currency there is no tier price.
D2  A dealer's negotiated rate replaces the standard price, also when it is dearer. The narrowest rate wins:
    product, then category (deeper first), then brand. Among rates on the same target the later start wins,
    then the higher priority, then the smaller id. A rate that cannot be worked out (no cost, other currency)
    is passed over. No quantity break comes on top unless the rate says so; then it comes off the rate.
D3  A quantity break comes off the list price, or off the tier price when its schedule says "standard". The
    narrowest schedule wins. Lines on the same product count together, in base units.
    The standard price is the better of tier price and list price with its break; at a tie the tier price.
D4  Price-list entries are chosen by narrower region, then later start, then higher priority. A list entry
    replaces the product's list price; a net entry is the standard price as it stands. The dealer's own region
    prices, wherever the goods go. A price in another currency than the dealer's is never used; a product with
    no price in it gets a verdict. Periods include their start and exclude their end.
D5  Promotions: flash prices come first and only where lower, capped by what is left; spending thresholds
    look at line totals after flash prices and before order discounts; order discounts come off in order of
    priority, each from what the earlier ones left, are rounded once (half up) and split by the largest
    remainder; free goods count what was bought and come on top. At most one promotion of a group; one that
    is not stackable shares no line with another. Of all lawful combinations the one is chosen for which the
    dealer pays least: goods with shipping, less the worth of free goods at his own price. A coupon unlocks
    its promotion and counts as used only when that promotion is applied.
D6  A dealer below another one pays that dealer's own price where there is one, held within its band (module
    ``bands``): it stands like a net price, untouched by tier and quantity break. What the house has agreed
    with the dealer itself (D2) replaces it, as any standard price.
D8  Shipping is a flat fee by the region shipped to, free when the goods after discounts exceed the tier's
    threshold. The early-payment discount is computed on the goods and stated, never deducted.
D9  Every line carries a receipt: the steps in order, the rules that lost and why, each rounding, a digest.
    Unit prices keep six digits; money is rounded once, half up, where a unit price meets a quantity.
A15 A quotation keeps a price until it expires (module ``quotations``): it stands wherever it is lower than
    what D1-D4 come to and good for as many pieces as are ordered; else the normal price counts.
"""

from core.pricing.engine.book import PriceBook
from core.pricing.engine.pricing import price_cart

__all__ = ["PriceBook", "price_cart"]
