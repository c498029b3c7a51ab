"""Reads finished files back, by other means than those that made them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from python_calamine import CalamineWorkbook


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, blanks in one."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def fonts_of(pdf: bytes) -> set[str]:
    """Names of the embedded fonts, without the mark of a subset."""
    return {name.partition("+")[2] for name in _font_names(PdfReader(io.BytesIO(pdf)))}


def _font_names(reader: PdfReader) -> Iterator[str]:
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            yield str(font.get_object()["/BaseFont"]).lstrip("/")


def metadata_of(pdf: bytes) -> str:
    """The XMP packet."""
    root: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    return str(root["/Metadata"].get_object().get_data().decode())


def attachments_of(pdf: bytes) -> dict[str, bytes]:
    return {name: files[0] for name, files in PdfReader(io.BytesIO(pdf)).attachments.items()}


def rows_of(workbook: bytes) -> list[list[Any]]:
    """The first sheet, row by row, empty cells as ""."""
    return list(
        CalamineWorkbook.from_filelike(io.BytesIO(workbook))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )
