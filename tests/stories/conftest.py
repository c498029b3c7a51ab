import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest

from core.bootstrap import build
from core.infra.settings import Settings
from core.intake.engine.matching import CatalogIndex, match_line
from core.intake.engine.reading import read_message
from core.intake.types import CatalogEntry, DealerView
from core.kernel.actor import Role
from core.kernel.clock import FixedClock
from dealerline.sandbox.user import SandboxUser
from tests.chat import Chat, ask, make_company, open_chat, sandbox_apart
from tests.conftest import START
from tests.make import make_staff
from tests.postgres import address_of


@pytest.fixture(scope="session")
def warm_engine() -> None:
    """Word lists and models are read once for a process; not while a person in a story waits for them."""
    index = CatalogIndex.build([CatalogEntry("1", "IP15P", ("Apple iPhone 15 Pro 128GB",))])
    for line in read_message("25 iphone 15 pro\n10箱可乐", today=date(2025, 10, 14)).lines:
        match_line(line, index, DealerView())


@pytest.fixture(scope="session")
def sandbox_url() -> Iterator[str]:
    with sandbox_apart() as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(sqlite_template: Path) -> Path:
    """A SQLite file with the company of the stories in it."""
    path = sqlite_template.with_name("company.db")
    shutil.copy(sqlite_template, path)
    asyncio.run(_write_company(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str, postgres_template: str) -> str:
    """Name of a PostgreSQL database with the company of the stories in it."""
    name = "template_company"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {postgres_template}")
    asyncio.run(_write_company(address_of(postgres_server, name)))
    return name


async def _write_company(database_url: str) -> None:
    core = build(Settings(database_url=database_url, _env_file=None), clock=FixedClock(START))
    await make_company(core)
    await core.close()


@pytest.fixture
async def chat(
    warm_engine: None, sandbox_url: str, database_url: str, clock: FixedClock
) -> AsyncIterator[Chat]:
    async with open_chat(sandbox_url, database_url, clock) as opened:
        yield opened


@pytest.fixture
async def sam(chat: Chat) -> SandboxUser:
    """A storekeeper; a bot may not write first."""
    await make_staff(chat.core, Role.STOREKEEPER, "Sam", telegram_id=7_001)
    user = await chat.sandbox.user("Sam", user_id=7_001)
    await ask(user, "/help", "/receive")
    return user
