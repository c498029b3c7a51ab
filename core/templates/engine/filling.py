"""Up to par: what is lacking between what is left and what a template wants there to be. Pure.

* What nobody spoke of is taken for as full as it should be: it is not ordered.
* The difference is rounded up to whole packs of the line's unit, and on to the product's order multiple.
* As much left as wanted, or more, orders nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from math import lcm

from core.kernel.ids import ProductId
from core.templates.types import TemplateLine


def fill_up(
    lines: Sequence[TemplateLine], left: Mapping[ProductId, int], multiples: Mapping[ProductId, int]
) -> tuple[TemplateLine, ...]:
    """The lines that bring each product up to par; ``left``: base units that are still there."""
    found = []
    for line in lines:
        if line.product_id not in left:
            continue
        lacking = line.quantity - left[line.product_id]
        if lacking <= 0:
            continue
        pack = _pack(line)
        step = lcm(pack, multiples.get(line.product_id, 1))
        quantity = -(-lacking // step) * step
        found.append(replace(line, quantity=quantity, unit_quantity=Decimal(quantity // pack)))
    return tuple(found)


def _pack(line: TemplateLine) -> int:
    """Base units in the line's unit; parts of a unit are counted in base units."""
    size = Decimal(line.quantity) / line.unit_quantity
    return int(size) if size == int(size) and size >= 1 else 1
