"""The public data sets as products and lines; read from ``../shared/data`` or ``DEALERLINE_DATA``."""

from __future__ import annotations

import csv
import lzma
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from core.intake.types import CatalogEntry

DATA = Path(os.environ.get("DEALERLINE_DATA", Path(__file__).parents[3] / "shared" / "data"))


@dataclass(frozen=True, slots=True)
class Pairs:
    """A matching benchmark: texts to look up, each with the keys of the right products."""

    products: list[CatalogEntry]
    queries: list[tuple[str, frozenset[str]]]


class Purchase(NamedTuple):
    """A line of an order: when, of what, how many, and the number of the order."""

    day: date
    key: str
    quantity: int
    order: str


@dataclass(slots=True)
class Customer:
    """Order lines of one customer, in order of time."""

    orders: list[Purchase] = field(default_factory=list)


def _rows(name: str) -> Iterator[dict[str, str]]:
    path = DATA / name
    if name.endswith(".xz"):
        with lzma.open(path, "rt", encoding="utf8", newline="") as file:
            yield from csv.DictReader(file)
    else:
        with path.open(encoding="utf8", newline="") as file:
            yield from csv.DictReader(file)


def is_here() -> bool:
    """Are the data sets on this machine?"""
    return (DATA / "uci-online-retail").is_dir()


@cache
def online_retail() -> list[CatalogEntry]:
    rows = _rows("uci-online-retail/products.csv")
    return [
        CatalogEntry("u" + r["StockCode"], r["StockCode"], (r["description"].strip(),))
        for r in rows
        if len(r["description"].split()) > 1
    ]


@cache
def online_retail_customers() -> dict[str, Customer]:
    """Customers by number; cancellations and lines without a customer left out."""
    known = {entry.key for entry in online_retail()}
    customers: defaultdict[str, Customer] = defaultdict(Customer)
    for row in _rows("uci-online-retail/lines.csv.xz"):
        key, quantity = "u" + row["StockCode"], int(row["Quantity"])
        if row["CustomerID"] and quantity > 0 and key in known:
            day = date.fromisoformat(row["InvoiceDate"][:10])
            customers[row["CustomerID"]].orders.append(Purchase(day, key, quantity, row["InvoiceNo"]))
    return dict(customers)


@cache
def hongkong(language: str) -> list[CatalogEntry]:
    """Supermarket items in one language: "en", "zh_hans" or "zh_hant"."""
    brand, gap = f"brand_{language}", " " if language == "en" else ""
    found = []
    for r in _rows("hongkong-pricewatch/items.csv"):
        if r["name_" + language]:
            name = (r[brand] + gap + r["name_" + language]).strip()
            found.append(CatalogEntry(f"h{language}{r['code']}", r["code"], (name,)))
    return found


@cache
def malay() -> list[CatalogEntry]:
    return [
        CatalogEntry("m" + r["item_code"], "PC" + r["item_code"], (f"{r['item']} {r['unit']}",))
        for r in _rows("malay-pricecatcher/items.csv")
        if r["item"]
    ]


@cache
def abt_buy() -> Pairs:
    products = [
        CatalogEntry("b" + r["id"], "BUY-" + r["id"], (r["name"],)) for r in _rows("er-abt-buy/buy.csv")
    ]
    names = {r["id"]: r["name"] for r in _rows("er-abt-buy/abt.csv")}
    return Pairs(products, _queries("er-abt-buy", names, "b"))


@cache
def amazon_google() -> Pairs:
    products = [
        CatalogEntry("g" + r["id"], "GOO-" + r["id"], (r["title"],))
        for r in _rows("er-amazon-google/google.csv")
    ]
    names = {r["id"]: r["title"] for r in _rows("er-amazon-google/amazon.csv")}
    return Pairs(products, _queries("er-amazon-google", names, "g"))


def _queries(folder: str, names: dict[str, str], prefix: str) -> list[tuple[str, frozenset[str]]]:
    right: defaultdict[str, set[str]] = defaultdict(set)
    for row in _rows(f"{folder}/matches.csv"):
        right[row["D1"]].add(prefix + row["D2"])
    return [(names[left], frozenset(keys)) for left, keys in right.items()]


@cache
def price_runner() -> Pairs:
    """One offer of each product is the catalogue, the other offers' titles look for it."""
    products: dict[str, CatalogEntry] = {}
    queries: list[tuple[str, frozenset[str]]] = []
    for row in _rows("pricerunner-clusters/products.csv.xz"):
        cluster = "p" + row["cluster_id"]
        if cluster not in products:
            products[cluster] = CatalogEntry(cluster, "PR-" + row["cluster_id"], (row["product_title"],))
        else:
            queries.append((row["product_title"], frozenset({cluster})))
    return Pairs(list(products.values()), queries)


@cache
def northwind() -> list[CatalogEntry]:
    return [
        CatalogEntry(
            "n" + r["ProductID"], "NW-" + r["ProductID"], (f"{r['ProductName']} {r['QuantityPerUnit']}",)
        )
        for r in _rows("northwind/products.csv")
    ]
