"""Reads a workbook in a process of its own.

Five kilobytes of xlsx with one cell in the last corner of the sheet make the library ask for half a terabyte,
and a refused allocation in it ends the whole process. So it gets a process to itself, with a limit on memory
and time: this very file, run as a script, with nothing of ours imported. Rows come back as JSON lines.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

_BROKEN, _PASSWORD, _ROWS = "not_a_workbook", "password", "rows"


class WorkbookRefused(Exception):
    """why: not_a_workbook, password, rows (too many of them), or memory (or time) ran out."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def read_workbook(
    content: bytes, sheet_name: str, *, most_rows: int, memory: int, seconds: float
) -> Iterator[list[Any]]:
    """Rows of the sheet of that name or, without one, of the first; cells as the file has them.

    Raises WorkbookRefused. Blocking.
    """
    wanted = json.dumps({"sheet": sheet_name, "rows": most_rows, "memory": memory}).encode() + b"\n"
    system = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(Path(__file__))],
            input=wanted + content,
            capture_output=True,
            timeout=seconds,
            env=system,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise WorkbookRefused("memory") from error
    answer, _, rows = done.stdout.partition(b"\n")
    if done.returncode != 0 or not answer:
        raise WorkbookRefused("memory")
    if answer != b"ok":
        raise WorkbookRefused(answer.decode())
    for line in rows.splitlines():
        yield [_cell_from_json(cell) for cell in json.loads(line)]


def _cell_from_json(cell: Any) -> Any:
    if not isinstance(cell, list):
        return cell
    kind, value = cell
    match kind:
        case "moment":
            return datetime.fromisoformat(value)
        case "day":
            return date.fromisoformat(value)
        case "clock":
            return time.fromisoformat(value)
    return timedelta(seconds=value)


def _cell_to_json(cell: Any) -> Any:
    # A datetime is a date as well, so it comes first.
    if isinstance(cell, datetime):
        return ["moment", cell.isoformat()]
    if isinstance(cell, date):
        return ["day", cell.isoformat()]
    if isinstance(cell, time):
        return ["clock", cell.isoformat()]
    return ["span", cell.total_seconds()] if isinstance(cell, timedelta) else cell


def _answer(wanted: dict[str, Any], content: bytes) -> Iterator[str]:
    """In the process of its own: "ok" and a line for each row, or why not."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        named = [name for name in book.sheet_names if name.strip().lower() == wanted["sheet"]]
        sheet = book.get_sheet_by_name((named or book.sheet_names)[0])
        if sheet.total_height > wanted["rows"] + 1:
            yield _ROWS
            return
        rows = sheet.to_python(skip_empty_area=False)
    except PasswordError:
        yield _PASSWORD
        return
    except (CalamineError, zipfile.BadZipFile, IndexError, ValueError):
        yield _BROKEN
        return
    yield "ok"
    for row in rows:
        yield json.dumps([_cell_to_json(cell) for cell in row])


def _main() -> None:
    wanted = json.loads(sys.stdin.buffer.readline())
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (wanted["memory"], wanted["memory"]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    assert isinstance(sys.stdout, io.TextIOWrapper)  # a file, never a stand-in
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    for line in _answer(wanted, content):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    _main()
