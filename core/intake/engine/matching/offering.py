"""Where the words leave several products: what speaks for each besides them.

Two things that all dealers' purchases tell: which products are bought these days, and in which amounts each
is bought ("48" is more likely ribbon than the cake stand). Both are logarithms of how likely the line is if
the product was meant, so they are added to the ranker's score, each with a weight. The weights were learned
by ``benchmarks.matching.train_offers`` on customers and months that no benchmark shows.

A product that another line of the same message surely means is less likely meant a second time.
All this orders what is offered, nothing else: how others buy is no reason to book anything.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import log

import numpy as np

from core.intake.engine.matching.index.postings import Floats
from core.intake.engine.reading.guarding import base_quantity
from core.intake.sales_types import Sales
from core.intake.types import CatalogEntry, LineReading

SALES = 0.5  # of the logarithm of how many dealers bought a product lately, beside a score
AMOUNT = 0.65  # of the logarithm of how likely the amount is
ELSEWHERE = -1.6  # of a product that another line of the message means
_SALES_SCALE = 3.0  # a third of a dealer counts about as much as the next third
_SMOOTHING = 20.0  # purchases; what is known of all products counts as many, beside those of the product
_UNSEEN = 0.5, 50.0  # an amount never seen yet: so many times, of so many more purchases


def sway(
    sales: Sales,
    entries: Sequence[CatalogEntry],
    readings: Sequence[LineReading],
    elsewhere: Collection[str] = (),
) -> Floats:
    """What is added to the score of each product, with the reading of the line that fits it best.

    elsewhere: keys of what other lines mean. Only differences mean something.
    """
    total = SALES * popularity(sales, entries) + AMOUNT * amount_fit(sales, entries, readings)
    total += ELSEWHERE * np.array([entry.key in elsewhere for entry in entries], np.float32)
    return total.astype(np.float32)


def popularity(sales: Sales, entries: Sequence[CatalogEntry]) -> Floats:
    """How much each product is bought these days, as a logarithm; 0 for nothing."""
    return np.log1p([_SALES_SCALE * sales.lately.get(entry.key, 0.0) for entry in entries]).astype(np.float32)


def amount_fit(sales: Sales, entries: Sequence[CatalogEntry], readings: Sequence[LineReading]) -> Floats:
    """How likely the amount is for each product, as a logarithm; 0 for all where the line has none.

    Of a product that is not sold in the line's unit the amount says nothing: it counts as the others do.
    """
    if not sales.purchases or not entries:
        return np.zeros(len(entries), np.float32)
    amounts = [base_quantity(reading, entry) for entry, reading in zip(entries, readings, strict=True)]
    if all(amount is None for amount in amounts):
        return np.zeros(len(entries), np.float32)
    fits = np.array(
        [
            np.nan if amount is None else log(_chance(sales, entry.key, amount))
            for entry, amount in zip(entries, amounts, strict=True)
        ]
    )
    return np.where(np.isnan(fits), np.nanmean(fits), fits).astype(np.float32)


def _chance(sales: Sales, key: str, amount: int) -> float:
    """Of buying just so many: what is known of the product, mixed with what is known of all."""
    seen, more = _UNSEEN
    anywhere = (sales.usual.get(amount, 0) + seen) / (sales.purchases + more)
    own = sales.amounts.get(key, {})
    return (own.get(amount, 0) + _SMOOTHING * anywhere) / (sum(own.values()) + _SMOOTHING)
