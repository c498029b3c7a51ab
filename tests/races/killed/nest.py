"""The nursery as its parent sees it: processes are started in it and killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parents[3]


class Nursery:
    """log: what the processes say; order: what each of them is told."""

    def __init__(self, log: Path, **order: str) -> None:
        self.log = log
        self._order = {**order, "log": str(log)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.races.killed.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        assert self._hear() == "ready"

    def start(self, start: datetime, *, polls: bool) -> int:
        told = json.dumps({**self._order, "start": start.isoformat(), "polls": polls})
        return int(self._ask(f"start {told}"))

    def kill(self, pid: int) -> bool:
        """Whether it had lived until then."""
        return self._ask(f"kill {pid}") == "9"

    def close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        self._process.wait(timeout=60)

    def _ask(self, line: str) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._hear()

    def _hear(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def nursery(**order: str) -> Iterator[Nursery]:
    with tempfile.TemporaryDirectory(prefix="dealerline-killed-") as folder:
        born = Nursery(Path(folder) / "log", **order)
        try:
            yield born
        finally:
            born.close()
