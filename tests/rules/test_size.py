"""When a file passes about 400 lines, an idea inside has not been named yet."""

from __future__ import annotations

import ast
import warnings
from pathlib import Path

ROOT = Path(__file__).parents[2]
WANTED, MOST = 400, 450
CODE = ("core", "bot", "driver_app_api", "dealerline", "tests", "benchmarks")


def _files() -> list[Path]:
    return [
        path
        for folder in CODE
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations/versions" not in path.as_posix()
    ]


def test_no_file_is_much_longer_than_one_idea() -> None:
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text().splitlines()) for path in _files()}
    assert len(lengths) > 200  # the walk has found the project
    assert {path: length for path, length in lengths.items() if length > MOST} == {}
    long = {path: length for path, length in lengths.items() if length > WANTED}
    if long:
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            warnings.warn(f"over {WANTED} lines: {long}", stacklevel=1)


def test_no_module_is_named_for_nothing() -> None:
    nameless = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
    assert [path for path in _files() if path.stem in nameless or path.parent.name in nameless] == []


def test_every_package_says_what_it_is() -> None:
    """The house and its domains explain themselves in their first line."""
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "core").glob("*/__init__.py")
        if not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []
