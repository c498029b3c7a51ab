"""The house itself: its tiers, distribution centres, own people, approved lists, breaks and promotions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.integrations.master_data.types import SheetRows


@dataclass(frozen=True, slots=True)
class City:
    name: str
    region: str
    zone: str
    area_code: str
    latitude: float
    longitude: float


_PACIFIC, _ARIZONA, _MOUNTAIN, _CENTRAL = (
    "America/Los_Angeles", "America/Phoenix", "America/Denver", "America/Chicago",
)  # fmt: skip
CITIES = (
    City("Los Angeles", "west", _PACIFIC, "213", 34.0522, -118.2437),
    City("Long Beach", "west", _PACIFIC, "562", 33.7701, -118.1937),
    City("San Diego", "west", _PACIFIC, "619", 32.7157, -117.1611),
    City("San Jose", "west", _PACIFIC, "408", 37.3382, -121.8863),
    City("Oakland", "west", _PACIFIC, "510", 37.8044, -122.2712),
    City("Sacramento", "west", _PACIFIC, "916", 38.5816, -121.4944),
    City("Fresno", "west", _PACIFIC, "559", 36.7378, -119.7871),
    City("Irvine", "west", _PACIFIC, "949", 33.6846, -117.8265),
    City("Phoenix", "southwest", _ARIZONA, "602", 33.4484, -112.0740),
    City("Mesa", "southwest", _ARIZONA, "480", 33.4152, -111.8315),
    City("Tucson", "southwest", _ARIZONA, "520", 32.2226, -110.9747),
    City("Las Vegas", "southwest", _PACIFIC, "702", 36.1699, -115.1398),
    City("Albuquerque", "southwest", _MOUNTAIN, "505", 35.0844, -106.6504),
    City("Denver", "mountain", _MOUNTAIN, "303", 39.7392, -104.9903),
    City("Boulder", "mountain", _MOUNTAIN, "720", 40.0150, -105.2705),
    City("Colorado Springs", "mountain", _MOUNTAIN, "719", 38.8339, -104.8214),
    City("Salt Lake City", "mountain", _MOUNTAIN, "801", 40.7608, -111.8910),
    City("Boise", "mountain", _MOUNTAIN, "208", 43.6150, -116.2023),
    City("Dallas", "south", _CENTRAL, "214", 32.7767, -96.7970),
    City("Fort Worth", "south", _CENTRAL, "817", 32.7555, -97.3308),
    City("Austin", "south", _CENTRAL, "512", 30.2672, -97.7431),
    City("Houston", "south", _CENTRAL, "713", 29.7604, -95.3698),
    City("San Antonio", "south", _CENTRAL, "210", 29.4241, -98.4936),
    City("Oklahoma City", "south", _CENTRAL, "405", 35.4676, -97.5164),
)
REGIONS = ("west", "southwest", "mountain", "south")


@dataclass(frozen=True, slots=True)
class TierShape:
    """A tier and what its dealers are like. yearly: dollars a year, inside the band of D1.

    Habits are products bought again and again; lines is how many of them an average order holds.
    """

    code: str
    margin_percent: int
    net_days: int
    dealers: int
    yearly: tuple[int, int]
    orders: tuple[int, int]
    lines: tuple[int, int]
    habits: tuple[int, int]
    limit: tuple[int, int]


# D1. How many dealers of each is our own choice; they add up to 800.
TIERS = (
    TierShape("platinum", 8, 45, 24, (560_000, 900_000), (44, 56), (10, 20), (45, 70), (100_000, 300_000)),
    TierShape("gold", 12, 30, 96, (220_000, 440_000), (24, 34), (8, 15), (30, 48), (40_000, 110_000)),
    TierShape("silver", 16, 15, 260, (60_000, 170_000), (15, 21), (6, 13), (18, 34), (12_000, 40_000)),
    TierShape("bronze", 20, 10, 420, (14_000, 42_000), (6, 13), (5, 11), (10, 20), (4_000, 12_000)),
)


def tiers() -> SheetRows:
    """D1 with the turnover of a year that earns each tier (D7), and the benefits of D8."""
    benefits = {"platinum": ("1000", "0", "0"), "gold": ("", "2", "10"), "silver": ("", "1", "5")}
    earned = {"platinum": "500000.01", "gold": "200000", "silver": "50000", "bronze": "0"}
    return SheetRows(
        ("code", "name", "margin_percent", "net_days", "free_shipping_above", "early_payment_percent",
         "early_payment_days", "currency", "yearly_from"),
        [
            (tier.code, tier.code.capitalize(), str(tier.margin_percent), str(tier.net_days),
             *benefits.get(tier.code, ("", "0", "0")), "USD", earned[tier.code])
            for tier in TIERS
        ],
    )  # fmt: skip


WAREHOUSES = (("LAX", "Los Angeles", "west", _PACIFIC), ("PHX", "Phoenix", "southwest", _ARIZONA),
              ("DEN", "Denver", "mountain", _MOUNTAIN), ("DFW", "Dallas", "south", _CENTRAL))  # fmt: skip

# Where the house itself is: its office hours and days go by it.
HOME_ZONE = _PACIFIC


def warehouses() -> SheetRows:
    return SheetRows(
        ("code", "name", "region", "zone", "cut_off", "lead_days", "lead_days_elsewhere"),
        [
            (code, f"{city} Distribution Center", region, zone, "16:00", "1", "3")
            for code, city, region, zone in WAREHOUSES
        ],
    )


def carriers() -> SheetRows:
    return SheetRows(
        ("code", "name", "link"),
        [
            ("DHL", "DHL Express", "https://www.dhl.com/en/express/tracking.html?AWB={number}"),
            ("FEDEX", "FedEx", "https://www.fedex.com/fedextrack/?trknbr={number}"),
            ("UPS", "UPS", "https://www.ups.com/track?tracknum={number}"),
        ],
    )


# To a region: what a shipment from each warehouse costs in dollars, and its working days.
_FREIGHT = {
    "west": {"LAX": (145, 1), "PHX": (67, 2), "DEN": (132, 3), "DFW": (189, 3)},
    "southwest": {"PHX": (95, 1), "LAX": (121, 2), "DEN": (128, 2), "DFW": (139, 3)},
    "mountain": {"DEN": (98, 1), "PHX": (126, 2), "DFW": (133, 2), "LAX": (158, 3)},
    "south": {"DFW": (92, 1), "DEN": (129, 2), "PHX": (141, 3), "LAX": (196, 3)},
}
# Lorries between warehouses: dollars, days, days until what came can leave, and the days on which they go.
_LORRIES = (
    ("PHX", "LAX", 89, 1, 1, ""), ("LAX", "PHX", 89, 1, 1, ""), ("DEN", "LAX", 164, 2, 1, "1;4"),
    ("LAX", "DEN", 164, 2, 1, "1;4"), ("DEN", "PHX", 118, 1, 1, "1;4"), ("DFW", "DEN", 127, 1, 1, "0;3"),
)  # fmt: skip


def lanes() -> SheetRows:
    return SheetRows(
        ("warehouse", "region", "code", "currency", "cost", "kilogram_mills", "days"),
        [
            (code, region, "", "USD", str(cost), "0", str(days))
            for region, costs in _FREIGHT.items()
            for code, (cost, days) in costs.items()
        ],
    )


def transfer_lanes() -> SheetRows:
    columns = "from_warehouse,to_warehouse,currency,cost,kilogram_mills,days,buffer_days,weekdays"
    return SheetRows(
        tuple(columns.split(",")),
        [
            (start, end, "USD", str(cost), "0", str(days), str(buffer), weekdays)
            for start, end, cost, days, buffer, weekdays in _LORRIES
        ],
    )


_ELECTRONICS_SHELF = (
    "Electronics/Smartphones", "Electronics/Gaming", "Electronics/Computers", "Electronics/Storage",
    "Electronics/Wearables", "Electronics/Television", "Electronics/Accessories/Cables",
    "Electronics/Accessories/Chargers", "Electronics/Accessories/Power Banks",
    "Electronics/Accessories/Audio",
    "Electronics/Accessories/Input", "Electronics/Accessories/Mounts", "Electronics/Accessories/Bags",
    "Electronics/Accessories/Batteries", "Electronics/Accessories/Screen Protectors",
)  # fmt: skip
# Approved list -> what is on it, as categories or, with a colon before, a brand.
ASSORTMENTS: dict[str, tuple[str, ...]] = {
    "TECHMART": (*_ELECTRONICS_SHELF, "Industrial/Bearings/Deep Groove", "Grocery/Beverages"),
    "ELECTRONICS": (*_ELECTRONICS_SHELF, "Electronics/Networking", "Grocery/Beverages/Soft Drinks",
                    "Household/Office", "Electronics/Printing"),
    "INDUSTRIAL": ("Industrial/Bearings", "Industrial/Fasteners", "Industrial/Power Transmission",
                   "Industrial/Maintenance", "Grocery/Beverages/Soft Drinks", "Grocery/Beverages/Water"),
    "ELECTRICAL": ("Industrial/Electrical", "Industrial/Components", "Industrial/Tools", "Industrial/Safety",
                   "Electronics/Networking/Cabling"),
    "MECHANICAL": ("Industrial/Pipework", "Industrial/Pneumatics", "Industrial/Tools", "Industrial/Safety",
                   "Industrial/Maintenance", "Industrial/Power Transmission", "Household/Packaging"),
    "CONVENIENCE": ("Grocery", "Household", "Electronics/Accessories/Cables",
    "Electronics/Accessories/Chargers",
                    "Electronics/Accessories/Power Banks", "Electronics/Accessories/Audio",
                    "Electronics/Accessories/Batteries", "Electronics/Accessories/Screen Protectors",
                    ":Casera"),
}  # fmt: skip


def assortments() -> SheetRows:
    rows = [
        (code, "brand", value[1:]) if value.startswith(":") else (code, "category", value)
        for code, values in ASSORTMENTS.items()
        for value in values
    ]
    return SheetRows(("code", "scope", "value"), rows)


def quantity_breaks() -> SheetRows:
    """D3 for everything; goods counted in hundreds or by the case have steps of their own size."""
    steps = {
        "STANDARD": ("all", "", ((10, 5), (50, 10), (100, 15))),
        "FASTENERS": ("category", "Industrial/Fasteners", ((1000, 5), (5000, 10), (20000, 15))),
        "COMPONENTS": ("category", "Industrial/Components/Passive", ((1000, 5), (5000, 10), (10000, 15))),
        "CABLE": ("category", "Industrial/Electrical/Cable", ((500, 5), (1000, 10), (5000, 15))),
        "GROCERY": ("category", "Grocery", ((120, 5), (480, 10), (1200, 15))),
    }
    return SheetRows(
        ("code", "min_quantity", "scope", "value", "basis", "off_percent"),
        [
            (code, str(quantity), scope, value, "list", str(percent))
            for code, (scope, value, found) in steps.items()
            for quantity, percent in found
        ],
    )


def promotions(today: date) -> SheetRows:
    """D5: a spend-and-save that replaces another, buy and get, a capped flash sale, a coupon."""
    accessories = [{"category": "Electronics/Accessories"}]
    in_a_month = (today + timedelta(days=30)).isoformat()
    half_a_year_ago = (today - timedelta(days=182)).isoformat()
    rows: list[tuple[str, str, str, dict[str, object], str, str, str, str, str, str]] = [
        ("ACC-1000", "Accessories: 100 off 1,000", "spend_save",
         {"threshold": "1000", "off": "100", "scope": accessories}, "", half_a_year_ago, today.isoformat(),
         "10",
         "accessories", ""),
        ("ACC-800", "Accessories: 120 off 800", "spend_save",
         {"threshold": "800", "off": "120", "scope": accessories}, "", today.isoformat(), in_a_month, "10",
         "accessories", ""),
        ("SPRITE-10-1", "Sprite 330: buy 10 cases, get 1", "buy_get",
         {"buy": 240, "free": 24, "scope": [{"product": "SPRITE-330"}]}, "", half_a_year_ago, in_a_month,
         "5", "", ""),
        ("FLASH-BUDS", "Flash sale: Sonaro earbuds 20 % off", "flash",
         {"off_percent": "20", "scope": [{"product": "EB-SON-BLH-PRO-BLAC"},
         {"product": "EB-SON-BLH-ANC-BLAC"}]},
         "", (today - timedelta(days=1)).isoformat(), (today + timedelta(days=14)).isoformat(), "20", "",
         "500"),
        ("WELCOME50", "Coupon: 50 off 1,500", "spend_save", {"threshold": "1500", "off": "50"}, "WELCOME50",
         half_a_year_ago, in_a_month, "1", "", "500"),
    ]  # fmt: skip
    return SheetRows(
        ("code", "name", "kind", "terms", "coupon", "valid_from", "valid_until", "priority",
         "exclusive_group",
         "cap", "stackable", "active"),
        [
            (code, name, kind, json.dumps(terms), coupon, start, end, priority, group, cap, "yes", "yes")
            for code, name, kind, terms, coupon, start, end, priority, group, cap in rows
        ],
    )  # fmt: skip


def shipping() -> SheetRows:
    fees = (("", "45"), ("west", "29"), ("southwest", "35"), ("mountain", "39"), ("south", "35"))
    return SheetRows(("region", "currency", "fee"), [(region, "USD", fee) for region, fee in fees])


def approved(category: str, brand: str, rules: Sequence[str]) -> bool:
    """Whether a product stands on an approved list of these rules."""
    return any(
        brand == rule[1:] if rule.startswith(":") else category == rule or category.startswith(rule + "/")
        for rule in rules
    )
