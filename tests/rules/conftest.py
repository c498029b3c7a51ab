"""Two dealers in a database of each kind, made once: every sweep begins with a copy of it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.bootstrap import build
from core.infra.door import Core
from core.infra.settings import Settings
from core.kernel.clock import FixedClock
from tests.conftest import START
from tests.postgres import address_of, copy_database, start_over
from tests.rules.two_dealers import TwoDealers, make_two_dealers


def _core(database_url: str) -> Core:
    settings = Settings(
        database_url=database_url, require_second_factor=False, object_store_url="memory:///", _env_file=None
    )
    return build(settings, clock=FixedClock(START))


async def _made(database_url: str) -> TwoDealers:
    core = _core(database_url)
    world = await make_two_dealers(core)
    await core.close()
    return world


@pytest.fixture(scope="session")
def sqlite_world(sqlite_template: Path) -> tuple[Path, TwoDealers]:
    path = sqlite_template.with_name("two_dealers.db")
    shutil.copy(sqlite_template, path)
    return path, asyncio.run(_made(f"sqlite:///{path}"))


@pytest.fixture(scope="session")
def postgres_world(postgres_server: str, postgres_template: str) -> tuple[str, TwoDealers]:
    name = copy_database(postgres_server, postgres_template)
    return name, asyncio.run(_made(address_of(postgres_server, name)))


@pytest.fixture(params=["sqlite", "postgres"])
def prepared(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, TwoDealers]:
    """Address of a database with two dealers that nobody has touched, and who and what is in it."""
    if request.param == "sqlite":
        made, world = request.getfixturevalue("sqlite_world")
        path = tmp_path / "test.db"
        shutil.copy(made, path)
        return f"sqlite:///{path}", world
    server = request.getfixturevalue("postgres_server")
    name, world = request.getfixturevalue("postgres_world")
    return address_of(server, start_over(server, name)), world


@pytest.fixture
async def swept(prepared: tuple[str, TwoDealers]) -> AsyncIterator[Core]:
    core = _core(prepared[0])
    yield core
    await core.close()


@pytest.fixture
def world(prepared: tuple[str, TwoDealers]) -> TwoDealers:
    return prepared[1]
