"""One of the two servers, in a process of its own: run by benchmarks.driving.phones.

python -m benchmarks.driving.servers ours|bare PLAN PORT
"""

from __future__ import annotations

import pickle
import signal
import sys
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from benchmarks.driving.bare import bare_app
from benchmarks.driving.fleet import Changes
from core.bootstrap import build
from core.infra.settings import Settings
from core.kernel.clock import FixedClock
from driver_app_api.app import create_app
from tests.conftest import START

MOST_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Plan:
    """What a server is started with; samples: what each request of phone 0 writes."""

    url: str
    objects: Path
    samples: list[Changes]
    shared: set[uuid.UUID]
    phones: int


def settings_for(url: str, objects: Path) -> Settings:
    return Settings(
        database_url=url, object_store_url=f"file://{objects}", require_second_factor=False, _env_file=None
    )


def measured(app: Any) -> Any:
    """The application, and at /cpu the seconds of processor time that its process has taken."""

    async def entry(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"] != "/cpu":
            await app(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": str(time.process_time()).encode()})

    return entry


def app_of(side: str, plan: Plan) -> Any:
    if side == "ours":
        return create_app(build(settings_for(plan.url, plan.objects), clock=FixedClock(START)))
    return bare_app(plan.url, plan.objects, plan.samples, plan.shared, plan.phones)


if __name__ == "__main__":
    signal.alarm(MOST_SECONDS)
    planned = pickle.loads(Path(sys.argv[2]).read_bytes())
    uvicorn.run(
        measured(app_of(sys.argv[1], planned)),
        port=int(sys.argv[3]), log_config=None, access_log=False, lifespan="off",
    )  # fmt: skip
