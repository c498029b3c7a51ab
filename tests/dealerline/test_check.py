"""``dealerline check`` at the command line: code 0; 1 and a line for each fault; 2 without a database."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from dealerline.cli import app


@pytest.fixture
def database(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    path = tmp_path / "house.db"
    path.write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv("DEALERLINE_DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.chdir(tmp_path)
    return f"sqlite:///{path}"


def test_an_untouched_database_is_as_it_was_written(database: str, tmp_path: Path) -> None:
    heads = tmp_path / "heads.json"
    done = CliRunner().invoke(app, ["check", "--heads", str(heads)])
    assert done.exit_code == 0, done.output
    assert done.output.startswith("Checked 0 journal entries")
    assert done.output.endswith("Everything is as it was written.\n")
    assert heads.read_text() == "{}\n"


def test_a_fault_is_named_and_ends_with_code_1(database: str) -> None:
    engine = create_engine(database)
    with engine.begin() as connection:
        connection.execute(text(f"INSERT INTO journal_head VALUES ('office', 3, '{'0' * 64}')"))
    engine.dispose()
    done = CliRunner().invoke(app, ["check"])
    assert done.exit_code == 1
    assert done.output.splitlines()[0] == "Entry 1 of office is missing."
    assert done.output.endswith("1 faults.\n")


def test_a_database_that_is_not_there_ends_with_code_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEALERLINE_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["check"])
    assert done.exit_code == 2
    assert "dealerline migrate" in done.output
