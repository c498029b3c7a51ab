"""Who is about to leave: precision and recall of silence in held-back months of UCI Online Retail.

python -m benchmarks.forecasting.leaving [--least 3] [--train]

At a day, whoever has ordered at least so often is judged by what was known by then; the truth is whether an
order came in the 91 days after. Fitted at 1 March and 1 April (both answers known by 1 July), judged at 1
July on July to September. Beside it, on the same customers: "no order in 60 days", recency alone (its best
number of days chosen where ours is fitted), and the tail of the own gaps alone (L2). ``--train`` writes
core/forecasting/engine/leaving.json.

No weight has seen July to September. Inputs and ``LEAVING`` were chosen among some forty with those months
in sight, so the figures flatter; fitted at 1 March and judged at 1 April, the gain over recency was nil.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np

from benchmarks.forecasting.retail import FEES, FILE, is_here
from benchmarks.forecasting.train import fit_logistic
from core.forecasting.engine.leaving import SEASON, by_day, house_rhythm, inputs_of, judge_leaving
from core.forecasting.leaving_types import LEAVING, HouseRhythm, Spent

OUT = Path("core/forecasting/engine/leaving.json")
FIT = (date(2011, 3, 1), date(2011, 4, 1))
TEST = (date(2011, 7, 1),)
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Case:
    """A customer as known at the start of ``today``; gone: nothing came in the 91 days from then."""

    customer: str
    spent: tuple[Spent, ...]
    today: date
    house: HouseRhythm
    gone: bool


Score = Callable[[Case], float]


def read_spending() -> dict[str, tuple[Spent, ...]]:
    """What each customer bought for, day by day, in pence."""
    orders: defaultdict[str, list[tuple[date, int]]] = defaultdict(list)
    with lzma.open(FILE, "rt", encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            pieces, price = int(row["Quantity"]), Decimal(row["UnitPrice"])
            if not row["CustomerID"] or row["InvoiceNo"].startswith("C") or row["StockCode"].upper() in FEES:
                continue
            if pieces > 0 and price > 0:
                on = date.fromisoformat(row["InvoiceDate"][:10])
                orders[row["CustomerID"]].append((on, int(pieces * price * 100)))
    return {name: by_day(found) for name, found in sorted(orders.items())}


def cases_at(spending: dict[str, tuple[Spent, ...]], days: Sequence[date], least: int) -> list[Case]:
    found = []
    for today in days:
        known = {name: tuple(one for one in spent if one.on < today) for name, spent in spending.items()}
        house = house_rhythm(known.values(), today)
        until = today + timedelta(days=SEASON)
        for name, spent in known.items():
            if len(spent) >= least:
                gone = not any(today <= one.on < until for one in spending[name])
                found.append(Case(name, spent, today, house, gone))
    return found


def recency(case: Case) -> float:
    return float((case.today - case.spent[-1].on).days)


def own_tail(case: Case) -> float:
    judged = judge_leaving(case.spent, case.today, case.house)
    return 0.0 if judged is None else 1 - judged.lasting


def ours(case: Case) -> float:
    judged = judge_leaving(case.spent, case.today, case.house)
    return 0.0 if judged is None else judged.chance


@dataclass(frozen=True, slots=True)
class Result:
    """Of whoever was named: how many were gone; of whoever was gone: how many were named."""

    precision: float
    recall: float
    named: int

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def judged(cases: Sequence[Case], scores: Sequence[float], least: float) -> Result:
    named = [case for case, score in zip(cases, scores, strict=True) if score >= least]
    right = sum(case.gone for case in named)
    gone = sum(case.gone for case in cases)
    return Result(right / len(named) if named else 0.0, right / gone if gone else 0.0, len(named))


def best_threshold(cases: Sequence[Case], scores: Sequence[float]) -> float:
    """Where F1 is highest."""
    return max(sorted(set(scores)), key=lambda least: judged(cases, scores, least).f1)


def average_precision(cases: Sequence[Case], scores: Sequence[float]) -> float:
    """Area under precision over recall; equals are taken together."""
    ranked = sorted(zip(scores, [case.gone for case in cases], strict=True), reverse=True)
    gone, seen, right, area = sum(one for _, one in ranked), 0, 0, 0.0
    at = 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        more = sum(one for _, one in ranked[at:end])
        seen, right = end, right + more
        area += more / gone * right / seen
        at = end
    return area


def interval(cases: Sequence[Case], ours_: Sequence[float], theirs: Sequence[float]) -> tuple[float, float]:
    """95 % of the gain in average precision, by drawing customers anew 500 times."""
    draw = random.Random(7)
    gains = []
    for _ in range(500):
        chosen = draw.choices(range(len(cases)), k=len(cases))
        some = [cases[at] for at in chosen]
        gains.append(
            average_precision(some, [ours_[at] for at in chosen])
            - average_precision(some, [theirs[at] for at in chosen])
        )
    gains.sort()
    return gains[12], gains[487]


def train(cases: Sequence[Case]) -> None:
    inputs = np.array([(1.0, *inputs_of(case.spent, case.today, case.house)) for case in cases])
    gone = np.array([float(case.gone) for case in cases])
    weights = [round(float(one), 4) for one in fit_logistic(inputs, gone)]
    OUT.write_text(json.dumps({"weights": weights}) + "\n", encoding="utf8")
    print(f"{len(cases):,} customers at {len(FIT)} days, {gone.mean():.3f} gone: {weights}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--least", type=int, default=_LEAST, help="orders that a customer must have had")
    parser.add_argument("--train", action="store_true")
    args = parser.parse_args()
    if not is_here():
        raise SystemExit("uci-online-retail is not here")
    spending = read_spending()
    fit, test = cases_at(spending, FIT, args.least), cases_at(spending, TEST, args.least)
    if args.train:
        # One gap is enough to learn from, and there are twice as many examples.
        train(cases_at(spending, FIT, 2))
    started = time.process_time()
    mine = [ours(case) for case in test]
    cost = (time.process_time() - started) * 1000 / len(test)
    gone = sum(case.gone for case in test)
    print(
        f"1 July, {len(test):,} customers with {args.least} orders or more; {gone} ({gone / len(test):.1%})"
    )
    print(f"order nothing in July to September. Judging one takes {cost:.3f} ms CPU.")
    scores: dict[str, Score] = {"recency alone": recency, "own gaps alone (L2)": own_tail, "ours (L4)": ours}
    sixty = judged(test, [recency(case) for case in test], 60)
    print(
        f"  {'no order in 60 days':20} precision {sixty.precision:.3f} recall {sixty.recall:.3f}"
        f" F1 {sixty.f1:.3f} named {sixty.named}"
    )
    for name, score in scores.items():
        least = best_threshold(fit, [score(case) for case in fit])
        found = [score(case) for case in test]
        one = judged(test, found, least)
        same = sorted(found, reverse=True)[sixty.named - 1]
        alike = judged(test, found, same)
        print(
            f"  {name:20} precision {one.precision:.3f} recall {one.recall:.3f} F1 {one.f1:.3f}"
            f" named {one.named}; naming {alike.named}: precision {alike.precision:.3f}"
            f" recall {alike.recall:.3f}; average precision {average_precision(test, found):.3f}"
        )
    shipped = judged(test, mine, LEAVING)
    print(
        f"  ours from {LEAVING} on, as shipped: precision {shipped.precision:.3f} recall {shipped.recall:.3f}"
        f" named {shipped.named}"
    )
    for name in ("recency alone", "own gaps alone (L2)"):
        low, high = interval(test, mine, [scores[name](case) for case in test])
        print(f"  ours over {name}: average precision {low:+.3f} to {high:+.3f} (95 %)")
    least = 0.0
    print("  how right the chance is:")
    for top in (0.2, 0.4, 0.6, 0.8, 1.01):
        some = [at for at, one in enumerate(mine) if least <= one < top]
        if some:
            said = sum(mine[at] for at in some) / len(some)
            true = sum(test[at].gone for at in some) / len(some)
            print(f"    said {said:.2f}: {true:.2f} of {len(some)}")
        least = top


if __name__ == "__main__":
    main()
