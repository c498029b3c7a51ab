"""What users of other systems complain of about prices; here each complaint is a case that must not happen.

The numbers are GitHub issues of the system named.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from core.pricing.engine import PriceBook, price_cart
from core.pricing.types import (
    Coupon,
    FlashSale,
    Period,
    PriceEntry,
    PriceReceipt,
    Promotion,
    SpendAndSave,
    Target,
)
from tests.core.pricing.trade import (
    CORNER_STORE,
    IPHONE,
    NOW,
    STANDARD_BREAKS,
    TECHMART,
    TECHMART_RATES,
    TIERS,
    cart,
    dealer,
    price,
    priced,
    product,
    usd,
)

BOLT = product("BOLT", "0.0333", "0.0417")


def save(name: str, threshold: str, off: str, **more: Any) -> Promotion:
    return Promotion(promotion_id=name, name=name, deal=SpendAndSave(usd(threshold), usd(off)), **more)


def test_order_and_invoice_never_differ_by_cents() -> None:
    """odoo 13687, 102838, 177192, 23125: the invoice adds up what the receipts say and nothing else."""
    nuts = product("NUTS", "0.3333", "0.9")
    book = {"promotions": [save("p", "10", "3.37")], "breaks": [STANDARD_BREAKS]}
    order = priced(dealer(), (BOLT, 777), (nuts, 31), (BOLT, 3), book=book)
    invoice = [PriceReceipt.from_json(line.receipt.to_json()) for line in order.lines]
    assert sum(receipt.payable.minor for receipt in invoice) == order.goods.minor
    assert [receipt.digest() for receipt in invoice] == [line.receipt.digest() for line in order.lines]


def test_the_cent_does_not_depend_on_how_the_quantity_is_written_down() -> None:
    """OCA/product-variant 54, erpnext 24591: a dozen is twelve base units, priced and broken as twelve."""
    egg = product("EGG", listed="1.25")
    three_dozen = priced(dealer(None), (egg, 3 * 12), book={"breaks": [STANDARD_BREAKS]})
    assert three_dozen.lines[0].unit_price == price("1.1875")
    assert three_dozen.total == usd("42.75")


def test_pricing_again_never_takes_the_discount_twice() -> None:
    """erpnext 36616: a cart keeps no price, so there is nothing to discount a second time."""
    book = PriceBook.compile(tiers=TIERS, promotions=[save("p", "1000", "100")])
    basket = cart(dealer(), (IPHONE, 2))
    first, second = (price_cart(basket, book, at=NOW) for _ in range(2))
    assert first == second
    assert first.total == usd("2060")


def test_a_promotion_withdrawn_or_taken_from_a_dealer_is_gone_at_once() -> None:
    """erpnext 43456, 36616: the rule went, its effect stayed."""
    mine = save("p", "1000", "100", dealers=frozenset({CORNER_STORE}))
    lines = ((IPHONE, 2),)
    assert priced(dealer(), *lines, book={"promotions": [mine]}).total == usd("2060")
    theirs = replace(mine, dealers=frozenset({TECHMART}))
    assert priced(dealer(), *lines, book={"promotions": [theirs]}).total == usd("2160")
    assert priced(dealer(), *lines).total == usd("2160")


def test_a_promotion_does_not_overwrite_the_negotiated_rate() -> None:
    """erpnext 35280, 21396: the receipt starts from the rate, and the rest of the line costs it."""
    sale = Promotion(
        promotion_id="sale",
        name="sale",
        deal=FlashSale(price("1000"), cap=10),
        scope=(Target.product(IPHONE.product_id),),
    )
    book = {"rates": TECHMART_RATES, "promotions": [sale]}
    made = priced(dealer(who=TECHMART), (IPHONE, 25), book=book, promotion_left={"sale": 10})
    assert made.lines[0].unit_price == price("1040")
    assert made.total == usd("25600")  # 10 at 1,000 and 15 at 1,040


def test_an_old_cart_gets_todays_price_and_the_change_is_seen() -> None:
    """solidus 6206: a price of last month in a cart of last month."""
    later = NOW + timedelta(days=30)
    dearer = PriceEntry(
        entry_id="new", list_name="New", product_id=BOLT.product_id, price=price("2"), period=Period(later)
    )
    book = PriceBook.compile(entries=[dearer])
    basket = cart(dealer(None), (BOLT, 100))
    then, now = (price_cart(basket, book, at=at) for at in (NOW, later))
    assert (then.total, now.total) == (usd("4.17"), usd("200"))
    assert then.fingerprint() != now.fingerprint()


def test_the_whole_amount_is_due_when_the_cash_discount_is_not_taken() -> None:
    """odoo 25623, 94050: the statement shows 100 %, the discount beside it."""
    made = priced(dealer("gold"), (IPHONE, 1))
    assert made.total == usd("1120")
    assert made.terms.early_payment is not None
    assert made.terms.early_payment.amount == usd("22.40")


def test_a_discount_names_no_price_that_the_dealer_may_not_see() -> None:
    """vtex-apps/b2b-theme 20: the hidden price was worked out from the promotion badge."""
    gold_only = save("gold only", "1", "1", tiers=frozenset({"gold"}))
    secret = save("secret", "1", "1", needs_coupon=True)
    book = {"promotions": [gold_only, secret], "coupons": [Coupon(code="S", promotion_id="secret")]}
    made = priced(dealer("bronze"), (IPHONE, 1), book=book)
    assert (made.promotions, made.hints) == ((), ())
