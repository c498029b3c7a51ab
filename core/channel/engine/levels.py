"""Levels of dealers: who stands below whom, and what each part of the channel bought (K1). Pure."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from core.channel.types import SubDealer
from core.kernel.money import Money

Below = tuple[uuid.UUID, uuid.UUID, str, int]
Bought = tuple[int, tuple[Money, ...]]


def arrange(
    top: uuid.UUID, below: Sequence[Below], bought: Mapping[uuid.UUID, Bought]
) -> tuple[SubDealer, ...]:
    """The dealers below ``top`` as a list that reads like a tree, each with all that stands below it.

    below: (dealer, the one directly above, name, level); bought: orders and goods of each dealer itself.
    """
    children: dict[uuid.UUID, list[Below]] = defaultdict(list)
    for one in below:
        children[one[1]].append(one)
    found: list[SubDealer] = []

    def add(parent: uuid.UUID) -> tuple[int, Counter[str]]:
        """Append what stands below ``parent``; its orders and goods."""
        orders, goods = 0, Counter[str]()
        for dealer_id, _, name, level in children[parent]:
            at = len(found)
            found.append(SubDealer(name, level, 0, ()))
            own, own_goods = bought.get(dealer_id, (0, ()))
            count, sums = add(dealer_id)
            count += own
            for amount in own_goods:
                sums[amount.currency] += amount.minor
            amounts = tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))
            found[at] = SubDealer(name, level, count, amounts)
            orders += count
            goods.update(sums)
        return orders, goods

    add(top)
    return tuple(found)
