"""``dealerline demo``: the demo company, the sandbox and the real bot in one process, in the browser."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pydantic import SecretStr

from bot.service import ChatService, run_service
from core.bootstrap import build
from core.dealers.types import Standing
from core.dealers.use_cases.accept_invite import AcceptInvite
from core.dealers.use_cases.create_invite import CreateInvite
from core.dealers.use_cases.identify_chat import IdentifyChat
from core.dealers.use_cases.open_invite import OpenInvite
from core.i18n.phrases import Phrasebook
from core.infra.door import Core
from core.infra.log import configure_logging
from core.infra.settings import Settings
from core.intake.flow import load_shelf
from core.jobs.clock import run_clock
from core.kernel.actor import STRANGER, SYSTEM
from core.kernel.errors import NotFound
from core.migrations import upgrade
from dealerline.demo.company import HOME_ZONE
from dealerline.demo.load import load_demo
from dealerline.demo.papers import make_papers
from dealerline.demo.people import demo_people
from dealerline.sandbox.serve import running_sandbox
from dealerline.sandbox.settings import DEFAULT_TOKEN, SandboxPerson, SandboxSettings
from dealerline.signals import until_signal
from dealerline.web import web_server
from driver_app_api.app import create_app

FIRST_ID = 5001


def demo_settings(database: Path, bot_api_base: str, host: str, port: int) -> Settings:
    """host, port: where the driver's app is served."""
    return Settings(
        database_url=f"sqlite:///{database}",
        bot_token=SecretStr(DEFAULT_TOKEN),
        bot_api_base=bot_api_base,
        object_store_url=f"file://{database.with_suffix('.objects')}",
        listen_host=host,
        listen_port=port,
        default_zone=HOME_ZONE,
        require_second_factor=False,  # nobody here has a code generator at hand
        _env_file=None,  # type: ignore[call-arg]
    )


async def join_people(core: Core) -> None:
    """Let the people of the page join as everybody does: invite, open, share the own number."""
    for telegram_id, person in enumerate(demo_people(), start=FIRST_ID):
        known = await core.ask(STRANGER, IdentifyChat(telegram_id))
        if known.standing is Standing.MEMBER:
            continue
        invite = await core.execute(SYSTEM, CreateInvite(person.phone))
        await core.execute(STRANGER, OpenInvite(invite.token, telegram_id))
        await core.execute(STRANGER, AcceptInvite(telegram_id, telegram_id, person.phone))


def sandbox_people() -> list[SandboxPerson]:
    """The chats of the page, side by side."""
    return [
        SandboxPerson(
            name=person.first_name,
            last_name=person.last_name,
            language=person.language.replace("_", "-"),
            phone=person.phone,
            id=telegram_id,
            role=person.title,
            started=True,
            suggestions=person.suggestions,
        )
        for telegram_id, person in enumerate(demo_people(), start=FIRST_ID)
    ]


async def show(database: Path, host: str, port: int, tell: Callable[[str], None]) -> None:
    """Load the company at the first start, open the page, run the real bot until a signal comes."""
    people = SandboxSettings(users=sandbox_people())
    async with running_sandbox(people, host=host, port=port) as sandbox:
        settings = demo_settings(database, sandbox.url, host, port + 1)
        core = build(settings)
        book = Phrasebook()
        service = ChatService(core, book)
        web = web_server(create_app(core, book=book), settings.listen_host, settings.listen_port)
        try:
            if not await is_loaded(core):
                tell("Making the demo company: 15,000 products, 800 dealers, a year of orders …")
                started = time.perf_counter()
                await load_demo(core, core.clock.now().date())
                tell(f"Made in {time.perf_counter() - started:.0f} s.")
            tell("Getting the catalogue ready to be searched …")
            await warm_up(core)
            await make_papers(core)
            await join_people(core)
            tell(f"\n  Open {sandbox.url} in a browser.  Ctrl+C ends it.\n")
            await until_signal(run_service(service), run_clock(core), web.serve())
        finally:
            await service.close()
            await core.close()


async def is_loaded(core: Core) -> bool:
    """Whether the company was made before: its back-office person is known."""
    office = next(person for person in demo_people() if person.is_office)
    try:
        await core.execute(SYSTEM, CreateInvite(office.phone))
    except NotFound:
        return False
    return True


async def warm_up(core: Core) -> None:
    """Build the search index before the first message needs it."""
    async with core.snapshot(SYSTEM) as snapshot:
        await load_shelf(snapshot)


def run_demo(database: Path, host: str, port: int) -> None:
    """Migrate, then show. Blocking."""
    configure_logging("WARNING", as_json=False)
    upgrade(f"sqlite:///{database}")
    with suppress(KeyboardInterrupt):
        asyncio.run(show(database, host, port, print))
