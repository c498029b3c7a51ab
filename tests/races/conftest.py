from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.races.crew import Racer


@pytest.fixture(scope="session")
def crew() -> Iterator[list[Racer]]:
    """Four processes for all races of a run."""
    racers = [Racer() for _ in range(4)]
    yield racers
    for racer in racers:
        racer.close()
