"""Nobody can keep the house busy alone: a bucket of updates for each person."""

from __future__ import annotations

from collections import OrderedDict

BURST = 30
PER_SECOND = 3.0
MOST_PEOPLE = 10_000


class Throttle:
    """``allows`` takes a token of a person's bucket; who was quiet longest is forgotten first."""

    def __init__(self, burst: int = BURST, per_second: float = PER_SECOND) -> None:
        self._burst = burst
        self._per_second = per_second
        self._buckets: OrderedDict[int, tuple[float, float]] = OrderedDict()
        self._warned: set[int] = set()

    def allows(self, person: int, now: float) -> bool:
        """``now`` in seconds of any steady clock."""
        tokens, seen = self._buckets.pop(person, (float(self._burst), now))
        tokens = min(self._burst, tokens + max(now - seen, 0) * self._per_second)
        allowed = tokens >= 1
        self._buckets[person] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > MOST_PEOPLE:
            forgotten, _ = self._buckets.popitem(last=False)
            self._warned.discard(forgotten)
        if allowed and tokens > self._burst / 2:
            self._warned.discard(person)
        return allowed

    def first_refusal(self, person: int) -> bool:
        """True once for each time somebody runs dry: he is told once, not for every update."""
        if person in self._warned:
            return False
        self._warned.add(person)
        return True
