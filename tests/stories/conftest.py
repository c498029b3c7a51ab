from collections.abc import AsyncIterator
from datetime import date

import pytest

from core.intake.engine.matching import CatalogIndex, match_line
from core.intake.engine.reading import read_message
from core.intake.types import CatalogEntry, DealerView
from core.kernel.clock import FixedClock
from tests.chat import Chat, open_chat


@pytest.fixture(scope="session")
def warm_engine() -> None:
    """Word lists and models are read once for a process; not while a person in a story waits for them."""
    index = CatalogIndex.build([CatalogEntry("1", "IP15P", ("Apple iPhone 15 Pro 128GB",))])
    for line in read_message("25 iphone 15 pro\n10箱可乐", today=date(2025, 10, 14)).lines:
        match_line(line, index, DealerView())


@pytest.fixture
async def chat(warm_engine: None, database_url: str, clock: FixedClock) -> AsyncIterator[Chat]:
    async with open_chat(database_url, clock) as opened:
        yield opened
