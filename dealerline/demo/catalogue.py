"""The catalogue as files: products with vendors and barcodes, what they cost, and where they lie."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.integrations.master_data.trade_cells import gs1_check_digit
from core.integrations.master_data.types import SheetRows
from core.kernel.money import divide_half_up
from dealerline.demo.company import WAREHOUSES
from dealerline.demo.products.assemble import drafts
from dealerline.demo.products.draft import Draft, english_name, translated_names

VENDOR_COUNT = 200
_VENDOR_PLACES = ("Pacific", "Summit", "Harbor", "Northern", "Meridian", "Cascade", "Lakeside", "Redwood",
"Prairie",
                  "Granite", "Silverline", "Eastgate", "Bluewater", "Highland", "Keystone", "Sunbelt",
                  "Crescent",
                  "Frontier", "Evergreen", "Ironwood")  # fmt: skip
_VENDOR_TRADES = ("Trading", "Supply Co.", "Imports", "Manufacturing", "Components", "Distribution",
"Industries",
                  "Partners", "Works", "Wholesale")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """A product of the list with what the other files need of it; prices are per base unit, in millionths."""

    draft: Draft
    vendor: str
    cost_micros: int
    list_micros: int
    barcode: str

    @property
    def sku(self) -> str:
        return self.draft.sku

    @property
    def step(self) -> int:
        """Base units in what it is usually ordered in."""
        unit = self.draft.packs[self.draft.sales_unit]
        return unit if unit % self.draft.multiple == 0 else self.draft.multiple


def items(chance: random.Random) -> list[Item]:
    """All products, with vendor, prices and barcode drawn."""
    found = drafts()
    vendors = _vendors_of_brands(sorted({draft.brand for draft in found}))
    listed = []
    for place, draft in enumerate(found):
        makers = vendors[draft.brand]
        cost = _rounded(round(draft.cost * 1_000_000))
        markup = chance.choice((128, 132, 135, 138, 142))
        # The named phones keep a list price that Platinum terms clearly beat (D2).
        price = cost * 1199 // 1000 if draft.brand == "Apple" else divide_half_up(cost * markup, 100)
        listed.append(
            Item(
                draft, makers[place % len(makers)], cost, _rounded(price), _barcode(makers[0], place, vendors)
            )
        )
    return listed


def vendor_names() -> list[str]:
    return [f"{place} {trade}" for trade in _VENDOR_TRADES for place in _VENDOR_PLACES]


def _vendors_of_brands(brands: Sequence[str]) -> dict[str, list[str]]:
    """200 vendors dealt out to the brands in turn, so each brand has one or two."""
    dealt: dict[str, list[str]] = {brand: [] for brand in brands}
    for place, vendor in enumerate(vendor_names()):
        dealt[brands[place % len(brands)]].append(vendor)
    return dealt


def _rounded(micros: int) -> int:
    """To cents; what costs less than a dollar to hundredths of a cent."""
    unit = 10_000 if micros >= 1_000_000 else 100
    return max(unit, divide_half_up(micros, unit) * unit)


def _barcode(vendor: str, place: int, vendors: Mapping[str, Sequence[str]]) -> str:
    """An EAN-13 with the prefix 2 (numbers for use inside a house), a place number and its check digit."""
    body = f"20{len(vendors):03}{place:07}"
    return body + gs1_check_digit(body)


def products(listed: Sequence[Item]) -> SheetRows:
    skus = {item.sku for item in listed}
    rows: list[tuple[str, ...]] = []
    for place, item in enumerate(listed):
        draft = item.draft
        chinese, turkish, malay = translated_names(draft)
        rows.append(
            (
                draft.sku,
                english_name(draft),
                draft.brand,
                draft.category,
                item.vendor,
                ";".join(f"{name}={value}" for name, value in draft.attributes.items()),
                ";".join(f"{unit}={factor}" for unit, factor in draft.packs.items()),
                draft.sales_unit,
                str(draft.multiple),
                str(draft.weight_g),
                str(draft.volume_ml),
                f"{item.barcode}:{next(iter(draft.packs))}",
                chinese,
                turkish,
                malay,
                ";".join(sku for sku in draft.substitutes if sku in skus),
                "yes" if draft.restricted else "no",
                "no" if place % 997 == 996 else "yes",
            )
        )
    return SheetRows(
        ("sku", "name", "brand", "category", "vendor", "attributes", "packs", "sales_unit", "order_multiple",
         "weight_g", "volume_ml", "barcodes", "name_zh_CN", "name_tr", "name_ms", "substitutes", "restricted",
         "active"),
        rows,
    )  # fmt: skip


def decimal_text(micros: int) -> str:
    """1_250_000 -> "1.25"; 1_000_000 -> "1"."""
    whole, rest = divmod(micros, 1_000_000)
    return f"{whole}.{rest:06}".rstrip("0").rstrip(".")


def prices(listed: Sequence[Item]) -> SheetRows:
    return SheetRows(
        ("sku", "currency", "cost", "list"),
        [
            (item.sku, "USD", decimal_text(item.cost_micros), decimal_text(item.list_micros))
            for item in listed
        ],
    )


def price_list(listed: Sequence[Item], today: date) -> SheetRows:
    """Dated lists (D4): the drink prices that have ended, as history, and dearer ones in the mountains
    since."""
    rows: list[tuple[str, ...]] = []
    drinks = [item for item in listed if item.draft.category.startswith("Grocery/Beverages/Water")]
    begin, change = today - timedelta(days=400), today - timedelta(days=120)
    for item in drinks:
        was, now = item.list_micros * 95 // 100, item.list_micros * 104 // 100
        rows.append((f"WATER-BEFORE-{item.sku}", item.sku, "", "list", "USD", decimal_text(_rounded(was)),
                     begin.isoformat(), change.isoformat(), "0"))  # fmt: skip
        rows.append((f"WATER-MOUNTAIN-{item.sku}", item.sku, "mountain", "list", "USD",
                     decimal_text(_rounded(now)), change.isoformat(), "", "0"))  # fmt: skip
    return SheetRows(
        ("code", "sku", "region", "kind", "currency", "price", "valid_from", "valid_until", "priority"), rows
    )


# G2: Los Angeles has 120, Phoenix 35, Denver 25.
_SPLIT_CASE = {"NSW-LIN-MAD-24PORT1GPOE": {"LAX": 120, "PHX": 35, "DEN": 25}}


def stock(listed: Sequence[Item], today: date, chance: random.Random) -> SheetRows:
    """Nearly everything in Los Angeles, about half of it in the other places; some short, some on its way."""
    rows: list[tuple[str, ...]] = []
    for item in listed:
        dollars = item.cost_micros / 1_000_000
        usual = max(2, round(900 / (dollars * item.step) ** 0.75)) if dollars * item.step > 1 else 600
        if item.draft.brand == "Apple":
            usual = 300  # a dealer may well ask for 25 of them (D2)
        for code, *_ in WAREHOUSES:
            fixed = _SPLIT_CASE.get(item.sku)
            if fixed is not None:
                if code in fixed:
                    rows.append((item.sku, code, str(fixed[code]), "0", ""))
                continue
            if chance.random() > (0.985 if code == "LAX" else 0.55):
                continue
            share = 1.0 if code == "LAX" else 0.35
            dice = chance.random()
            named = item.draft.brand in ("Apple", "Coca-Cola", "Sprite")
            on_hand = round(usual * share * (0.4 + 1.2 * chance.random())) * item.step
            if dice < 0.04 and not named:
                rows.append((item.sku, code, "0", str(usual * item.step), _soon(today, chance)))
            elif dice < 0.10 and not named:
                rows.append((item.sku, code, str(min(on_hand, 2 * item.step)), "0", ""))
            elif dice < 0.16:
                rows.append((item.sku, code, str(on_hand), str(usual * item.step), _soon(today, chance)))
            else:
                rows.append((item.sku, code, str(on_hand), "0", ""))
    return SheetRows(("sku", "warehouse", "on_hand", "incoming", "incoming_on"), rows)


_AISLES, _SHELVES = "ABCDEF", 4


def locations(stocked: SheetRows) -> SheetRows:
    """Where everything lies in Los Angeles, shelf after shelf; the other places have no bins yet."""
    there = [row for row in stocked.rows if row[1] == "LAX"]
    rows: list[tuple[str, ...]] = []
    for at, (sku, code, *_) in enumerate(there):
        shelf, level = divmod(at, _SHELVES)
        place, aisle = divmod(shelf, len(_AISLES))
        rows.append((str(sku), str(code), _AISLES[aisle], f"{place + 1:03}-{level + 1}"))
    return SheetRows(("sku", "warehouse", "zone", "bin"), rows)


def _soon(today: date, chance: random.Random) -> str:
    return (today + timedelta(days=chance.randint(3, 21))).isoformat()
