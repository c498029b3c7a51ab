"""The import and export of the command line: files in, files out, words for people."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from core.infra.door import Core
from core.integrations.master_data.errors import SheetTooBig, SheetUnreadable
from core.integrations.master_data.registry import ENTITIES
from dealerline.transfer import (
    describe_refusal,
    export_file,
    export_folder,
    import_file,
    import_folder,
    run_export,
    run_import,
)
from tests.core.integrations.company import SMALL, exported, import_small

STOCK = 'sku,warehouse,on_hand\nCOKE-330,LAX,5\nNOPE,LAX,x\n\'=SUM,LAX,"1,000"\n'


async def test_a_file_is_imported_and_told_in_one_line(core: Core, tmp_path: Path) -> None:
    path = tmp_path / "any.csv"
    path.write_text("code,name\nLAX,Los Angeles\n", encoding="utf-8")
    assert await import_file(core, "warehouses", path, dry_run=True) == _outcome(
        "warehouses: would be new 1, changed 0, unchanged 0"
    )
    assert await import_file(core, "warehouses", path) == _outcome(
        "warehouses: new 1, changed 0, unchanged 0"
    )
    assert await import_file(core, "warehouses", path) == _outcome(
        "warehouses: new 0, changed 0, unchanged 1"
    )


def _outcome(*lines: str, succeeded: bool = True) -> object:
    from dealerline.transfer import Outcome

    return Outcome(lines, succeeded)


async def test_bad_rows_are_told_with_row_column_value_and_reason(core: Core, tmp_path: Path) -> None:
    await import_small(core, "warehouses", "products")
    path = tmp_path / "stock.csv"
    path.write_text(STOCK, encoding="utf-8")
    assert await import_file(core, "stock", path) == _outcome(
        "stock: 2 of 3 rows cannot be imported; nothing was changed",
        '  row 3: on_hand "x" is not a number',
        '  row 4: on_hand "1,000" must be written without thousands separators, with a point for decimals',
        succeeded=False,
    )
    assert await exported(core, "stock") == []


async def test_the_error_file_is_the_input_with_a_column_and_can_be_mended(
    core: Core, tmp_path: Path
) -> None:
    await import_small(core, "warehouses", "products")
    path, errors = tmp_path / "stock.csv", tmp_path / "errors" / "stock.csv"
    path.write_text(STOCK, encoding="utf-8")
    outcome = await import_file(core, "stock", path, errors=errors)
    assert outcome.lines[1] == f"  The rows with their errors are in {errors}."
    with errors.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["sku", "warehouse", "on_hand", "error"],
            ["COKE-330", "LAX", "5", ""],
            ["NOPE", "LAX", "x", 'on_hand "x" is not a number'],
            [
                "'=SUM",
                "LAX",
                "1,000",
                'on_hand "1,000" must be written without thousands separators, with a point for decimals',
            ],
        ]
    mended = {"NOPE,LAX,x": "007,LAX,1", '\'=SUM,LAX,"1,000"': "'=SUM,LAX,1000"}
    text = errors.read_text(encoding="utf-8-sig")
    for wrong, right in mended.items():
        text = text.replace(wrong, right, 1)
    errors.write_text(text, encoding="utf-8")
    assert (await import_file(core, "stock", errors)).succeeded
    assert await exported(core, "stock") == ["007,LAX,1,0,", "'=SUM,LAX,1000,0,", "COKE-330,LAX,5,0,"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
async def test_a_folder_goes_out_and_comes_back_unchanged(core: Core, tmp_path: Path, suffix: str) -> None:
    folder = tmp_path / "company"
    await import_small(core)
    if suffix == ".csv":
        outcome = await export_folder(core, folder)
        assert outcome.lines[0] == f"tiers: 2 rows to {folder / 'tiers.csv'}"
    else:
        for entity in ENTITIES:
            assert (await export_file(core, entity, folder / f"{entity}.xlsx")).succeeded
    (folder / "readme.txt").write_text("not a table", encoding="utf-8")
    assert _names(folder) == {"readme.txt", *(f"{name}{suffix}" for name in ENTITIES)}
    outcome = await import_folder(core, folder)
    assert outcome.succeeded
    assert len(outcome.lines) == len(ENTITIES)
    assert all("new 0, changed 0, unchanged" in line for line in outcome.lines)


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def test_a_folder_with_one_bad_row_changes_nothing_and_says_where(core: Core, tmp_path: Path) -> None:
    await import_small(core, "tiers", "warehouses")
    (tmp_path / "warehouses.csv").write_text("code,name\nPHX,Phoenix\n", encoding="utf-8")
    (tmp_path / "tiers.csv").write_text("code,name,margin_percent,net_days\nx,X,lots,1\n", encoding="utf-8")
    outcome = await import_folder(core, tmp_path, errors=tmp_path / "bad")
    assert outcome.lines == (
        "tiers: 1 of 1 rows cannot be imported; nothing was changed",
        f"  The rows with their errors are in {tmp_path / 'bad' / 'tiers.errors.csv'}.",
        "warehouses: would be new 1, changed 0, unchanged 0",
        "Nothing was imported, of any table.",
    )
    assert not outcome.succeeded
    assert len(await exported(core, "warehouses")) == 2


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("cars", b"a,b\n1,2\n", "There is no table cars. There are: tiers, warehouses,"),
        ("tiers", b"\x89PNG\x00", "file.csv is neither a workbook nor CSV text in UTF-8."),
        ("tiers", b"PK\x03\x04rubbish", "file.csv looks like a workbook but cannot be opened."),
        ("tiers", b'code\n"x', "file.csv is not proper CSV: a quote is left open or out of place."),
        ("tiers", b"code,name\n", "file.csv has no rows."),
        (
            "prices",
            b"sku,warehouse,on_hand\nA,B,1\n",
            "This does not fit prices; unknown columns: warehouse, on_hand; missing columns: currency."
            " Its columns are: sku, currency, cost, list. It looks like a file of stock.",
        ),
    ],
)
async def test_a_file_that_cannot_be_taken_gets_one_clear_sentence(
    core: Core, tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    outcome = await import_file(core, name, path)
    assert not outcome.succeeded
    (line,) = outcome.lines
    assert line.startswith(sentence)


@pytest.mark.parametrize("why", ["not_text", "not_a_workbook", "password", "broken"])
def test_every_reason_for_an_unreadable_file_has_words(why: str) -> None:
    assert describe_refusal(SheetUnreadable(name="f.csv", why=why)).startswith("f.csv ")


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("rows", "f.csv has more than 1,000 rows."),
        ("bytes", "f.csv has more than 1,000 bytes."),
        ("memory", "f.csv needs more memory or time to read than it may take."),
    ],
)
def test_a_file_beyond_a_limit_is_told_which(what: str, sentence: str) -> None:
    assert describe_refusal(SheetTooBig(name="f.csv", what=what, most=1000)) == sentence


def test_the_commands_work_on_a_fresh_database_and_give_an_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEALERLINE_DATABASE_URL", f"sqlite:///{tmp_path / 'fresh.db'}")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "tiers.csv").write_text(
        "code,name,margin_percent,net_days\nx,X,8,1\n", encoding="utf-8"
    )
    assert run_import("in", None, dry_run=False, errors=None) == 0
    assert run_import("tiers", tmp_path / "in" / "tiers.csv", dry_run=True, errors=None) == 0
    assert run_export("tiers", tmp_path / "out.csv") == 0
    assert run_export("all", tmp_path / "all") == 0
    assert run_import("nowhere", None, dry_run=False, errors=None) == 1
    assert run_import("tiers", tmp_path / "nothing.csv", dry_run=False, errors=None) == 1
    assert capsys.readouterr().out.splitlines() == [
        "tiers: new 1, changed 0, unchanged 0",
        "tiers: would be new 0, changed 0, unchanged 1",
        f"tiers: 1 rows to {tmp_path / 'out.csv'}",
        f"tiers: 1 rows to {tmp_path / 'all' / 'tiers.csv'}",
        "nowhere is not a folder; to import a table, name its file as well.",
        f"There is no file {tmp_path / 'nothing.csv'}.",
    ]


def test_the_small_company_of_the_tests_has_every_table() -> None:
    assert set(SMALL) == set(ENTITIES)
