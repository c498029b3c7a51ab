from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.bootstrap import build
from core.infra.door import Core
from core.infra.settings import Settings
from core.kernel.clock import FixedClock


@pytest.fixture
async def sqlite_core(sqlite_template: Path, tmp_path: Path, clock: FixedClock) -> AsyncIterator[Core]:
    """A Core on SQLite, for what does not depend on the kind of database."""
    path = tmp_path / "one.db"
    shutil.copy(sqlite_template, path)
    built = build(Settings(database_url=f"sqlite:///{path}", _env_file=None), clock=clock)
    yield built
    await built.close()
