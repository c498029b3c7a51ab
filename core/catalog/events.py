"""What happened to the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import ProductId


@dataclass(frozen=True, slots=True)
class PictureSet(Event):
    """A product has another picture; digest: SHA-256 of its bytes, None: it has none any more."""

    name: ClassVar[str] = "picture_set"
    product_id: ProductId
    sku: str
    digest: str | None
