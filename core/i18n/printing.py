"""Documents set by typst: a template and its data become a PDF. Text is data and never read as markup."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.i18n.fonts import font_files

_worker = threading.local()


def set_document(template: Path, data: Mapping[str, Any], *, archival: bool = False) -> bytes:
    """The PDF; the same data gives the same bytes. About 20 ms a page; the first reads the fonts.

    archival: as PDF/A-3b, which other files may be put into.
    """
    pages = _compiler(template).compile(
        format="pdf",
        sys_inputs={"data": json.dumps(data, default=list)},
        pdf_standards=["a-3b"] if archival else [],
        timestamp=0,
    )
    return bytes(pages)


def draw_document(template: Path, data: Mapping[str, Any], *, dots_per_inch: float = 150.0) -> list[bytes]:
    """The pages as PNG pictures."""
    inputs = {"data": json.dumps(data, default=list)}
    pages = _compiler(template).compile(format="png", ppi=dots_per_inch, sys_inputs=inputs)
    return [bytes(page) for page in pages] if isinstance(pages, list) else [bytes(pages)]


def _compiler(template: Path) -> Any:
    """This thread's compiler of a template: one cannot be shared, and making one reads all fonts."""
    known: dict[Path, Any] = _worker.__dict__.setdefault("compilers", {})
    if template not in known:
        import typst

        folders = sorted({str(path.parent) for path in font_files()})
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
        known[template] = typst.Compiler(template, root=template.parent, font_paths=fonts)
    return known[template]
