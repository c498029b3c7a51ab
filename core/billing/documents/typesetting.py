"""Pages of billing, all set from one template; what ``pages.typ`` reads is handed over as data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from core.i18n.fonts import FAMILIES
from core.i18n.printing import draw_document, set_document

_TEMPLATE = Path(__file__).parent / "pages.typ"


def set_pages(data: Mapping[str, Any], *, day: date, archival: bool = False) -> bytes:
    """The PDF of a document; the same data gives the same bytes.

    archival: as PDF/A-3b, which other files may be put into. The pages cost about 20 ms each.
    """
    return set_document(_TEMPLATE, _of_day(data, day), archival=archival)


def draw_pages(data: Mapping[str, Any], *, day: date, dots_per_inch: float = 90.0) -> list[bytes]:
    """The pages of a document as PNG pictures, one a page."""
    return draw_document(_TEMPLATE, _of_day(data, day), dots_per_inch=dots_per_inch)


def _of_day(data: Mapping[str, Any], day: date) -> dict[str, Any]:
    return {**data, "day": [day.year, day.month, day.day], "fonts": FAMILIES}
