"""What imported rows become in the tables of each domain, and what of those an import never touches."""

from __future__ import annotations

from datetime import date

from sqlalchemy import update

from core.catalog.tables import BarcodeRow, ProductNameRow, ProductRow, SubstituteRow
from core.credit.tables import CreditAccountRow, CreditEntryRow
from core.dealers.tables import DealerPersonRow, DealerRow, PersonRow
from core.infra.door import Core
from core.intake.tables import AliasRow, HabitRow
from core.orders.engine import content_digest
from core.orders.tables import OrderCounterRow, OrderLineRow, OrderRow, OrderStepRow
from core.pricing.tables import BasePriceRow, NegotiatedRateRow, PromotionRow
from core.stock.tables import StockIncomingRow, StockRow
from tests.core.integrations.company import (
    SMALL,
    balances,
    import_rows,
    import_small,
    import_text,
    told,
)
from tests.make import column, count, rows, write


async def test_products_are_written_with_all_that_hangs_on_them(core: Core) -> None:
    await import_small(core, "products")
    (coke,) = await rows(core, ProductRow, ProductRow.sku == "COKE-330")
    assert (coke.packs, coke.sales_unit, coke.order_multiple) == ({"each": 1, "case": 24}, "case", 24)
    assert (coke.attributes, coke.category, coke.active) == ({"volume": "330 ml"}, "Drinks/Soft", True)
    assert [(row.language, row.name) for row in await rows(core, ProductNameRow)] == [("zh_CN", "可口可乐")]
    assert [(row.code, row.unit) for row in await rows(core, BarcodeRow)] == [("5449000000996", "each")]
    assert await count(core, SubstituteRow) == 2


async def test_a_barcode_may_move_to_another_product_within_a_file(core: Core) -> None:
    await import_small(core, "products")
    report = await import_rows(
        core,
        "products",
        "sku,name,barcodes",
        ("COKE-330", "Coke 330 ml can", ""),
        ("COKEZ-330", "Coke Zero 330 ml can", "5449000000996"),
    )
    assert told(report.errors) == []
    (row,) = await rows(core, BarcodeRow)
    assert [row.product_id] == await column(core, ProductRow.id, ProductRow.sku == "COKEZ-330")


async def test_prices_keep_six_digits_and_an_empty_one_is_unknown(core: Core) -> None:
    await import_small(core, "products", "prices")
    found = {(row.currency, row.cost_micros, row.list_micros) for row in await rows(core, BasePriceRow)}
    assert found == {
        ("USD", 420_000, 556_500),
        ("EUR", None, 600_000),
        ("USD", 10_000_000, 14_000_000),
    }


async def test_a_rate_about_a_product_is_kept_by_its_id_and_a_percentage_in_basis_points(core: Core) -> None:
    await import_small(core)
    found = {row.code: row for row in await rows(core, NegotiatedRateRow)}
    (product_id,) = await column(core, ProductRow.id, ProductRow.sku == "007")
    assert (found["R-2"].value, found["R-2"].price_micros, found["R-2"].currency) == (
        str(product_id),
        11_500_000,
        "USD",
    )
    assert (found["R-1"].value, found["R-1"].basis_points) == ("Drinks", 600)
    assert (found["R-3"].kind, found["R-3"].basis_points) == ("percent_off", 250)


async def test_people_and_dealers_find_each_other_in_one_import(core: Core) -> None:
    await import_small(core)
    (techmart,) = await rows(core, DealerRow, DealerRow.code == "TECH")
    (shop,) = await rows(core, DealerRow, DealerRow.code == "SHOP")
    (rep,) = await rows(core, PersonRow, PersonRow.phone == "+12135550107")
    (buyer,) = await rows(core, PersonRow, PersonRow.phone == "+12135550110")
    assert (techmart.rep_id, techmart.parent_id, shop.parent_id) == (rep.id, None, techmart.id)
    assert (rep.staff_role, buyer.staff_role, buyer.language) == ("rep", None, "zh_CN")
    roles = {(row.person_id, row.dealer_id, row.role) for row in await rows(core, DealerPersonRow)}
    assert (buyer.id, techmart.id, "dealer_buyer") in roles
    assert len(roles) == 2


async def test_a_person_may_change_dealer_and_keeps_the_chat_identity(core: Core) -> None:
    await import_small(core)
    report = await import_rows(
        core, "people", "phone,name,role,dealer", ("+12135550110", "王芳", "dealer_admin", "SHOP")
    )
    assert (report.changed, told(report.errors)) == (1, [])
    (buyer,) = await rows(core, PersonRow, PersonRow.phone == "+12135550110")
    (role,) = await rows(core, DealerPersonRow, DealerPersonRow.person_id == buyer.id)
    assert (role.role, buyer.zone) == ("dealer_admin", "America/Los_Angeles")


async def test_stock_is_never_imported_below_what_is_reserved(core: Core) -> None:
    await import_small(core, "warehouses", "products", "stock")
    await write(core, update(StockRow).where(StockRow.on_hand == 480).values(reserved=100))
    report = await import_rows(core, "stock", "sku,warehouse,on_hand", ("COKE-330", "LAX", 99))
    assert told(report.errors) == [(2, "on_hand", "99", "below_reserved")]
    assert report.errors[0].fields == {"reserved": 100}
    report = await import_rows(core, "stock", "sku,warehouse,on_hand", ("COKE-330", "LAX", 100))
    assert (report.changed, report.written) == (1, True)
    (row,) = await rows(core, StockRow, StockRow.reserved == 100)
    assert row.on_hand == 100
    (coming,) = await rows(core, StockIncomingRow, StockIncomingRow.product_id == row.product_id)
    assert (coming.quantity, coming.expected_on) == (240, date(2025, 11, 1))


async def test_the_open_balance_is_always_the_sum_of_the_open_invoices(core: Core) -> None:
    await import_small(core)
    assert await balances(core) == {"TECH": (3_825_075, 3_825_075), "SHOP": (10_000, 10_000)}
    report = await import_rows(
        core,
        "open_invoices",
        "dealer,document,amount,due_on",
        ("TECH", "INV-1", "0", "2025-12-01"),
        ("TECH", "INV-2", "10.75", "2025-08-02"),
        ("SHOP", "INV-9", "5", "2025-12-24"),
        ("SHOP", "INV-8", "0", "2025-12-24"),
    )
    assert (report.new, report.changed, report.unchanged) == (1, 2, 1)
    assert await balances(core) == {"TECH": (1_075, 1_075), "SHOP": (10_500, 10_500)}
    (settled,) = await rows(core, CreditEntryRow, CreditEntryRow.state == "released")
    assert (settled.document, settled.amount_minor, settled.original_minor) == ("INV-1", 0, 3_825_000)


async def test_a_limit_changes_and_the_balance_stays(core: Core) -> None:
    await import_small(core)
    report = await import_text(core, "credit", SMALL["credit"].replace("5000.50", "6000"))
    assert (report.changed, report.unchanged) == (1, 1)
    (row,) = await rows(core, CreditAccountRow, CreditAccountRow.limit_minor == 600_000)
    assert row.invoiced_minor == 10_000


async def test_past_orders_are_closed_and_become_habits(core: Core) -> None:
    await import_small(core)
    (order,) = await rows(core, OrderRow, OrderRow.number == "B2B-2025-41")
    lines = await rows(core, OrderLineRow, OrderLineRow.order_id == order.id)
    assert (order.state, order.currency, order.subtotal_minor, order.total_minor) == (
        "closed",
        "USD",
        5_417,
        5_417,
    )
    assert order.placed_at.date() == date(2025, 9, 1)
    assert sorted(
        (line.sku, line.quantity, line.unit, line.unit_quantity, line.total_minor) for line in lines
    ) == [
        ("007", 3, "each", "3", 3_240),
        ("COKE-330", 48, "case", "2", 2_177),
    ]
    assert order.content_digest == content_digest((line.product_id, line.quantity) for line in lines)
    (step,) = await rows(core, OrderStepRow, OrderStepRow.order_id == order.id)
    assert (step.state, step.at) == ("closed", order.placed_at)
    (old,) = await rows(core, OrderLineRow, OrderLineRow.quantity == 25)
    assert (old.unit, old.unit_quantity) == ("each", "25")
    habits = {(row.times, tuple(row.recent), row.last_on) for row in await rows(core, HabitRow)}
    assert habits == {
        (2, (25, 48), date(2025, 9, 1)),
        (1, (3,), date(2025, 9, 1)),
        (1, (24,), date(2025, 9, 2)),
    }


async def test_our_own_next_order_number_comes_after_those_of_the_history(core: Core) -> None:
    await import_small(core)
    assert [(row.year, row.last) for row in await rows(core, OrderCounterRow)] == [(2025, 42)]


async def test_habits_grow_with_later_history_and_keep_the_newest_seven(core: Core) -> None:
    await import_small(core)
    later = [(f"X-{day}", "TECH", "COKE-330", day, "0.45", f"2025-09-{day:02}") for day in range(10, 16)]
    earlier = [("X-1", "TECH", "COKE-330", 7, "0.45", "2025-01-01")]
    report = await import_rows(
        core, "order_history", "order,dealer,sku,quantity,unit_price,date", *later, *earlier
    )
    assert (report.new, told(report.errors)) == (7, [])
    (habit,) = await rows(core, HabitRow, HabitRow.times == 9)
    assert (habit.recent, habit.last_on) == ([48, 10, 11, 12, 13, 14, 15], date(2025, 9, 15))


async def test_a_past_order_does_not_change(core: Core) -> None:
    await import_small(core)
    report = await import_text(core, "order_history", SMALL["order_history"].replace(",48,", ",72,"))
    assert told(report.errors) == [
        (2, "order", "B2B-2025-41", "already_different"),
        (3, "order", "B2B-2025-41", "already_different"),
    ]


async def test_an_alias_that_changes_is_undone_and_written_anew(core: Core) -> None:
    await import_small(core)
    report = await import_rows(core, "aliases", "dealer,phrase,sku", ("TECH", "The RED cans", "COKEZ-330"))
    assert (report.new, report.changed) == (0, 1)
    (techmart,) = await column(core, DealerRow.id, DealerRow.code == "TECH")
    found = await rows(core, AliasRow, AliasRow.dealer_id == techmart)
    assert sorted((row.source, row.undone_at is None) for row in found) == [
        ("import", False),
        ("import", True),
    ]


async def test_what_is_used_of_a_promotion_survives_an_import(core: Core) -> None:
    await import_small(core)
    await write(core, update(PromotionRow).where(PromotionRow.code == "P-2").values(used=7))
    await import_text(core, "promotions", SMALL["promotions"].replace(",50,yes", ",60,yes"))
    (row,) = await rows(core, PromotionRow, PromotionRow.code == "P-2")
    assert (row.cap, row.used) == (60, 7)
