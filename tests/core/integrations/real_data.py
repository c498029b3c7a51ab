"""The public data sets in the forms our import takes. They stand beside the project, never in it."""

from __future__ import annotations

import csv
import lzma
import os
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from core.integrations.master_data.types import SheetRows

DATA = Path(os.environ.get("DEALERLINE_DATA", Path(__file__).parents[3].parent / "shared" / "data"))
RETAIL, NORTHWIND = DATA / "uci-online-retail", DATA / "northwind"

needs_retail = pytest.mark.skipif(not RETAIL.is_dir(), reason=f"the data set {RETAIL.name} is not there")
needs_northwind = pytest.mark.skipif(
    not NORTHWIND.is_dir(), reason=f"the data set {NORTHWIND.name} is not there"
)

Line = dict[str, str]


def retail_lines(before: str) -> list[Line]:
    """All lines of the gift wholesaler up to a day, as they are: cancellations and gaps included."""
    with lzma.open(RETAIL / "lines.csv.xz", "rt", encoding="utf8", newline="") as file:
        return [line for line in csv.DictReader(file) if line["InvoiceDate"] < before]


def retail_products() -> SheetRows:
    with (RETAIL / "products.csv").open(encoding="utf8", newline="") as file:
        rows = [(line["StockCode"], line["description"]) for line in csv.DictReader(file)]
    return SheetRows(("sku", "name"), rows)


def retail_prices(lines: Iterable[Line]) -> SheetRows:
    """The last price above 0 of each product, in pounds."""
    last = {line["StockCode"]: line["UnitPrice"] for line in lines if Decimal(line["UnitPrice"]) > 0}
    return SheetRows(("sku", "currency", "list"), [(sku, "GBP", price) for sku, price in last.items()])


def retail_dealers(lines: Iterable[Line]) -> SheetRows:
    countries = {line["CustomerID"]: line["Country"] for line in lines if line["CustomerID"]}
    rows = [
        (code, f"Customer {code}", "standard", country, "Europe/London", "GBP")
        for code, country in countries.items()
    ]
    return SheetRows(("code", "name", "tier", "region", "zone", "currency"), rows)


def retail_history(lines: Iterable[Line]) -> SheetRows:
    rows = [
        (
            line["InvoiceNo"],
            line["CustomerID"],
            line["StockCode"],
            line["Quantity"],
            line["UnitPrice"],
            line["InvoiceDate"][:10],
        )
        for line in lines
    ]
    return SheetRows(("order", "dealer", "sku", "quantity", "unit_price", "date"), rows)


def northwind(name: str) -> list[Line]:
    with (NORTHWIND / f"{name}.csv").open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def northwind_tables() -> dict[str, SheetRows]:
    categories = {
        line["CategoryID"]: line["CategoryName"].replace("/", " and ") for line in northwind("categories")
    }
    suppliers = {line["SupplierID"]: line["CompanyName"] for line in northwind("suppliers")}
    products, orders = northwind("products"), {line["OrderID"]: line for line in northwind("orders")}
    return {
        "tiers": SheetRows(
            ("code", "name", "margin_percent", "net_days"), [("standard", "Standard", "20", "30")]
        ),
        "warehouses": SheetRows(("code", "name", "region"), [("MAIN", "Main", "north")]),
        "products": SheetRows(
            ("sku", "name", "category", "vendor", "attributes", "active"),
            [
                (
                    line["ProductID"],
                    line["ProductName"],
                    categories[line["CategoryID"]],
                    suppliers[line["SupplierID"]],
                    f"content={line['QuantityPerUnit']}",
                    "no" if line["Discontinued"] == "1" else "yes",
                )
                for line in products
            ],
        ),
        "prices": SheetRows(
            ("sku", "currency", "list"), [(line["ProductID"], "USD", line["UnitPrice"]) for line in products]
        ),
        "stock": SheetRows(
            ("sku", "warehouse", "on_hand", "incoming"),
            [(line["ProductID"], "MAIN", line["UnitsInStock"], line["UnitsOnOrder"]) for line in products],
        ),
        "dealers": SheetRows(
            ("code", "name", "tier", "region"),
            [
                (line["CustomerID"], line["CompanyName"], "standard", line["Country"])
                for line in northwind("customers")
            ],
        ),
        "ship_tos": SheetRows(
            ("dealer", "code", "name", "address", "city", "default"),
            [
                (line["CustomerID"], "S1", line["CompanyName"], line["Address"], line["City"], "yes")
                for line in northwind("customers")
            ],
        ),
        "order_history": SheetRows(
            ("order", "dealer", "sku", "quantity", "unit_price", "date"),
            [
                (
                    line["OrderID"],
                    orders[line["OrderID"]]["CustomerID"],
                    line["ProductID"],
                    line["Quantity"],
                    paid_price(line),
                    orders[line["OrderID"]]["OrderDate"],
                )
                for line in northwind("order_details")
            ],
        ),
    }


def paid_price(line: Line) -> str:
    """The price after the line's discount, which is written as a rounded float."""
    return str(Decimal(line["UnitPrice"]) * (1 - round(Decimal(line["Discount"]), 2)))
