"""The whole list: every family, then phone cases until it holds the number wanted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from dealerline.demo.products.accessories import ACCESSORIES, phone_cases, screen_protectors
from dealerline.demo.products.bearings import bearings
from dealerline.demo.products.components import MAINTENANCE, PANEL_PARTS, PIPEWORK, PNEUMATICS, inch_bolts
from dealerline.demo.products.devices import COMPUTERS, GAMING, NETWORKING, STORAGE, phones
from dealerline.demo.products.draft import Draft
from dealerline.demo.products.fasteners import fasteners
from dealerline.demo.products.grocery import FOOD, HOUSEHOLD, soft_drinks
from dealerline.demo.products.workshop import ELECTRICAL, HAND_TOOLS, POWER_TOOLS, SAFETY

PRODUCT_COUNT = 15_000


def drafts() -> list[Draft]:
    """All products, exactly ``PRODUCT_COUNT``, in a fixed order, no stock number twice."""
    found: dict[str, Draft] = {}
    for draft in chain(_families(), phone_cases()):
        if draft.sku in found:
            raise ValueError(f"Expected stock numbers to be unique, {draft.sku} is there twice.")
        found[draft.sku] = draft
        if len(found) == PRODUCT_COUNT:
            return list(found.values())
    raise ValueError(f"Expected at least {PRODUCT_COUNT} products, the families give {len(found)}.")


def _families() -> Iterator[Draft]:
    electronics = (*COMPUTERS, *STORAGE, *GAMING, *NETWORKING, *ACCESSORIES)
    industrial = (*HAND_TOOLS, *POWER_TOOLS, *SAFETY, *ELECTRICAL, *PIPEWORK, *PNEUMATICS, *PANEL_PARTS)
    yield from phones()
    yield from soft_drinks()
    yield from bearings()
    yield from fasteners()
    yield from inch_bolts()
    for one in (*electronics, *industrial, *MAINTENANCE, *FOOD, *HOUSEHOLD):
        yield from one.drafts()
    yield from screen_protectors()
