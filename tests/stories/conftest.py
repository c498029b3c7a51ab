from collections.abc import AsyncIterator

import pytest

from core.kernel.clock import FixedClock
from tests.chat import Chat, open_chat


@pytest.fixture
async def chat(database_url: str, clock: FixedClock) -> AsyncIterator[Chat]:
    async with open_chat(database_url, clock) as opened:
        yield opened
