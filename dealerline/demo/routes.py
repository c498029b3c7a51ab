"""What the demo company's days are planned from: depots, vans with their drivers, and receiving hours."""

from __future__ import annotations

import random
from collections.abc import Sequence

from core.integrations.master_data.types import SheetRows
from dealerline.demo.company import CITIES, WAREHOUSES
from dealerline.demo.dealers import Dealer, Person, Phones
from dealerline.demo.names import person_name

# Weight in kilograms, volume in litres, dollars a kilometre, an hour and a day, grams of CO2 a kilometre. The
# first costs least, so that a day of few stops is on the phone of the driver whom the demo shows.
_KINDS = (
    ("Large van", 1_400, 11_000, "0.61", "22", "60", 265, ""),
    ("Box truck", 3_500, 22_000, "0.92", "24", "95", 410, "lift"),
    ("Cooled van", 1_100, 8_000, "0.68", "23", "75", 290, "fridge"),
    ("Spare van", 1_200, 9_000, "0.63", "22", "60", 270, ""),
)
_HOURS = ("", "", "07:00-15:00", "08:00-12:00, 13:00-17:00", "09:00-13:00")


def drivers(chance: random.Random, phones: Phones) -> list[Person]:
    """One for each van that goes out every day: three a depot."""
    found: list[Person] = []
    for _, city, _, zone in WAREHOUSES:
        area = next(one.area_code for one in CITIES if one.name == city)
        found += [
            Person(phones.take(area), person_name("en", chance), "driver", "en", zone) for _ in _KINDS[:-1]
        ]
    return found


def depots(chance: random.Random) -> SheetRows:
    """Each at the edge of its city."""
    rows = []
    for code, city, _, _ in WAREHOUSES:
        at = next(one for one in CITIES if one.name == city)
        latitude, longitude = (
            degrees + chance.uniform(0.02, 0.06) for degrees in (at.latitude, at.longitude)
        )
        rows.append((code, f"{latitude:.5f}", f"{longitude:.5f}", f"{city} Distribution Center"))
    return SheetRows(("warehouse", "latitude", "longitude", "address"), rows)


def vans(people: Sequence[Person]) -> SheetRows:
    """Three vans a depot with a driver each, and a spare one."""
    own = iter([person for person in people if person.role == "driver"])
    rows = []
    for code, *_ in WAREHOUSES:
        for number, kind in enumerate(_KINDS, start=1):
            name, weight, volume, kilometre, hour, day, co2, skills = kind
            spare = number == len(_KINDS)
            phone = "" if spare else next(own).phone
            rows.append(
                (f"{code}-{number}", code, str(weight), str(volume), name, f"{code} {4100 + number}", phone,
                 kilometre, hour, day, str(co2), skills, "06:30", "17:00", "30", "no" if spare else "yes")
            )  # fmt: skip
    return SheetRows(
        ("code", "warehouse", "max_weight_kg", "max_volume_l", "name", "plate", "driver_phone", "cost_per_km",
         "cost_per_hour", "cost_per_day", "co2_g_per_km", "skills", "shift_from", "shift_until",
         "break_minutes", "active"),
        rows,
    )  # fmt: skip


def receiving(found: Sequence[Dealer], chance: random.Random) -> SheetRows:
    """Hours of each dealer's first place, and the minutes at its door."""
    rows = [(one.code, "S1", chance.choice(_HOURS), str(chance.randint(5, 25))) for one in found]
    return SheetRows(("dealer", "place", "hours", "service_minutes"), rows)
