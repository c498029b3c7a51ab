"""A phone in the hand of a driver: Debian's Chromium at phone size with its own profile, and a house."""

from __future__ import annotations

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.async_api import BrowserContext, Page, Playwright, async_playwright, expect

from tests.driver_app_api.web.house import CODE, House, house_app
from tests.driver_app_api.web.town import town_map

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
# As set in the phone's own settings, half as large again as usual.
LARGE_LETTERS = "--blink-settings=defaultFontSize=24"
PHONE: dict[str, Any] = {
    "args": ARGUMENTS,
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
    "locale": "en-GB",
    "timezone_id": "Asia/Kuala_Lumpur",
    "geolocation": {"latitude": 3.1401, "longitude": 101.7003, "accuracy": 12},
    "permissions": ["geolocation"],
    "reduced_motion": "reduce",
}


# A busy machine is no fault of the page; a wait that is over early costs nothing.
expect.set_options(timeout=15_000)
# Back-off without waiting: the timer's next try, at once. True when all is with the house.
TRY = """async () => {
  const state = await import("/driver/js/state.js");
  while (state.isSending.value) await new Promise((go) => setTimeout(go, 5));
  await state.refresh();
  while (state.isSending.value) await new Promise((go) => setTimeout(go, 5));
  return state.pendingCount.value === 0 && state.link.value === "ok";
}"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What a browser was slow at is tried once more, and named at the end of the run."""
    for item in items:
        has_phone = "phone" in getattr(item, "fixturenames", ())
        if has_phone or item.path.name in ("test_map.py", "test_with_api.py"):
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=["Error"]))


class Server(uvicorn.Server):
    """Leaves signals to pytest."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def served(app: FastAPI) -> AsyncIterator[str]:
    """The address of an application on a free port of its own."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(64)
    config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=2, ws="none")
    server = Server(config)
    async with asyncio.TaskGroup() as group:
        group.create_task(server.serve(sockets=[listening]))
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/driver/"
        server.should_exit = True


class Phone:
    """The app on one phone. ``restart`` comes back to the same profile, as after a flat battery."""

    def __init__(self, playwright: Playwright, url: str, profile: Path) -> None:
        self._playwright = playwright
        self._profile = profile
        self.url = url
        self.hosts: set[str] = set()
        self.complaints: list[str] = []
        self.context: BrowserContext
        self.page: Page

    async def switch_on(self, *, is_offline: bool = False, **settings: Any) -> Page:
        chromium = shutil.which("chromium")
        assert chromium is not None
        self.context = await self._playwright.chromium.launch_persistent_context(
            self._profile, executable_path=chromium, **{**PHONE, **settings}
        )
        self.context.set_default_timeout(15_000)
        await self.context.set_offline(is_offline)
        self.page = self.context.pages[0]
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)
        await self.page.goto(self.url)
        return self.page

    def _hear(self, line: Any) -> None:
        # The browser itself reports each failed request; being without network is what is tested here.
        if line.type == "error" and "Failed to load resource" not in line.text:
            self.complaints.append(line.text)

    async def restart(self, *, is_offline: bool, **settings: Any) -> Page:
        await self.context.close()
        return await self.switch_on(is_offline=is_offline, **settings)

    async def tap(self, name: str, role: Any = "button") -> None:
        await self.page.get_by_role(role, name=name, exact=True).first.tap()

    async def sees(self, text: str) -> None:
        await expect(self.page.get_by_text(text).first).to_be_visible()

    async def send_all(self) -> None:
        """However bad the line is: tries until all is with the house."""
        for _ in range(200):
            if await self.page.evaluate(TRY):
                return
        raise AssertionError("it never went")

    async def sign_in(self) -> None:
        await self.sign_in_with("Hello Faizal")

    async def sign_in_with(self, greeting: str) -> None:
        await self.page.get_by_label("Your phone number").fill("+60 12 345 6789")
        await self.page.get_by_label("Code from the chat").fill(CODE)
        await self.tap("Sign in")
        await self.sees(greeting)

    async def is_kept(self) -> None:
        """Until the service worker has the whole app on the phone."""
        await self.page.evaluate(
            """async () => {
              const { serviceWorker } = navigator;
              const changed = new Promise((go) => serviceWorker.addEventListener("controllerchange", go));
              await serviceWorker.ready;
              if (!serviceWorker.controller) await changed;
            }"""
        )

    async def check_load_and_start(self) -> None:
        await self.tap("Check the load", "link")
        await self.tap("The rest is all here")
        await self.tap("All is on the van")
        await self.tap("Start the route")
        await expect(self.page.get_by_role("heading", level=1)).to_have_text("Van 2")

    async def open_next_stop(self) -> None:
        await self.page.goto(self.url + "#/today")
        await self.page.locator(".card a.is-main").tap()

    async def sign(self) -> None:
        """Two strokes of a finger."""
        pad = self.page.locator(".pad canvas")
        await pad.scroll_into_view_if_needed()
        box = await pad.bounding_box()
        assert box is not None
        mouse = self.page.mouse
        for start in (0.2, 0.5):
            await mouse.move(box["x"] + box["width"] * start, box["y"] + 50)
            await mouse.down()
            for step in range(1, 8):
                x = box["x"] + box["width"] * (start + 0.03 * step)
                await mouse.move(x, box["y"] + 50 + (40 if step % 2 else -20))
            await mouse.up()

    async def deliver(self, receiver: str, *, photos: tuple[bytes, ...] = (), code: str = "") -> None:
        """Arrive at the next stop, hand all of it over against a signature."""
        await self.open_next_stop()
        await self.tap("I am here")
        await self.tap("Deliver", "link")
        await self.page.get_by_label("Name of the receiver").fill(receiver)
        if code:
            await self.page.get_by_label("Delivery code").fill(code)
        await self.sign()
        for number, photo in enumerate(photos, 1):
            taken = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo}
            await self.page.locator("input[type=file]").set_input_files([taken])
            await expect(self.page.get_by_role("img", name=f"Photo {number}")).to_be_visible()
        await self.tap("Finish delivery")
        await self.sees("Delivered")


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A map file of the town that the house delivers in."""
    return town_map(tmp_path_factory.mktemp("town") / "town.pmtiles")


@pytest.fixture
def house() -> House:
    return House()


@asynccontextmanager
async def phone_at(url: str, profile: Path) -> AsyncIterator[Phone]:
    """At the end nothing was asked of another host, and the browser has complained of nothing."""
    if shutil.which("chromium") is None:
        pytest.skip("there is no chromium on this machine (apt-get install chromium)")
    async with async_playwright() as playwright:
        phone = Phone(playwright, url, profile)
        yield phone
        await phone.context.close()
        assert phone.hosts <= {urlsplit(url).netloc, ""}
        assert phone.complaints == []


@pytest.fixture
async def phone(house: House, tmp_path: Path) -> AsyncIterator[Phone]:
    async with served(house_app(house)) as url, phone_at(url, tmp_path / "profile") as phone:
        yield phone
