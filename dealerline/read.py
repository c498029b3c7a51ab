"""``dealerline read``: messages in, readings out, as JSON lines; for measuring and for scripts.

The same three steps as in the chat, without a database: read the message, match each line to a product, guard
the amount. Products, history and aliases come from CSV files.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from statistics import median
from typing import Any, TextIO

from core.intake.engine.matching import CatalogIndex, alias_key, match_one_or_several, offer_once
from core.intake.engine.reading import read_message
from core.intake.engine.reading.guarding import guard_quantity
from core.intake.engine.units import find_ordering_unit
from core.intake.sales_types import Sales
from core.intake.types import (
    Action,
    Bought,
    CatalogEntry,
    DealerView,
    Decision,
    Intent,
    LineMatch,
    LineText,
)
from core.kernel.clock import SystemClock

# Only these carry order lines; whatever else was asked comes with no lines.
_ORDERING = frozenset({Intent.ORDER, Intent.EDIT, Intent.REPEAT_LAST, Intent.USUAL})
_SINGLE_UNITS = frozenset(
    {"each", "bottle", "can", "jar", "packet", "bag", "tub", "tube", "roll", "bar", "pack"}
)


class BadTable(ValueError):
    """A CSV file lacks a column that is needed."""


@dataclass(frozen=True, slots=True)
class Shop:
    """What the three files say: products with their index, and each dealer's habits and words."""

    index: CatalogIndex
    entries: Mapping[str, CatalogEntry]
    dealers: Mapping[str, DealerView]
    nobody: DealerView  # who writes is not known
    today: date


def run_read(
    products_csv: Path, history_csv: Path | None, aliases_csv: Path | None, stdin: TextIO, stdout: TextIO
) -> None:
    """Answer every JSON line ``{"id","dealer","text"}`` of ``stdin`` with one on ``stdout``.

    Raises BadTable or OSError before the first answer when a file cannot be used. A line of input that is no
    such object is answered ``{"id","error"}``, and the reading goes on.
    """
    shop = load_shop(products_csv, history_csv, aliases_csv)
    for raw in stdin:
        if not raw.strip():
            continue
        stdout.write(json.dumps(answer_line(shop, raw), ensure_ascii=False) + "\n")
        stdout.flush()


def answer_line(shop: Shop, raw: str) -> dict[str, Any]:
    """The answer to one line of input."""
    try:
        asked = json.loads(raw)
    except ValueError as error:
        return {"id": None, "error": f"not JSON: {error}"}
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        number = asked.get("id") if isinstance(asked, dict) else None
        return {"id": number, "error": 'an object with "id", "dealer" and "text" is needed'}
    reading = read_message(asked["text"], today=shop.today)
    dealer = shop.dealers.get(str(asked.get("dealer") or ""), shop.nobody)
    lines = reading.lines if reading.intent in _ORDERING else ()
    found = [match_one_or_several(whole, shop.index, dealer) for whole in lines]
    return {
        "id": asked.get("id"),
        "intent": reading.intent.value,
        "lines": [
            _show_line(shop, dealer, line, match)
            for parts in offer_once(found, shop.index, dealer)
            for line, match in parts
        ],
    }


def _show_line(shop: Shop, dealer: DealerView, line: LineText, match: LineMatch) -> dict[str, Any]:
    certain = match.candidates[0] if match.decision is Decision.ACCEPT and match.candidates else None
    match = _decide(shop, dealer, match)
    reading = match.reading
    return {
        "raw": line.raw,
        "action": reading.action.value,
        "quantity": _plain(reading.quantity),
        "unit": reading.unit,
        "size": _plain(reading.size),
        "size_unit": reading.size_unit,
        "item": reading.item,
        "remark": reading.remark,
        "decision": match.decision.value,
        "sku": certain.sku if certain is not None else None,
        "score": round(match.score, 4),
        "candidates": [{"sku": one.sku, "score": round(one.score, 4)} for one in match.candidates[:5]],
    }


def _decide(shop: Shop, dealer: DealerView, match: LineMatch) -> LineMatch:
    """The match with the amount guarded; a removal has no amount to guard."""
    if match.reading.action is Action.REMOVE:
        named = match.reading.line_number is not None
        return replace(match, decision=Decision.ACCEPT, score=1.0) if named else match
    if not match.reading.item:
        # "make it 12", "5": understood, but which product it means only the draft can tell.
        return replace(match, decision=Decision.ASK)
    if not match.candidates:
        return match
    key = match.candidates[0].key
    return guard_quantity(match, shop.entries[key], dealer.bought.get(key))


def _plain(number: Decimal | None) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


# --- the three files ---------------------------------------------------------------------------------


def load_shop(products_csv: Path, history_csv: Path | None, aliases_csv: Path | None) -> Shop:
    """Read the files and build the index. Raises BadTable or OSError when a file cannot be used."""
    entries = {entry.key: entry for entry in map(_entry, _rows(products_csv, ("sku", "name")))}
    bought, sales, latest = _habits(history_csv, entries) if history_csv is not None else ({}, Sales(), None)
    aliases: dict[str, dict[str, str]] = {}
    for row in _rows(aliases_csv, ("dealer", "alias", "sku")) if aliases_csv is not None else ():
        if row["sku"] in entries and row["alias"]:
            aliases.setdefault(row["dealer"], {})[alias_key(row["alias"])] = row["sku"]
    dealers = {
        name: DealerView(bought=bought.get(name, {}), aliases=aliases.get(name, {}), sales=sales)
        for name in {*bought, *aliases}
    }
    today = latest or SystemClock().now().date()
    nobody = DealerView(sales=sales)
    return Shop(CatalogIndex.build(entries.values()), entries, dealers, nobody, today)


def _rows(path: Path, needed: Iterable[str]) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.DictReader(file)
        reader.fieldnames = [(name or "").strip().lower() for name in reader.fieldnames or ()]
        missing = [name for name in needed if name not in reader.fieldnames]
        if missing:
            raise BadTable(f"{path.name}: column {', '.join(missing)} is missing")
        for row in reader:
            yield {name: (value or "").strip() for name, value in row.items() if isinstance(name, str)}


def _entry(row: Mapping[str, str]) -> CatalogEntry:
    return CatalogEntry(
        key=row["sku"],
        sku=row["sku"],
        names=(row["name"] or row["sku"],),
        brand=row.get("brand", ""),
        category=row.get("category", ""),
        barcodes=tuple(re.split(r"[;|,\s]+", row.get("barcode", ""))) if row.get("barcode") else (),
        packs=read_packs(row.get("unit", ""), row.get("pack", "")),
        attributes=_attributes(row.get("attributes", "")),
    )


def read_packs(unit: str, pack: str) -> dict[str, int]:
    """Pack table of a product from its two columns; empty when they say nothing.

    ``unit`` is what it is kept in. ``pack`` is a count ("24", "24x330ml": that many in a case) or a list
    ("case=24;pallet=960", or the same as a JSON object).
    """
    base = find_ordering_unit(unit) if unit else None
    packs: dict[str, int] = {base: 1} if base else {}
    named = _named_packs(pack)
    if named:
        if 1 not in packs.values() and 1 not in named.values():
            packs["each"] = 1
        return {**packs, **named}
    count = re.match(r"\s*(\d{1,6})\s*(?:[x*/].*|[a-z]*\s*)?$", pack, re.IGNORECASE)
    if count is None or int(count[1]) < 2:
        return packs
    if base is None or base in _SINGLE_UNITS:
        packs.setdefault(base or "each", 1)
        packs["case"] = int(count[1])
    return packs


def _named_packs(pack: str) -> dict[str, int]:
    if pack.startswith("{"):
        try:
            pairs = [(str(name), str(count)) for name, count in json.loads(pack).items()]
        except (ValueError, AttributeError):
            return {}
    else:
        pairs = re.findall(r"([^\d\W]+)\s*[=:]\s*(\d+)", pack)
    found = {
        find_ordering_unit(name) or name.lower(): int(count) for name, count in pairs if count.isdecimal()
    }
    return {name: count for name, count in found.items() if count > 0}


def _attributes(text: str) -> dict[str, str]:
    if text.startswith("{"):
        try:
            return {str(name): str(value) for name, value in json.loads(text).items()}
        except (ValueError, AttributeError):
            return {}
    pairs = (part.partition("=" if "=" in part else ":") for part in re.split(r"[;|]", text))
    return {name.strip(): value.strip() for name, _, value in pairs if name.strip()}


def _habits(
    path: Path, entries: Mapping[str, CatalogEntry]
) -> tuple[dict[str, dict[str, Bought]], Sales, date | None]:
    """Each dealer's habit with each product: median amount, how often, days since the last time.

    And what all of them buy. Days are counted to the latest date of the file, so that the answer does not
    depend on when it is asked.
    Rows for unknown products, with an unreadable date or an amount that is not above zero do not count.
    """
    amounts: dict[tuple[str, str], list[Decimal]] = {}
    last: dict[tuple[str, str], date] = {}
    for row in _rows(path, ("dealer", "sku", "quantity", "date")):
        try:
            amount, day = Decimal(row["quantity"]), date.fromisoformat(row["date"][:10])
        except (InvalidOperation, ValueError):
            continue
        if row["sku"] not in entries or not amount.is_finite() or amount <= 0:
            continue
        pair = (row["dealer"], row["sku"])
        amounts.setdefault(pair, []).append(amount)
        last[pair] = max(last.get(pair, day), day)
    latest = max(last.values(), default=None)
    found: dict[str, dict[str, Bought]] = {}
    for (dealer, sku), values in amounts.items():
        since = (latest - last[dealer, sku]).days if latest is not None else None
        found.setdefault(dealer, {})[sku] = Bought(len(values), float(median(values)), since)
    sales = Sales.count(
        ((sku, (latest - day).days, 1) for (_, sku), day in last.items() if latest is not None),
        (
            (sku, int(amount), 1)
            for (_, sku), values in amounts.items()
            for amount in values
            if amount == amount.to_integral_value()
        ),
    )
    return found, sales, latest
