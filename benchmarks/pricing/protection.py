"""Price protection over a window of invoices: CPU seconds of the clock's look at the prices.

    python -m benchmarks.pricing.protection [--lines N]

A SQLite file with N lines (ten an invoice, 800 dealers, 5,000 products, thirty days) is made in a temporary
folder. Each row is one ``NoticeFalls``:

  nothing fell      every purchase is looked at
  nothing changed   no price rule changed, began or ended since: the look is not taken
  some fell         50 products became cheaper: lines found, dealers told
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, update

from core.billing.tables import InvoiceLineRow, InvoiceRow
from core.bootstrap import build
from core.catalog.tables import ProductRow
from core.dealers.tables import DealerRow
from core.infra.door import Core
from core.infra.settings import Settings
from core.kernel.actor import SYSTEM
from core.kernel.clock import FixedClock
from core.kernel.ids import new_uuid7
from core.kernel.money import Money, UnitPrice
from core.migrations import upgrade
from core.orders.tables import OrderLineRow, OrderRow
from core.pricing.tables import BasePriceRow, PriceChangeRow, TierRow
from core.pricing.types import PriceReceipt, PriceStep, RuleKind
from core.protection.tables import ProtectedLineRow
from core.protection.types import PolicyScope, ProtectionPolicy
from core.protection.use_cases.notice_falls import NoticeFalls
from core.protection.use_cases.set_protection_policy import SetProtectionPolicy

NOW = datetime(2025, 10, 14, 14, 20, tzinfo=UTC)
DEALERS, PRODUCTS, LINES_OF_INVOICE, CHEAPER = 800, 5_000, 10, 50
PRICE = 12_500_000


def _products() -> list[dict[str, Any]]:
    return [
        {
            "id": new_uuid7(NOW), "sku": f"SKU-{at:05}", "name": f"Product number {at}",
            "brand": f"Brand {at % 60}", "category": "all", "vendor": "", "attributes": {},
            "packs": {"each": 1}, "sales_unit": "each", "order_multiple": 1, "weight_g": 0, "volume_ml": 0,
            "restricted": False, "active": True, "change": 0,
        }
        for at in range(PRODUCTS)
    ]  # fmt: skip


def _receipt(line: dict[str, Any]) -> str:
    price, total = UnitPrice(PRICE, "USD"), Money(line["total_minor"], "USD")
    step = PriceStep(RuleKind.LIST_PRICE, line["sku"], "", None, price)
    return PriceReceipt(
        line["id"], line["product_id"], line["sku"], "USD", NOW, line["quantity"], line["quantity"], price,
        (step,), (), (), (), total, total,
    ).to_json()  # fmt: skip


def _invoice(
    number: int, dealer: Any, products: list[dict[str, Any]], dice: random.Random
) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]:
    """An order and its invoice, each with its lines."""
    order_id, invoice_id = new_uuid7(NOW), new_uuid7(NOW)
    at = NOW - timedelta(minutes=dice.randrange(30 * 24 * 60))
    bought, billed = [], []
    for position in range(1, LINES_OF_INVOICE + 1):
        product, pieces = dice.choice(products), dice.randrange(1, 200)
        both = {
            "position": position, "sku": product["sku"], "name": product["name"], "unit": "each",
            "unit_quantity": str(pieces), "quantity": pieces, "unit_price_micros": PRICE,
            "total_minor": pieces * 1250, "discount_minor": 0,
        }  # fmt: skip
        line = {**both, "id": new_uuid7(NOW), "order_id": order_id, "product_id": product["id"]}
        bought.append({**line, "receipt": _receipt(line)})
        billed.append(
            {
                **both, "invoice_id": invoice_id, "gross_minor": pieces * 1250, "net_minor": pieces * 1250,
                "tax_minor": 0, "tax_category": "O", "tax_basis_points": 0, "tax_included": False,
            }
        )  # fmt: skip
    total = sum(line["total_minor"] for line in bought)
    sums = {"subtotal_minor": total, "discount_minor": 0, "shipping_minor": 0, "total_minor": total}
    order = {
        **sums, "id": order_id, "number": f"O-{number}", "dealer_id": dealer, "state": "delivered",
        "version": 1, "currency": "USD", "pricing": {}, "content_digest": "", "placed_at": at,
        "changed_at": at,
    }  # fmt: skip
    invoice = {
        **sums, "id": invoice_id, "number": f"INV-{number}", "kind": "invoice", "dealer_id": dealer,
        "order_id": order_id, "order_number": order["number"], "seller": {}, "dealer": {},
        "issued_on": at.date(), "due_on": at.date(), "early_basis_points": 0, "early_minor": 0,
        "currency": "USD", "net_minor": total, "tax_minor": 0, "taxes": [], "created": at,
    }  # fmt: skip
    return order, invoice, bought, billed


async def _fill(core: Core, lines: int) -> list[Any]:
    """Everything that was bought; the ids of the products."""
    dice = random.Random(7)
    products = _products()
    dealers = [
        {
            "id": new_uuid7(NOW), "code": f"D{at}", "name": f"Dealer {at}", "tier": "gold",
            "region": f"region {at % 9}", "language": "en", "zone": "UTC", "currency": "USD", "active": True,
        }
        for at in range(DEALERS)
    ]  # fmt: skip
    made = [
        _invoice(number, dice.choice(dealers)["id"], products, dice)
        for number in range(lines // LINES_OF_INVOICE)
    ]
    tier = {
        "code": "gold", "name": "Gold", "margin_basis_points": 1_200, "net_days": 30, "currency": "USD",
        "early_payment_basis_points": 0, "early_payment_days": 0,
    }  # fmt: skip
    prices = [{"product_id": one["id"], "currency": "USD", "list_micros": PRICE} for one in products]
    async with core.database.write() as connection:
        for table, found in (
            (TierRow, [tier]), (DealerRow, dealers), (ProductRow, products), (BasePriceRow, prices),
            (OrderRow, [one[0] for one in made]), (InvoiceRow, [one[1] for one in made]),
            (OrderLineRow, [line for one in made for line in one[2]]),
            (InvoiceLineRow, [line for one in made for line in one[3]]),
        ):  # fmt: skip
            await connection.execute(insert(table), found)
    return [one["id"] for one in products]


async def _look(core: Core, what: str) -> None:
    started, wall = time.process_time(), time.perf_counter()
    told = await core.execute(SYSTEM, NoticeFalls())
    seconds, waited = time.process_time() - started, time.perf_counter() - wall
    async with core.database.read() as connection:
        found = (await connection.execute(select(func.count()).select_from(ProtectedLineRow))).scalar_one()
    print(f"{what:16} {seconds:6.2f} s CPU  {waited:6.2f} s  {found:6} lines found  {told:4} dealers told")


async def run(lines: int, folder: Path) -> None:
    address = f"sqlite:///{folder / 'protection.db'}"
    upgrade(address)
    core = build(Settings(database_url=address, _env_file=None), clock=FixedClock(NOW))
    products = await _fill(core, lines)
    await core.execute(SYSTEM, SetProtectionPolicy(ProtectionPolicy(PolicyScope.ALL, "", 31, 14)))
    await _look(core, "nothing fell")
    await _look(core, "nothing changed")
    async with core.database.write() as connection:
        cheaper = BasePriceRow.product_id.in_(products[:CHEAPER])
        await connection.execute(update(BasePriceRow).where(cheaper).values(list_micros=PRICE - 1_000_000))
        await connection.execute(update(PriceChangeRow).values(last=PriceChangeRow.last + 1))
    await _look(core, "some fell")
    await core.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--lines", type=int, default=60_000)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(parser.parse_args().lines, Path(folder)))


if __name__ == "__main__":
    main()
