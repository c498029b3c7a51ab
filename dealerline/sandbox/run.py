"""``dealerline sandbox``: the stand-in alone, for a bot that runs elsewhere."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from dealerline.sandbox.serve import running_sandbox
from dealerline.sandbox.settings import SandboxPerson, SandboxSettings
from dealerline.signals import until_signal

PEOPLE = (
    SandboxPerson(name="Dana", role="Dealer"),
    SandboxPerson(name="Rui", role="Rep"),
    SandboxPerson(name="Olga", role="Back office"),
)


async def _run(host: str, port: int) -> None:
    async with running_sandbox(SandboxSettings(users=PEOPLE), host=host, port=port) as sandbox:
        print(f"Page:     {sandbox.url}")
        print(f"Bot API:  DEALERLINE_BOT_API_BASE={sandbox.url} DEALERLINE_BOT_TOKEN={sandbox.token}")
        await until_signal(asyncio.Event().wait())


def run_sandbox(host: str, port: int) -> None:
    """Serve until a signal comes. Blocking."""
    with suppress(KeyboardInterrupt):
        asyncio.run(_run(host, port))
