"""Accept, ask, not found: how many lines are taken silently and how many of those are wrong.

    python -m benchmarks.matching.acceptance [--lines 700] [--rapidfuzz-lines 700]

Simulated dealers over the same 50,000 products as first_hit.py, 3 % of them taken out of the index as "no
longer sold". Of the lines of each set 80 % mean a product of the dealer's list (4 in 5 of them bought before;
half of the lines fit one product only, the others may fit several), 10 % a product off the list and 10 % one
that is not in the catalogue. Rapidfuzz (token_set_ratio, default_process, over the dealer's list) accepts by
the best pair of score threshold and margin over the second, chosen on these very lines.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from benchmarks.matching.cases import Case, Writer
from benchmarks.matching.first_hit import benchmark_catalogue
from benchmarks.matching.judge_training import mixed_cases
from benchmarks.matching.rivals import RapidFuzz
from benchmarks.matching.synthetic import full_name
from core.intake.engine.matching import match_line
from core.intake.engine.matching.index import CatalogIndex
from core.intake.types import CatalogEntry, Decision, LineReading, LineText

ALLOWED_WRONG = 0.005  # A2
_MARGINS = (0, 1, 2, 3, 5, 8, 10, 15, 20)


def judge_ours(index: CatalogIndex, cases: Sequence[Case]) -> None:
    """Print the decisions by set."""
    tally: defaultdict[str, list[tuple[Decision, bool, bool, bool, bool]]] = defaultdict(list)
    wrong_new = accepted_new = 0
    began = time.process_time()
    for case in cases:
        line = LineText(case.text, (LineReading(case.text, unit=case.unit),))
        found = match_line(line, index, case.dealer)
        keys = [c.key for c in found.candidates]
        first = bool(keys) and keys[0] in case.right
        listed = bool(case.right & set(keys))
        off = found.off_list is not None
        if found.decision is Decision.ACCEPT and keys[0] not in case.dealer.bought:
            accepted_new += 1
            wrong_new += not first
        for name in (case.source, "all"):
            tally[name].append((found.decision, bool(case.right), first, listed, off))
    spent = time.process_time() - began
    print(
        f"{'ours':22}{'lines':>7}{'accepted of valid':>19}{'wrong of accepted':>19}{'asked of valid':>16}"
        f"{'right one shown':>17}{'not found of valid':>20}{'unlisted: not accepted':>24}"
    )
    for name, rows in tally.items():
        valid = [r for r in rows if r[1]]
        accepted = [r for r in rows if r[0] is Decision.ACCEPT]
        asked = [r for r in valid if r[0] is Decision.ASK]
        others = [r for r in rows if not r[1]]
        print(
            f"{name:22}{len(rows):>7}"
            f"{_share(sum(r[0] is Decision.ACCEPT for r in valid), len(valid)):>19}"
            f"{_share(sum(not r[2] for r in accepted), len(accepted), 2):>19}"
            f"{_share(len(asked), len(valid)):>16}"
            f"{_share(sum(r[3] for r in asked), len(asked)):>17}"
            f"{_share(sum(r[0] is Decision.NOT_FOUND for r in valid), len(valid)):>20}"
            f"{_share(sum(r[0] is not Decision.ACCEPT for r in others), len(others)):>24}"
        )
    print(
        f"never bought before: {accepted_new} accepted, {wrong_new} wrong;"
        f" {1000 * spent / len(cases):.2f} ms CPU a line"
    )


def _share(part: int, whole: int, digits: int = 1) -> str:
    return f"{100 * part / max(whole, 1):.{digits}f} %"


def judge_rapidfuzz(entries: Sequence[CatalogEntry], cases: Sequence[Case]) -> None:
    """Print the largest share of valid lines that any threshold and margin accepts within the limit."""
    rival = RapidFuzz([full_name(entry) for entry in entries])
    row_of = {entry.key: i for i, entry in enumerate(entries)}
    best, margin, right, bonus_first = [], [], [], []
    for case in cases:
        rows = np.array(sorted(row_of[k] for k in case.dealer.allowed or row_of))
        scores = rival.scores(case.text, rows)
        bought = np.array([entries[i].key in case.dealer.bought for i in rows.tolist()])
        for bonus, kept in ((0.0, None), (10.0, bonus_first)):
            order = np.argsort(-(scores + bonus * bought))[:2]
            found = (
                float(scores[order[0]]),
                float((scores + bonus * bought)[order[0]] - (scores + bonus * bought)[order[1]]),
            )
            hit = entries[int(rows[order[0]])].key in case.right
            if kept is None:
                best.append(found[0])
                margin.append(found[1])
                right.append(hit)
            else:
                kept.append((*found, hit))
    valid = sum(bool(case.right) for case in cases)
    plain = _best_rule(np.array(best), np.array(margin), np.array(right), valid)
    with_bonus = _best_rule(*(np.array(column) for column in zip(*bonus_first, strict=True)), valid)
    for title, (share, wrong, at, over) in (
        ("rapidfuzz", plain),
        ("rapidfuzz + 10 points for bought", with_bonus),
    ):
        print(
            f"{title}: accepts {100 * share:.1f} % of valid lines with {100 * wrong:.2f} % wrong"
            f" (score >= {at:.0f}, margin >= {over:.0f}; {len(cases)} lines)"
        )


def _best_rule(
    best: np.ndarray, margin: np.ndarray, right: np.ndarray, valid: int
) -> tuple[float, float, float, float]:
    found = (0.0, 0.0, 101.0, 0.0)
    for at in np.arange(50, 101, 1.0):
        for over in _MARGINS:
            taken = (best >= at) & (margin >= over)
            count = int(taken.sum())
            wrong = float((~right[taken.astype(bool)].astype(bool)).mean()) if count else 0.0
            share = float(right[taken].sum()) / max(valid, 1)
            if count and wrong <= ALLOWED_WRONG and share > found[0]:
                found = (share, wrong, float(at), float(over))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=700, help="lines of each data set")
    parser.add_argument("--rapidfuzz-lines", type=int, default=700, help="lines in all for the slow rival")
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    entries, parts = benchmark_catalogue()
    writer = Writer(entries)
    sold = [entry for entry in entries if rng.random() > 0.03]
    keys = {entry.key for entry in sold}
    cases = []
    for name, part in parts.items():
        focus = [entry for entry in part if entry.key in keys]
        cases += mixed_cases(
            [e for e in part if e.key not in keys] + sold,
            sold,
            asked.lines,
            rng,
            focus,
            source=name,
            writer=writer,
        )
    rng.shuffle(cases)
    index = CatalogIndex.build(sold)
    print(
        f"{len(index)} products, {len(cases)} lines,"
        f" {sum(not c.right for c in cases)} of them for nothing on the dealer's list"
    )
    judge_ours(index, cases)
    judge_rapidfuzz(sold, cases[: asked.rapidfuzz_lines])


if __name__ == "__main__":
    main()
