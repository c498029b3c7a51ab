"""Builders of test data: each writes a few rows straight to the tables and returns ids or an Actor.

They go past the use cases on purpose, so that a fault in one does not hide in all tests. Money is given as
text ("1040.00"), quantities in base units. What a test does not name has a plain default that decides
nothing.
"""

from tests.make.goods import (
    make_assortment,
    make_product,
    make_product_name,
    make_stock,
    make_warehouse,
    set_order_multiple,
    touch_catalog,
)
from tests.make.house import Counter, Trade, make_counter, make_trade
from tests.make.orders import confirm, make_draft, quote
from tests.make.people import (
    account,
    make_buyer,
    make_credit,
    make_dealer,
    make_invoice,
    make_person,
    make_session,
    make_ship_to,
    make_staff,
    raise_invoiced,
    set_limit,
)
from tests.make.prices import make_coupon, make_flash_sale, make_gift, make_rate, make_tier, set_cost
from tests.make.rows import column, count, rows, write

__all__ = [
    "Counter",
    "Trade",
    "account",
    "column",
    "confirm",
    "count",
    "make_assortment",
    "make_buyer",
    "make_counter",
    "make_coupon",
    "make_credit",
    "make_dealer",
    "make_draft",
    "make_flash_sale",
    "make_gift",
    "make_invoice",
    "make_person",
    "make_product",
    "make_product_name",
    "make_rate",
    "make_session",
    "make_ship_to",
    "make_staff",
    "make_stock",
    "make_tier",
    "make_trade",
    "make_warehouse",
    "quote",
    "raise_invoiced",
    "rows",
    "set_cost",
    "set_limit",
    "set_order_multiple",
    "touch_catalog",
    "write",
]
