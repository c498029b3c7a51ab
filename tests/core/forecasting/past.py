"""Dealers' histories in a few signs: "A B" on a day, each letter a product."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from core.forecasting.types import Occasion, Take
from core.kernel.ids import ProductId

MONDAY = date(2025, 6, 2)


def product(letter: str) -> ProductId:
    return ProductId(UUID(int=ord(letter)))


def take(letter: str, quantity: int = 1, unit: str = "each") -> Take:
    return Take(product(letter), quantity, unit, Decimal(quantity))


def weekly(*orders: str, every: int = 7) -> tuple[Occasion, ...]:
    """An order each week: "A B" holds one of A and one of B; a blank one is no order."""
    return tuple(
        Occasion(MONDAY + timedelta(days=every * at), tuple(take(letter) for letter in order.split()))
        for at, order in enumerate(orders)
        if order
    )
