"""The usual: F1 of what is put forward against what was then ordered, on held-back months.

python -m benchmarks.forecasting.usual [--least 1]

Beside it, in the same run, on the same orders: the last order; the products taken most often, as many as the
middle order has; what half of the last six orders hold. Then how often the amount is right, and the hit
rate of "you usually also take": half of an order is shown, and a suggestion hits where it is in the rest.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from statistics import mean, median

from benchmarks.forecasting.retail import CHOOSE, FIT, TEST, Case, cases_of, is_here, read_house
from core.forecasting.engine import also_taken, choose_due, rank_due
from core.forecasting.types import AlsoPolicy
from core.kernel.ids import ProductId

Guess = Callable[[Case], Collection[ProductId]]


def f1(guess: Collection[ProductId], truth: frozenset[ProductId]) -> float:
    hits = len(truth & set(guess))
    return 2 * hits / (len(guess) + len(truth)) if guess else 0.0


def last_order(case: Case) -> list[ProductId]:
    return [take.product_id for take in case.before[-1].takes]


def most_frequent(case: Case) -> list[ProductId]:
    """As many as the middle one of the last six orders has; of equally frequent ones the later."""
    times = Counter(take.product_id for one in case.before for take in one.takes)
    last = {take.product_id: one.on for one in case.before for take in one.takes}
    size = round(median(len(one.takes) for one in case.before[-6:]))
    return sorted(times, key=lambda one: (-times[one], -last[one].toordinal(), one))[: max(size, 1)]


def half_of_six(case: Case) -> list[ProductId]:
    """What the bot did before: in at least half of the last six orders."""
    recent = case.before[-6:]
    times = Counter(take.product_id for one in recent for take in one.takes)
    return [product for product, count in times.items() if count * 2 >= len(recent)]


def by_rhythm(case: Case) -> list[ProductId]:
    ranked = rank_due(case.before, case.today, case.demand)
    return [due.product_id for due in choose_due(ranked, case.before)]


GUESSES: dict[str, Guess] = {
    "last order": last_order,
    "most frequent": most_frequent,
    "half of the last six": half_of_six,
    "own rhythm (ours)": by_rhythm,
}


def interval(cases: Sequence[Case], gains: Sequence[float]) -> tuple[float, float]:
    """95 % of the mean gain, by drawing customers (not orders) anew 1,000 times."""
    by_customer: dict[str, list[float]] = {}
    for case, gain in zip(cases, gains, strict=True):
        by_customer.setdefault(case.customer, []).append(gain)
    names, draw = sorted(by_customer), random.Random(7)
    means = sorted(
        mean(gain for name in draw.choices(names, k=len(names)) for gain in by_customer[name])
        for _ in range(1000)
    )
    return means[25], means[974]


def compare(cases: Sequence[Case]) -> dict[str, list[float]]:
    """F1 of each guess on each order; prints the means and our gain over each rival."""
    scores: dict[str, list[float]] = {}
    for name, guess in GUESSES.items():
        started = time.process_time()
        guesses = [guess(case) for case in cases]
        cost = (time.process_time() - started) * 1000 / len(cases)
        scores[name] = [f1(one, case.truth) for one, case in zip(guesses, cases, strict=True)]
        hits = sum(len(case.truth & set(one)) for one, case in zip(guesses, cases, strict=True))
        precision = hits / sum(map(len, guesses))
        recall = hits / sum(len(case.truth) for case in cases)
        print(
            f"  {name:22} F1 {mean(scores[name]):.3f}   of all lines: right {precision:.3f},"
            f" found {recall:.3f}   {sum(map(len, guesses)) / len(cases):5.1f} lines   {cost:.2f} ms CPU each"
        )
    ours = scores["own rhythm (ours)"]
    for name, theirs in scores.items():
        if theirs is not ours:
            gains = [a - b for a, b in zip(ours, theirs, strict=True)]
            low, high = interval(cases, gains)
            print(
                f"  over {name:22} +{mean(gains):.3f} ({mean(ours) / mean(theirs) - 1:+.0%}),"
                f" 95 %: {low:.3f} to {high:.3f}"
            )
    return scores


def amounts(cases: Sequence[Case]) -> None:
    """Of the lines that were right: the amount ours, the last one, the middle of the last seven."""
    right, total = Counter[str](), 0
    for case in cases:
        wanted = {take.product_id: take.quantity for take in case.taken.takes}
        for due in choose_due(rank_due(case.before, case.today, case.demand), case.before):
            if due.product_id not in wanted:
                continue
            past = [t.quantity for o in case.before for t in o.takes if t.product_id == due.product_id][-7:]
            total += 1
            right["ours"] += due.quantity == wanted[due.product_id]
            right["last"] += past[-1] == wanted[due.product_id]
            right["median"] += median(past) == wanted[due.product_id]
    shares = ", ".join(f"{name} {count / total:.3f}" for name, count in right.items())
    print(f"  amount exactly right of {total:,} right lines: {shares}")


def also(cases: Sequence[Case]) -> None:
    """Hit rate of suggestions by the least chance that they need."""
    draw = random.Random(11)
    shown = []
    for case in cases:
        lines = sorted(case.truth)
        draw.shuffle(lines)
        if len(lines) > 1:
            shown.append((case, lines[: len(lines) // 2], rank_due(case.before, case.today, case.demand)))
    for least in (0.3, 0.4, 0.5, 0.6, 0.7):
        policy = AlsoPolicy(least_chance=least)
        said = hits = with_any = 0
        for case, in_hand, ranked in shown:
            found = also_taken(ranked, case.before, in_hand, policy)
            said += len(found)
            hits += sum(due.product_id in case.truth for due in found)
            with_any += bool(found)
        rate = f"{hits / said:.3f}" if said else "-"
        share = with_any / len(shown)
        print(
            f"  least chance {least}: hit rate {rate} of {said:,} suggestions, in {share:.1%} of the orders"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--least", type=int, default=1, help="orders that a customer must have had before")
    least = parser.parse_args().least
    if not is_here():
        raise SystemExit("uci-online-retail is not here")
    house = read_house()
    for name, months in (
        ("fitted, March to June", FIT),
        ("chosen by, July", CHOOSE),
        ("held back, August and September", TEST),
    ):
        cases = list(cases_of(house, months, least))
        print(f"{name}: {len(cases):,} orders of {len({case.customer for case in cases}):,} customers")
        scores = compare(cases)
        if months is not TEST:
            continue
        for low, high in ((1, 2), (3, 9), (10, 1000)):
            some = [at for at, case in enumerate(cases) if low <= len(case.before) <= high]
            if some:
                figures = ", ".join(
                    f"{one} {mean(found[at] for at in some):.3f}" for one, found in scores.items()
                )
                print(f"  {low} to {high} orders before ({len(some):,}): {figures}")
        amounts(cases)
        print("you usually also take, half of the order in hand:")
        also(cases)


if __name__ == "__main__":
    main()
