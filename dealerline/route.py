"""Behind ``dealerline route``: plan the vans of a file."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Annotated, NoReturn

import typer

app = typer.Typer(no_args_is_help=True, help="Plan routes of vans from a file.")

Seconds = Annotated[float, typer.Option(help="How long to search.")]
Seed = Annotated[int, typer.Option(help="Where chance begins; another seed may find another plan.")]


def _stop(sentence: object) -> NoReturn:
    typer.echo(str(sentence), err=True)
    raise typer.Exit(2)


def _text(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except OSError as error:
        _stop(f"{file} cannot be read: {error.strerror or error}.")
    except UnicodeDecodeError:
        _stop(f"{file} is not a text file.")


@app.command()
def solve(
    instance: Annotated[
        Path, typer.Argument(help="Solomon, Homberger or VRPLIB file; - for standard input.")
    ],
    seconds: Seconds = 10.0,
    seed: Seed = 0,
) -> None:
    """Least total length for a public instance, as JSON: cost, feasible, routes, seconds."""
    began = time.perf_counter()
    from core.routing.engine.planning import plan_day
    from core.routing.errors import BadProblem
    from core.routing.formats.instances import holds, length_of, problem_of, read_instance
    from core.routing.types import Budget

    try:
        found = read_instance(_text(instance))
        problem = problem_of(found)
        left = max(0.01, seconds - (time.perf_counter() - began)) if seconds > 0 else seconds
        plan = plan_day(problem, seed, Budget(seconds=left, explains=0))
    except BadProblem as error:
        _stop(error)
    routes = [[int(step.stop or 0) for step in route.stops] for route in plan.routes]
    answer = {
        "cost": length_of(found, routes),
        "feasible": not plan.unserved and holds(found, routes),
        "routes": routes,
        "seconds": round(time.perf_counter() - began, 3),
    }
    typer.echo(json.dumps(answer))


@app.command()
def plan(
    problem: Annotated[
        Path, typer.Argument(help="A day's problem in our own form (JSON); - for standard input.")
    ],
    seconds: Annotated[float | None, typer.Option(help="How long to search; else by its size.")] = None,
    seed: Seed = 0,
    iterations: Annotated[
        int | None, typer.Option(help="Search so often instead of so long: the same plan everywhere.")
    ] = None,
) -> None:
    """The plan of a day, as JSON: routes with every step, what is left out and why, and the cost."""
    from core.routing.engine.planning import plan_day, usual_budget
    from core.routing.errors import BadProblem
    from core.routing.formats.problems import plan_as_json, read_problem
    from core.routing.types import Budget

    try:
        day = read_problem(_text(problem))
        budget = usual_budget(len(day.stops))
        if seconds is not None or iterations is not None:
            budget = Budget(iterations=iterations, seconds=seconds)
        found = plan_day(day, seed, budget)
    except BadProblem as error:
        _stop(error)
    typer.echo(plan_as_json(found))
