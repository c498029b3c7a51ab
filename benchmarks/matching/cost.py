"""What matching costs at 50,000 products: CPU per line, build time, memory, following changes.

    python -m benchmarks.matching.cost [--lines 300] [--rapidfuzz-lines 20]

Free words by a dealer with list and history, by one of whom nothing is known, and exact SKUs; rapidfuzz
token_set_ratio with default_process scans the same 50,000 names in the same run (fewer lines: it is slow).
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.matching.cases import Case, Writer, history_cases
from benchmarks.matching.first_hit import SIZE
from benchmarks.matching.rivals import RapidFuzz
from benchmarks.matching.synthetic import full_name, make_catalogue
from core.intake.engine.matching import match_line
from core.intake.engine.matching.index import CatalogIndex
from core.intake.types import DealerView, LineReading, LineText


def resident_mb() -> float:
    """Memory of this process now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6


def peak_mb() -> float:
    """The most it ever was."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def timed(act: Callable[[Case], object], cases: Sequence[Case]) -> list[float]:
    """CPU milliseconds of each call, after a few to warm up."""
    for case in cases[:10]:
        act(case)
    spent = []
    for case in cases:
        began = time.process_time()
        act(case)
        spent.append(1000 * (time.process_time() - began))
    return spent


def show(title: str, spent: list[float]) -> float:
    median = statistics.median(spent)
    print(f"{title:58} median {median:8.3f} ms, p95 {sorted(spent)[int(len(spent) * 0.95)]:8.3f} ms")
    return median


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=300)
    parser.add_argument("--rapidfuzz-lines", type=int, default=20)
    asked = parser.parse_args()
    entries = make_catalogue(SIZE, 99)
    CatalogIndex.build(entries[:100])  # the shipped tables are loaded once for a process
    gc.collect()
    before, peak_before = resident_mb(), peak_mb()
    began = time.process_time()
    index = CatalogIndex.build(entries)
    print(f"{len(index)} products: built in {time.process_time() - began:.1f} s CPU")
    print(f"{resident_mb() - before:.0f} MB more resident, {peak_mb() - peak_before:.0f} MB at the peak")
    began = time.process_time()
    index = index.with_changes([replace(entries[7], names=("Renamed thing 5kg",))], [entries[9].key])
    print(f"one product changed and one removed: {1000 * (time.process_time() - began):.1f} ms")
    cases = history_cases(Writer(entries), entries, (), asked.lines, random.Random(3))
    nobody = DealerView()

    def ours(case: Case) -> object:
        line = LineText(case.text, (LineReading(case.text, unit=case.unit),))
        return match_line(line, index, case.dealer)

    rival = RapidFuzz([full_name(entry) for entry in entries])
    few = cases[: asked.rapidfuzz_lines]
    theirs = show("rapidfuzz token_set_ratio", timed(lambda c: rival.scores(c.text).argmax(), few))
    known = show("ours, free words, dealer's list and history known", timed(ours, cases))
    unknown = show("ours, free words, nothing known", timed(lambda c: ours(replace(c, dealer=nobody)), cases))
    show(
        "ours, SKU", timed(ours, [replace(c, text=random.Random(4).choice(entries[50:]).sku) for c in cases])
    )
    print(f"ours / rapidfuzz: {known / theirs:.3f} with list and history, {unknown / theirs:.3f} without")


if __name__ == "__main__":
    main()
