"""``dealerline route``: public instances and days of our own form, from a file or a pipe."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dealerline.cli import app
from tests.core.routing.test_instances import SOLOMON
from tests.core.routing.test_problem_files import _day


def test_solve_prints_cost_routes_and_whether_they_hold(tmp_path: Path) -> None:
    file = tmp_path / "small.txt"
    file.write_text(SOLOMON)
    done = CliRunner().invoke(app, ["route", "solve", str(file), "--seconds", "0.2", "--seed", "3"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert set(found) == {"cost", "feasible", "routes", "seconds"}
    assert found["feasible"] is True
    assert sorted(map(sorted, found["routes"])) == [[1], [2, 3]]
    assert found["cost"] == pytest.approx(5 + math.hypot(3, 3.5) + 7.5 + 2 * math.sqrt(2), abs=1e-12)


def test_plan_reads_a_day_from_the_pipe_and_equal_days_give_equal_plans() -> None:
    command = ["route", "plan", "-", "--iterations", "50"]
    one = CliRunner().invoke(app, command, input=_day())
    assert one.exit_code == 0, one.output
    assert json.loads(one.stdout)["routes"][0]["van"] == "v"
    assert CliRunner().invoke(app, command, input=_day()).stdout == one.stdout


@pytest.mark.parametrize("command", ["solve", "plan"])
@pytest.mark.parametrize("text", ["", "nonsense", "{}"])
def test_what_cannot_be_read_is_one_sentence_and_exit_code_2(command: str, text: str) -> None:
    done = CliRunner().invoke(app, ["route", command, "-"], input=text)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1


def test_a_missing_file_and_a_search_without_time_are_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["route", "solve", str(tmp_path / "none")])
    assert (done.exit_code, "cannot be read" in done.stderr) == (2, True)
    done = CliRunner().invoke(app, ["route", "solve", "-", "--seconds", "0"], input=SOLOMON)
    assert (done.exit_code, done.stderr.strip()) == (2, "A limit of the search must be above 0.")
