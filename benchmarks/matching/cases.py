"""Lines with their right answer: simulated dealers over a catalogue (real customers: customers.py)."""

from __future__ import annotations

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from benchmarks.matching.noise import ROUGH, Roughness, write_line
from benchmarks.matching.rivals import words
from benchmarks.matching.synthetic import full_name
from core.intake.types import Bought, CatalogEntry, DealerView, LineReading, QuantityKind

LIST_SIZE = 3500
_HISTORY_SIZE = 90
_SKU_TOO = 0.02  # lines that give the SKU beside the name
_BLOCK = 12  # neighbours by name come to a list together, so that sizes and flavours compete


@dataclass(frozen=True, slots=True)
class Case:
    """A line, the keys that are right (empty: nothing in the catalogue is), and who writes.

    quantity: in ``unit``, where the line has one. beside: the other lines of the same message. customer: who
    writes, where it is somebody real.
    """

    text: str
    right: frozenset[str]
    dealer: DealerView
    source: str = ""
    unit: str | None = None
    sold: bool = True  # is the product meant in the catalogue, on the dealer's list or not
    quantity: int | None = None
    beside: tuple[str, ...] = ()
    customer: str = ""

    def reading(self) -> LineReading:
        """The line as the reader hands it on."""
        if self.quantity is None:
            return LineReading(self.text, unit=self.unit)
        return LineReading(
            self.text,
            quantity=Decimal(self.quantity),
            quantity_kind=QuantityKind.EXACT,
            unit=self.unit,
        )


class Writer:
    """Writes lines for products of a catalogue, and knows which lines fit one product only.

    A line is settled when no other name of the catalogue has all the words behind it. Lines that are not
    have no right answer without the dealer's history, so views without history leave them out.
    """

    _TRIES = 12

    def __init__(self, entries: Sequence[CatalogEntry]) -> None:
        self.keys = [entry.key for entry in entries]
        self.rows: defaultdict[str, set[int]] = defaultdict(set)
        for i, entry in enumerate(entries):
            for word in set(_pieces(full_name(entry))):
                self.rows[word].add(i)

    def fits(self, meant: str) -> int:
        """How many products have all these words."""
        return len(self._fitting(meant))

    def is_told(self, meant: str, dealer: DealerView) -> bool:
        """Whether words and history tell the product: one has all the words, or one of those bought."""
        fitting = self._fitting(meant)
        return len(fitting) == 1 or sum(self.keys[i] in dealer.bought for i in fitting) == 1

    def _fitting(self, meant: str) -> set[int]:
        lists = sorted((self.rows.get(piece, set()) for piece in set(_pieces(meant))), key=len)
        return set.intersection(*lists) if lists else set()

    def write(self, entry: CatalogEntry, rng: random.Random, rough: Roughness, settled: bool) -> str | None:
        """A line for the product; None when ``settled`` is asked for and no try succeeds."""
        for _ in range(self._TRIES if settled else 1):
            written = write_line(full_name(entry), rng, rough)
            if rng.random() < _SKU_TOO:
                sku = _slip_sku(entry.sku, rng)
                return rng.choice((f"{sku} {written.line}", f"{written.line} {sku}"))
            if not settled or self.fits(written.meant) == 1:
                return written.line
        return None


def _slip_sku(sku: str, rng: random.Random) -> str:
    """A SKU as typed: as it is, in small letters, without its hyphen."""
    return rng.choice((sku, sku.lower(), sku.replace("-", ""), sku.replace("-", " ").lower()))


def make_unit(entry: CatalogEntry, rng: random.Random) -> str | None:
    """The unit a dealer orders in: often none, mostly one the product is sold in."""
    if rng.random() < 0.5:
        return None
    return (
        rng.choice(("bag", "case", "box"))
        if rng.random() < 0.05
        else rng.choice(tuple(entry.packs) or (None,))
    )


def _pieces(text: str) -> list[str]:
    """Words, with letters and digits apart ("330ml" -> "330", "ml")."""
    return [piece for word in words(text.lower()) for piece in re.findall(r"\d+|\D+", word)]


def make_list(
    entries: Sequence[CatalogEntry], rng: random.Random, size: int = LIST_SIZE
) -> list[CatalogEntry]:
    """A dealer's approved list: stretches of the catalogue in order of name."""
    ordered = sorted(entries, key=lambda e: e.names[0].lower())
    chosen: dict[str, CatalogEntry] = {}
    while len(chosen) < min(size, len(ordered)):
        start = rng.randrange(len(ordered))
        chosen.update({e.key: e for e in ordered[start : start + _BLOCK]})
    return list(chosen.values())


def make_dealer(
    entries: Sequence[CatalogEntry], rng: random.Random, focus: Sequence[CatalogEntry] = ()
) -> tuple[DealerView, list[CatalogEntry], list[tuple[CatalogEntry, int]]]:
    """A dealer with list and history. focus: products that the list is filled with first.

    Returns the view, the list, and the history as (product, times).
    """
    half = LIST_SIZE // 2
    own = (make_list(focus, rng, half) if focus else []) + make_list(
        entries, rng, LIST_SIZE - (half if focus else 0)
    )
    own = list({e.key: e for e in own}.values())
    core = make_list(focus or own, rng, min(half, len(focus) or half))
    favourites = rng.sample(core, min(_HISTORY_SIZE, len(core)))
    bought = [(e, max(1, int(40 / (rank + 1) ** 0.7))) for rank, e in enumerate(favourites)]
    view = DealerView(
        bought={
            e.key: Bought(times, float(rng.choice((1, 2, 6, 12, 24))), rng.randrange(1, 120))
            for e, times in bought
        },
        allowed=frozenset(e.key for e in own) | frozenset(e.key for e, _ in bought),
    )
    return view, own, bought


def history_cases(
    writer: Writer,
    entries: Sequence[CatalogEntry],
    focus: Sequence[CatalogEntry],
    count: int,
    rng: random.Random,
    rough: Roughness = ROUGH,
    habit: float = 0.85,
    source: str = "",
    settled: bool = False,
) -> list[Case]:
    """Lines of dealers with history: ``habit`` of them for products bought before, the rest from the list."""
    cases: list[Case] = []
    while len(cases) < count:
        view, own, bought = make_dealer(entries, rng, focus)
        inside = {e.key for e in focus}
        fresh = [e for e in own if e.key not in view.bought and (not focus or e.key in inside)]
        for _ in range(min(40, count - len(cases))):
            if rng.random() < habit or not fresh:
                entry = rng.choices([e for e, _ in bought], [t for _, t in bought])[0]
            else:
                entry = rng.choice(fresh)
            text = writer.write(entry, rng, rough, settled)
            if text is not None:
                cases.append(Case(text, frozenset({entry.key}), view, source, make_unit(entry, rng)))
    return cases


def grown_cases(
    writer: Writer,
    entries: Sequence[CatalogEntry],
    count: int,
    rng: random.Random,
    rough: Roughness = ROUGH,
    source: str = "",
) -> list[Case]:
    """Lines of dealers whose history grew purchase by purchase; the line is the next purchase.

    Each purchase is new or one of those before again (a Pitman-Yor process), so dealers run from creatures
    of habit to those who hardly buy a thing twice, and their history shows which they are. Something new is
    often a neighbour by name of something bought. Half of the dealers have a list.
    """
    ordered = sorted(entries, key=lambda e: e.names[0].lower())
    cases: list[Case] = []
    while len(cases) < count:
        buyer = _Buyer(ordered, rng)
        view = buyer.view()
        for _ in range(min(12, count - len(cases))):
            entry = buyer.next()
            text = writer.write(entry, rng, rough, False)
            if text is not None:
                cases.append(Case(text, frozenset({entry.key}), view, source, make_unit(entry, rng)))
    return cases


class _Buyer:
    """Somebody who buys again and again. ordered: the catalogue in order of name."""

    def __init__(self, ordered: Sequence[CatalogEntry], rng: random.Random) -> None:
        self.ordered, self.rng = ordered, rng
        self.own = make_list(ordered, rng, rng.choice((300, 1000, LIST_SIZE)))
        self.inside = {e.key for e in self.own}
        self.is_listed = rng.random() < 0.5
        self.discount, self.start = rng.uniform(0, 0.9), math.exp(rng.uniform(0, 4))
        self.kin = rng.uniform(0, 0.7)
        self.place = {e.key: i for i, e in enumerate(ordered)}
        self.history: list[CatalogEntry] = []
        self.times: Counter[str] = Counter()
        for _ in range(int(math.exp(rng.uniform(2.7, 6.8)))):
            entry = self.next()
            self.history.append(entry)
            self.times[entry.key] += 1

    def next(self) -> CatalogEntry:
        """The next purchase; it is not noted."""
        rng = self.rng
        new = (self.start + self.discount * len(self.times)) / (self.start + len(self.history))
        if self.history and rng.random() > new:
            return rng.choice(self.history)
        for _ in range(5 if self.history and rng.random() < self.kin else 0):
            place = self.place[rng.choice(self.history).key] + rng.randint(-8, 8)
            entry = self.ordered[min(max(place, 0), len(self.ordered) - 1)]
            if entry.key in self.inside and entry.key not in self.times:
                return entry
        return rng.choice(self.own)

    def view(self) -> DealerView:
        rng, count = self.rng, len(self.history)
        last = {entry.key: i for i, entry in enumerate(self.history)}
        days = rng.choice((60, 180, 360)) / count
        bought = {
            key: Bought(times, float(rng.choice((1, 2, 6, 12, 24))), 1 + int(days * (count - last[key])))
            for key, times in self.times.items()
        }
        return DealerView(bought=bought, allowed=frozenset(self.inside) if self.is_listed else None)


def plain_cases(
    writer: Writer,
    focus: Sequence[CatalogEntry],
    count: int,
    rng: random.Random,
    rough: Roughness = ROUGH,
    source: str = "",
) -> list[Case]:
    """Settled lines without any knowledge of the dealer, over the whole catalogue."""
    nobody = DealerView()
    cases: list[Case] = []
    while len(cases) < count:
        entry = rng.choice(focus)
        text = writer.write(entry, rng, rough, True)
        if text is not None:
            cases.append(Case(text, frozenset({entry.key}), nobody, source, make_unit(entry, rng)))
    return cases
