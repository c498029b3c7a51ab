"""Processes that race against each other: started once, given one race after the other."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
Job = dict[str, Any]


class Racer:
    """One process of its own, with its own connections to the database."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.races.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    def prepare(self, url: str, jobs: Sequence[Job], *, together: bool = True) -> None:
        self._tell(json.dumps({"url": url, "jobs": jobs, "together": together}))

    def wait_until_ready(self) -> None:
        assert self._hear() == "ready"

    def shoot(self) -> None:
        self._tell("go")

    def results(self) -> Iterator[tuple[int, str]]:
        """Number of the job and what came of it, as they are done; ends early when the process dies."""
        while (heard := self._hear()) not in ("done", None):
            yield heard["job"], heard["result"]

    def kill(self) -> None:
        """SIGKILL: no farewell, no rollback, no flush."""
        self.process.kill()
        self.close()

    def close(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        self.process.wait(timeout=20)

    def _tell(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def _hear(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        return json.loads(line) if line.endswith("\n") else None


def race(crew: Sequence[Racer], url: str, jobs: Sequence[Job]) -> list[str]:
    """Deal the jobs out to all racers, start them at one shot; what came of each job, in the jobs' order."""
    shares = [list(range(start, len(jobs), len(crew))) for start in range(len(crew))]
    for racer, share in zip(crew, shares, strict=True):
        racer.prepare(url, [jobs[at] for at in share])
    for racer in crew:
        racer.wait_until_ready()
    for racer in crew:
        racer.shoot()
    outcomes: dict[int, str] = {}
    for racer, share in zip(crew, shares, strict=True):
        outcomes |= {share[at]: result for at, result in racer.results()}
    return [outcomes[at] for at in range(len(jobs))]
