"""Every complaint of the page is answered by a test that exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
_ROW = re.compile(r"\| (?P<what>[^|]+) \| (?P<where>[^|]+) \| `(?P<path>[\w/.]+)::(?P<test>\w+)` \|")


def rows() -> list[re.Match[str]]:
    lines = (ROOT / "docs/complaints.md").read_text(encoding="utf-8").splitlines()
    found = [line for line in lines if line.startswith("|") and not line.startswith(("|---", "| complaint"))]
    return [match for line in found if (match := _ROW.fullmatch(line)) is not None or _unread(line)]


def _unread(line: str) -> bool:
    raise AssertionError(f"no complaint, place and test: {line}")


def test_every_complaint_names_a_test_that_there_is() -> None:
    missing = []
    for row in rows():
        tree = ast.parse((ROOT / row["path"]).read_text(encoding="utf-8"))
        names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
        if row["test"] not in names:
            missing.append(f"{row['path']}::{row['test']}")
    assert missing == []
    assert len(rows()) >= 25


def test_no_complaint_stands_twice() -> None:
    said = [row["what"] for row in rows()]
    assert len(said) == len(set(said))
