"""1,000 orders of a morning in shortage: ours and nearest first with the same shares, beside the bound.

    python -m benchmarks.allocation.mornings

Data: `monday` (benchmarks/allocation/world.py), once with one product in ten short and once with three in
ten.
"""

from __future__ import annotations

import time

from benchmarks.allocation.world import a_morning
from core.allocation.engine.morning import plan_morning


def main() -> None:
    for short in (0.1, 0.3):
        orders, supply = a_morning(short=short)
        started = time.process_time()
        plan = plan_morning(orders, supply)
        spent = time.process_time() - started
        # No rounds and no cuts leaves each order to itself, one after the other: what a greedy rule does.
        greedy = plan_morning(orders, supply, rounds=1, cuts=0, sweeps=0)
        assert plan.bound is not None
        assert plan.shares == greedy.shares
        assert all(
            sum(share.granted for share in plan.shares if share.product_id == one.product_id) == one.available
            for one in plan.shares
        )
        print(
            f"{short:.0%} short: {spent:5.1f} s CPU, {plan.weighed.minor / 100:,.0f} against a bound of"
            f" {plan.bound.minor / 100:,.0f}: within {(plan.gap or 0) / 100:.2f} %; one order after the other"
            f" {greedy.weighed.minor / 100:,.0f}: saved {1 - plan.weighed.minor / greedy.weighed.minor:.1%}"
        )


if __name__ == "__main__":
    main()
