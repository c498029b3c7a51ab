"""Why a file as a whole is refused. What is wrong with single rows stands in the report instead."""

from __future__ import annotations

from core.kernel.errors import Refused


class UnknownEntity(Refused):
    """No table of that name (``entity``); ``known`` are the names there are."""

    code = "unknown_entity"


class SheetUnreadable(Refused):
    """Neither CSV in UTF-8 nor a workbook (``name``; ``why``: not_text, not_a_workbook, password, broken)."""

    code = "sheet_unreadable"


class SheetEmpty(Refused):
    """No header, or no row below it (``name``)."""

    code = "sheet_empty"


class SheetTooBig(Refused):
    """More than is taken at once (``name``, ``what``: bytes, rows, columns or memory, ``most``)."""

    code = "sheet_too_big"


class WrongColumns(Refused):
    """The header does not fit the table.

    ``unknown``, ``missing`` and ``repeated`` name columns,
    ``known`` those the table has; ``looks_like`` names
    another table whose header this is, or is "".
    """

    code = "wrong_columns"
