"""Days of 60 stops drawn with fixed seeds around one depot: hours of traffic, two-hour windows, lunch breaks
and skills.
"""

from __future__ import annotations

import random

from core.routing.engine.roads import reckoned_roads
from core.routing.types import Break, Costs, Depot, Load, Place, Problem, Stop, Van, Window

HOUR = 3600


def sixty_stops(seed: int) -> Problem:
    """Stops around a depot in Chicago's north-west."""
    draw = random.Random(seed)
    places = [Place("depot", 41.98, -87.9)]
    stops = []
    for number in range(60):
        places.append(Place(f"p{number}", 41.9 + draw.uniform(-0.17, 0.17), -87.8 + draw.uniform(-0.2, 0.2)))
        opens = draw.choice((8, 9, 10, 11, 12, 13, 14, 15)) * HOUR
        window = Window(opens, opens + 2 * HOUR) if draw.random() < 0.6 else Window(8 * HOUR, 17 * HOUR)
        skills = frozenset(("lift",)) if draw.random() < 0.2 else frozenset()
        load = Load(draw.randint(20, 120) * 1000, draw.randint(50, 400) * 1000)
        stops.append(Stop(f"s{number}", f"p{number}", load, (window,), draw.randint(240, 780), skills=skills))
    vans = [
        Van(
            f"v{number}",
            "depot",
            "depot",
            Load(1_200_000, 6_000_000),
            (7 * HOUR, 18 * HOUR),
            Costs(day=4000, kilometre=45, hour=2600, co2=250),
            frozenset(("lift",)) if number < 3 else frozenset(),
            longest=9 * HOUR + 1800,
            breaks=(Break(11 * HOUR + 1800, 13 * HOUR + 1800, 1800),),
        )
        for number in range(8)
    ]
    return Problem(places, reckoned_roads(places), vans, stops, (Depot("depot"),))
